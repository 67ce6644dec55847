"""What a filter can be made of in a model: names to choose from and values that occur, with counts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bimdesk.domain.filters import Attribute, Facet, Pattern, Property, Subject
from bimdesk.index.choices import Choice, read_choices
from bimdesk.index.filter_facets import COLUMNS, PREDEFINED_TYPE
from bimdesk.index.filter_properties import matching_names
from bimdesk.index.lookups import Sql
from bimdesk.index.reader import ModelIndex, read_value

MOST = 50
_READ = 2000
_CHOICES: Mapping[Facet, str] = {
    Facet.TYPE: "type",
    Facet.MATERIAL: "material",
    Facet.CLASSIFICATION: "classification",
    Facet.STOREY: "storey",
    Facet.SYSTEM: "system",
}
_PLACES = """SELECT COALESCE(NULLIF(p.name, ''), p.long_name), p.class, COUNT(*) FROM entities e
  JOIN entities p ON p.id = e.parent_id WHERE e.kind = 'product' AND p.kind = 'product' {test}
  GROUP BY 1, 2 HAVING COALESCE(NULLIF(p.name, ''), p.long_name, '') <> ''"""
_SPATIAL = """AND p.class IN (SELECT class FROM class_parents
  WHERE parent IN ('IfcSpatialElement', 'IfcSpatialStructureElement'))"""
_OTHERS: Mapping[Facet, str] = {
    Facet.CLASS: "SELECT class, '', COUNT(*) FROM entities WHERE kind = 'product' GROUP BY class",
    Facet.GROUP: "SELECT g.name, g.class, COUNT(DISTINCT r.to_id) FROM entities g JOIN relations r"
    " ON r.kind = 'groups' AND r.from_id = g.id WHERE COALESCE(g.name, '') <> '' GROUP BY 1, 2",
    Facet.LOCATION: _PLACES.format(test=_SPATIAL),
    Facet.PARENT: _PLACES.format(test=""),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A name or a value that occurs. `value` is what a condition compares with: text, or true and false.

    `count`: the elements that have it; `detail`: a class, a code's name, a unit.
    """

    value: str | bool
    count: int = 0
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertySuggestion:
    """A property of the model. `kind`: bool, int, float, str or json (lists); the first where sets differ."""

    owner: str
    name: str
    kind: str
    measure: str
    unit: str


def suggest_classes(index: ModelIndex) -> list[Suggestion]:
    """Classes of the model's products and their supertypes, with all elements of each."""
    return [_of_choice(choice) for choice in read_choices(index.connection, ["ifc-class"]).of("ifc-class")]


def suggest_sets(index: ModelIndex) -> list[Suggestion]:
    """Names of property and quantity sets; quantity sets say so in `detail`."""
    choices = read_choices(index.connection, ["property-set"])
    return [_of_choice(choice) for choice in choices.of("property-set")]


def suggest_properties(index: ModelIndex, owner: str | Pattern | None = None) -> list[PropertySuggestion]:
    """The properties of a set, of sets whose names match, or (None) of any; by set and name."""
    found = matching_names(index, Property(owner, Pattern(".*")))
    return [
        PropertySuggestion(
            owner=name.owner,
            name=name.name,
            kind=min(name.kinds - {"null"}, default="str"),
            measure=max(name.measures),
            unit=max(name.units),
        )
        for name in sorted(found, key=lambda name: (name.owner, name.name))
    ]


def suggest_attributes(index: ModelIndex) -> list[Suggestion]:
    """Attributes that products of the model have, with how many of them."""
    parts = [f"SUM(COALESCE({column}, '') <> '')" for column in (*COLUMNS.values(), "predefined_type")]
    totals = next(index.rows(f"SELECT {', '.join(parts)} FROM entities WHERE kind = 'product'"))
    pairs = zip((*COLUMNS, "PredefinedType"), totals, strict=True)
    found = [Suggestion(value=name, count=total) for name, total in pairs if total]
    further = index.rows(
        "SELECT j.key, COUNT(*) FROM entities e, json_each(e.attributes) j"
        " WHERE e.kind = 'product' AND e.attributes <> '{}' GROUP BY j.key ORDER BY j.key"
    )
    return found + [Suggestion(value=name, count=total) for name, total in further]


def suggest_values(
    index: ModelIndex, subject: Subject, *, text: str = "", limit: int = MOST
) -> list[Suggestion]:
    """Values that a subject has in the model, the most frequent first; with `text` those that hold it."""
    match subject:
        case Property():
            found = list(_property_values(index, subject, text))
        case Attribute(name=name):
            found = list(_attribute_values(index, name, text))
        case Facet() if subject in _CHOICES:
            kind = _CHOICES[subject]
            found = [_of_choice(choice) for choice in read_choices(index.connection, [kind]).of(kind)]
        case Facet() if subject in _OTHERS:
            rows = index.rows(_OTHERS[subject])
            found = [Suggestion(value=value, detail=detail, count=total) for value, detail, total in rows]
        case _:
            found = []
    wanted = text.casefold()
    kept = [one for one in found if wanted in str(one.value).casefold() or wanted in one.detail.casefold()]
    kept.sort(key=lambda one: (-one.count, str(one.value).casefold()))
    return kept[:limit]


def _of_choice(choice: Choice) -> Suggestion:
    return Suggestion(value=choice.value, count=choice.count, detail=choice.detail)


def _property_values(index: ModelIndex, subject: Property, text: str) -> Iterator[Suggestion]:
    units = {name.id: max(name.units) for name in matching_names(index, subject)}
    rows = index.rows(
        "SELECT v.value, v.kind, MIN(v.name_id), SUM(CASE WHEN v.entity_id IS NOT NULL THEN 1"
        " ELSE (SELECT COUNT(*) FROM entity_psets l WHERE l.pset_id = v.pset_id) END)"
        " FROM property_values v WHERE v.name_id IN (SELECT value FROM json_each(?)) AND v.kind <> 3"
        f" AND (v.kind = 1 OR instr(casefold(v.value), ?) > 0) GROUP BY 1, 2 ORDER BY 4 DESC LIMIT {_READ}",
        (json.dumps(list(units)), text.casefold()),
    )
    members: Counter[str] = Counter()
    for value, kind, name_id, total in rows:
        if kind == 1:
            yield Suggestion(value=bool(value), count=total)
        elif kind == 2:
            listed = read_value(value, "json")
            members.update({str(one): total for one in (listed if isinstance(listed, list) else ())})
        else:
            yield Suggestion(value=_number_text(value), count=total, detail=units[name_id])
    yield from (Suggestion(value=member, count=total) for member, total in members.items())


def _attribute_values(index: ModelIndex, name: str, text: str) -> Iterator[Suggestion]:
    if name == "GlobalId" or not name.isidentifier():
        return
    column = Sql("json_extract(e.attributes, ?)", (f"$.{name}",))
    if name in COLUMNS or name == "PredefinedType":
        column = Sql(PREDEFINED_TYPE.format(a="e") if name == "PredefinedType" else f"e.{COLUMNS[name]}")
    rows = index.rows(
        f"SELECT {column.text} AS value, COUNT(*) FROM entities e WHERE e.kind = 'product' GROUP BY value"
        f" HAVING COALESCE(value, '') <> '' AND instr(casefold(value), ?) > 0 ORDER BY 2 DESC LIMIT {_READ}",
        (*column.parameters, text.casefold()),
    )
    for value, total in rows:
        yield Suggestion(value=_number_text(value), count=total)


def _number_text(value: object) -> str:
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)
