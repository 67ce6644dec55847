"""The storeys of a model version, and which elements with geometry each holds."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from bimdesk.domain.ids import ElementId
from bimdesk.index.reader import ModelIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class Storey:
    """An IfcBuildingStorey; `elevation` in metres as the file says, None where it says nothing."""

    id: ElementId
    name: str
    elevation: float | None
    elements: tuple[ElementId, ...]


def list_storeys(index: ModelIndex) -> list[Storey]:
    """All storeys, the highest first; those without any geometry too."""
    held: dict[int, list[ElementId]] = defaultdict(list)
    members = "SELECT storey_id, id FROM entities WHERE storey_id IS NOT NULL AND has_geometry"
    for storey, element in index.rows(members):
        held[storey].append(ElementId(element))
    rows = index.rows(
        "SELECT id, COALESCE(NULLIF(name, ''), long_name, ''), elevation FROM entities"
        " WHERE class = 'IfcBuildingStorey' ORDER BY elevation DESC, name"
    )
    return [
        Storey(id=ElementId(id_), name=name, elevation=elevation, elements=tuple(held[id_]))
        for id_, name, elevation in rows
    ]
