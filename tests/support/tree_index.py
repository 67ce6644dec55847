"""Indexes with any tree, written by hand: rows of (id, kind, class, parent)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bimdesk.index.schema import INDEXES, TABLES, VERSION

SPATIAL = ("IfcSite", "IfcBuilding", "IfcBuildingStorey")


@dataclass(frozen=True, slots=True)
class Entity:
    """One row of `entities`; the rest of the columns is left empty."""

    id: int
    ifc_class: str
    parent: int | None = None
    name: str = ""
    tag: str = ""
    elevation: float | None = None
    drawn: bool = True
    kind: str = "product"


def write_tree_index(folder: Path, entities: Iterable[Entity]) -> Path:
    """Write `index.sqlite` with these entities; the IfcProject has to be among them where there is one."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "index.sqlite"
    file.unlink(missing_ok=True)
    connection = sqlite3.connect(file)
    connection.executescript("PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF;" + TABLES)
    connection.execute("INSERT INTO meta VALUES ('index_version', ?)", (str(VERSION),))
    connection.executemany(
        """INSERT INTO entities
           (id, kind, guid, class, name, tag, parent_id, parent_rel, elevation, has_geometry)
           VALUES (?, ?, ?, ?, ?, ?, ?, 'contains', ?, ?)""",
        [
            (
                one.id,
                one.kind,
                f"{one.id:022}",
                one.ifc_class,
                one.name,
                one.tag,
                one.parent,
                one.elevation,
                one.drawn,
            )
            for one in entities
        ],
    )
    pairs = [(name, parent) for name in SPATIAL for parent in (name, "IfcSpatialElement")]
    connection.executemany("INSERT INTO class_parents VALUES (?, ?)", pairs)
    connection.executescript(INDEXES)
    connection.commit()
    connection.close()
    return folder


def house(doors: int = 3) -> list[Entity]:
    """Project > site > building > two storeys, with walls, doors, a space and one beam without container."""
    return [
        Entity(1, "IfcProject", name="Riverside", kind="project"),
        Entity(2, "IfcSite", 1, "Site"),
        Entity(3, "IfcBuilding", 2, "House"),
        Entity(4, "IfcBuildingStorey", 3, "Ground", elevation=0.0),
        Entity(5, "IfcBuildingStorey", 3, "Upper", elevation=2.8),
        Entity(10, "IfcWall", 4, "Wall A", "T1"),
        Entity(11, "IfcWallStandardCase", 4, "Wall B", "T2"),
        Entity(12, "IfcSpace", 4, "Kitchen"),
        *(Entity(100 + at, "IfcDoor", 5, f"Door {at}", f"D{at}") for at in range(doors)),
        Entity(13, "IfcFurnishingElement", 12, "Table"),
        Entity(14, "IfcBeam", None, "Lost beam", drawn=False),
    ]
