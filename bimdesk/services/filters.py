"""Filters in models that a thread opens itself: how many elements they mean, and which."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path

from bimdesk.domain.filter_text import parse_filter
from bimdesk.domain.filters import Filter, FilterError
from bimdesk.domain.ids import ElementId, ModelKey
from bimdesk.index.filter_sql import find
from bimdesk.index.meant import Matched, counted
from bimdesk.index.reader import ModelIndex


def filter_problem(text: str) -> str:
    """What is wrong with the text of a filter, in a sentence with a hint; '' for a good one."""
    try:
        parse_filter(text)
    except FilterError as error:
        return str(error)
    return ""


def count_matched(folder: Path, wanted: Filter, *, model: str = "") -> Matched:
    """How many elements a filter means, and how many of them are openings."""
    with ModelIndex(folder) as index:
        return counted(index, find(index, wanted, model=model))


def find_elements(
    folders: Mapping[ModelKey, Path],
    wanted: Filter,
    *,
    names: Mapping[ModelKey, str] | None = None,
    cancel: threading.Event | None = None,
) -> dict[ModelKey, list[ElementId]]:
    """The elements that a filter means, by model; models without any are left out."""
    found: dict[ModelKey, list[ElementId]] = {}
    for key, folder in folders.items():
        with ModelIndex(folder) as index:
            elements = find(index, wanted, model=(names or {}).get(key, ""), cancel=cancel)
        if elements:
            found[key] = elements
    return found
