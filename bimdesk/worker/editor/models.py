"""Names of the open models for completion: classes, sets, properties, storeys; and what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from bimdesk.errors import BimdeskError
from bimdesk.index.choices import Choice, read_choices
from bimdesk.index.reader import ModelIndex

_KINDS = ("ifc-class", "property-set", "property", "storey", "material", "type", "system")
_Schema = Literal["IFC2X3", "IFC4", "IFC4X3"]
_DOC_SCHEMAS: Mapping[str, _Schema] = {"IFC2X3": "IFC2X3", "IFC4X3": "IFC4X3"}


@dataclass(frozen=True, slots=True)
class ModelNames:
    """Choices by kind (words of `x-bim`), those of several models added up. `schema`: of the first model."""

    by_kind: dict[str, dict[str, Choice]] = field(default_factory=dict)
    schema: _Schema = "IFC4"

    def of(self, kind: str) -> Iterable[Choice]:
        return self.by_kind.get(kind, {}).values()

    def find(self, kind: str, name: str) -> Choice | None:
        return self.by_kind.get(kind, {}).get(name)


def read_names(folders: Iterable[Path]) -> ModelNames:
    """The names of all models that can be read; one that cannot offers nothing."""
    by_kind: dict[str, dict[str, Choice]] = {kind: {} for kind in _KINDS}
    schema = ""
    for folder in folders:
        try:
            index = ModelIndex(folder)
        except BimdeskError:
            continue
        try:
            schema = schema or index.meta.get("schema", "")
            choices = read_choices(index.connection, _KINDS)
        finally:
            index.close()
        for kind, known in by_kind.items():
            for choice in choices.of(kind):
                known[choice.value] = _added(known.get(choice.value), choice)
    return ModelNames(by_kind, next((s for p, s in _DOC_SCHEMAS.items() if schema.startswith(p)), "IFC4"))


def meaning(names: ModelNames, word: str, owner: str = "") -> str:
    """What the standard says of a class, of a set, or of a property of the set `owner`; '' where nothing."""
    from ifcopenshell.util import doc  # its tables take a second to load: when first asked

    found: Any = None
    try:
        if owner:
            found = doc.get_property_doc(names.schema, owner, word)
        elif word.startswith("Ifc"):
            found = doc.get_entity_doc(names.schema, word)
        else:
            found = doc.get_property_set_doc(names.schema, word)
    except (KeyError, RuntimeError, ValueError):  # sets and classes of a maker are in no table
        return ""
    return str(found.get("description", "")) if isinstance(found, dict) else ""


def _added(known: Choice | None, more: Choice) -> Choice:
    if known is None:
        return more
    return Choice(
        value=more.value,
        label=more.label,
        count=known.count + more.count,
        detail=known.detail or more.detail,
    )
