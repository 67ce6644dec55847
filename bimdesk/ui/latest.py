"""Reads that may overtake one another in the pool: only the answer to the last question counts."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject
from shiboken6 import isValid

from bimdesk.errors import BimdeskError
from bimdesk.ui.operations import Operations
from bimdesk.ui.receivers import is_gone

T = TypeVar("T")


def is_alive(owner: QObject | None) -> bool:
    """False where Qt has deleted the object behind `owner`: a window that was closed meanwhile."""
    return owner is None or isValid(owner)


class Latest(Generic[T]):
    """Asks in the pool and hands `take` the newest answer; one that comes late is dropped.

    Without it a slow read of how things were replaces the quick one of how they are.
    """

    def __init__(
        self, operations: Operations, take: Callable[[T], None], *, owner: QObject | None = None
    ) -> None:
        """`owner`: whoever takes the answer, where `take` is no method of it; none once Qt has deleted it."""
        self._operations = operations
        self._take = take
        self._owner = owner
        self._asked = 0

    def ask(self, function: Callable[[], T]) -> None:
        """Read; a BimdeskError becomes a notification, as everywhere."""
        self._asked += 1
        self._operations.run(function, on_success=partial(self._answer, self._asked))

    def drop(self) -> None:
        """What is on its way no longer counts."""
        self._asked += 1

    def _answer(self, number: int, result: T) -> None:
        if number == self._asked and is_alive(self._owner) and not is_gone(self._take):
            self._take(result)


class LatestStopping(Generic[T]):
    """The same for long readings: the function gets an event that is set once nobody waits for it any more.

    A failure of the newest question goes to `fail`; what a stopped one says is dropped.
    """

    def __init__(
        self,
        operations: Operations,
        take: Callable[[T], None],
        fail: Callable[[BimdeskError], None],
        *,
        owner: QObject,
    ) -> None:
        self._operations = operations
        self._take = take
        self._fail = fail
        self._owner = owner
        self._asked = 0
        self._cancel = threading.Event()
        self.is_waiting = False

    def ask(self, function: Callable[[threading.Event], T]) -> None:
        """Stop what is on its way and read this."""
        self.stop()
        self.is_waiting = True
        self._operations.run(
            partial(function, self._cancel),
            on_success=partial(self._answer, self._asked, self._take),
            on_failure=partial(self._answer, self._asked, self._fail),
        )

    def stop(self) -> None:
        """Nobody waits any more."""
        self._cancel.set()
        self._cancel = threading.Event()
        self._asked += 1
        self.is_waiting = False

    def _answer(self, number: int, tell: Callable[[Any], None], result: T | BimdeskError) -> None:
        if number == self._asked and is_alive(self._owner):
            self.is_waiting = False
            tell(result)
