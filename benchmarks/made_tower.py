"""A made model for measurements: boxes in twenty storeys, six classes, properties, materials; no import."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np

from bimdesk.bootstrap import open_project
from bimdesk.domain.ids import ModelKey
from bimdesk.domain.model import ImportSummary
from bimdesk.index.schema import INDEXES, TABLES, VERSION
from bimdesk.meshes import Mesh, save_mesh
from bimdesk.paths import AppPaths
from bimdesk.services.clock import now

KEY = ModelKey("ab" * 32)
FIRST = 1000
STOREYS = 20
CLASSES = ("IfcWall", "IfcDoor", "IfcWindow", "IfcSlab", "IfcBeam", "IfcPipeSegment")
_CORNERS = np.array([(x, y, z) for z in (0, 1) for y in (0, 1) for x in (0, 1)], dtype=np.float32)
_FACES = np.array(
    [
        *((0, 2, 3), (0, 3, 1), (4, 5, 7), (4, 7, 6), (0, 1, 5), (0, 5, 4)),
        *((2, 6, 7), (2, 7, 3), (0, 4, 6), (0, 6, 2), (1, 3, 7), (1, 7, 5)),
    ],
    dtype=np.uint32,
)


def write_index(folder: Path, count: int) -> None:
    """`count` elements in storeys, each with a set of four properties, in three materials and a system."""
    folder.mkdir(parents=True, exist_ok=True)
    with sqlite3.connect(folder / "index.sqlite") as connection:
        connection.executescript("PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF;" + TABLES)
        connection.execute("INSERT INTO meta VALUES ('index_version', ?)", (str(VERSION),))
        columns = (
            "id, kind, guid, class, name, tag, parent_id, parent_rel, storey_id, elevation, has_geometry"
        )
        spatial: list[tuple[int, str, str, str, int | None]] = [
            (1, "project", "IfcProject", "Tower", None),
            (2, "product", "IfcSite", "Site", 1),
            (3, "product", "IfcBuilding", "Tower", 2),
        ]
        spatial += [(10 + at, "product", "IfcBuildingStorey", f"Level {at}", 3) for at in range(STOREYS)]
        rows: list[tuple[object, ...]] = [
            (number, kind, f"{number:022}", name, title, "", parent, "aggregates", None, number * 3.0, 0)
            for number, kind, name, title, parent in spatial
        ]
        for at in range(count):
            storey = 10 + at % STOREYS
            name = CLASSES[at // STOREYS % len(CLASSES)]
            title = f"{name[3:]} {at}"
            place = (storey, "contains", storey, None, 1)
            rows.append((FIRST + at, "product", f"{at:022}", name, title, f"T{at}", *place))
        marks = ", ".join("?" * 11)
        connection.executemany(f"INSERT INTO entities ({columns}) VALUES ({marks})", rows)
        for name in ("IfcSite", "IfcBuilding", "IfcBuildingStorey"):
            connection.execute("INSERT INTO class_parents VALUES (?, 'IfcSpatialElement')", (name,))
        for name in CLASSES:
            pairs = [(name, name), (name, "IfcElement"), (name, "IfcProduct")]
            connection.executemany("INSERT INTO class_parents VALUES (?, ?)", pairs)
        _write_sets(connection, count)
        connection.executescript(INDEXES)


def _write_sets(connection: sqlite3.Connection, count: int) -> None:
    first = 10_000_000
    connection.executemany(
        "INSERT INTO psets VALUES (?, ?, 'IfcPropertySet', '', 'Pset_Common', NULL, 0)",
        ((first + at, first + at) for at in range(count)),
    )
    values: list[tuple[str, Callable[[int], object], str]] = [
        ("FireRating", lambda at: f"REI {at % 4 * 30}", "str"),
        ("IsExternal", lambda at: at % 2, "bool"),
        ("Width", lambda at: 0.1 + at % 50 / 100, "float"),
        ("Reference", lambda at: f"R-{at}", "str"),
    ]
    for seq, (name, value, kind) in enumerate(values):
        connection.executemany(
            "INSERT INTO properties (pset_id, seq, name, value, kind) VALUES (?, ?, ?, ?, ?)",
            ((first + at, seq, name, value(at), kind) for at in range(count)),
        )
    connection.executemany(
        "INSERT INTO entity_psets VALUES (?, 0, ?, 0)", ((FIRST + at, first + at) for at in range(count))
    )
    connection.executemany(
        "INSERT INTO materials (id, name) VALUES (?, ?)", [(1, "Concrete"), (2, "Steel"), (3, "Glass")]
    )
    connection.executemany(
        """INSERT INTO entity_materials (entity_id, seq, material_id, usage, from_type)
           VALUES (?, 0, ?, 'material', 0)""",
        ((FIRST + at, 1 + at % 3) for at in range(count)),
    )


def make_mesh(count: int) -> Mesh:
    """A grid of boxes, one for each element."""
    side = int(np.ceil(np.sqrt(count / STOREYS)))
    at = np.arange(count)
    place = np.stack([at // STOREYS % side, at // STOREYS // side, at % STOREYS], axis=1)
    low = (place * (2.0, 2.0, 3.0)).astype(np.float32)
    first = (np.arange(count, dtype=np.uint32) * 8)[:, None, None]
    starts = np.arange(count + 1, dtype=np.uint32)
    return Mesh(
        origin=np.zeros(3),
        vertices=(low[:, None, :] + _CORNERS).reshape(-1, 3),
        faces=(_FACES + first).reshape(-1, 3).astype(np.uint32),
        edges=np.zeros((0, 2), dtype=np.uint32),
        element_ids=FIRST + at.astype(np.int64),
        element_class=(at // STOREYS % len(CLASSES)).astype(np.uint16),
        element_parts=starts,
        element_bounds=np.concatenate([low, low + 1], axis=1),
        part_vertices=starts * 8,
        part_faces=starts * 12,
        part_edges=starts * 0,
        part_colors=np.tile(np.array([0.8, 0.8, 0.8, 1.0], dtype=np.float32), (count, 1)),
        classes=CLASSES,
    )


def make_tower(folder: Path, paths: AppPaths, count: int) -> None:
    """A project in `folder` with one model of `count` elements."""
    project = open_project(folder, paths)
    write_index(project.models_folder / KEY, count)
    save_mesh(make_mesh(count), project.models_folder / KEY / "mesh")
    summary = ImportSummary(
        schema="IFC4",
        schema_declared="IFC4",
        entities=count,
        products_with_geometry=count,
        triangles=count * 12,
        properties=count * 4,
        storeys=STOREYS,
    )
    project.models.save_version(
        KEY, model_name="Tower", file_name="Tower.ifc", size=1, at=now(), summary=summary
    )
    project.close()
