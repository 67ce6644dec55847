"""What a model offers to choose from: its classes, storeys, properties, materials and the like, with counts.

Form fields with `x-bim` are filled from it. Everything is read at once into a value that any thread may hold.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from bimdesk.domain.ids import ElementId

ABOVE_PRODUCT = frozenset({"IfcRoot", "IfcObjectDefinition", "IfcObject"})
"""Supertypes of IfcProduct: they would match every product, so nobody means them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value that a field can take. `count`: the products it stands for; `detail`: what tells it apart."""

    value: str
    label: str
    count: int = 0
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelChoices:
    """The choices of one model version, by kind (the words of `x-bim`).

    `in_storey`: products by (class or supertype, storey name).
    """

    by_kind: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    in_storey: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def of(self, kind: str) -> tuple[Choice, ...]:
        return self.by_kind.get(kind, ())

    def count(self, kind: str, value: str) -> int:
        """Products behind `value`; 0 where the model has none."""
        return sum(choice.count for choice in self.of(kind) if choice.value.lower() == value.lower())

    def count_in_storeys(self, class_name: str, storeys: Iterable[str]) -> int:
        """Products of a class (with subtypes) in any of the named storeys."""
        wanted = class_name.lower()
        names = set(storeys)
        return sum(
            count
            for (name, storey), count in self.in_storey.items()
            if name.lower() == wanted and storey in names
        )


def read_choices(connection: sqlite3.Connection, kinds: Collection[str]) -> ModelChoices:
    """Read the choices of `kinds` (unknown ones give none)."""
    by_kind = {kind: tuple(_READERS[kind](connection)) for kind in sorted(set(kinds)) if kind in _READERS}
    in_storey = _class_by_storey(connection) if {"ifc-class", "storey"} <= set(kinds) else {}
    return ModelChoices(by_kind=by_kind, in_storey=in_storey)


def class_elements(
    connection: sqlite3.Connection, class_name: str, *, storeys: Collection[str] = ()
) -> list[ElementId]:
    """Products of a class with its subtypes, in the given storeys or everywhere."""
    rows = connection.execute(
        "SELECT e.id, s.name FROM entities e JOIN class_parents c ON c.class = e.class"
        " LEFT JOIN entities s ON s.id = e.storey_id"
        " WHERE e.kind = 'product' AND c.parent = ? COLLATE NOCASE ORDER BY e.id",
        (class_name,),
    )
    return [ElementId(row[0]) for row in rows if not storeys or row[1] in storeys]


def element_names(
    connection: sqlite3.Connection, elements: Collection[ElementId]
) -> dict[ElementId, tuple[str, str, str]]:
    """`(class, name, reference)` of elements; reference: the GlobalId, or the STEP id where not unique."""
    found: dict[ElementId, tuple[str, str, str]] = {}
    for element in elements:
        row = connection.execute(
            "SELECT class, COALESCE(name, ''), guid, (SELECT COUNT(*) FROM entities o WHERE o.guid = e.guid)"
            " FROM entities e WHERE id = ?",
            (element,),
        ).fetchone()
        if row is not None:
            found[element] = (row[0], row[1], row[2] if row[2] and row[3] == 1 else str(element))
    return found


def element_references(connection: sqlite3.Connection, elements: Iterable[int]) -> list[str]:
    """The references of elements, in their order: GlobalIds, STEP ids where these are not unique."""
    rows = connection.execute(
        "SELECT e.id, e.guid, (SELECT COUNT(*) FROM entities o WHERE o.guid = e.guid)"
        " FROM json_each(?) j JOIN entities e ON e.id = j.value ORDER BY j.key",
        (json.dumps(list(elements)),),
    )
    return [guid if guid and count == 1 else str(number) for number, guid, count in rows]


def find_elements(connection: sqlite3.Connection, references: Iterable[str]) -> list[ElementId]:
    """The elements that GlobalIds or STEP ids (`123`, `#123`) name, as far as this model has them."""
    rows = connection.execute(
        "SELECT COALESCE((SELECT MIN(e.id) FROM entities e WHERE e.guid = j.value),"
        " (SELECT e.id FROM entities e WHERE ltrim(j.value, '#') NOT GLOB '*[^0-9]*'"
        "  AND ltrim(j.value, '#') <> '' AND e.id = CAST(ltrim(j.value, '#') AS INTEGER)))"
        " FROM json_each(?) j ORDER BY j.key",
        (json.dumps(list(references)),),
    )
    return [ElementId(row[0]) for row in rows if row[0] is not None]


def find_element(connection: sqlite3.Connection, reference: str) -> ElementId | None:
    """The element that a GlobalId or a STEP id (`123`, `#123`) names, if this model has it."""
    row = connection.execute("SELECT id FROM entities WHERE guid = ?", (reference,)).fetchone()
    digits = reference.removeprefix("#")
    if row is None and digits.isdecimal():
        row = connection.execute("SELECT id FROM entities WHERE id = ?", (int(digits),)).fetchone()
    return None if row is None else ElementId(row[0])


def _classes(connection: sqlite3.Connection) -> list[Choice]:
    rows = connection.execute(
        "SELECT c.parent, SUM(n.count) FROM class_parents c JOIN"
        " (SELECT class, COUNT(*) AS count FROM entities WHERE kind = 'product' GROUP BY class) n"
        " ON n.class = c.class GROUP BY c.parent ORDER BY c.parent"
    )
    return [Choice(value=name, label=name, count=n) for name, n in rows if name not in ABOVE_PRODUCT]


def _class_by_storey(connection: sqlite3.Connection) -> dict[tuple[str, str], int]:
    rows = connection.execute(
        "SELECT c.parent, n.storey, SUM(n.count) FROM class_parents c JOIN"
        " (SELECT e.class, COALESCE(s.name, '') AS storey, COUNT(*) AS count FROM entities e"
        "  JOIN entities s ON s.id = e.storey_id WHERE e.kind = 'product' GROUP BY 1, 2) n"
        " ON n.class = c.class GROUP BY 1, 2"
    )
    return {(row[0], row[1]): row[2] for row in rows}


def _storeys(connection: sqlite3.Connection) -> list[Choice]:
    rows = connection.execute(
        "SELECT COALESCE(s.name, ''), s.elevation,"
        " (SELECT COUNT(*) FROM entities e WHERE e.storey_id = s.id AND e.id <> s.id AND e.kind = 'product')"
        " FROM entities s WHERE s.class = 'IfcBuildingStorey' ORDER BY s.elevation DESC, s.name"
    ).fetchall()
    counts: Counter[str] = Counter()
    details: dict[str, str] = {}
    for name, elevation, count in rows:
        counts[name] += count
        details.setdefault(name, "" if elevation is None else f"{elevation:.2f} m".replace("-", "−"))
    return [
        Choice(value=name, label=name, count=n, detail=details[name]) for name, n in counts.items() if name
    ]


def _spaces(connection: sqlite3.Connection) -> list[Choice]:
    rows = connection.execute(
        "SELECT COALESCE(NULLIF(name, ''), long_name), MAX(COALESCE(long_name, '')), COUNT(*) FROM entities"
        " WHERE class = 'IfcSpace' AND COALESCE(NULLIF(name, ''), long_name, '') <> '' GROUP BY 1 ORDER BY 1"
    )
    return [Choice(value=name, label=name, count=n, detail=long_name) for name, long_name, n in rows]


_USED_PSETS = (
    "WITH used AS (SELECT l.pset_id, COUNT(*) AS n FROM entity_psets l JOIN entities e ON e.id = l.entity_id"
    " WHERE e.kind = 'product' GROUP BY l.pset_id) "
)


def _properties(connection: sqlite3.Connection) -> list[Choice]:
    """`Pset.Prop`; the count holds since a (set, property) stands once for an element."""
    rows = connection.execute(
        _USED_PSETS + "SELECT s.name, p.name, SUM(u.n), MAX(COALESCE(p.measure, '')) FROM used u"
        " JOIN psets s ON s.id = u.pset_id JOIN properties p ON p.pset_id = u.pset_id"
        " GROUP BY s.name, p.name ORDER BY s.name, p.name"
    )
    return [
        Choice(value=f"{pset}.{name}", label=f"{pset}.{name}", count=n, detail=measure)
        for pset, name, n, measure in rows
    ]


def _property_sets(connection: sqlite3.Connection) -> list[Choice]:
    rows = connection.execute(
        "SELECT s.name, COUNT(DISTINCT l.entity_id), MAX(s.is_quantity) FROM entity_psets l"
        " JOIN psets s ON s.id = l.pset_id JOIN entities e ON e.id = l.entity_id"
        " WHERE e.kind = 'product' AND s.name <> '' GROUP BY s.name ORDER BY s.name"
    )
    return [
        Choice(value=name, label=name, count=n, detail="quantities" if is_quantity else "")
        for name, n, is_quantity in rows
    ]


def _materials(connection: sqlite3.Connection) -> list[Choice]:
    rows = connection.execute(
        "SELECT m.name, MAX(COALESCE(m.category, '')), COUNT(DISTINCT p.id) FROM materials m"
        " LEFT JOIN entity_materials e ON e.material_id = m.id"
        " LEFT JOIN entities p ON p.id = e.entity_id AND p.kind = 'product' WHERE m.name <> ''"
        " GROUP BY m.name ORDER BY m.name"
    )
    return [Choice(value=name, label=name, count=n, detail=category) for name, category, n in rows]


def _classifications(connection: sqlite3.Connection) -> list[Choice]:
    rows = connection.execute(
        "SELECT COALESCE(NULLIF(c.identification, ''), c.name) AS code, MAX(COALESCE(c.name, '')),"
        " MAX(COALESCE(c.system, '')), COUNT(DISTINCT p.id) FROM classifications c"
        " LEFT JOIN entity_classifications e ON e.classification_id = c.id"
        " LEFT JOIN entities p ON p.id = e.entity_id AND p.kind = 'product' GROUP BY code HAVING code <> ''"
        " ORDER BY code"
    )
    return [
        Choice(
            value=code, label=code if code == name or not name else f"{code} {name}", count=n, detail=system
        )
        for code, name, system, n in rows
    ]


def _types(connection: sqlite3.Connection) -> list[Choice]:
    rows = connection.execute(
        "SELECT t.name, MAX(t.class), COUNT(e.id) FROM entities t LEFT JOIN entities e ON e.type_id = t.id"
        " WHERE t.kind = 'type' AND COALESCE(t.name, '') <> '' GROUP BY t.name ORDER BY t.name"
    )
    return [Choice(value=name, label=name, count=n, detail=class_name) for name, class_name, n in rows]


def _systems(connection: sqlite3.Connection) -> list[Choice]:
    rows = connection.execute(
        "SELECT g.name, MAX(g.class), COUNT(DISTINCT p.id) FROM entities g"
        " LEFT JOIN relations r ON r.kind = 'groups' AND r.from_id = g.id"
        " LEFT JOIN entities p ON p.id = r.to_id AND p.kind = 'product'"
        " WHERE g.kind = 'group' AND COALESCE(g.name, '') <> '' GROUP BY g.name ORDER BY g.name"
    )
    return [Choice(value=name, label=name, count=n, detail=class_name) for name, class_name, n in rows]


_READERS: Mapping[str, Callable[[sqlite3.Connection], list[Choice]]] = {
    "ifc-class": _classes,
    "storey": _storeys,
    "space": _spaces,
    "property": _properties,
    "property-set": _property_sets,
    "material": _materials,
    "classification": _classifications,
    "type": _types,
    "system": _systems,
}

PROPERTY_VALUE = "property-value"
CHOICE_KINDS = frozenset(_READERS) | {PROPERTY_VALUE}
"""The words of `x-bim` that a model fills; `property-set` is a name of a set alone.

Values of a property are read on their own (index.meant), once another field names the property.
"""
