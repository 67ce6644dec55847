"""Reads that overtake one another."""

from __future__ import annotations

import threading

from pytestqt.qtbot import QtBot

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
