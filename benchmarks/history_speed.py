"""The history of a long project: `xvfb-run -a python -m benchmarks.history_speed [FOLDER] [EXECUTIONS]`.

Without a folder a project with 100,000 executions is made first (benchmarks.made_history). *service*: what a
question costs in the pool, the order of all rows with its first page, or a page; *shown*: from asking in the
window to the painted answer. Medians of five; what takes longer than 300 ms is NOT MET. The greatest pause of
the window's thread is printed with each.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication

from benchmarks.made_history import make_history
from benchmarks.window_bench import own_paths
from bimdesk.bootstrap import open_project
from bimdesk.domain.execution import StartedBy, Status
from bimdesk.domain.history import ExecutionFilter, FacetName, OrderName
from bimdesk.domain.ids import ScriptKey, VersionId
from bimdesk.services.history import (
    list_facets,
    order_executions,
    read_executions,
)
from bimdesk.services.project import Project
from bimdesk.ui.app import make_application
from bimdesk.ui.context import Context
from bimdesk.ui.panels.history import HistoryPanel
from bimdesk.ui.panels.history.cells import ORDERS, Column

LIMIT_MS = 300.0
RUNS = 5
WAIT_S = 30.0
FILTERS: dict[str, ExecutionFilter] = {
    "everything": ExecutionFilter(),
    "status failed or error": ExecutionFilter(statuses=frozenset({Status.FAILED, Status.ERROR})),
    "one script": ExecutionFilter(scripts=frozenset({ScriptKey("project/naming")})),
    "a model, 25 versions": ExecutionFilter(version_ids=frozenset(map(VersionId, range(1, 26)))),
    "one version": ExecutionFilter(version_ids=frozenset({VersionId(200)})),
    "started from the command line": ExecutionFilter(started_by=frozenset({StartedBy.CLI})),
    "last 7 days": ExecutionFilter(since=datetime.now(UTC) - timedelta(days=7)),
    "an argument": ExecutionFilter(arguments=(("element_class", '"IfcWall"'),)),
    "an item of an argument": ExecutionFilter(arguments=(("storey", "Level 2"),)),
    "pinned": ExecutionFilter(pinned=True),
    "a label": ExecutionFilter(labels=frozenset({"delivery"})),
}
WORDS = {
    "a word in most logs": "door",
    "two words in many logs": "duplicate railing",
    "a number in one log": "1234",
    "script and model": "naming office",
    "an argument's value": "EPSG:25832",
    "nothing": "nothingatall",
}
FACETS: tuple[FacetName, ...] = ("status", "script", "model", "version", "started_by", "argument", "label")


CHOICES: tuple[tuple[FacetName, str, str], ...] = (
    ("status", "failed", "failed"),
    ("script", "key:project/naming", "Naming convention"),
    ("model", ",".join(map(str, range(1, 26))), "Duplex_A"),
    ("started_by", "cli", "cli"),
    ("argument", '"IfcWall"', "element_class"),
)


class Table:
    """Prints a line per question and counts what is not met."""

    def __init__(self) -> None:
        self.missed = 0

    def add(self, name: str, times: list[float], note: str = "", *, cpu: float | None = None) -> None:
        median = statistics.median(times)
        verdict = "met" if median <= LIMIT_MS else "NOT MET"
        self.missed += median > LIMIT_MS
        worked = "" if cpu is None else f", processor {cpu:.0f}"
        print(f"{verdict:8} {name:52} {median:7.0f} ms  (worst {max(times):.0f}{worked})  {note}", flush=True)


def main() -> int:
    """Print the table; 1 where something is not met."""
    app = make_application()
    table = Table()
    with tempfile.TemporaryDirectory(prefix="bimdesk-history-") as made:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(made) / "project"
        if not (folder / "project.db").exists():
            make_history(folder, int(sys.argv[2]) if len(sys.argv) > 2 else 100_000)
        paths = own_paths(Path(made) / "own")
        project = open_project(folder, paths)
        time_services(project, table)
        project.close()
        context = Context(folder, paths)
        time_panel(app, context, table)
        context.close()
    print(f"{table.missed} not met" if table.missed else "all met")
    return 1 if table.missed else 0


def time_services(project: Project, table: Table) -> None:
    """Each question as the pool answers it."""

    def start(wanted: ExecutionFilter, order: OrderName = "start") -> str:
        numbers = order_executions(project, wanted, order=order)
        read_executions(project, numbers[:200])
        return f"{len(numbers):,} rows"

    for name, wanted in FILTERS.items():
        _time(table, f"service: {name}", partial(start, wanted))
    for name, text in WORDS.items():
        _time(table, f"service: {name}", partial(start, ExecutionFilter(text=text)))
    for order in ORDERS.values():
        _time(table, f"service: by {order}", partial(start, ExecutionFilter(), order))
    numbers = order_executions(project, ExecutionFilter())
    for part in (0.5, 0.999):
        first = int(len(numbers) * part)
        page = partial(read_executions, project, numbers[first : first + 200])
        _time(table, f"service: a page at {part:.1%}", partial(_length, page))
    _time(table, "service: count", lambda: f"{project.executions.count(ExecutionFilter()):,}")
    for facet in FACETS:
        _time(table, f"service: menu of {facet}", partial(_length, partial(list_facets, project, facet)))


def _length(read: Callable[[], Sequence[object]]) -> str:
    return f"{len(read()):,}"


def _time(table: Table, name: str, act: Callable[[], str]) -> None:
    act()
    times, worked, note = [], [], ""
    for _ in range(RUNS):
        began, cpu = time.perf_counter(), time.thread_time()
        note = act()
        times.append(1000 * (time.perf_counter() - began))
        worked.append(1000 * (time.thread_time() - cpu))
    table.add(name, times, note, cpu=statistics.median(worked))


class Window:
    """A panel on the screen, and how long the answers take to get there."""

    def __init__(self, app: QApplication, context: Context) -> None:
        self._app = app
        self.panel = HistoryPanel(context)
        self.panel.resize(1500, 900)
        self.loads = 0
        self.panel.model.loaded.connect(self._count)
        self.pause = 0.0

    def _count(self, _rows: int) -> None:
        self.loads += 1

    def wait(self, done: Callable[[], bool]) -> None:
        """Turn the window's loop until then, painted; remembers the longest turn."""
        end = time.perf_counter() + WAIT_S
        while not done():
            began = time.perf_counter()
            QCoreApplication.processEvents()
            self.pause = max(self.pause, 1000 * (time.perf_counter() - began))
            time.sleep(0.001)  # a loop that never rests would take Python's lock from the pool
            if began > end:
                raise TimeoutError("the answer did not come")
        self.panel.view.viewport().repaint()

    def ask(self, act: Callable[[], object]) -> float:
        """Milliseconds from asking to the painted answer."""
        before, began = self.loads, time.perf_counter()
        act()
        self.wait(lambda: self.loads > before and self.is_filled())
        return 1000 * (time.perf_counter() - began)

    def is_filled(self) -> bool:
        """Every row in sight has come."""
        model, view = self.panel.model, self.panel.view
        count = model.rowCount()
        first = max(view.rowAt(0), 0)
        last = view.rowAt(view.viewport().height() - 1)
        last = count - 1 if last < 0 else last
        return all(model.execution(row) is not None for row in range(first, min(last + 1, count)))


