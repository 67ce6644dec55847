"""The history panel: pages, filters, live rows, run again."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot
from run_context import record_run

from bimdesk.domain.changes import Changes
from bimdesk.domain.execution import Status
from bimdesk.protocol.messages import Failed, FindingMessage, Result
from bimdesk.services.library.scripts import find_script
from bimdesk.services.models import list_models
from bimdesk.services.running import make_request
from bimdesk.ui.context import Context
from bimdesk.ui.panels.history import HistoryPanel
from bimdesk.ui.panels.history import model as history_model
from bimdesk.ui.panels.history import pages as history_pages
from bimdesk.ui.panels.history.cells import Argument, Column, arguments, value_text


def _panel(context: Context, qtbot: QtBot, *, rows: int) -> HistoryPanel:
    made = HistoryPanel(context)
    qtbot.addWidget(made)
    made.resize(1300, 300)
    made.show()
    qtbot.waitUntil(lambda: made.model.rowCount() == rows)
    return made


def _words(panel: HistoryPanel, row: int) -> dict[Column, str]:
    return {column: panel.model.index(row, column).data() for column in Column}


def test_that_rows_tell_status_script_arguments_and_result(context: Context, qtbot: QtBot) -> None:
    record_run(context, "crash", [Failed(kind="script", message="KeyError: 'missing'", line=4)])
    record_run(
        context, "count", [FindingMessage(message="x"), FindingMessage(message="y"), Result(value=None)]
    )
    panel = _panel(context, qtbot, rows=2)
    first, second = _words(panel, 0), _words(panel, 1)
    assert first[Column.SCRIPT] == "Count"
    assert first[Column.RESULT] == "2 findings"
    assert first[Column.ARGUMENTS] == "element_class IfcWall, least 1"
    assert first[Column.TIME] == "0.41 s"
    assert second[Column.STATUS] == "Script error"
    assert second[Column.RESULT] == "line 4"


def test_that_text_and_status_filter_the_rows(context: Context, qtbot: QtBot) -> None:
    record_run(context, "crash", [Failed(kind="script", message="KeyError", line=4)])
    record_run(context, "count", [Result(value=None)])
    panel = _panel(context, qtbot, rows=2)
    panel.search.setText("cra")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 1)
    assert _words(panel, 0)[Column.SCRIPT] == "Crash"
    panel.scope.toggle("status", Status.SUCCESS, "success")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 0)
    panel.clear_filters()
    qtbot.waitUntil(lambda: panel.model.rowCount() == 2)


def test_that_pages_come_when_they_are_looked_at(
    context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (history_model, history_pages):
        monkeypatch.setattr(module, "PAGE", 3)
    for _ in range(8):
        record_run(context, "count", [Result(value=None)])
    panel = _panel(context, qtbot, rows=8)
    tester = QAbstractItemModelTester(panel.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    qtbot.waitUntil(lambda: all(panel.model.execution(row) is not None for row in range(8)))
    shown = [panel.model.execution(row) for row in range(8)]
    assert len({execution.id for execution in shown if execution is not None}) == 8
    tester.deleteLater()


def test_that_double_click_opens_and_run_again_names_the_execution(context: Context, qtbot: QtBot) -> None:
    execution = record_run(context, "count", [Result(value=None)])
    panel = _panel(context, qtbot, rows=1)
    with qtbot.waitSignal(panel.opened) as opened:
        panel.view.doubleClicked.emit(panel.model.index(0, Column.STATUS))
    assert opened.args == [execution.id]
    panel.view.selectRow(0)
    with qtbot.waitSignal(panel.rerun_requested) as again:
        next(
            one for one in panel.menu_for(execution).actions() if one.text().startswith("Run again, edited")
        ).trigger()
    assert again.args == [execution.id]


def test_that_a_run_is_a_row_from_the_moment_it_is_queued(context: Context, qtbot: QtBot) -> None:
    panel = _panel(context, qtbot, rows=0)
    version = list_models(context.project)[0].latest
    with qtbot.waitSignal(context.runner.queued, timeout=15_000) as queued:
        context.runner.start(
            make_request(context.project, find_script(context.project, "endless"), version.id)
        )
    qtbot.waitUntil(lambda: panel.model.rowCount() == 1)
    qtbot.waitUntil(lambda: _words(panel, 0)[Column.STATUS] == "Running", timeout=15_000)
    qtbot.waitUntil(lambda: _words(panel, 0)[Column.TIME].endswith(" s"))
    with qtbot.waitSignal(context.runner.finished, timeout=30_000):
        context.runner.cancel(queued.args[0].execution_id)
    qtbot.waitUntil(lambda: _words(panel, 0)[Column.STATUS] == "Cancelled")


def test_that_the_current_row_stays_when_another_is_added(context: Context, qtbot: QtBot) -> None:
    execution = record_run(context, "count", [Result(value=None)])
    panel = _panel(context, qtbot, rows=1)
    panel.view.selectRow(0)
    record_run(context, "crash", [Failed(kind="script", message="KeyError", line=4)])
    context.hub.publish(Changes(executions=frozenset({execution.id})))
    qtbot.waitUntil(lambda: panel.model.rowCount() == 2)
    current = panel.current()
    assert current is not None
    assert current.id == execution.id


def test_that_arguments_are_short_enough_for_chips() -> None:
    assert arguments({"a": None, "b": [], "c": True, "d": "x" * 60}) == [
        Argument("c", "yes"),
        Argument("d", "x" * 39 + "…"),
    ]
    assert value_text(["Pset_WallCommon.FireRating", "Pset_WallCommon.IsExternal"]) == "2 values"
    assert value_text({"geometry": 0.4}) == '{"geometry": 0.4}'


def test_that_two_selected_runs_are_compared_from_their_menu(context: Context, qtbot: QtBot) -> None:
    runs = [record_run(context, "count", [Result(value=None)]) for _ in range(2)]
    panel = _panel(context, qtbot, rows=2)
    panel.view.selectRow(0)
    one = panel.current()
    assert one is not None
    assert "Compare both runs\tC" not in [action.text() for action in panel.menu_for(one).actions()]
    panel.view.toggle_row(1)
    qtbot.waitUntil(lambda: len(panel.chosen()) == 2)
    found = [act for act in panel.menu_for(one).actions() if act.text() == "Compare both runs\tC"]
    with qtbot.waitSignal(panel.runs_compare_requested) as asked:
        found[0].trigger()
    assert set(asked.args) == {run.id for run in runs}
