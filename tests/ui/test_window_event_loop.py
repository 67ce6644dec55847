"""Rules that keep the event loop free: long forms come in slices, and what is made is used again."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from bimdesk.paths import AppPaths
from bimdesk.ui.context import Context
from bimdesk.ui.forms.form import WIDGETS_A_TURN, Form
from bimdesk.ui.forms.hint import HintLine, Tone
from bimdesk.ui.forms.source import FormSource
from bimdesk.ui.jobs.importing import ImportTicket
from bimdesk.ui.theme import style
from bimdesk.ui.window.queue import JobStrip, Queue
from bimdesk.ui.window.readiness import A_TURN, A_WALK, Readiness

LONG: dict[str, Any] = {
    "type": "object",
    "properties": {
        **{f"number_{at}": {"type": "number", "default": at, "description": "Why."} for at in range(14)},
        "weights": {
            "type": "object",
            "properties": {f"weight_{at}": {"type": "number", "default": 1} for at in range(8)},
        },
    },
}


class Counter(QObject):
    """Counts the events of one kind that widgets get."""

    def __init__(self, kind: QEvent.Type) -> None:
        super().__init__()
        self.kind = kind
        self.count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == self.kind and isinstance(watched, QWidget)
        return super().eventFilter(watched, event)


@pytest.fixture
def context(app_paths: AppPaths, tmp_path: Path, qapp: QApplication) -> Iterator[Context]:
    style.apply(qapp, "dark")
    made = Context(tmp_path / "Project", app_paths)
    yield made
    made.close()


@pytest.fixture
def form(qtbot: QtBot, qapp: QApplication) -> Form:
    style.apply(qapp, "dark")
    made = Form(LONG, source=FormSource(qapp))
    qtbot.addWidget(made)
    return made


def _shown(form: Form) -> int:
    fields = [field for field in form.fields() if field.isVisibleTo(form)]
    return sum(field.size_in_widgets for field in fields)


def test_that_a_long_form_shows_a_bounded_number_of_widgets_in_a_turn(form: Form, qtbot: QtBot) -> None:
    largest = max(field.size_in_widgets for field in form.fields())
    steps = [0]
    form.show_in_turns()
    steps.append(_shown(form))
    while not form.is_whole:
        form.show_some()
        steps.append(_shown(form))
    assert len(steps) > 3
    assert all(after - before <= WIDGETS_A_TURN + largest for before, after in itertools.pairwise(steps))
    assert all(field.isVisibleTo(form) for field in form.fields())


def test_that_the_event_loop_shows_the_rest_of_a_form(form: Form, qtbot: QtBot) -> None:
    with qtbot.waitSignal(form.whole):
        form.show_in_turns()
        assert not form.is_whole


def test_that_a_form_holds_all_values_before_all_its_fields_are_shown(form: Form) -> None:
    form.show_in_turns()
    assert not form.is_whole
    assert form.values()["number_13"] == 13
    assert form.values()["weights"]["weight_7"] == 1


def test_that_going_to_an_error_shows_the_whole_form(form: Form) -> None:
    form.show_in_turns()
    form.show_errors({"weights.weight_7": "Too much"})
    field = form.focus_first_error()
    assert field is not None and field.isVisibleTo(form)


def test_that_a_check_that_changes_nothing_gives_no_widget_a_new_style(form: Form, qtbot: QtBot) -> None:
    form.show_all_errors()
    form.show()
    counter = Counter(QEvent.Type.StyleChange)
    for widget in form.findChildren(QWidget):
        widget.installEventFilter(counter)
    form.validate()
    assert counter.count == 0


def test_that_a_hint_makes_only_what_it_shows(qtbot: QtBot) -> None:
    hint = HintLine()
    qtbot.addWidget(hint)
    assert not hint.findChildren(QWidget)
    hint.say("matches 3 elements", Tone.MATCH)
    assert len(hint.findChildren(QWidget)) == 2
    hint.say("matches 3 elements", Tone.MATCH, link="Show in 3D")
    hint.say("", Tone.HINT)
    assert len(hint.findChildren(QWidget)) == 3
    assert hint.isHidden() and hint.text == ""


def test_that_the_strip_of_a_job_is_used_again(context: Context, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    queue = Queue(context, window)
    first = queue.findChildren(JobStrip)
    cancelled: list[ImportTicket] = []
    context.importer.cancelled.connect(cancelled.append)
    for number in range(4):
        ticket = ImportTicket(number, Path(f"model {number}.ifc"))
        context.importer.queued.emit(ticket)
        assert queue.count == 1
        assert queue.findChildren(JobStrip) == first
        assert not first[0].isHidden()
        context.importer.cancelled.emit(ticket)
        assert queue.count == 0 and first[0].isHidden()
    assert len(cancelled) == 4


def test_that_hidden_widgets_get_their_style_a_few_in_a_turn(context: Context, qtbot: QtBot) -> None:
    stack = QStackedWidget()
    qtbot.addWidget(stack)
    for _page in range(3):
        stack.addWidget(Form(LONG, source=FormSource(stack)))
    polished = Counter(QEvent.Type.Polish)
    for widget in stack.findChildren(QWidget):
        widget.installEventFilter(polished)
    readiness = Readiness(context.project, context.operations, [stack], stack)
    turns = []
    while not readiness.is_done:
        before = polished.count
        readiness.step()
        turns.append(polished.count - before)
    assert sum(turns) > 100
    assert max(turns) <= 4 * A_TURN


class Asked(QWidget):
    """Counts how many of its kind were asked for their children."""

    asked = 0

    def children(self) -> list[QObject]:
        Asked.asked += 1
        return super().children()


def test_that_a_turn_gathers_a_few_widgets_only(context: Context, qtbot: QtBot) -> None:
    """All 640 of a window at once took the event loop a tenth of a second while a project was opened."""
    stack = QStackedWidget()
    qtbot.addWidget(stack)
    for _page in range(3 * A_WALK):
        stack.addWidget(Asked(stack))
    readiness = Readiness(context.project, context.operations, [stack], stack)
    Asked.asked, turns = 0, [0]
    while not readiness.is_done:
        readiness.step()
        turns.append(Asked.asked)
    assert turns[-1] == 3 * A_WALK
    assert max(after - before for before, after in itertools.pairwise(turns)) <= A_WALK


def test_that_a_widget_that_goes_before_its_turn_is_passed_over(context: Context, qtbot: QtBot) -> None:
    stack = QStackedWidget()
    qtbot.addWidget(stack)
    pages = [Form(LONG, source=FormSource(stack)) for _page in range(2)]
    for page in pages:
        stack.addWidget(page)
    readiness = Readiness(context.project, context.operations, [stack], stack)
    while not readiness.step():
        pass
    delete(pages[1])
    while not readiness.is_done:
        readiness.step()
    assert stack.count() == 1
