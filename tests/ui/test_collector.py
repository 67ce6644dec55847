"""No full garbage collection while somebody works."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from bimdesk.ui import collector as collector_module
from bimdesk.ui.collector import Collector

FULL = 2
"""The oldest generation."""


class Desk:
    """A collector, and whether something runs."""

    def __init__(self) -> None:
        self.is_busy = False
        self.parent = QObject()
        self.collector = Collector(lambda: self.is_busy, self.parent)
        self.full = 0
        gc.callbacks.append(self._told)

    def make(self, objects: int) -> list[object]:
        """Objects that live on, so that young collections hand them over to the oldest generation."""
        return [[number] for number in range(objects)]

    def close(self) -> None:
        gc.callbacks.remove(self._told)
        self.collector.close()

    def _told(self, phase: str, facts: dict[str, int]) -> None:
        self.full += phase == "start" and facts["generation"] == FULL


@pytest.fixture
def desk(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(collector_module, "WORTH", 3)
    gc.collect()
    made = Desk()
    made.collector.look()
    yield made
    made.close()


def test_that_python_itself_starts_no_full_collection_any_more(desk: Desk) -> None:
    kept = desk.make(300_000)
    assert desk.full == 0 and gc.get_count()[FULL] > 3
    assert len(kept) == 300_000


def test_that_it_happens_once_the_window_rests_and_it_is_worth_it(desk: Desk) -> None:
    assert not desk.collector.look()
    kept = desk.make(100_000)
    desk.is_busy = True
    assert not desk.collector.look()
    desk.is_busy = False
    assert desk.collector.look() and desk.full == 1
    assert not desk.collector.look()
    assert len(kept) == 100_000


def test_that_it_is_not_put_off_for_ever(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collector_module, "OVERDUE", 5)
    kept = desk.make(100_000)
    desk.is_busy = True
    assert desk.collector.look() and len(kept) == 100_000


def test_that_python_collects_as_before_once_the_project_is_closed(qtbot: QtBot) -> None:
    before = gc.get_threshold()
    old = Desk()
    new = Desk()
    old.close()
    assert gc.get_threshold() != before
    new.close()
    assert gc.get_threshold() == before
