"""The findings' panels on a real project: pages, groups, what is chosen, what is decided and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from finding_project import Part, add_version, problem, run
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from bimdesk.domain.finding import Severity
from bimdesk.domain.finding_life import Decision, FindingFilter, FindingState
from bimdesk.paths import AppPaths
from bimdesk.services.findings.listing import list_findings
from bimdesk.ui.context import Context
from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.hub import Notification
from bimdesk.ui.models.finding_pages import PAGE
from bimdesk.ui.panels.findings import DetailsPage, FindingList, FindingsDesk, FindingsPage, GroupsPage
from bimdesk.ui.theme import fonts

MANY = PAGE + 60
PARTS = {
    step: Part(f"{step:022d}", f"Wall {step}", storey=f"Level {step % 2}") for step in range(1, MANY + 1)
}


@pytest.fixture
def desk(tmp_path: Path, app_paths: AppPaths, qtbot: QtBot) -> Iterator[FindingsDesk]:
    """260 warnings on walls, of which the first ten are errors of another check."""
    fonts.install()
    context = Context(tmp_path / "project", app_paths)
    version = add_version(context.project, PARTS)
    found = [
        problem(PARTS, step, f"Wall {step} is too thin", check="thin", severity=Severity.ERROR)
        if step <= 10
        else problem(PARTS, step, f"Wall {step} has no name", check="names", severity=Severity.WARNING)
        for step in PARTS
    ]
    run(context.project, version, found, seen=list(PARTS))
    made = FindingsDesk(context)
    yield made
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    context.close()


def show(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.addWidget(widget)
    widget.resize(1200, 600)
    widget.show()
    qtbot.waitExposed(widget)


def loaded(qtbot: QtBot, desk: FindingsDesk, count: int) -> None:
    qtbot.waitUntil(lambda: desk.table.is_read and desk.table.count == count)
    qtbot.waitUntil(lambda: desk.context.operations.is_idle)


def test_that_rows_come_by_pages_and_choosing_one_on_a_page_to_come_waits_for_it(
    desk: FindingsDesk, qtbot: QtBot
) -> None:
    view = FindingList(desk)
    show(qtbot, view)
    loaded(qtbot, desk, MANY)
    assert desk.table.finding(0) is not None
    last = MANY - 1
    assert desk.table.finding(last) is None, "the second page was not looked at"
    desk.choose_row(last)
    qtbot.waitUntil(lambda: desk.chosen.current is not None)
    assert desk.chosen.current is not None and desk.chosen.current.message == f"Wall {MANY} has no name"


def test_that_chips_groups_and_search_narrow_the_same_list(desk: FindingsDesk, qtbot: QtBot) -> None:
    view, groups = FindingList(desk), GroupsPage(desk)
    show(qtbot, view)
    show(qtbot, groups)
    loaded(qtbot, desk, MANY)
    chip = view.chips.chip("severity", Severity.ERROR)
    qtbot.waitUntil(lambda: chip.text() == "Error  10")
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    loaded(qtbot, desk, 10)
    view.clear_filters()
    loaded(qtbot, desk, MANY)
    qtbot.waitUntil(lambda: groups.model.rowCount() == 3)
    names = groups.model.index(next(r for r in (1, 2) if "names" in groups.model.words_at(r)))
    QTest.mouseClick(
        groups.view.viewport(), Qt.MouseButton.LeftButton, pos=groups.view.visualRect(names).center()
    )
    loaded(qtbot, desk, MANY - 10)
    view.search.setText("Wall 260")
    view.search.returnPressed.emit()
    loaded(qtbot, desk, 1)
    view.search.setText("nowhere")
    view.search.returnPressed.emit()
    loaded(qtbot, desk, 0)
    assert view.shown_state == "none found"


def test_that_groups_of_the_list_fold_and_count(desk: FindingsDesk, qtbot: QtBot) -> None:
    view = FindingList(desk)
    show(qtbot, view)
    desk.group_by("storey")
    qtbot.waitUntil(lambda: desk.table.rowCount() == MANY + 2)
    head = desk.table.index(0, 0)
    assert head.data(Role.HEADER) and head.data(Qt.ItemDataRole.AccessibleTextRole) == f"Level 0 {MANY // 2}"
    QTest.mouseClick(view.view.viewport(), Qt.MouseButton.LeftButton, pos=view.view.visualRect(head).center())
    assert desk.table.rowCount() == MANY // 2 + 2
    desk.step(1)
    qtbot.waitUntil(lambda: desk.chosen.current is not None)
    assert desk.chosen.current is not None and desk.chosen.current.storey == "Level 1"


def test_that_all_that_are_chosen_are_decided_at_once_and_taken_back_by_undo(
    desk: FindingsDesk, qtbot: QtBot
) -> None:
    view = FindingList(desk)
    show(qtbot, view)
    loaded(qtbot, desk, MANY)
    told: list[Notification] = []
    desk.context.hub.notified.connect(told.append)
    view.view.selectAll()
    qtbot.waitUntil(lambda: len(desk.chosen.ids) == MANY)
    desk.acts.decide(desk.chosen.ids, Decision.ACCEPTED, reason="A pilot", author="Anna")
    qtbot.waitUntil(lambda: bool(told) and desk.table.count == 0)
    accepted_chip = view.chips.chip("decision", Decision.ACCEPTED)
    qtbot.waitUntil(lambda: desk.counts.open == 0 and accepted_chip.text() == f"Accepted  {MANY}")
    assert told[0].text == f"Accepted: {MANY} findings" and told[0].on_action is not None
    accepted = list_findings(desk.context.project, FindingFilter(decisions=frozenset({Decision.ACCEPTED})))
    assert accepted[0].waiver is not None and accepted[0].waiver.author == "Anna"
    told[0].on_action()
    loaded(qtbot, desk, MANY)


def test_that_the_details_plan_comment_and_refuse_a_waiver_without_a_reason(
    desk: FindingsDesk, qtbot: QtBot
) -> None:
    details = DetailsPage(desk)
    show(qtbot, details)
    desk.wake()
    loaded(qtbot, desk, MANY)
    desk.step(1)
    qtbot.waitUntil(lambda: details.details is not None)
    details.plan.assignee.setEditText("Anna")
    details.plan.assignee.lineEdit().editingFinished.emit()
    details.plan.due.setText("tomorrow")
    details.plan.due.editingFinished.emit()
    details.plan.labels.setText("door, fire, door")
    details.plan.labels.editingFinished.emit()
    details.comment.setText("Ask the architect.")
    details.comment.returnPressed.emit()

    def finding() -> tuple[object, ...]:
        one = details.details.finding if details.details is not None else None
        return () if one is None else (one.assignee, one.due, one.labels, one.comments)

    qtbot.waitUntil(lambda: finding() == ("Anna", None, ("door", "fire"), 1))
    details.ask_reason()
    form = details.accept_form
    form.submit()
    assert form.isVisible()
    form.reason.setPlainText("Agreed")
    form.until.setText("2020-01-01")
    form.submit()
    assert form.isVisible(), "a day that is over"
    form.until.clear()
    QTest.keyClick(form.reason, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: details.details is not None and details.details.finding.waiver is not None)


def test_that_the_document_shows_timeline_and_matrix_and_a_bar_filters_the_list(
    desk: FindingsDesk, qtbot: QtBot
) -> None:
    page = FindingsPage(desk)
    show(qtbot, page)
    loaded(qtbot, desk, MANY)
    page.show_view("timeline")
    page.timeline.show_by("severity")
    qtbot.waitUntil(lambda: len(page.timeline.points) == 1)
    place = page.timeline.chart.spot_rect((0, 0)).center()
    QTest.mouseClick(page.timeline.chart, Qt.MouseButton.LeftButton, pos=place)
    assert page.view == "list"
    loaded(qtbot, desk, 10)
    assert desk.scope.values("severity") == {Severity.ERROR}
    opened: list[object] = []
    page.matrix.run_requested.connect(opened.append)
    page.show_view("matrix")
    qtbot.waitUntil(lambda: page.matrix.model.rowCount() == 2)
    page.matrix.view.setCurrentIndex(page.matrix.model.index(0, 1))
    QTest.keyClick(page.matrix.view, Qt.Key.Key_Return)
    first = list_findings(desk.context.project, FindingFilter(states=frozenset({FindingState.NEW})), limit=1)
    assert opened == [first[0].last_execution]
