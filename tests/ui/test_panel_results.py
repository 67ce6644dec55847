"""Results and log of executions on a real project, linked with the selection."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from run_context import KEY, record_run
from small_index import GUID_EAST, WALL_EAST, WALL_WEST

from bimdesk.domain.execution import Execution, Status
from bimdesk.domain.ids import ElementId, ElementRef
from bimdesk.protocol.messages import Failed, FindingMessage, Log, Message, Output, Result
from bimdesk.services.library.scripts import find_script
from bimdesk.services.models import list_models
from bimdesk.services.running import make_request
from bimdesk.ui.context import Context
from bimdesk.ui.panels.log import LogPanel
from bimdesk.ui.panels.results import ResultsPanel
from bimdesk.ui.panels.results.overview_page import OverviewPage
from bimdesk.ui.panels.results.pages import ErrorPage
from bimdesk.ui.panels.results.reading import read_view
from bimdesk.ui.panels.results.table_page import TablePage

EAST = ElementRef(KEY, ElementId(WALL_EAST))
WEST = ElementRef(KEY, ElementId(WALL_WEST))


@pytest.fixture
def panel(context: Context, qtbot: QtBot) -> ResultsPanel:
    made = ResultsPanel(context)
    qtbot.addWidget(made)
    made.resize(1000, 300)
    made.show()
    return made


def _finding(message: str, *elements: int, severity: str = "error") -> FindingMessage:
    assert severity in ("error", "warning")
    word = "error" if severity == "error" else "warning"
    return FindingMessage(
        message=message, severity=word, elements=list(elements), guids=["g"] * len(elements)
    )


def _show(panel: ResultsPanel, qtbot: QtBot, execution: Execution) -> None:
    panel.show_execution(execution.id)
    qtbot.waitUntil(lambda: panel.view is not None and panel.view.execution.id == execution.id)


def _table(panel: ResultsPanel) -> TablePage:
    page = panel.page()
    assert isinstance(page, TablePage)
    return page


@pytest.fixture
def findings(context: Context) -> Execution:
    said: list[Message] = [
        _finding("Has no fire rating", WALL_EAST),
        _finding("Used twice", WALL_WEST, WALL_EAST),
        _finding("Is short", WALL_WEST, severity="warning"),
        Result(value={"status": "FAIL"}, status="FAIL"),
    ]
    return record_run(context, "count", said)


def test_that_findings_come_with_names_storeys_and_figures(
    panel: ResultsPanel, findings: Execution, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(panel.count_changed, check_params_cb=lambda count: count == 3):
        _show(panel, qtbot, findings)
    page = _table(panel)
    first = [page.model.index(0, column).data() for column in range(4)]
    assert first[:2] == ["Error", "Has no fire rating"]
    assert first[3].startswith("Level")
    assert str(page.model.index(1, 2).data()).endswith("+1")
    assert panel.head.text.startswith("3 findings in 8 elements · 0.41 s · just now")


def test_that_the_summary_of_a_script_stands_before_the_number_of_its_findings(
    panel: ResultsPanel, context: Context, qtbot: QtBot
) -> None:
    value = {"status": "FAIL", "summary": "1 of 4 walls without a fire rating."}
    said: list[Message] = [
        _finding("Has no fire rating", WALL_EAST),
        Result(value=value, status="FAIL", summary=value["summary"]),
    ]
    _show(panel, qtbot, record_run(context, "count", said))
    assert panel.head.text.startswith("1 of 4 walls without a fire rating · 0.41 s")


def test_that_a_row_selects_its_elements_and_reveals_them(
    panel: ResultsPanel, findings: Execution, context: Context, qtbot: QtBot
) -> None:
    _show(panel, qtbot, findings)
    with qtbot.waitSignal(context.hub.selection_changed) as selected:
        _table(panel).view.selectRow(1)
    assert selected.args[0].refs == {EAST, WEST}
    assert selected.args[0].reveal


def test_that_a_selection_elsewhere_marks_the_rows(
    panel: ResultsPanel, findings: Execution, context: Context, qtbot: QtBot
) -> None:
    _show(panel, qtbot, findings)
    context.hub.select([EAST], origin="tree")
    rows = {index.row() for index in _table(panel).view.selectionModel().selectedRows()}
    assert rows == {0, 1}
    assert context.hub.selection == {EAST}


def test_that_chips_and_filter_narrow_the_rows(
    panel: ResultsPanel, findings: Execution, qtbot: QtBot
) -> None:
    _show(panel, qtbot, findings)
    page = _table(panel)
    chips = {one.text(): one for one in page.tools.findChildren(QPushButton)}
    assert list(chips) == ["All 3", "Error 2", "Warning 1"]
    chips["Warning 1"].click()
    assert page.model.rowCount() == 1
    page.filter.setText("nothing like this")
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    page.clear_filters()
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)


def test_that_the_rows_of_a_result_are_freed_in_the_pool_once_another_is_shown(
    panel: ResultsPanel, findings: Execution, context: Context, qtbot: QtBot
) -> None:
    """All at once in the GUI thread, 200,000 rows held the event loop for 80 ms."""
    _show(panel, qtbot, findings)
    page, records = _table(panel), _table(panel).records
    _ = records.haystack
    _show(panel, qtbot, record_run(context, "count", [Result(value=[{"a": 1}, {"a": 2}])]))
    qtbot.waitUntil(lambda: context.operations.is_idle)
    assert page.records is not records
    assert not records.rows
    assert not records.haystack
    assert not len(records.order(text="fire"))


def test_that_what_a_page_needs_of_a_long_table_is_worked_out_in_the_pool(
    context: Context, findings: Execution
) -> None:
    made = read_view(context.project, findings.id).findings
    assert made is not None
    assert {"named", "in_category", "numeric"} <= set(vars(made))


def test_that_isolate_all_names_the_elements_in_view(
    panel: ResultsPanel, findings: Execution, qtbot: QtBot
) -> None:
    _show(panel, qtbot, findings)
    with qtbot.waitSignal(panel.isolate_requested) as isolated:
        panel.head.isolate_all.emit()
    assert isolated.args[0] == {EAST, WEST}


def test_that_the_rows_in_view_are_exported(
    panel: ResultsPanel, context: Context, tmp_path: Path, qtbot: QtBot
) -> None:
    rows = [{"guid": GUID_EAST, "width": 0.5}, {"guid": "other", "width": None}]
    _show(panel, qtbot, record_run(context, "count", [Result(value=rows)]))
    for name in ("out.csv", "out.json"):
        with qtbot.waitSignal(context.hub.notified):
            panel.export(tmp_path / name)
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert list(csv.reader(stream)) == [["guid", "width"], [GUID_EAST, "0.5"], ["other", ""]]
    assert json.loads((tmp_path / "out.json").read_text()) == rows
    assert _table(panel).records.elements[0] == (WALL_EAST,)


def test_that_a_script_error_names_its_line(panel: ResultsPanel, context: Context, qtbot: QtBot) -> None:
    failed = Failed(
        kind="script", message="KeyError: 'missing'", line=4, traceback='line 4\n  value["missing"]'
    )
    _show(panel, qtbot, record_run(context, "crash", [failed]))
    page = panel.page()
    assert isinstance(page, ErrorPage)
    go = next(one for one in page.findChildren(QPushButton) if one.text() == "Go to line 4")
    with qtbot.waitSignal(panel.line_requested) as wanted:
        go.click()
    assert wanted.args == ["project/crash", 4]


def test_that_each_kind_of_output_has_a_tab(panel: ResultsPanel, context: Context, qtbot: QtBot) -> None:
    said: list[Message] = [
        Output(kind="kpi", name="Score", data={"value": 71, "unit": "%"}),
        Output(kind="chart", name="By class", data={"chart": "bar", "data": {"IfcWall": 2}}),
        Output(kind="table", name="Walls", data={"columns": ["entity_id"], "rows": [[WALL_EAST]]}),
        Output(kind="markdown", data={"text": "**bold**"}),
        Result(value={"status": "PASS", "rows": [{"a": 1}], "n": 2}),
    ]
    _show(panel, qtbot, record_run(context, "count", said))
    titles = [panel.tabs.bar.tabText(at) for at in range(panel.tabs.bar.count())]
    assert titles == ["Overview", "Walls 1", "rows 1", "Value"]
    assert isinstance(panel.page(), OverviewPage)
    for at in range(panel.tabs.bar.count()):
        panel.tabs.bar.setCurrentIndex(at)
        assert panel.tabs.pages.currentIndex() == at


def test_that_an_execution_without_a_result_says_so(
    panel: ResultsPanel, context: Context, qtbot: QtBot
) -> None:
    _show(panel, qtbot, record_run(context, "count", []))
    assert panel.tabs.bar.count() == 1
    assert not panel.tabs.bar.isVisible()


def test_that_a_live_run_ends_in_its_result_and_log(
    panel: ResultsPanel, context: Context, qtbot: QtBot
) -> None:
    log = LogPanel(context)
    qtbot.addWidget(log)
    version = list_models(context.project)[0].latest
    with qtbot.waitSignal(context.runner.finished, timeout=30_000) as ended:
        context.runner.start(make_request(context.project, find_script(context.project, "Count"), version.id))
    execution = ended.args[1]
    assert execution.status is Status.SUCCESS, execution.sentence
    said = ended.args[0].state
    assert not said.findings and not said.log, "what was said is let go of in the writer thread"
    qtbot.waitUntil(lambda: panel.view is not None and panel.view.execution.id == execution.id)
    found = panel.view.findings if panel.view is not None else None
    assert found is not None
    assert len(found) == execution.findings > 0
    lines = [log.model.line(row) for row in range(log.model.rowCount())]
    assert [line.text for line in lines if line.level == "info"]
    assert all(line.time for line in lines)
    with qtbot.waitSignal(log.status_changed):
        log.show_execution(execution.id)
    assert [log.model.line(row).text for row in range(log.model.rowCount())] == [line.text for line in lines]


def test_that_the_log_follows_the_newest_until_someone_scrolls_up(context: Context, qtbot: QtBot) -> None:
    log = LogPanel(context)
    qtbot.addWidget(log)
    log.resize(600, 300)
    log.show()
    said: list[Message] = [Log(level="info", text=f"line {n}") for n in range(10_000)]
    execution = record_run(context, "count", said)
    log.show_execution(execution.id)
    bar = log.view.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() == bar.maximum())
    bar.setValue(0)
    log.model.append([log.model.line(0)] * 50)
    assert bar.value() == 0
    log.view.follow()
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())
    log.search.setText("line 9999")
    qtbot.waitUntil(lambda: list(log.model.hits) == [9999])
    assert log.view.currentIndex().row() == 9999
