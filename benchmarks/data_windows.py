"""The data windows on a made model of 100,000 elements: `python -m benchmarks.data_windows [COUNT]`.

Prints for each action how long it took until the window was at rest, and the longest turn of the event loop
meanwhile: wall clock, and what the GUI thread itself computed (a busy machine stretches the former only).
Needs a display (xvfb-run -a).
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtWidgets import QApplication

from bimdesk.bootstrap import open_project
from bimdesk.domain.filter_text import parse_filter
from bimdesk.domain.ids import ModelKey
from bimdesk.domain.model import ImportSummary
from bimdesk.index.schema import INDEXES, TABLES, VERSION
from bimdesk.index.tree_kinds import TreeKind
from bimdesk.meshes import Mesh, save_mesh
from bimdesk.paths import AppPaths, default_paths
from bimdesk.scene.ids import ElementIds
from bimdesk.services.clock import now
from bimdesk.ui.app import make_application
from bimdesk.ui.context import Context
from bimdesk.ui.theme import style
from bimdesk.ui.window.main_window import MainWindow

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
        spatial = [(1, "project", "IfcProject", "Tower", None), (2, "product", "IfcSite", "Site", 1)]
        spatial.append((3, "product", "IfcBuilding", "Tower", 2))
        spatial += [(10 + at, "product", "IfcBuildingStorey", f"Level {at}", 3) for at in range(STOREYS)]
        rows = [
            (number, kind, f"{number:022}", name, title, "", parent, "aggregates", None, number * 3.0, 0)
            for number, kind, name, title, parent in spatial
        ]
        for at in range(count):
            storey = 10 + at % STOREYS
            name = CLASSES[at // STOREYS % len(CLASSES)]
            title = f"{name[3:]} {at}"
            rows.append(
                (
                    FIRST + at,
                    "product",
                    f"{at:022}",
                    name,
                    title,
                    f"T{at}",
                    storey,
                    "contains",
                    storey,
                    None,
                    1,
                )
            )
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
    values = [
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


class Clock:
    """Runs an action, then the event loop until the window rests."""

    def __init__(self, app: QApplication, window: MainWindow) -> None:
        self._app = app
        self._window = window

    def turn(self, run: Callable[[], object]) -> tuple[float, float]:
        wall, own = time.perf_counter(), time.thread_time()
        run()
        return time.perf_counter() - wall, time.thread_time() - own

    def measure(self, name: str, run: Callable[[], object], *, pause: float = 0.35) -> None:
        """Print `name`, seconds until rest, the longest turn by wall clock and by own computing."""
        start = time.perf_counter()
        turns = [self.turn(run)]
        rest = start
        quiet_since = time.perf_counter()
        while time.perf_counter() - quiet_since < pause:
            took = self.turn(self._app.processEvents)
            turns.append(took)
            if not self._window.context.operations.is_idle or took[1] > 0.002:
                quiet_since = rest = time.perf_counter()
            time.sleep(0.001)
        wall, own = (max(turn[at] for turn in turns) * 1000 for at in (0, 1))
        print(f"{name:44s} {rest - start:7.2f} s   longest turn {wall:6.0f} ms, computing {own:6.0f} ms")


def main(count: int = 100_000) -> int:
    """Make the model, open the window, measure."""
    app = make_application()
    with tempfile.TemporaryDirectory(prefix="bimdesk-data-") as folder:
        root = Path(folder)
        paths = replace(
            default_paths(), data=root / "d", config=root / "c", cache=root / "a", logs=root / "l"
        )
        _make_project(root / "Tower", paths, count)
        context = Context(root / "Tower", paths)
        style.apply(app, "dark")
        window = MainWindow(context)
        window.resize(1600, 1000)
        window.show()
        try:
            _measure(Clock(app, window), window, count)
        finally:
            window.close()
            window.deleteLater()
            context.close()
    return 0


def _make_project(folder: Path, paths: AppPaths, count: int) -> None:
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


def _measure(clock: Clock, window: MainWindow, count: int) -> None:
    panes, hub = window.panes, window.context.hub
    ids = FIRST + np.arange(count)
    half = ElementIds({KEY: ids[::2]})
    few = ElementIds({KEY: ids[: count * 15 // 100]})
    clock.measure("open the project", lambda: None, pause=2.5)
    tree = panes.tree
    clock.measure("open a storey and its largest class", lambda: _open_deep(window))
    clock.measure("hide half (tree)", lambda: tree.visibility_requested.emit(half, False))
    clock.measure("show half (tree)", lambda: tree.visibility_requested.emit(half, True))
    clock.measure("select half, scattered", lambda: hub.select(half, origin="benchmark"))
    clock.measure("select 15 % as a box does", lambda: window.viewport._select(few.refs()))
    clock.measure("select nothing", lambda: hub.select([], origin="benchmark"))
    clock.measure("isolate half", lambda: window.viewport.isolate(half))
    clock.measure("show all", window.viewport.show_all)
    clock.measure("search the tree: 'wall 99'", lambda: _type(tree.search, "wall 99"))
    clock.measure("end the search", tree.search.clear)
    for kind in (TreeKind.CLASS, TreeKind.MATERIAL, TreeKind.SPATIAL):
        clock.measure(f"tree by {kind}", lambda kind=kind: tree.show_kind(kind))
    window.commands["page_search"].trigger()
    clock.measure("search everywhere: 'REI 60'", lambda: _type(panes.search.field, "REI 60"))
    clock.measure("select all that was found", panes.search.select_all)
    window.commands["page_filters"].trigger()
    wanted = parse_filter("IfcWall, Pset_Common.IsExternal=TRUE")
    clock.measure("filter: external walls", lambda: panes.filters.show_filter(wanted))
    wanted = parse_filter("Pset_Common.Width>=0.3")
    clock.measure("filter: wider than 0.3", lambda: panes.filters.show_filter(wanted))
    found = panes.filters.found_bar
    clock.measure("colour what was found", lambda: found.color_requested.emit(found.elements, "#d23c30"))


def _open_deep(window: MainWindow) -> None:
    view, model = window.panes.tree.view, window.panes.tree.model
    index = model.index(0, 0)
    while index.isValid() and model.rowCount(index):
        view.expand(index)
        index = model.index(0, 0, index)


def _type(field: object, text: str) -> None:
    field.setText(text)  # type: ignore[attr-defined]
    field._say()  # type: ignore[attr-defined]


if __name__ == "__main__":
    raise SystemExit(main(*map(int, sys.argv[1:2])))
