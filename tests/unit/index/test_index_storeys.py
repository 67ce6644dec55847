"""Storeys of an imported model: names, elevations, and what each holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bimdesk.index.reader import ModelIndex
from bimdesk.index.storeys import list_storeys


def test_that_storeys_come_from_the_top_down_with_what_they_hold(
    imported_folder: Callable[[Path], Path], samples: Path
) -> None:
    index = ModelIndex(imported_folder(samples / "house.ifc"))
    try:
        storeys = list_storeys(index)
        with_geometry = {row[0] for row in index.rows("SELECT id FROM entities WHERE has_geometry")}
    finally:
        index.close()
    assert [(storey.name, storey.elevation) for storey in storeys] == [
        ("Roof", 5.7),
        ("First floor", 2.9),
        ("Ground floor", 0.0),
    ]
    held = [element for storey in storeys for element in storey.elements]
    assert len(held) == len(set(held)) > 100
    assert set(held) <= with_geometry
