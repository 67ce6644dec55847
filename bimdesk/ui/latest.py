"""Reads that may overtake one another in the pool: only the answer to the last question counts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import QObject
from shiboken6 import isValid

from bimdesk.ui.operations import Operations

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
        """`owner`: whoever takes the answer; once Qt has deleted it, no answer is handed over."""
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
        if number == self._asked and is_alive(self._owner):
            self._take(result)
