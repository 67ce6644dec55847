"""What the models offer to complete: subjects with counts, and the values of one subject."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from bimdesk.domain.filters import Attribute, Facet, FilterError, Property, Subject
from bimdesk.domain.ids import ModelKey
from bimdesk.index.choices import Choice, read_choices
from bimdesk.index.reader import ModelIndex, read_value
from bimdesk.ui.models.filter_draft import read_subject, shown_subject, subject_text

Folders = Mapping[ModelKey, Path]
MOST_VALUES = 300
_KINDS = {
    Facet.CLASS: "ifc-class",
    Facet.STOREY: "storey",
    Facet.MATERIAL: "material",
    Facet.TYPE: "type",
    Facet.SYSTEM: "system",
    Facet.CLASSIFICATION: "classification",
}
_COLUMNS = {
    "Name": "name",
    "GlobalId": "guid",
    "Description": "description",
    "ObjectType": "object_type",
    "Tag": "tag",
    "PredefinedType": "predefined_type",
    "LongName": "long_name",
}
_VALUES = """SELECT v.value, v.kind, SUM(CASE WHEN v.entity_id IS NOT NULL THEN 1
  ELSE (SELECT COUNT(*) FROM entity_psets l WHERE l.pset_id = v.pset_id) END) AS n
  FROM property_values v JOIN property_names p ON p.id = v.name_id
  WHERE p.owner = ? AND p.name = ? AND v.kind IN (0, 1, 4, 5) GROUP BY v.value ORDER BY n DESC LIMIT ?"""


def read_subjects(folders: Folders, _cancel: threading.Event) -> list[Choice]:
    """Facets, attributes, then all properties of the models; `value` is the subject's text."""
    counts: Counter[str] = Counter()
    for folder in folders.values():
        with ModelIndex(folder) as index:
            for choice in read_choices(index.connection, ["property"]).of("property"):
                owner, _dot, name = choice.value.partition(".")
                counts[subject_text(Property(owner, name))] += choice.count
    fixed = [Choice(value=facet.value, label=shown_subject(facet.value)) for facet in Facet]
    fixed += [Choice(value=name, label=name) for name in _COLUMNS]
    return [
        *fixed,
        *(Choice(value=text, label=text, count=count) for text, count in sorted(counts.items())),
    ]


def read_values(folders: Folders, subject: str, _cancel: threading.Event) -> list[Choice]:
    """The most frequent values of a subject over all models."""
    try:
        wanted = read_subject(subject)
    except FilterError:
        return []
    counts: Counter[str] = Counter()
    for folder in folders.values():
        with ModelIndex(folder) as index:
            for text, count in _values(index, wanted):
                counts[text] += count
    ordered = counts.most_common(MOST_VALUES)
    return [Choice(value=text, label=text, count=count) for text, count in ordered if text]


def _values(index: ModelIndex, subject: Subject) -> Iterable[tuple[str, int]]:
    match subject:
        case Facet() if subject in _KINDS:
            kind = _KINDS[subject]
            return [(one.value, one.count) for one in read_choices(index.connection, [kind]).of(kind)]
        case Attribute(name=name) if name in _COLUMNS:
            column = _COLUMNS[name]
            return index.rows(
                f"SELECT {column}, COUNT(*) FROM entities WHERE kind = 'product' AND {column} <> ''"
                " GROUP BY 1 ORDER BY 2 DESC LIMIT ?",
                (MOST_VALUES,),
            )
        case Property(owner=str() as owner, name=str() as name) if index.has_property_values:
            rows = index.rows(_VALUES, (owner, name, MOST_VALUES))
            return [
                (str(read_value(value, "bool") if kind == 1 else value), count) for value, kind, count in rows
            ]
    return []
