"""Marks: elements in one colour while somebody looks at what a form means; no part of the scene's history.

A mark lies over all other colours and leaves them, the selection and what is visible as they are.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from bimdesk.scene.entry import ModelEntry
from bimdesk.scene.ids import ElementIds


def set_marks(entries: Iterable[ModelEntry], ids: ElementIds) -> bool:
    """Mark `ids` and nothing else; true where that changes what is drawn."""
    changed = False
    for entry in entries:
        wanted = entry.flags(ids.ids(entry.key))
        flags = wanted if wanted.any() else None
        if not _same(flags, entry.marked):
            entry.marked, changed = flags, True
    return changed


def _same(one: NDArray[np.bool_] | None, other: NDArray[np.bool_] | None) -> bool:
    if one is None or other is None:
        return one is other
    return np.array_equal(one, other)
