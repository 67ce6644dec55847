"""Builds the names that are in scope of a script (docs/scripts.md, "Names in scope")."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bimdesk.domain.guid import guid_problem
from bimdesk.sdk.import_result import ImportResult, make_import_result
from bimdesk.sdk.imports import script_builtins
from bimdesk.sdk.model_view import ModelView
from bimdesk.sdk.params import Params
from bimdesk.sdk.reporter import Reporter

_LIBRARIES = {
    "np": "numpy",
    "numpy": "numpy",
    "pd": "pandas",
    "pandas": "pandas",
    "ifcopenshell": "ifcopenshell",
}
_QUERIES = (
    "entities", "types", "properties", "systems", "materials", "storeys", "classifications", "quantities",
    "roots",
)  # fmt: skip
_GETTERS = (
    "get_properties", "get_geometry", "get_quantities", "get_materials", "get_classifications",
    "get_container", "get_parts",
)  # fmt: skip
_REPORTS = (
    "save_output", "progress", "log", "finding", "examined", "table", "chart", "kpi", "highlight", "markdown",
)  # fmt: skip


class LazyNames(dict[str, Any]):
    """A namespace in which some names are made when they are used first."""

    def __init__(self, makers: Mapping[str, Callable[[], Any]]) -> None:
        super().__init__()
        self._makers = makers

    def __missing__(self, name: str) -> Any:
        if name not in self._makers:
            raise KeyError(name)
        self[name] = self._makers[name]()
        return self[name]


def build_namespace(
    view: ModelView,
    reporter: Reporter,
    *,
    text: str | None = None,
    params: Mapping[str, Any] | None = None,
    models: Sequence[ModelView] = (),
    previous: ModelView | None = None,
    import_result: Mapping[str, Any] | ImportResult | None = None,
) -> dict[str, Any]:
    """All names of a script. Of the libraries, those that `text` mentions are loaded (all without a text).

    `model` opens the IFC file, which takes a while: it is made when the script comes to it.
    """
    names: dict[str, Any] = (
        LazyNames({"model": lambda: view.model}) if text is None or "model" in text else {}
    )
    names.update({name: getattr(view, name) for name in (*_QUERIES, *_GETTERS)})
    imported = make_import_result(import_result)
    if imported is not None and imported.failed:
        names["entities"] = view.entities.filter(id__in=[])
    names.update({name: getattr(reporter, name) for name in _REPORTS})
    for name, library in _LIBRARIES.items():
        if text is None or name in text:
            names[name] = importlib.import_module(library)
    names.update(
        __name__="__main__",
        __builtins__=script_builtins(),
        params=Params(params or {}),
        models=list(models),
        previous=previous,
        import_result=imported,
        guid_problem=guid_problem,
    )
    return names
