"""What the models offer to complete: subjects with counts, and the values of one subject."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from bimdesk.domain.filters import Facet, FilterError, Property
from bimdesk.domain.ids import ModelKey
from bimdesk.index.choices import Choice
from bimdesk.index.reader import ModelIndex
from bimdesk.index.suggest import suggest_attributes, suggest_properties, suggest_values
from bimdesk.ui.models.filter_draft import read_subject, shown_subject, subject_text

Folders = Mapping[ModelKey, Path]
MOST_VALUES = 300


def read_subjects(folders: Folders, cancel: threading.Event) -> list[Choice]:
    """Facets, attributes, then all properties of the models; `value` is the subject's text."""
    attributes: Counter[str] = Counter()
    units: dict[str, str] = {}
    for index in _opened(folders, cancel):
        for attribute in suggest_attributes(index):
            attributes[str(attribute.value)] += attribute.count
        for found in suggest_properties(index):
            text = subject_text(Property(found.owner, found.name))
            units[text] = units.get(text) or found.unit
    made = [Choice(value=facet.value, label=shown_subject(facet.value)) for facet in Facet]
    made += [Choice(value=name, label=name, count=count) for name, count in attributes.items()]
    made += [Choice(value=text, label=text, detail=unit) for text, unit in sorted(units.items())]
    return made


def read_values(folders: Folders, subject: str, cancel: threading.Event) -> list[Choice]:
    """The most frequent values of a subject over all models."""
    try:
        wanted = read_subject(subject)
    except FilterError:
        return []
    counts: Counter[str] = Counter()
    details: dict[str, str] = {}
    for index in _opened(folders, cancel):
        for found in suggest_values(index, wanted, limit=MOST_VALUES):
            text = str(found.value).upper() if isinstance(found.value, bool) else found.value
            counts[text] += found.count
            details[text] = found.detail
    ordered = counts.most_common(MOST_VALUES)
    return [Choice(value=text, label=text, count=count, detail=details[text]) for text, count in ordered]


def _opened(folders: Folders, cancel: threading.Event) -> Iterator[ModelIndex]:
    """One index after another, until nobody waits any more."""
    for folder in folders.values():
        if cancel.is_set():
            return
        with ModelIndex(folder) as index:
            yield index
