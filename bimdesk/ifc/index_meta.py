"""The header and the project's names for the `meta` table."""

from __future__ import annotations

from typing import Any

from bimdesk.ifc.georeference import read_map_conversion
from bimdesk.ifc.index_values import as_text

_FILE_NAME_FIELDS = {
    "time_stamp": "time_stamp",
    "author": "author",
    "organization": "organization",
    "application": "originating_system",
    "preprocessor": "preprocessor_version",
}


def read_meta(model: Any) -> dict[str, str]:
    """What the header says (application: the originating system) and the project is called."""
    meta = {"schema": str(model.schema_identifier)}
    header = model.header
    for key, name in _FILE_NAME_FIELDS.items():
        meta[key] = _text(header.file_name, name)
    meta["description"] = _text(header.file_description, "description")
    meta["implementation_level"] = _text(header.file_description, "implementation_level")
    projects = model.by_type("IfcProject")
    project = projects[0] if projects else None
    meta["project_name"] = as_text(project.Name or project.LongName) or "" if project is not None else ""
    conversion = read_map_conversion(model)
    meta["map_conversion"] = "" if conversion is None else conversion.to_text()
    return meta


def _text(record: Any, name: str) -> str:
    """A field of a header record; several values are joined, a missing field is ''."""
    try:
        value = getattr(record, name)
    except (AttributeError, RuntimeError):
        return ""
    if isinstance(value, tuple | list):
        return ", ".join(part for part in map(str, value) if part)
    return "" if value is None else str(value)
