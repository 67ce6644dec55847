"""Reads that overtake one another."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from bimdesk.ui.hub import Hub
from bimdesk.ui.latest import Latest
from bimdesk.ui.operations import Operations


def test_that_a_slow_old_answer_never_replaces_the_new_one(qtbot: QtBot) -> None:
    operations = Operations(Hub())
    taken: list[str] = []
    latest = Latest(operations, taken.append)
    go_on = threading.Event()

    def old() -> str:
        go_on.wait(10)
        return "old"

    latest.ask(old)
    latest.ask(lambda: "new")
    qtbot.waitUntil(lambda: taken == ["new"])
    go_on.set()
    qtbot.waitUntil(lambda: operations.is_idle)
    assert taken == ["new"]
    operations.close()


class _Picker(QObject):
    """Takes answers, until it is closed."""

    listed = Signal()

    def take(self, _answer: str) -> None:
        self.listed.emit()


def test_that_an_answer_for_a_taker_who_was_deleted_is_dropped(qtbot: QtBot) -> None:
    operations = Operations(Hub())
    picker, go_on = _Picker(), threading.Event()
    latest = Latest(operations, picker.take)

    def slow() -> str:
        go_on.wait(10)
        return "late"

    latest.ask(slow)
    delete(picker)
    go_on.set()
    qtbot.waitUntil(lambda: operations.is_idle)
    operations.close()
