"""What the index and the mesh say of one element; each function one SQL statement."""

from __future__ import annotations

from collections.abc import Iterable
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


_END = (
    "SELECT MAX(entity_id) FROM"
    " (SELECT DISTINCT entity_id FROM entity_psets WHERE entity_id >= ? ORDER BY entity_id LIMIT ?)"
)
_LINKS = (
    "SELECT entity_id, pset_id, from_type FROM entity_psets WHERE entity_id BETWEEN ? AND ?"
    " ORDER BY entity_id, seq"
)
_SETS = (
    "SELECT id, guid, class, name, description, is_quantity FROM psets"
    " WHERE id IN (SELECT value FROM json_each(?))"
)
_VALUES = (
    "SELECT pset_id, name, value, kind FROM properties WHERE pset_id IN (SELECT value FROM json_each(?))"
    " ORDER BY pset_id, seq, name"
)
_MOST_AHEAD = 512


class SetReader:
    """Reads property sets; each once, since a type's sets are those of many elements.

    Who asks for one element after the other by ascending ids, as a loop over a query does, gets the next ones
    read ahead in one go: four times as many each time, a single one again where half of them were not wanted.
    """

    def __init__(self, index: ModelIndex) -> None:
        self._index = index
        self._known: dict[int, PropertySet] = {}
        self._links: dict[int, list[tuple[int, bool]]] = {}
        self._from, self._to = 1, 0
        self._ahead, self._asked = 1, 0

    def sets_of(self, number: int) -> list[PropertySet]:
        """Effective property sets of one element, each call with dicts of its own."""
        if not self._from <= number <= self._to:
            self._read_ahead(number)
        self._asked += 1
        return [
            _copied(self._known[pset_id], from_type) for pset_id, from_type in self._links.get(number, ())
        ]

    def make(self, row: tuple[Any, ...]) -> PropertySet:
        """A set from its row in `psets` (id, guid, class, name, description, is_quantity)."""
        values = self._index.rows(_VALUES, (f"[{row[0]}]",))
        return _made(row, {name: read_value(value, kind) for _set, name, value, kind in values})

    def _read_ahead(self, number: int) -> None:
        """The links of `number` and of those after it, and what of their sets is not known yet."""
        goes_on = number > self._to and self._asked * 2 >= len(self._links) > 0
        self._ahead, self._asked = min(self._ahead * 4, _MOST_AHEAD) if goes_on else 1, 0
        ((end,),) = self._index.rows(_END, (number, self._ahead)) if self._ahead > 1 else ((number,),)
        self._from, self._to = number, max(number, end or number)
        self._links = {}
        for element, pset_id, from_type in self._index.rows(_LINKS, (self._from, self._to)):
            self._links.setdefault(element, []).append((pset_id, bool(from_type)))
        wanted = {pset_id for links in self._links.values() for pset_id, _from_type in links} - set(
            self._known
        )
        if not wanted:
            return
        chosen = f"[{','.join(map(str, wanted))}]"
        values: dict[int, dict[str, Any]] = {}
        for pset_id, name, value, kind in self._index.rows(_VALUES, (chosen,)):
            values.setdefault(pset_id, {})[name] = read_value(value, kind)
        for row in self._index.rows(_SETS, (chosen,)):
            self._known[row[0]] = _made(row, values.get(row[0], {}))


def _made(row: tuple[Any, ...], properties: dict[str, Any]) -> PropertySet:
    number, guid, class_name, name, description, is_quantity = row
    return PropertySet(
        id=number,
        ifc_guid=guid,
        ifc_type=class_name,
        name=name,
        description=description,
        is_quantity=bool(is_quantity),
        properties=properties,
    )


def _copied(kept: PropertySet, from_type: bool) -> PropertySet:
    """Without `dataclasses.replace`, which takes ten times as long."""
    return PropertySet(
        id=kept.id,
        ifc_guid=kept.ifc_guid,
        ifc_type=kept.ifc_type,
        name=kept.name,
        description=kept.description,
        is_quantity=kept.is_quantity,
        properties=dict(kept.properties),
        from_type=from_type,
    )


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
