"""GlobalIds of elements, for the clipboard."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bimdesk.domain.ids import ModelKey
from bimdesk.index.reader import ModelIndex
from bimdesk.scene.ids import ElementIds


def read_guids(folders: Mapping[ModelKey, Path], elements: ElementIds) -> list[str]:
    """In order of model and STEP id; those without a GlobalId are left out."""
    found = []
    for key, ids in elements.by_model.items():
        if key not in folders:
            continue
        wanted = set(ids.tolist())
        with ModelIndex(folders[key]) as index:
            rows = index.rows("SELECT id, guid FROM entities WHERE guid <> '' ORDER BY id")
            found += [str(guid) for number, guid in rows if number in wanted]
    return found
