"""The supervisor's own pipes: lines from the window, lines to it. Never blocks on a window that is busy."""

from __future__ import annotations

import json
import os
import select
import time
from typing import Any

from bimdesk.worker.supervisor.claims import encode

MAX_JOB = 64 * 1024 * 1024
FINISH_S = 60.0
"""How long the last message waits for a window that does not read."""
_GONE = (BrokenPipeError, ConnectionResetError)


class WindowGoneError(Exception):
    """The window closed its pipes, or sent what is no job."""


class Link:
    """Standard input and output. `pending` says that the output waits to be written."""

    def __init__(self) -> None:
        self._in = bytearray()
        self._out = bytearray()
        os.set_blocking(0, False)
        os.set_blocking(1, False)

    @property
    def pending(self) -> bool:
        return bool(self._out)

    def read(self) -> list[dict[str, Any]]:
        """Whole lines that have come. Raises WindowGoneError at the end of the input."""
        try:
            data = os.read(0, 1024 * 1024)
        except BlockingIOError:
            return []
        except _GONE:
            raise WindowGoneError from None
        if not data or len(self._in) + len(data) > MAX_JOB:
            raise WindowGoneError
        self._in += data
        if b"\n" not in data:
            return []
        *lines, rest = bytes(self._in).split(b"\n")
        self._in = bytearray(rest)
        return [_object(line) for line in lines if line.strip()]

    def say(self, kind: str, **words: Any) -> None:
        """One message of the supervisor itself."""
        self.pass_on([encode({"type": kind, **words})])

    def pass_on(self, lines: list[bytes]) -> None:
        """Lines that claims.py has let through."""
        for line in lines:
            self._out += line
        self.flush()

    def flush(self) -> None:
        """Write what fits now. Raises WindowGoneError where nobody reads any more."""
        while self._out:
            try:
                del self._out[: os.write(1, self._out[: 64 * 1024])]
            except BlockingIOError:
                return
            except _GONE:
                raise WindowGoneError from None

    def check(self) -> None:
        """Raises WindowGoneError where the window closed the input; reads nothing."""
        end = select.poll()
        end.register(0, 0)  # POLLHUP comes unasked
        if end.poll(0):
            raise WindowGoneError

    def finish(self, patience_s: float = FINISH_S) -> None:
        """Write all that is left. Raises WindowGoneError where nobody reads it, or closes the input."""
        until = time.monotonic() + patience_s
        ends = select.poll()
        ends.register(0, 0)
        ends.register(1, select.POLLOUT)
        self.flush()
        while self._out:
            ready = dict(ends.poll(max(0.0, until - time.monotonic()) * 1000))
            if 1 not in ready:
                raise WindowGoneError
            self.flush()


def _object(line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise WindowGoneError from error
    if not isinstance(value, dict):
        raise WindowGoneError
    return value
