"""Data windows, 100,000 elements: `xvfb-run -a python -m benchmarks.data_windows [COUNT] [--model FILE]`.

Prints for each action the seconds until the window was at rest, and the longest silence of the event loop
meanwhile: whole, and without the wait for a processor (what a busy machine adds). At most one second and 100
milliseconds are wanted, by the clock. The model is made, boxes with properties; or the
file that is named, imported first: `python -m tests.samples.large MODEL N OUT` tiles a real one.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication

from benchmarks.made_tower import make_tower
from benchmarks.turn_sampler import TurnSampler
from benchmarks.window_bench import LoopWatch, Silence, open_window, own_paths, wait, wait_warm
from bimdesk.bootstrap import open_project
from bimdesk.domain.filter_text import parse_filter
from bimdesk.domain.filters import Property
from bimdesk.domain.ids import ModelKey
from bimdesk.domain.smart_view import Ramp, Rule, SmartView
from bimdesk.domain.smart_views_built_in import BUILT_IN, ELEMENTS
from bimdesk.index.tree_kinds import TreeKind
from bimdesk.meshes import Mesh
from bimdesk.protocol.monitor import Monitor
from bimdesk.scene.ids import ElementIds
from bimdesk.services.children import run_child
from bimdesk.services.importing import AlreadyHere, finish_import, prepare_import
from bimdesk.services.project import Project
from bimdesk.ui.app import make_application
from bimdesk.ui.theme import style
from bimdesk.ui.widgets.search_field import SearchField
from bimdesk.ui.window.main_window import MainWindow

MOST_S, MOST_MS = 1.0, 100.0
OPENING = "open the project"
SMART_VIEWS = (1, 2, 4, 5, 7, 9)
"""Built-in ones by number: class, storey, material, external, fire rating; without property sets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is looked for in a model: in the tree, everywhere, by filters."""

    tree: str = "wall 99"
    everywhere: str = "REI 60"
    filters: tuple[str, ...] = ("IfcWall, Pset_Common.IsExternal=TRUE", "Pset_Common.Width>=0.3")
    number: str = "Width"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One action: seconds until rest, and the silence of the loop."""

    name: str
    seconds: float
    silence: Silence

    @property
    def is_met(self) -> bool:
        """Opening the project is told, and has no limit of its own in seconds."""
        quick = self.seconds <= MOST_S or self.name == OPENING
        return quick and self.silence.whole <= MOST_MS

    def line(self) -> str:
        """For the report."""
        verdict = "met" if self.is_met else "NOT MET"
        times = f"{self.seconds:7.2f} s {self.silence.whole:8.0f} ms {self.silence.own:8.0f} ms"
        return f"{self.name:44s}{times}   {verdict}"


class Clock:
    """Runs an action, then the event loop until the window rests."""

    def __init__(
        self, app: QApplication, window: MainWindow, pause: float, sampler: TurnSampler | None
    ) -> None:
        self._app = app
        self._sampler = sampler
        self._window = window
        self._pause = pause
        self.rows: list[Row] = []

    def measure(self, name: str, run: Callable[[], object]) -> None:
        """Print and keep a row. At rest: nothing pending, and a pause without work of the loop."""
        watch = LoopWatch()
        if self._sampler is not None:
            self._sampler.start()
        watch.start()
        start = time.perf_counter()
        run()
        rest = time.perf_counter()
        while time.perf_counter() - rest < self._pause:
            own = time.thread_time()
            self._app.processEvents()
            busy = time.thread_time() - own > 0.002
            if busy or not self._window.context.operations.is_idle:
                rest = time.perf_counter()
            time.sleep(0.0005)
        row = Row(name=name, seconds=rest - start, silence=watch.stop())
        self.rows.append(row)
        print(row.line(), flush=True)
        if self._sampler is not None:
            self._sampler.stop()
            begin = watch.worst_until - row.silence.whole / 1000.0
            print("\n".join(f"      {line}" for line in self._sampler.between(begin, watch.worst_until)))


