"""How the findings' document does with a long project: `python -m benchmarks.findings_window FOLDER`.

FOLDER as `benchmarks.made_findings` makes it. For each step: milliseconds until the rows that it asks for are
there, and the longest silence of the window meanwhile. Gives 1 where one takes over 300 ms. Works under Xvfb.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from benchmarks.window_bench import LoopWatch, own_paths, wait
from bimdesk.domain.finding import Severity
from bimdesk.domain.finding_life import FindingState
from bimdesk.ui.app import make_application
from bimdesk.ui.context import Context
from bimdesk.ui.panels.findings import FindingsDesk, FindingsPage, GroupsPage
from bimdesk.ui.theme import style

MOST_MS = 300.0


def main(arguments: list[str]) -> int:
    """Prints a line for each step."""
    app = make_application()
    style.apply(app, "dark")
    with tempfile.TemporaryDirectory(prefix="bimdesk-bench-") as root:
        context = Context(Path(arguments[0]), own_paths(Path(root)))
        desk = FindingsDesk(context)
        page, groups = FindingsPage(desk), GroupsPage(desk)
        for widget in (page, groups):
            widget.resize(1200, 800)
        times = _measure(app, desk, page, groups)
        for widget in (page, groups):
            widget.close()
            widget.deleteLater()
        context.close()
    return int(max(times) > MOST_MS)


def _measure(app: QApplication, desk: FindingsDesk, page: FindingsPage, groups: GroupsPage) -> list[float]:
    table, bar = desk.table, page.list.view.verticalScrollBar()

    def has_rows() -> bool:
        return table.is_read and not table.is_reading and _is_filled(page)

    def scroll(part: float) -> None:
        bar.setValue(round(bar.maximum() * part))

    steps: tuple[tuple[str, Callable[[], object], Callable[[], bool]], ...] = (
        ("open", page.show, has_rows),
        ("groups, after the counts", groups.show, lambda: groups.model.rowCount() > 1),
        ("all", lambda: desk.scope.set_only_open(False), has_rows),
        ("scroll to the middle", lambda: scroll(0.5), has_rows),
        ("scroll to the end", lambda: scroll(1.0), has_rows),
        ("errors", lambda: desk.scope.toggle("severity", Severity.ERROR), has_rows),
        ("new", lambda: desk.scope.toggle("state", FindingState.NEW), has_rows),
        ("text", lambda: desk.scope.set_text("door"), has_rows),
        ("clear", desk.scope.clear, has_rows),
        ("by due", lambda: desk.sort("due", descending=True), has_rows),
        ("by message", lambda: desk.sort("message", descending=False), has_rows),
        ("grouped by storey", lambda: desk.group_by("storey"), has_rows),
        ("timeline", lambda: page.show_view("timeline"), lambda: bool(page.timeline.points)),
        ("matrix", lambda: page.show_view("matrix"), lambda: page.matrix.model.rowCount() > 0),
    )
    watch = LoopWatch()
    times = []
    for name, act, done in steps:
        watch.start()
        begin = time.perf_counter()
        act()
        wait(app, done)
        took = (time.perf_counter() - begin) * 1000
        silence = watch.stop()
        wait(app, lambda: desk.context.operations.is_idle)
        times.append(took)
        silent = f"silent {silence.whole:4.0f} ms, of these at work {silence.own:3.0f} ms"
        print(f"{name:24} {took:6.0f} ms   {silent}   {table.count:,} findings")
    return times


def _is_filled(page: FindingsPage) -> bool:
    """Every row that one sees has its finding, or is a head."""
    view, table = page.list.view, page.list.table
    first, last = view.rowAt(0), view.rowAt(view.viewport().height() - 1)
    last = table.rowCount() - 1 if last < 0 else last
    return all(table.is_head(row) or table.finding(row) is not None for row in range(max(first, 0), last + 1))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
