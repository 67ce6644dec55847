"""What the index and the mesh say of one element; each function one SQL statement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from bimdesk.index.reader import ModelIndex, read_value
from bimdesk.index.sources import SYSTEM_CLASSES
from bimdesk.meshes import Mesh, load_mesh
from bimdesk.sdk.entities import DETAILS, Classification, Material, PropertySet

_SPATIAL = ("IfcSpatialElement", "IfcSpatialStructureElement")
_CONTAINER = f"""
WITH RECURSIVE up(id, rel, level) AS (
  SELECT parent_id, parent_rel, 1 FROM entities WHERE id = ?
  UNION ALL SELECT e.parent_id, e.parent_rel, level + 1 FROM up JOIN entities e ON e.id = up.id
    WHERE up.rel <> 'contains' AND level < 50)
SELECT id FROM up WHERE rel = 'contains' OR id IN (
  SELECT e.id FROM entities e JOIN class_parents c ON c.class = e.class AND c.parent IN {_SPATIAL})
ORDER BY level LIMIT 1
"""


def entity_details(index: ModelIndex, number: int) -> tuple[Any, ...]:
    """The columns `entities.DETAILS` of one element."""
    return next(index.rows(f"SELECT {', '.join(DETAILS)} FROM entities WHERE id = ?", (number,)))


def materials_of(index: ModelIndex, number: int) -> list[Material]:
    """The materials of an element, its type's included, in the order of its layers."""
    rows = index.rows(
        "SELECT l.material_id, COALESCE(m.name, ''), m.category, m.description, l.usage, l.set_name,"
        " l.part_name, l.thickness, l.fraction, l.from_type FROM entity_materials l"
        " LEFT JOIN materials m ON m.id = l.material_id WHERE l.entity_id = ? ORDER BY l.seq",
        (number,),
    )
    return [
        Material(
            id=row[0],
            name=row[1],
            category=row[2],
            description=row[3],
            usage=row[4],
            set_name=row[5],
            part_name=row[6],
            thickness=row[7],
            fraction=row[8],
            from_type=bool(row[9]),
        )
        for row in rows
    ]


def classifications_of(index: ModelIndex, number: int) -> list[Classification]:
    """The classification references of an element, its own first."""
    rows = index.rows(
        "SELECT c.id, c.system, c.identification, c.name, c.location, l.from_type"
        " FROM entity_classifications l JOIN classifications c ON c.id = l.classification_id"
        " WHERE l.entity_id = ? ORDER BY l.from_type, c.id",
        (number,),
    )
    return [make_classification(row) for row in rows]


def container_id(index: ModelIndex, number: int) -> int | None:
    """The nearest spatial element above, through wholes, hosts and openings."""
    return next((row[0] for row in index.rows(_CONTAINER, (number,))), None)


def part_ids(index: ModelIndex, number: int) -> list[int]:
    """Its parts, or what a spatial element contains."""
    rows = index.rows(
        "SELECT id FROM entities WHERE parent_id = ? AND parent_rel IN ('contains', 'aggregates', 'nests')"
        " ORDER BY id",
        (number,),
    )
    return [row[0] for row in rows]


def system_id(index: ModelIndex, number: int) -> int | None:
    """The first IfcSystem (or subtype) that an element is a member of."""
    rows = index.rows(
        "SELECT r.from_id FROM relations r JOIN entities g ON g.id = r.from_id WHERE r.kind = 'groups'"
        f" AND r.to_id = ? AND g.class IN ({SYSTEM_CLASSES}) ORDER BY 1 LIMIT 1",
        (number,),
    )
    return next((row[0] for row in rows), None)


def make_material(row: tuple[Any, ...]) -> Material:
    return Material(id=row[0], name=row[1], category=row[2], description=row[3])


def make_classification(row: tuple[Any, ...]) -> Classification:
    number, system, identification, name, location, *from_type = row
    return Classification(
        id=number,
        system=system,
        identification=identification,
        name=name,
        location=location,
        from_type=bool(from_type and from_type[0]),
    )


class SetReader:
    """Reads property sets; each once, since a type's sets are those of many elements."""

    def __init__(self, index: ModelIndex) -> None:
        self._index = index
        self._known: dict[int, PropertySet] = {}

    def sets_of(self, number: int) -> list[PropertySet]:
        """Effective property sets of one element, each call with dicts of its own."""
        links = list(
            self._index.rows(
                "SELECT pset_id, from_type FROM entity_psets WHERE entity_id = ? ORDER BY seq", (number,)
            )
        )
        return [self._linked(pset_id, bool(from_type)) for pset_id, from_type in links]

    def make(self, row: tuple[Any, ...]) -> PropertySet:
        """A set from its row in `psets` (id, guid, class, name, description, is_quantity)."""
        values = self._index.rows(
            "SELECT name, value, kind FROM properties WHERE pset_id = ? ORDER BY seq, name", (row[0],)
        )
        return PropertySet(
            id=row[0],
            ifc_guid=row[1],
            ifc_type=row[2],
            name=row[3],
            description=row[4],
            is_quantity=bool(row[5]),
            properties={name: read_value(value, kind) for name, value, kind in values},
        )

    def _linked(self, pset_id: int, from_type: bool) -> PropertySet:
        kept = self._known.get(pset_id)
        if kept is None:
            select = "SELECT id, guid, class, name, description, is_quantity FROM psets WHERE id = ?"
            kept = self._known[pset_id] = self.make(next(self._index.rows(select, (pset_id,))))
        return replace(kept, properties=dict(kept.properties), from_type=from_type)


class GeometryReader:
    """The mesh of a model version, mapped when the first element's geometry is wanted."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def geometry_of(self, number: int) -> dict[str, NDArray[Any]] | None:
        """Vertices float64 (n, 3), world metres, and faces int32 (m, 3); None without geometry."""
        row = self._rows.get(number)
        if row is None or self._mesh is None:
            return None
        vertices, faces = self._mesh.element_geometry(row)
        return {"vertices": vertices, "faces": faces}

    @cached_property
    def _mesh(self) -> Mesh | None:
        if self._folder is None:
            return None
        try:
            return load_mesh(self._folder)
        except FileNotFoundError:
            return None

    @cached_property
    def _rows(self) -> dict[int, int]:
        ids: Iterable[Any] = self._mesh.element_ids if self._mesh is not None else ()
        return {int(number): row for row, number in enumerate(ids)}