def main(arguments: Sequence[str] | None = None) -> int:
    """Make or import the model, open the window, measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("count", nargs="?", type=int, default=100_000, help="elements of the made model")
    parser.add_argument("--model", type=Path, help="a file that is imported instead")
    parser.add_argument("--pause", type=float, default=0.35, help="seconds without work that mean rest")
    parser.add_argument("--turns", action="store_true", help="tell what the longest turns did")
    options = parser.parse_args(arguments)
    app = make_application()
    with tempfile.TemporaryDirectory(prefix="bimdesk-data-") as folder:
        root = Path(folder)
        paths = own_paths(root / "user")
        if options.model is None:
            make_tower(root / "Tower", paths, options.count)
        else:
            project = open_project(root / "Tower", paths)
            try:
                import_file(project, options.model)
            finally:
                project.close()
        style.apply(app, "dark")
        with open_window(root / "Tower", paths) as window:
            window.resize(1600, 1000)
            clock = Clock(app, window, options.pause, TurnSampler() if options.turns else None)
            clock.measure(OPENING, lambda: wait(app, lambda: len(window.viewport.state) > 0))
            wait_warm(app, window, seconds=options.pause * 8)
            (entry,) = window.viewport.state
            print(f"{entry.mesh.element_count:,} elements, {entry.mesh.triangle_count:,} triangles")
            words = Words() if options.model is None else words_of(entry.mesh)
            for name, action in actions(window, entry.key, words):
                clock.measure(name, action)
    met = sum(row.is_met for row in clock.rows)
    print(f"{met} of {len(clock.rows)} met: at most {MOST_S:g} s, silence at most {MOST_MS:g} ms")
    return 0


def import_file(project: Project, file: Path) -> None:
    """Import `file` by the worker. Raises BimdeskError."""
    start = prepare_import(project, file)
    if not isinstance(start, AlreadyHere):
        monitor = Monitor()
        finish_import(project, start, monitor, run_child(start.launch, monitor))


def words_of(mesh: Mesh) -> Words:
    """Of a real model: its most common class."""
    ((number, _count),) = Counter(mesh.element_class.tolist()).most_common(1)
    name = mesh.classes[number]
    return Words(tree=name[3:].lower(), everywhere=name[3:], filters=(name, f"{name}, Name!=NULL"), number="")


def actions(window: MainWindow, key: ModelKey, words: Words) -> Iterator[tuple[str, Callable[[], object]]]:
    """What is done, in order; a step between two is not measured."""
    yield from _selections(window, key)
    yield from _trees(window, words)
    yield from _searches(window, words)
    yield from _smart_views(window, words)


def _selections(window: MainWindow, key: ModelKey) -> Iterator[tuple[str, Callable[[], object]]]:
    hub, tree, viewport = window.context.hub, window.panes.tree, window.viewport
    ids = viewport.state.entry(key).mesh.element_ids
    half = ElementIds({key: ids[::2]})
    few = ElementIds({key: ids[: len(ids) * 15 // 100]})
    yield "open a storey and its largest class", partial(_open_deep, window)
    yield "hide half (tree)", partial(tree.visibility_requested.emit, half, False)
    yield "show half (tree)", partial(tree.visibility_requested.emit, half, True)
    yield "select half, scattered", lambda: hub.select(half, origin="benchmark")
    yield "select 15 % as a box does", lambda: viewport._select(few.refs())
    yield "select nothing", lambda: hub.select([], origin="benchmark")
    yield "isolate half", partial(viewport.isolate, half)
    yield "show all", viewport.show_all


def _trees(window: MainWindow, words: Words) -> Iterator[tuple[str, Callable[[], object]]]:
    tree = window.panes.tree
    yield f"search the tree: '{words.tree}'", partial(_type, tree.search, words.tree)
    yield "end the search", tree.search.clear
    for kind in (TreeKind.CLASS, TreeKind.MATERIAL, TreeKind.SPATIAL):
        yield f"tree by {kind}", partial(tree.show_kind, kind)


def _searches(window: MainWindow, words: Words) -> Iterator[tuple[str, Callable[[], object]]]:
    panes = window.panes
    window.commands["page_search"].trigger()
    yield f"search everywhere: '{words.everywhere}'", partial(_type, panes.search.field, words.everywhere)
    yield "select all that was found", panes.search.select_all
    window.commands["page_filters"].trigger()
    for text in words.filters:
        yield f"filter: {text[:36]}", partial(panes.filters.show_filter, parse_filter(text))
    found = panes.filters.found_bar
    yield "colour what was found", lambda: found.color_requested.emit(found.elements, "#d23c30")


def _smart_views(window: MainWindow, words: Words) -> Iterator[tuple[str, Callable[[], object]]]:
    tools, viewport = window.wiring.smart_views, window.viewport
    for view in BUILT_IN:
        if -view.id in SMART_VIEWS:
            yield f"smart view: {view.name}", partial(tools.show, view)
    if words.number:
        ramp = SmartView(name="Ramp", rules=(Rule(ELEMENTS, Ramp(Property(None, words.number))),))
        yield f"smart view: {words.number} from low to high", partial(tools.show, ramp)
    yield "undo the last smart view", viewport.undo
    yield "close the legend", tools.end


def _open_deep(window: MainWindow) -> None:
    view, model = window.panes.tree.view, window.panes.tree.model
    index = model.index(0, 0)
    while index.isValid() and model.rowCount(index):
        view.expand(index)
        index = model.index(0, 0, index)


def _type(field: SearchField, text: str) -> None:
    """As typed, without the pause before the search."""
    field.setText(text)
    field._say()


if __name__ == "__main__":
    sys.exit(main())
