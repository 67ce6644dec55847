"""Which files a script may read beside its model: those that a person chose in the form for this run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

FORMATS = ("file", "path", "folder", "directory")
"""The formats of parameters whose value is a path."""


def chosen_files(
    schema: Mapping[str, Any],
    values: Mapping[str, Any],
    *,
    variables: Mapping[str, str] | None = None,
    shape: Mapping[str, Any] | None = None,
) -> list[Path]:
    """Existing files and folders named by file parameters that are read.

    A path that stands in the script itself, as a default, a choice or anywhere else in its parameters,
    grants nothing: else a script could name what it wants to read. `variables`: what `${NAME}` in such a
    text has become; `shape`: the schema as these values have it (services.parameter_effective).
    """
    own = {_plain(text) for text in texts_of(schema, variables or {})}
    found = (
        path
        for path in _chosen(shape or schema, values)
        if path.is_absolute() and _plain(str(path)) not in own
    )
    return list(dict.fromkeys(path.resolve() for path in found if path.exists()))


def texts_of(part: Any, variables: Mapping[str, str]) -> Iterator[str]:
    """Every text in a schema, with the variables filled in."""
    if isinstance(part, str):
        for name, value in variables.items():
            part = part.replace(f"${{{name}}}", value)
        yield part
    elif isinstance(part, Mapping):
        for name, inner in part.items():
            yield from texts_of(name, variables)
            yield from texts_of(inner, variables)
    elif isinstance(part, list | tuple):
        for inner in part:
            yield from texts_of(inner, variables)


def _plain(text: str) -> str:
    """One spelling for one place, where it is a place at all."""
    path = Path(text) if "\0" not in text else Path()
    return str(path.resolve()) if path.is_absolute() else ""


def _chosen(schema: Mapping[str, Any], values: Mapping[str, Any]) -> Iterator[Path]:
    properties = schema.get("properties")
    for name, value in values.items():
        inner = properties.get(name) if isinstance(properties, Mapping) else None
        if isinstance(inner, Mapping):
            yield from _paths(inner, value)


def _paths(inner: Mapping[str, Any], value: Any) -> Iterator[Path]:
    """The paths in one value; texts with a zero byte are none."""
    if isinstance(value, Mapping):
        yield from _chosen(inner, value)
    elif isinstance(value, list | tuple):
        items = inner.get("items")
        if isinstance(items, Mapping):
            for one in value:
                yield from _paths(items, one)
    elif isinstance(value, str) and value and "\0" not in value and _is_read(inner):
        yield Path(value)


def _is_read(inner: Mapping[str, Any]) -> bool:
    kind = inner.get("x-bim")
    if kind not in (None, "", "ids-file"):
        return False  # its choices come from the model, and what stands there nobody chose to open
    is_file = inner.get("format") in FORMATS or kind == "ids-file"
    return is_file and not inner.get("x-save")
