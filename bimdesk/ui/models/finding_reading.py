"""Long reads one after another: while one is on its way, only the last of those asked for meanwhile waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject

from bimdesk.errors import BimdeskError
from bimdesk.ui.hub import Hub
from bimdesk.ui.latest import is_alive
from bimdesk.ui.operations import Operations

T = TypeVar("T")


class OneAtATime(Generic[T]):
    """Counting a million rows holds a reader for a second: a word that is typed must not ask for ten of them.

    `take` gets the answer to the last question only.
    """

    def __init__(
        self, operations: Operations, hub: Hub, take: Callable[[T], None], *, owner: QObject
    ) -> None:
        self._operations = operations
        self._hub = hub
        self._take = take
        self._owner = owner
        self._next: Callable[[], T] | None = None
        self.is_reading = False

    def ask(self, read: Callable[[], T]) -> None:
        """Read this, once what is on its way has come."""
        if self.is_reading:
            self._next = read
        else:
            self.is_reading = True
            self._operations.run(read, on_success=self._came, on_failure=self._failed, on_bug=self._go_on)

    def _came(self, answer: T) -> None:
        if is_alive(self._owner) and not self._go_on():
            self._take(answer)

    def _failed(self, error: BimdeskError) -> None:
        if is_alive(self._owner) and not self._go_on():
            self._hub.notify_error(error)

    def _go_on(self) -> bool:
        """Whether something else was asked for meanwhile."""
        self.is_reading = False
        read, self._next = self._next, None
        if read is not None:
            self.ask(read)
        return read is not None
