"""Finds the elements that a filter means, in a thread that opens the indexes itself."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

import numpy as np

from bimdesk.domain.filters import EVERYTHING, Filter
from bimdesk.domain.ids import ModelKey
from bimdesk.domain.model import ModelVersion
from bimdesk.index.filter_sql import count_in, find_in
from bimdesk.index.reader import ModelIndex
from bimdesk.scene.ids import ElementIds


@dataclass(frozen=True, slots=True)
class Found:
    """The elements, of how many in all models."""

    elements: ElementIds
    total: int


def find_elements(versions: Sequence[ModelVersion], wanted: Filter, cancel: threading.Event) -> Found:
    """FilterError for a filter that makes no sense, QueryStoppedError where it was cancelled."""
    names: Mapping[ModelKey, str] = {ModelKey(one.sha256): one.model_name for one in versions}
    with ExitStack() as opened:
        indexes = {ModelKey(one.sha256): opened.enter_context(ModelIndex(one.folder)) for one in versions}
        found = find_in(indexes, wanted, names=names, cancel=cancel)
        total = count_in(indexes, EVERYTHING, cancel=cancel)
    return Found(ElementIds({key: np.array(ids, dtype=np.int64) for key, ids in found.items()}), total)
