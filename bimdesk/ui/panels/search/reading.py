"""Searches the models in a thread, which opens their indexes itself."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from bimdesk.domain.ids import ModelKey
from bimdesk.index.reader import ModelIndex
from bimdesk.scene.ids import ElementIds
from bimdesk.services.search import Search
from bimdesk.ui.models.search_model import SearchResult


def search_folders(
    folders: Mapping[ModelKey, Path], text: str, limit: int, cancel: threading.Event
) -> SearchResult:
    """The best hits, and all elements that match. QueryStoppedError where it was cancelled."""
    with ExitStack() as opened:
        indexes = {key: opened.enter_context(ModelIndex(folder)) for key, folder in folders.items()}
        search = Search(indexes, text, cancel=cancel)
        hits = search.hits(limit)
        return SearchResult(hits, ElementIds(search.elements() if hits else {}))
