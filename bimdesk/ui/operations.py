"""Operations: a service runs off the GUI thread, its callbacks in it.

One writer thread for the database, a small pool for reads. A `BimdeskError` that nobody handles becomes a
notification; any other exception is a bug and goes to `sys.excepthook`. A callback of a Qt object that was
deleted meanwhile is dropped: nobody is there to take what it brings.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from bimdesk.errors import BimdeskError
from bimdesk.ui.hub import Hub
from bimdesk.ui.receivers import is_gone

T = TypeVar("T")


class Operations(QObject):
    """Runs functions in threads and hands their results back to the GUI thread."""

    _delivered = Signal(object)
    idle_changed = Signal(bool)

    def __init__(self, hub: Hub, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="bimdesk-writer")
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="bimdesk-reader")
        self._pending = 0
        self._closed = False
        self._delivered.connect(self._call, Qt.ConnectionType.QueuedConnection)

    @property
    def is_idle(self) -> bool:
        return self._pending == 0

    def run(
        self,
        function: Callable[[], T],
        *,
        on_success: Callable[[T], None] | None = None,
        on_failure: Callable[[BimdeskError], None] | None = None,
        on_bug: Callable[[], object] | None = None,
    ) -> None:
        """Read something in the pool. `on_bug`: after an exception that nobody expected was reported."""
        self._submit(self._readers, function, on_success, on_failure, on_bug)

    def write(
        self,
        function: Callable[[], T],
        *,
        on_success: Callable[[T], None] | None = None,
        on_failure: Callable[[BimdeskError], None] | None = None,
    ) -> None:
        """Change something, one after another in the writer thread."""
        self._submit(self._writer, function, on_success, on_failure)

    def close(self) -> None:
        """Finish what was begun, then stop; callbacks that are still to come are dropped."""
        self._closed = True
        self._writer.shutdown(wait=True)
        self._readers.shutdown(wait=True, cancel_futures=True)

    def _submit(
        self,
        pool: ThreadPoolExecutor,
        function: Callable[[], T],
        on_success: Callable[[T], None] | None,
        on_failure: Callable[[BimdeskError], None] | None,
        on_bug: Callable[[], object] | None = None,
    ) -> None:
        if self._closed:
            return
        self._pending += 1

        def deliver(future: Future[T]) -> None:
            if not self._closed:
                self._delivered.emit((future, on_success, on_failure, on_bug))

        pool.submit(function).add_done_callback(deliver)

    def _call(self, delivery: tuple[Future[Any], Any, Any, Any]) -> None:
        future, on_success, on_failure, on_bug = delivery
        self._pending -= 1
        if future.cancelled():
            return
        error = future.exception()
        if error is None:
            if on_success is not None and not is_gone(on_success):
                on_success(future.result())
        elif isinstance(error, BimdeskError):
            take = on_failure or self._hub.notify_error
            if not is_gone(take):
                take(error)
        else:
            sys.excepthook(type(error), error, error.__traceback__)
            if on_bug is not None and not is_gone(on_bug):
                on_bug()
        if self._pending == 0:
            self.idle_changed.emit(True)
