"""Work for very many elements waits for the next turn of the event loop."""

from __future__ import annotations

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from bimdesk.ui.own_turn import MANY, OwnTurn


def test_that_few_are_told_at_once_and_of_many_only_the_newest_later(qtbot: QtBot) -> None:
    owner, told = QObject(), list[str]()
    turn = OwnTurn(owner, told.append)
    turn.ask("few", MANY)
    assert told == ["few"]
    turn.ask("many", MANY + 1)
    turn.ask("more", MANY + 1)
    assert told == ["few"]
    qtbot.waitUntil(lambda: told == ["few", "more"])


def test_that_few_after_many_take_their_place(qtbot: QtBot) -> None:
    owner, told = QObject(), list[str]()
    turn = OwnTurn(owner, told.append)
    turn.ask("many", MANY + 1)
    turn.ask("few", 1)
    turn.ask("dropped", MANY + 1)
    turn.drop()
    last = OwnTurn(owner, told.append)
    last.ask("last", MANY + 1)
    qtbot.waitUntil(lambda: "last" in told)
    assert told == ["few", "last"]
