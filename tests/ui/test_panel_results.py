"""Results and log of executions on a real project, linked with the selection."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot
from run_context import KEY, record_run
from small_index import GUID_EAST, WALL_EAST, WALL_WEST

from bimdesk.domain.execution import Execution, OutputFile, Status
from bimdesk.domain.ids import ElementId, ElementRef
from bimdesk.protocol.lined_json import encode_lined
from bimdesk.protocol.messages import Failed, FindingMessage, Log, Message, Output, Result
from bimdesk.services.kept_result import VALUE_FILE, Head, write_head
from bimdesk.services.library.scripts import find_script
from bimdesk.services.models import list_models
from bimdesk.services.results import FILES_FOLDER
from bimdesk.services.running import make_request
from bimdesk.ui.context import Context
from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.models.log_links import links_of
from bimdesk.ui.panels.log import LogPanel
from bimdesk.ui.panels.results import ResultsPanel
from bimdesk.ui.panels.results.files_page import FileRow, FilesPage
from bimdesk.ui.panels.results.images_page import ImagesPage
from bimdesk.ui.panels.results.overview_page import OverviewPage
from bimdesk.ui.panels.results.pages import ErrorPage
from bimdesk.ui.panels.results.reading import read_view
from bimdesk.ui.panels.results.table_page import TablePage
from bimdesk.ui.panels.results.value_page import ValuePage
from bimdesk.ui.widgets.buttons import IconButton
from bimdesk.ui.widgets.chip import ChipLook

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


def _chart(panel: ResultsPanel, context: Context, qtbot: QtBot) -> OverviewPage:
    series = [{"name": "", "values": [1, 1], "elements": [[WALL_EAST], [WALL_WEST]]}]
    data = {"chart": "bar", "data": {"labels": ["east", "west"], "series": series}}
    _show(panel, qtbot, record_run(context, "count", [Output(kind="chart", name="Walls", data=data)]))
    page = panel.page()
    assert isinstance(page, OverviewPage)
    qtbot.waitUntil(lambda: page.board.is_whole)
    return page


def test_that_a_bar_isolates_its_elements_and_the_selection_marks_bars(
    panel: ResultsPanel, context: Context, qtbot: QtBot
) -> None:
    card = _chart(panel, context, qtbot).board.cards[0]
    with qtbot.waitSignal(panel.isolate_requested) as isolated:
        card.choose(0)
    assert isolated.args[0] == context.hub.selection == {EAST}
    assert card.plot.drawing.marked.tolist() == [True, False]
    context.hub.select([WEST], origin="tree")
    assert card.plot.drawing.marked.tolist() == [False, True]


def test_that_the_table_behind_a_chart_is_a_tab_of_its_own(
    panel: ResultsPanel, context: Context, qtbot: QtBot
) -> None:
    page = _chart(panel, context, qtbot)
    for _ in range(2):
        page.board.table_requested.emit("Walls")
    assert [panel.tabs.bar.tabText(at) for at in range(panel.tabs.bar.count())][1:] == ["Walls 2"]
    table = _table(panel)
    assert list(table.records.rows) == [("east", 1), ("west", 1)]
    assert table.mark([ElementId(WALL_WEST)]) is None
    assert [index.row() for index in table.view.selectionModel().selectedRows()] == [1]


def test_that_states_of_findings_are_chips_and_a_row_opens_its_finding(
    panel: ResultsPanel, findings: Execution, qtbot: QtBot
) -> None:
    _show(panel, qtbot, findings)
    page = _table(panel)
    state = page.records.columns.index("State")
    assert page.model.index(0, state).data() == "New"
    assert isinstance(page.model.index(0, state).data(Role.CHIP), ChipLook)
    with qtbot.waitSignal(panel.finding_opened) as opened:
        page.view.doubleClicked.emit(page.model.index(1, 0))
    assert opened.args[0] == page.finding_ids[1]


def test_that_a_long_table_stays_in_its_file(panel: ResultsPanel, context: Context, qtbot: QtBot) -> None:
    rows = [{"guid": GUID_EAST, "n": number, "text": f"row {number}"} for number in range(50_000)]
    execution = record_run(context, "count", [Result(value={"rows": [], "short": 1})])
    (execution.folder / VALUE_FILE).write_bytes(b"".join(encode_lined({"rows": rows, "short": 1})))
    _show(panel, qtbot, execution)
    qtbot.waitUntil(lambda: isinstance(panel.page(), TablePage))
    page = _table(panel)
    assert page.records.is_paged
    qtbot.waitUntil(lambda: page.model.index(0, 2).data() == "row 0")
    page.sort_by(1, True)
    qtbot.waitUntil(lambda: page.model.index(0, 2).data() == "row 49999", timeout=20_000)
    page.filter_column(2, "= row 1234")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1, timeout=20_000)
    assert page.footer.count_text.startswith("1 of 50,000 rows shown")
    value = _open(panel, "Value")
    assert isinstance(value, ValuePage)
    value.search.setText("row 500")
    qtbot.waitUntil(lambda: bool(value.hits), timeout=20_000)
    qtbot.waitUntil(lambda: value.view.currentIndex().parent().isValid())


@pytest.mark.parametrize("content", [b"", b"[\n1,2\n]\n", b"{}", b"[\n" + b"[" * 5000])
def test_that_a_table_whose_file_is_no_table_shows_the_rows_of_its_message(
    panel: ResultsPanel, context: Context, qtbot: QtBot, content: bytes
) -> None:
    data = {"columns": ["n"], "rows": [[1]], "rows_file": "t.rows.json", "total": 9, "total_columns": 1}
    execution = record_run(context, "count", [Output(kind="table", name="T", data=data)])
    (execution.folder / FILES_FOLDER).mkdir(exist_ok=True)
    (execution.folder / FILES_FOLDER / "t.rows.json").write_bytes(content)
    _show(panel, qtbot, execution)
    assert list(_table(panel).records.rows) == [(1,)]


def test_that_a_table_too_long_for_a_message_comes_from_its_file(
    panel: ResultsPanel, context: Context, qtbot: QtBot
) -> None:
    data = {"columns": ["n"], "rows": [[0]], "rows_file": "t.rows.json", "total": 30_000, "total_columns": 1}
    execution = record_run(context, "count", [Output(kind="table", name="T", data=data)])
    (execution.folder / FILES_FOLDER).mkdir(exist_ok=True)
    lines = encode_lined([{"n": number} for number in range(30_000)])
    (execution.folder / FILES_FOLDER / "t.rows.json").write_bytes(b"".join(lines))
    _show(panel, qtbot, execution)
    page = _table(panel)
    assert page.records.is_paged
    qtbot.waitUntil(lambda: page.model.index(29_999, 0).data() == "29,999")


def _open(panel: ResultsPanel, title: str) -> QWidget | None:
    titles = [panel.tabs.bar.tabText(at) for at in range(panel.tabs.bar.count())]
    panel.tabs.bar.setCurrentIndex(titles.index(title))
    return panel.page()


def test_that_a_node_of_the_value_selects_its_elements(
    panel: ResultsPanel, context: Context, qtbot: QtBot
) -> None:
    value = {"east": {"guid": GUID_EAST}, "n": 1}
    _show(panel, qtbot, record_run(context, "count", [Result(value=value)]))
    page = panel.page()
    assert isinstance(page, ValuePage)
    with qtbot.waitSignal(context.hub.selection_changed) as selected:
        page.view.clicked.emit(page.model.index(0, 0))
    assert selected.args[0].refs == {EAST}


def test_that_pictures_and_files_are_shown_copied_and_dragged(
    panel: ResultsPanel, context: Context, tmp_path: Path, qtbot: QtBot
) -> None:
    execution = record_run(context, "count", [Result(value=None)])
    folder = execution.folder / FILES_FOLDER
    folder.mkdir(exist_ok=True)
    picture = QImage(40, 20, QImage.Format.Format_RGB32)
    picture.fill(0)
    assert picture.save(str(folder / "a.png"))
    (folder / "bad.png").write_text("no picture")
    (folder / "run.sh").write_text("echo")
    names = ("a.png", "bad.png", "run.sh")
    files = [OutputFile(name=name, size=1, sha256="0" * 64) for name in names]
    write_head(execution.folder, Head(format=2, status="success", sentence="", files=files))
    _show(panel, qtbot, execution)
    images = panel.page()
    assert isinstance(images, ImagesPage)
    qtbot.waitUntil(lambda: images.view.image.width() == 40)
    with qtbot.waitSignal(images.saved):
        images.save_as(tmp_path / "copy.png")
    assert (tmp_path / "copy.png").read_bytes() == (folder / "a.png").read_bytes()
    images.choice.setCurrentIndex(1)
    qtbot.waitUntil(lambda: images.view.image.width() == 0)
    page = _open(panel, "Files 3")
    assert isinstance(page, FilesPage)
    rows = page.findChildren(FileRow)
    assert [row.mime_data().urls()[0].toLocalFile() for row in rows] == [str(folder / name) for name in names]
    enabled = {one.toolTip().split()[0]: one.isEnabled() for one in rows[2].findChildren(IconButton)}
    assert enabled["Not"] is False


def test_that_a_column_is_to_colour_the_elements(panel: ResultsPanel, context: Context, qtbot: QtBot) -> None:
    rows = [{"guid": GUID_EAST, "n": 1}, {"guid": GUID_EAST, "n": 3}]
    _show(panel, qtbot, record_run(context, "count", [Result(value=rows)]))
    _table(panel).view.selectRow(0)
    assert _table(panel).footer.text.startswith("n  Σ 4  mean 2")
    with qtbot.waitSignal(panel.color_requested) as wanted:
        _table(panel).color_requested.emit(1)
    wish = wanted.args[0]
    assert (wish.title, wish.key) == ("n", KEY)


def test_that_the_log_has_chips_with_counts_and_its_links_select(context: Context, qtbot: QtBot) -> None:
    log = LogPanel(context)
    qtbot.addWidget(log)
    log.resize(900, 300)
    log.show()
    said: list[Message] = [
        Log(level="info", text=f"see {GUID_EAST} and #{WALL_WEST}"),
        Log(level="error", text="bad"),
        Log(level="error", text="worse"),
    ]
    log.show_execution(record_run(context, "count", said).id)
    qtbot.waitUntil(lambda: log.model.rowCount() == 3)
    chips = {level: chip.text() for level, chip in log.chips.chips.items() if not chip.isHidden()}
    assert chips == {"error": "Error 2", "info": "Info 1"}
    log.chips.chips["error"].click()
    assert log.model.rowCount() == 2
    log.chips.chips["error"].click()
    for link, ref in zip(links_of(log.model.line(0).text), (EAST, WEST), strict=True):
        with qtbot.waitSignal(context.hub.selection_changed) as selected:
            log.view.link_clicked.emit(link)
        assert selected.args[0].refs == {ref}
    place = log.view.visualRect(log.model.index(0, 0)).center()
    place.setX(log.view.delegate.text_left() + log.view.fontMetrics().horizontalAdvance("see 1"))
    assert log.view.link_at(place) is not None


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
