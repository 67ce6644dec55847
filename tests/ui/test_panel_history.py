"""The history panel: pages, filters, live rows, run again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot
from run_context import COUNT_SCRIPT, add_model, record_run

from bimdesk.domain.changes import Changes
from bimdesk.domain.execution import Status
from bimdesk.domain.ids import ModelKey
from bimdesk.protocol.messages import Failed, FindingMessage, Log, Result
from bimdesk.services.library.scripts import find_script
from bimdesk.services.models import list_models
from bimdesk.services.rerun import other_versions, rerun_request
from bimdesk.services.running import make_request
from bimdesk.ui.context import Context
from bimdesk.ui.delegates.roles import Role
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


def test_that_chips_offer_what_there_is_and_say_what_is_chosen(context: Context, qtbot: QtBot) -> None:
    record_run(context, "crash", [Failed(kind="script", message="KeyError", line=4)])
    record_run(context, "count", [Result(value=None)], parameters={"element_class": "IfcWall", "least": 3})
    panel = _panel(context, qtbot, rows=2)
    chips = panel.chips
    chips.facets["status"].click()
    qtbot.waitUntil(lambda: chips.menu is not None and len(chips.menu.actions()) == 2)
    assert chips.menu is not None
    assert [action.text() for action in chips.menu.actions()] == ["Script error\t1", "Success\t1"]
    chips.menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: panel.model.rowCount() == 1)
    assert chips.facets["status"].accessibleName() == "Status: Script error"
    QTest.keyClick(chips.facets["status"], Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 2)
    panel.search.setText("least=3")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 1)
    assert _words(panel, 0)[Column.SCRIPT] == "Count"


def test_that_text_of_the_log_is_found(context: Context, qtbot: QtBot) -> None:
    record_run(context, "count", [Log(level="info", text="copper pipes in the shaft"), Result(value=None)])
    record_run(context, "count", [Log(level="info", text="nothing"), Result(value=None)])
    panel = _panel(context, qtbot, rows=2)
    panel.search.setText("shaft copp")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 1)
    panel.search.setText("never said")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 0)


def test_that_heads_sort_and_chosen_rows_stay_chosen(context: Context, qtbot: QtBot) -> None:
    for findings in (1, 3, 2):
        record_run(context, "count", [*[FindingMessage(message="x")] * findings, Result(value=None)])
    panel = _panel(context, qtbot, rows=3)
    panel.view.toggle_row(0)
    panel.view.toggle_row(2)
    assert [one.findings for one in panel.chosen()] == [2, 1]
    assert panel.head.compare.isEnabled()
    panel.view.horizontalHeader().sectionClicked.emit(Column.RESULT)
    qtbot.waitUntil(lambda: _words(panel, 0)[Column.RESULT] == "3 findings")
    assert [one.findings for one in panel.chosen()] == [2, 1]
    with qtbot.waitSignal(panel.runs_compare_requested) as asked:
        QTest.keyClick(panel.view, Qt.Key.Key_C)
    assert asked.args == [one.id for one in panel.chosen()]


def test_that_a_box_chooses_a_row_besides_others(context: Context, qtbot: QtBot) -> None:
    for _ in range(3):
        record_run(context, "count", [Result(value=None)])
    panel = _panel(context, qtbot, rows=3)
    for row in (0, 2):
        at = panel.view.visualRect(panel.model.index(row, Column.CHOSEN)).center()
        QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert len(panel.chosen()) == 2
    QTest.keyClick(panel.view, Qt.Key.Key_Space)
    assert len(panel.chosen()) == 1


def test_that_executions_are_named_labelled_and_pinned(context: Context, qtbot: QtBot) -> None:
    execution = record_run(context, "count", [Result(value=None)])
    panel = _panel(context, qtbot, rows=1)
    panel.view.selectRow(0)
    QTest.keyClick(panel.view, Qt.Key.Key_F2)
    dialog = panel.acts.dialog
    assert dialog is not None
    dialog.name.setText("before the delivery")
    dialog.labels.setText("gate, house")
    dialog.keep.click()
    qtbot.waitUntil(lambda: _words(panel, 0)[Column.NAME] == "before the delivery")
    QTest.keyClick(panel.view, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: panel.model.index(0, Column.SCRIPT).data(Role.MARK) == "pin")
    kept = context.project.executions.get(execution.id)
    assert (kept.name, kept.labels, kept.pinned) == ("before the delivery", ("gate", "house"), True)


def test_that_an_execution_runs_again_as_it_was_on_another_version(context: Context, qtbot: QtBot) -> None:
    first = record_run(
        context, "count", [Result(value=None)], parameters={"element_class": "IfcDoor", "least": 2}
    )
    other = add_model(context.project, ModelKey("cd" * 32), "House")
    (context.project.scripts_folder / "count.py").write_text("print('other')\n", encoding="utf-8")
    request = rerun_request(context.project, first.id, version_id=other.id)
    assert (request.script_text, request.version_id) == (COUNT_SCRIPT, other.id)
    assert dict(request.parameters) == {"element_class": "IfcDoor", "least": 2}
    assert [one.id for one in other_versions(context.project, first)] == [other.id]
    panel = _panel(context, qtbot, rows=1)
    panel.view.selectRow(0)
    with qtbot.waitSignal(context.runner.finished, timeout=30_000) as ended:
        panel.head.again.click()
    again = ended.args[1]
    assert (again.script_sha256, again.parameters) == (first.script_sha256, first.parameters)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 2)


def test_that_columns_are_chosen_and_give_way(context: Context, qtbot: QtBot) -> None:
    record_run(context, "count", [Result(value=None)])
    panel = _panel(context, qtbot, rows=1)
    view = panel.view
    menu = view.columns_menu()
    next(one for one in menu.actions() if one.text() == "Protection").trigger()
    assert view.isColumnHidden(Column.PROTECTION)
    panel.resize(700, 300)
    qtbot.waitUntil(lambda: view.isColumnHidden(Column.ARGUMENTS))
    assert not view.isColumnHidden(Column.SCRIPT)
