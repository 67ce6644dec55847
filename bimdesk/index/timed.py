"""Queries that end: a limit of time and a way to cancel, looked at while SQLite works."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bimdesk.errors import BimdeskError
from bimdesk.index.reader import ModelIndex

_STEPS = 4000
"""Steps of SQLite's machine between two looks: well under a millisecond."""


class QueryStoppedError(BimdeskError):
    """A query was cancelled, or took longer than it may."""


@contextmanager
def limited(
    index: ModelIndex, *, seconds: float | None = None, cancel: threading.Event | None = None
) -> Iterator[None]:
    """Inside it a query of this connection ends after `seconds` or soon after `cancel` is set.

    Raises QueryStoppedError then.
    """
    ends = None if seconds is None else time.monotonic() + seconds

    def is_over() -> bool:
        return (cancel is not None and cancel.is_set()) or (ends is not None and time.monotonic() > ends)

    index.connection.set_progress_handler(is_over, _STEPS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
        if cancel is not None and cancel.is_set():
            raise QueryStoppedError("The search was cancelled.") from error
        raise QueryStoppedError(
            f"The search took longer than {seconds:g} s and was stopped.",
            "Narrow it, by a class for example.",
        ) from error
    finally:
        index.connection.set_progress_handler(None, 0)
