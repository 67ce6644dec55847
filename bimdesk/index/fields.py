"""Turns paths of queries (`storey__name`, `Pset_WallCommon.IsExternal`) into joins and conditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bimdesk.index.lookups import LOOKUPS, QueryError, Sql, build, nearest
from bimdesk.index.sources import SOURCES, Relation, Source

ROOT = "e"
"""Alias of the row that is asked for."""

_CLASS = "class"
Joins = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column as SQL. `kind` is SQL for the kind of a property's value, '' for a field of the table."""

    sql: Sql
    kind: Sql = field(default_factory=lambda: Sql(""))
    is_bool: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a path ends: a field, or a relation itself (`field` is '' then)."""

    source: Source
    alias: str
    field: str
    rest: tuple[str, ...]
    joins: Joins
    link: str = ""

    @property
    def column(self) -> str:
        return f"{self.alias}.{self.source.fields[self.field or 'id']}"


def condition(source: Source, path: str, value: Any) -> tuple[Sql, Joins]:
    """The condition that `filter(path=value)` means, and the joins that it needs."""
    place = _walk(source, path)
    lookup = place.rest[0] if place.rest else "exact"
    sql = _by_place(place, lookup, value)
    if not place.link:
        return sql, place.joins
    absent = lookup == "isnull" and bool(value)
    inner = Sql(f"{place.column} IS NOT NULL") if lookup == "isnull" else sql
    exists = f"{'NOT ' if absent else ''}EXISTS (SELECT 1 FROM {place.link} AND {inner.text})"
    return Sql(exists, inner.parameters), place.joins


def column(source: Source, path: str) -> tuple[Column, Joins]:
    """The column that `values(path)` or `order_by(path)` means, and the joins that it needs."""
    if "." in path:
        value, kind = property_columns(source, path)
        return Column(sql=value, kind=kind), {}
    place = _walk(source, path)
    if place.rest:
        raise QueryError(
            f"'{path}' names no field.", f"'{place.rest[0]}' is a lookup; it belongs into filter()."
        )
    if place.link:
        listed = (
            f"(SELECT group_concat(x, ', ') FROM (SELECT DISTINCT {place.column} AS x FROM {place.link}))"
        )
        return Column(sql=Sql(listed)), place.joins
    return Column(sql=Sql(place.column), is_bool=place.field in place.source.booleans), place.joins


def property_columns(source: Source, path: str) -> tuple[Sql, Sql]:
    """Value and kind of `Pset.Prop` of a row, as scalar subqueries."""
    chosen, parameters = _named(source, path)
    inner = (
        "FROM entity_psets l JOIN psets s ON s.id = l.pset_id JOIN properties p ON p.pset_id = s.id"
        f" WHERE l.entity_id = {ROOT}.id AND {chosen} ORDER BY l.seq LIMIT 1)"
    )
    return Sql(f"(SELECT p.value {inner}", parameters), Sql(f"(SELECT p.kind {inner}", parameters)


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyTable:
    """How elements are found by a property: a SELECT with `{named}`, and the columns that it compares."""

    elements: str
    owner: str
    name: str
    value: str
    is_given: str
    is_list: str


BY_VALUE = PropertyTable(
    elements="SELECT COALESCE(v.entity_id, l.entity_id) FROM property_values v LEFT JOIN entity_psets l"
    " ON l.pset_id = CASE WHEN v.entity_id IS NULL THEN v.pset_id END WHERE v.name_id IN"
    " (SELECT s.id FROM property_names s WHERE {named}) AND v.kind <> 3",
    owner="s.owner",
    name="s.name",
    value="v.value",
    is_given="",
    is_list="v.kind = 2",
)
"""By the table that is sorted by name and value; what has no value (kind 3) is not there."""
BY_SET = PropertyTable(
    elements="SELECT l.entity_id FROM properties p CROSS JOIN psets s ON s.id = p.pset_id"
    " CROSS JOIN entity_psets l ON l.pset_id = p.pset_id WHERE {named}",
    owner="s.name",
    name="p.name",
    value="p.value",
    is_given=" AND p.value IS NOT NULL",
    is_list="p.kind = 'json'",
)
"""In an index without that table."""


def property_condition(
    source: Source, path: str, lookup: str, value: Any, *, table: PropertyTable = BY_VALUE
) -> Sql:
    """The condition of `where(path, lookup, value)`: the elements that have such a property."""
    named, names = _named(source, path, name=table.name, owner=table.owner)
    elements = table.elements.format(named=named)
    if lookup == "isnull" or (lookup in ("exact", "ne") and value is None):
        wants_null = bool(value) if lookup == "isnull" else lookup == "exact"
        build("isnull", table.value, wants_null)
        return Sql(f"{ROOT}.id {'NOT ' if wants_null else ''}IN ({elements}{table.is_given})", names)
    whole = build(lookup, table.value, value)
    member = build(lookup, "j.value", value)
    lists = (
        f"{table.value} >= '[' AND {table.value} < '\\' AND CASE WHEN {table.is_list}"
        f" THEN EXISTS (SELECT 1 FROM json_each({table.value}) j WHERE {member.text}) ELSE 0 END"
    )
    text = f"{ROOT}.id IN ({elements} AND {whole.text} UNION ALL {elements} AND {lists})"
    return Sql(text, names + whole.parameters + names + member.parameters)


def _named(
    source: Source, path: str, *, owner: str = "s.name", name: str = "p.name"
) -> tuple[str, tuple[str, ...]]:
    """The condition on the names of the set and of the property; a dot may stand in either name."""
    if not source.has_properties:
        raise QueryError(f"Rows of '{source.name}' have no property sets.")
    dots = [place for place, character in enumerate(path) if character == "." and place < len(path) - 1]
    if not dots:
        raise QueryError(
            f"'{path}' names no property.", "Write it as Pset.Prop, such as Pset_WallCommon.IsExternal."
        )
    pairs = [(path[:dot], path[dot + 1 :]) for dot in dots]
    parameters = tuple(name for pair in pairs for name in pair)
    if len(pairs) == 1:
        return f"{owner} = ? AND {name} = ?", parameters
    either = " OR ".join(f"({owner} = ? AND {name} = ?)" for _ in pairs)
    text = f"{name} IN ({', '.join('?' * len(pairs))}) AND ({either})"
    return text, tuple(found for _owner, found in pairs) + parameters


def _walk(source: Source, path: str) -> _Place:
    """Follow `storey__name__icontains` from relation to relation to a field, with what remains (a lookup)."""
    parts = tuple(path.split("__"))
    alias, joins, link = ROOT, dict[str, str](), ""
    while parts and parts[0] in source.relations:
        relation = source.relations[parts[0]]
        other = f"{alias}_{parts[0]}"
        if link and relation.link:
            raise QueryError(f"'{path}' follows two lists.", "Follow one of them, and filter again.")
        link = _follow(relation, alias, other, joins, link)
        source, alias, parts = SOURCES[relation.source], other, parts[1:]
    named = bool(parts) and parts[0] in source.fields
    rest = parts[1:] if named else parts
    if len(rest) > 1 or (rest and rest[0] not in (*LOOKUPS, "is")) or (not named and alias == ROOT):
        raise _unknown(source, path, rest, named)
    return _Place(
        source=source, alias=alias, field=parts[0] if named else "", rest=rest, joins=joins, link=link
    )


def _follow(relation: Relation, alias: str, other: str, joins: dict[str, str], link: str) -> str:
    """Add one step: a LEFT JOIN of the row, or the FROM of a subquery. Gives the subquery so far."""
    if relation.link:
        return relation.link.format(a=alias, b=other)
    step = relation.join.format(a=alias, b=other)
    if not link:
        joins[other] = step
        return ""
    table, _, where = link.partition(" WHERE ")
    return f"{table} JOIN {step} WHERE {where}"


def _unknown(source: Source, path: str, rest: tuple[str, ...], named: bool) -> QueryError:
    if named:
        return QueryError(f"Unknown lookup '{'__'.join(rest)}' in '{path}'.", nearest(rest[-1], LOOKUPS))
    word = rest[0] if rest else path
    known = [*source.fields, *source.relations]
    return QueryError(
        f"Unknown field '{word}' in '{path}'; {source.name} have no such field.", nearest(word, known)
    )


def _by_place(place: _Place, lookup: str, value: Any) -> Sql:
    if lookup == "is":
        return _subtypes(place, value)
    if not place.field and lookup in ("exact", "in", "ne"):
        return _related(place, lookup, value)
    return build(lookup, place.column, value)


def _related(place: _Place, lookup: str, value: Any) -> Sql:
    """A relation compared with an element, an id, a GlobalId or a name."""
    if isinstance(value, str) and not value.isdecimal():
        fields = [name for name in ("ifc_guid", "name", "identification") if name in place.source.fields]
        tests = [build(lookup, f"{place.alias}.{place.source.fields[name]}", value) for name in fields]
        joint = " AND " if lookup == "ne" else " OR "
        return Sql(
            f"({joint.join(test.text for test in tests)})", sum((test.parameters for test in tests), ())
        )
    return build(lookup, place.column, int(value) if isinstance(value, str) else value)


def _subtypes(place: _Place, value: Any) -> Sql:
    """`ifc_type__is`: the class itself and its subtypes, whatever the case of its letters."""
    if place.source.fields.get(place.field) != _CLASS:
        raise QueryError("The lookup 'is' belongs to a class.", "Write ifc_type__is='IfcWall'.")
    names = (value,) if isinstance(value, str) else tuple(value)
    marks = ", ".join("?" * len(names))
    text = f"{place.column} IN (SELECT class FROM class_parents WHERE parent COLLATE NOCASE IN ({marks}))"
    return Sql(text, names)