def time_panel(app: QApplication, context: Context, table: Table) -> None:
    """Each question as a person asks it."""
    began = time.perf_counter()
    window = Window(app, context)
    panel, scope = window.panel, window.panel.scope
    panel.show()
    window.wait(lambda: window.loads > 0 and window.is_filled())
    table.add("shown: opened", [1000 * (time.perf_counter() - began)], f"{panel.model.rowCount():,} rows")

    def asked(name: str, act: Callable[[], object], back: Callable[[], object]) -> None:
        times: list[float] = []
        window.pause = 0.0
        note = ""
        for _ in range(RUNS):
            times.append(window.ask(act))
            note = f"{panel.model.rowCount():,} rows, longest turn {window.pause:.0f} ms"
            window.ask(back)
        table.add(f"shown: {name}", times, note)

    for facet, key, label in CHOICES:
        asked(facet, partial(scope.toggle, facet, key, label), partial(scope.clear, facet))
    for name, text in WORDS.items():
        asked(name, partial(scope.type, text), partial(scope.type, ""))
    header = panel.view.horizontalHeader()
    for column in ORDERS:
        if column is not Column.START:
            click = partial(header.sectionClicked.emit, int(column))
            asked(f"by {ORDERS[column]}", click, partial(header.sectionClicked.emit, int(Column.START)))
    _scroll(window, table)


def _scroll(window: Window, table: Table) -> None:
    """To places all over the history, as a hand on the scroll bar does."""
    bar = window.panel.view.verticalScrollBar()
    times = []
    window.pause = 0.0
    for step in range(20):
        began = time.perf_counter()
        bar.setValue(bar.maximum() * ((step * 7) % 20) // 20)
        window.wait(window.is_filled)
        times.append(1000 * (time.perf_counter() - began))
    table.add("shown: scrolled to a place far away", times, f"longest turn {window.pause:.0f} ms")
    window.panel.view.setFocus(Qt.FocusReason.OtherFocusReason)


if __name__ == "__main__":
    raise SystemExit(main())
