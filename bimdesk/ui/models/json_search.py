"""What is found in a JSON value, and which elements a part of it names. No Qt; for threads."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path as File
from typing import Any

from bimdesk.domain.ids import ElementId
from bimdesk.errors import BimdeskError
from bimdesk.index.reader import ModelIndex
from bimdesk.protocol.cleaning import MAX_DEPTH
from bimdesk.protocol.lined_pages import first_items
from bimdesk.ui.models.json_model import BRANCHES, Path, most_children
from bimdesk.ui.models.records import GUID_COLUMNS, ID_COLUMNS, readable
from bimdesk.ui.models.table_query import plain, ungrouped

MOST_HITS = 1_000
MOST_NAMED = 20_000
"""Values that are looked at for elements."""
_GUID = 22


def find_text(value: Any, text: str, cancel: threading.Event) -> list[Path]:
    """Paths of keys and values that contain all words of a text, in order, of those that the tree shows.

    At most MOST_HITS; what is found by then once `cancel` is set. Raises ProjectError.
    """
    words = [ungrouped(word) for word in text.casefold().split()]
    found: list[Path] = []
    if not words:
        return found
    with readable(), suppress(RuntimeError):  # the value is let go meanwhile: nobody waits any more
        root = value if isinstance(value, BRANCHES) else {"result": value}
        for path, key, item in _walk(root, ()):
            said = key if isinstance(item, BRANCHES) else f"{key} {item if item is not None else 'null'}"
            said = said.casefold()
            if all(word in said for word in words):
                found.append(path)
            if len(found) >= MOST_HITS or cancel.is_set():
                break
    return found


def _walk(value: Any, path: Path) -> Iterator[tuple[Path, str, Any]]:
    for row, (key, item) in enumerate(first_items(value, most_children(value))):
        here = (*path, row)
        yield here, key, item
        if isinstance(item, BRANCHES) and len(here) <= MAX_DEPTH:
            yield from _walk(item, here)


def elements_named(key: str, value: Any, folder: File) -> frozenset[ElementId]:
    """The elements that a node names: by GlobalIds in it, or by ids under keys such as entity_id.

    `folder`: that of the model version; none where it is gone. Raises ProjectError.
    """
    pairs: list[tuple[str, Any]] = []
    guids: set[str] = set()
    ids: set[int] = set()
    with readable(), suppress(RuntimeError):
        pairs = [(key, value)]
        if isinstance(value, BRANCHES):
            pairs = [(one, item) for _path, one, item in _first(_walk(value, ()))]
    for name, item in pairs:
        if isinstance(item, str) and (len(item) == _GUID or name.lower() in GUID_COLUMNS):
            guids.add(item)
        elif name.lower() in ID_COLUMNS and (number := plain(item).removeprefix("#")).isdecimal():
            ids.add(int(number))
    return known_elements(guids, ids, folder) if guids or ids else frozenset()


def _first(walk: Iterator[tuple[Path, str, Any]]) -> Iterator[tuple[Path, str, Any]]:
    return (one for one, _ in zip(walk, range(MOST_NAMED), strict=False))


def known_elements(guids: Collection[str], ids: Collection[int], folder: File) -> frozenset[ElementId]:
    """Those of them that a model version has; none where its folder is gone."""
    try:
        index = ModelIndex(folder)
    except BimdeskError:
        return frozenset()
    try:
        found: set[ElementId] = set()
        asked_for: tuple[tuple[str, Iterable[object]], ...] = (("guid", guids), ("id", ids))
        for column, wanted in asked_for:
            asked = f"SELECT id FROM entities WHERE {column} = ?"
            for one in wanted:
                found.update(ElementId(row[0]) for row in index.rows(asked, (one,)))
        return frozenset(found)
    finally:
        index.close()
