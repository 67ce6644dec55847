"""The hub says each thing once; operations run off the GUI thread and answer in it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from bimdesk.domain.changes import Changes
from bimdesk.domain.ids import ElementId, ElementRef, ExecutionId, ModelKey
from bimdesk.errors import BadInputError, BimdeskError
from bimdesk.ui.hub import Hub, Notification, Selection
from bimdesk.ui.models.finding_reading import OneAtATime
from bimdesk.ui.operations import Operations

DOOR = ElementRef(ModelKey("a" * 64), ElementId(7))
WALL = ElementRef(ModelKey("a" * 64), ElementId(8))


@pytest.fixture
def hub(qtbot: QtBot) -> Hub:
    return Hub()


@pytest.fixture
def operations(hub: Hub) -> Iterator[Operations]:
    operations = Operations(hub)
    yield operations
    operations.close()


def test_that_the_same_selection_is_said_once_and_again_only_to_reveal_it(hub: Hub) -> None:
    heard: list[Selection] = []
    hub.selection_changed.connect(heard.append)
    hub.select([DOOR, WALL], origin="tree")
    hub.select([WALL, DOOR], origin="viewport")
    hub.select([WALL, DOOR], origin="results", reveal=True)
    assert [(s.origin, s.reveal) for s in heard] == [("tree", False), ("results", True)]
    assert hub.selection == frozenset({DOOR, WALL})


def test_that_empty_changes_are_not_published(hub: Hub) -> None:
    heard: list[Changes] = []
    hub.changed.connect(heard.append)
    hub.publish(Changes())
    some = Changes(executions=frozenset({ExecutionId("x")}))
    hub.publish(some)
    assert heard == [some]


def test_that_a_read_runs_off_the_gui_thread_and_answers_in_it(operations: Operations, qtbot: QtBot) -> None:
    threads: list[threading.Thread] = []
    operations.run(
        threading.current_thread, on_success=lambda t: threads.extend([t, threading.current_thread()])
    )
    qtbot.waitUntil(lambda: len(threads) == 2)
    assert threads[0] is not threading.main_thread()
    assert threads[1] is threading.main_thread()


def test_that_writes_happen_one_after_another_in_the_order_they_were_asked(
    operations: Operations, qtbot: QtBot
) -> None:
    order: list[int] = []
    names: set[str] = set()

    def write(number: int) -> None:
        names.add(threading.current_thread().name)
        order.append(number)

    for number in range(50):
        operations.write(lambda number=number: write(number))
    qtbot.waitUntil(lambda: operations.is_idle)
    assert order == list(range(50))
    assert len(names) == 1


def test_that_an_error_a_person_can_mend_becomes_a_notification_unless_somebody_handles_it(
    hub: Hub, operations: Operations, qtbot: QtBot
) -> None:
    def fail() -> None:
        raise BadInputError("The file is empty.", "Choose another.")

    told: list[Notification] = []
    handled: list[BimdeskError] = []
    hub.notified.connect(told.append)
    operations.run(fail)
    operations.run(fail, on_failure=handled.append)
    qtbot.waitUntil(lambda: len(told) == 1 and len(handled) == 1)
    assert told == [Notification("error", "The file is empty.", "Choose another.")]


def test_that_a_bug_in_an_operation_reaches_the_excepthook(
    operations: Operations, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bugs: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_rest: bugs.append(kind))

    def fail() -> None:
        raise ZeroDivisionError

    operations.run(fail)
    qtbot.waitUntil(lambda: bugs == [ZeroDivisionError])


def test_that_after_a_bug_the_next_question_is_asked(
    operations: Operations, hub: Hub, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bugs: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_rest: bugs.append(kind))
    answers: list[int] = []
    reading = OneAtATime[int](operations, hub, answers.append, owner=hub)
    reading.ask(lambda: 1 // 0)
    reading.ask(lambda: 7)
    qtbot.waitUntil(lambda: answers == [7])
    assert bugs == [ZeroDivisionError] and not reading.is_reading


def test_that_a_callback_which_comes_after_the_end_is_dropped(hub: Hub, qtbot: QtBot) -> None:
    operations = Operations(hub)
    gate = threading.Event()
    called: list[bool] = []
    operations.write(gate.wait, on_success=called.append)
    gate.set()
    operations.close()
    operations.run(lambda: True, on_success=called.append)
    qtbot.wait(1)
    assert called == []


class _Asker(QObject):
    """Something that asks, and may be closed before the answer is there."""

    answered = Signal(object)

    def take(self, answer: object) -> None:
        self.answered.emit(answer)


@pytest.mark.parametrize("way", ["method", "partial", "lambda", "method in a lambda"])
def test_that_an_answer_is_dropped_when_its_asker_was_deleted_meanwhile(
    way: str, operations: Operations, qtbot: QtBot
) -> None:
    asker, let_go = _Asker(), threading.Event()
    others: list[str] = []
    take = asker.take
    ways: dict[str, Callable[[object], object]] = {
        "method": take,
        "partial": partial(take),
        "lambda": lambda answer: asker.take([answer]),
        "method in a lambda": lambda answer: take([answer]),
    }
    operations.run(let_go.wait, on_success=ways[way])
    delete(asker)
    let_go.set()
    operations.run(lambda: "second", on_success=others.append)
    qtbot.waitUntil(lambda: operations.is_idle)
    assert others == ["second"]


def test_that_the_error_for_an_asker_who_was_deleted_is_dropped_too(
    hub: Hub, operations: Operations, qtbot: QtBot
) -> None:
    asker, let_go = _Asker(), threading.Event()
    told: list[object] = []
    hub.notified.connect(told.append)

    def fail() -> None:
        let_go.wait()
        raise BadInputError("Not found.", "Look elsewhere.")

    operations.run(fail, on_failure=asker.take)
    delete(asker)
    let_go.set()
    qtbot.waitUntil(lambda: operations.is_idle)
    assert told == []
