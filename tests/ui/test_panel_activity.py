"""The Activity document: what it tells, unfolds, follows and leads to."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot
from run_context import record_run

from bimdesk.domain.activity import Activity, ActivityKind
from bimdesk.domain.execution import Status
from bimdesk.protocol.messages import FindingMessage, Log, Result
from bimdesk.services.activity import PAGE
from bimdesk.services.clock import now
from bimdesk.services.library.scripts import create_script
from bimdesk.services.models import list_models, remove_model
from bimdesk.ui.context import Context
from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.panels.activity import ActivityPanel


def _panel(context: Context, qtbot: QtBot, *, entries: int) -> ActivityPanel:
    made = ActivityPanel(context)
    qtbot.addWidget(made)
    QAbstractItemModelTester(made.model, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    made.resize(900, 500)
    made.show()
    qtbot.waitUntil(lambda: made.model.size >= entries)
    return made


def _entries(panel: ActivityPanel) -> list[QModelIndex]:
    model = panel.model
    days = [model.index(row, 0) for row in range(model.rowCount())]
    return [model.index(row, 0, day) for day in days for row in range(model.rowCount(day))]


def _titles(panel: ActivityPanel) -> list[str]:
    return [str(index.data()) for index in _entries(panel)]


def test_that_a_run_unfolds_to_its_arguments_findings_and_log(context: Context, qtbot: QtBot) -> None:
    record_run(
        context,
        "count",
        [Log(level="info", text="looked at 5"), FindingMessage(message="x"), Result(value=None)],
    )
    panel = _panel(context, qtbot, entries=3)
    run = _entries(panel)[0]
    assert str(run.data()).startswith("Count on ")
    assert run.data(Role.CHIP).text == "Success"
    assert "1 finding" in run.data(Role.SUBTITLE)
    panel.view.expand(run)
    qtbot.waitUntil(lambda: panel.model.rowCount(run) > 0)
    lines = [str(panel.model.index(row, 0, run).data()) for row in range(panel.model.rowCount(run))]
    assert "element_class = IfcWall, least = 1" in lines
    assert "1 New" in lines and lines[-1] == "looked at 5"


def test_that_what_happens_meanwhile_comes_to_the_top_and_what_is_unfolded_stays_so(
    context: Context, qtbot: QtBot
) -> None:
    record_run(context, "count", [Result(value=None)])
    panel = _panel(context, qtbot, entries=3)
    run = _entries(panel)[0]
    panel.view.expand(run)
    qtbot.waitUntil(lambda: panel.model.rowCount(_entries(panel)[0]) > 0)
    _script, changes = create_script(context.project, name="My check", text="result = 1\n")
    context.hub.publish(changes)
    qtbot.waitUntil(lambda: panel.model.size == 4)
    assert _titles(panel)[0] == "my_check, version 1"
    assert panel.view.isExpanded(_entries(panel)[1])


def test_that_chips_filter_by_kind_and_an_empty_kind_says_so(context: Context, qtbot: QtBot) -> None:
    record_run(context, "count", [Result(value=None)])
    panel = _panel(context, qtbot, entries=3)
    panel.chips[ActivityKind.IMPORT].click()
    qtbot.waitUntil(lambda: panel.model.size == 1)
    assert _titles(panel)[0].endswith(" imported")
    panel.chips[ActivityKind.IMPORT].click()
    panel.chips[ActivityKind.FINDING].click()
    qtbot.waitUntil(lambda: panel.model.size == 0)
    panel.show_all()
    qtbot.waitUntil(lambda: panel.model.size == 3)


def test_that_older_entries_come_when_they_are_scrolled_to_each_once(context: Context, qtbot: QtBot) -> None:
    count = PAGE + 30
    for number in range(count):
        context.project.activity.note(now(), ActivityKind.PROJECT, f"{number}", "noted")
    panel = _panel(context, qtbot, entries=PAGE)
    panel.view.scrollToBottom()
    qtbot.waitUntil(lambda: panel.model.size == count + 1)
    assert len(set(_titles(panel))) == count + 1


def test_that_a_double_click_opens_and_a_removed_model_is_told(context: Context, qtbot: QtBot) -> None:
    execution = record_run(context, "count", [Result(value=None)])
    panel = _panel(context, qtbot, entries=3)
    opened: list[Activity] = []
    panel.opened.connect(opened.append)
    panel.view.doubleClicked.emit(_entries(panel)[0])
    assert [one.subject for one in opened] == [execution.id]
    assert Status(opened[0].data["status"]) is Status.SUCCESS
    model = list_models(context.project)[0]
    context.hub.publish(remove_model(context.project, model.id))
    qtbot.waitUntil(lambda: _titles(panel)[0] == f"{model.name} removed")
