"""Models and their versions: what the project remembers of imported files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bimdesk.domain.ids import ElementId, ModelId, VersionId


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportNotice:
    """A thing that is broken or unusual inside an imported file; the import went on.

    `kind` is one of: schema, geometry, container, guid, encoding, structure.
    """

    kind: str
    message: str
    elements: tuple[ElementId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSummary:
    """What an import counted; the JSON of `bimdesk import` and the Overview are made of it.

    `entities`: products (IfcProduct and subtypes). `properties`: property values over all products as
    `ifcopenshell.util.element.get_psets` gives them (inherited ones and quantities included).
    `seconds`: per stage (hash, geometry, index, geometry_ifcopenshell, edges, total).
    """

    schema: str
    schema_declared: str
    entities: int
    products_with_geometry: int
    triangles: int
    properties: int
    storeys: int
    seconds: Mapping[str, float] = field(default_factory=dict)
    notices: tuple[ImportNotice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelVersion:
    """One imported content of a model. `folder` is the immutable `models/<sha256>/`."""

    id: VersionId
    model_id: ModelId
    model_name: str
    number: int
    sha256: str
    file_name: str
    size: int
    imported_at: datetime
    folder: Path
    summary: ImportSummary

    @property
    def label(self) -> str:
        """`House v2`: how people refer to it."""
        return f"{self.model_name} v{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A model through time; `versions` oldest first, never empty."""

    id: ModelId
    name: str
    versions: tuple[ModelVersion, ...]

    @property
    def latest(self) -> ModelVersion:
        return self.versions[-1]
