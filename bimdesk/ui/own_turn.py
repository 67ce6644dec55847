"""Work for very many elements gets a turn of the event loop of its own: none holds the window up for long."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer

Value = TypeVar("Value")
MANY = 5_000
"""Elements up to which a view follows at once."""


class OwnTurn(Generic[Value]):
    """Tells `run` the newest value: at once for few elements, in the next turn for many."""

    def __init__(self, owner: QObject, run: Callable[[Value], object]) -> None:
        self._run = run
        self._value: list[Value] = []
        self._timer = QTimer(owner, singleShot=True, interval=0)
        self._timer.timeout.connect(self._tell)

    def ask(self, value: Value, count: int) -> None:
        """`count`: how many elements it is about."""
        self._value = [value]
        if count > MANY:
            self._timer.start()
        else:
            self._tell()

    def drop(self) -> None:
        """What waits is no longer so."""
        self._timer.stop()
        self._value = []

    def _tell(self) -> None:
        self._timer.stop()
        waiting, self._value = self._value, []
        for value in waiting:
            self._run(value)
