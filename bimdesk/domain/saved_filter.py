"""A filter that a project keeps under a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

FilterId = NewType("FilterId", int)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedFilter:
    """`text` is what `domain.filter_text` reads; names differ within a project."""

    id: FilterId
    name: str
    text: str
