"""What a worker writes on its control pipe: bounded, parsed, filtered. Bytes in, lines for the window out.

Everything after `locked` is a claim of the script: status, files and protection never come from here.
"""

from __future__ import annotations

import json
from typing import Any

from bimdesk.worker.supervisor.streams import LogRoom

MAX_LINE = 1024 * 1024 + 64 * 1024
MAX_BYTES = 8 * 1024 * 1024
MAX_MESSAGES = 20_000
MAX_NODES = 200_000
PROGRESS_S = 0.1
"""The newest progress goes to the window ten times a second at most."""

_TYPES = frozenset({"progress", "log", "finding", "output", "file", "result", "examined", "failed", "done"})
_FINAL = frozenset({"failed", "done"})
_LAST_ROOM = 2 * MAX_LINE
"""Kept free beyond `MAX_BYTES` for the result and the last message: a long log shall not swallow them."""
_LAST_MESSAGES = 100
_JUNK_COST = 64
_LOG_FRAME = 40
"""What is not text in a line of the log."""


class Claims:
    """Reads the control pipe of one worker. `anomalies` counts what was dropped, the log apart (`room`)."""

    def __init__(self, room: LogRoom) -> None:
        self.anomalies = 0
        self._room = room
        self._seen = 0
        self._taken = 0
        self._buffer = bytearray()
        self._skipping = False
        self._bytes = 0
        self._messages = 0
        self._progress: bytes | None = None
        self._progress_at = float("-inf")

    @property
    def flood(self) -> int:
        """Bytes that were log or nothing at all; findings, outputs, files and the result are none.

        What is nothing costs more than it is long: a million empty lines take seconds to look at.
        """
        return self._seen - self._taken - len(self._buffer) + _JUNK_COST * self.anomalies

    def feed(self, data: bytes, now: float) -> list[bytes]:
        """Lines for the window, newline included; `now` is a monotonic clock."""
        self._seen += len(data)
        out: list[bytes] = []
        for line in self._lines(data):
            kind, clean = read_claim(line) or ("", b"")
            if not kind or not self._has_room(kind, max(len(line), len(clean))):
                self.anomalies += 1
            elif kind == "log":
                out += [clean] if self._room.take(max(0, len(clean) - _LOG_FRAME)) else []
            else:
                self._taken += len(line) + 1
                if kind == "progress":
                    self._progress = clean
                else:
                    out += [*self._held(kind in _FINAL), clean]
        return out + self.due(now)

    def due(self, now: float) -> list[bytes]:
        """The progress that was held back, if its time has come."""
        if self._progress is None or now - self._progress_at < PROGRESS_S:
            return []
        self._progress_at = now
        return self._held(True)

    def next_due(self) -> float | None:
        """When `due` should be called, on the same clock; None where nothing waits."""
        return None if self._progress is None else self._progress_at + PROGRESS_S

    def _held(self, wanted: bool) -> list[bytes]:
        if self._progress is None or not wanted:
            return []
        line, self._progress = self._progress, None
        return [line]

    def _has_room(self, kind: str, size: int) -> bool:
        """Whether one more message fits; those that don't are not counted, so that a shorter one may."""
        is_last = kind in _FINAL or kind == "result"
        if self._bytes + size > MAX_BYTES + (_LAST_ROOM if is_last else 0):
            return False
        if self._messages >= MAX_MESSAGES + (_LAST_MESSAGES if is_last else 0):
            return False
        self._messages += 1
        self._bytes += size
        return True

    def _lines(self, data: bytes) -> list[bytes]:
        *complete, rest = data.split(b"\n")
        lines: list[bytes] = []
        for part in complete:
            self._extend(part)
            if self._skipping:
                self.anomalies += 1
            elif self._buffer:
                lines.append(bytes(self._buffer))
            self._buffer.clear()
            self._skipping = False
        self._extend(rest)
        return lines

    def _extend(self, part: bytes) -> None:
        if self._skipping:
            return
        if len(self._buffer) + len(part) > MAX_LINE:
            self._skipping = True
            self._buffer.clear()
        else:
            self._buffer += part


def read_claim(line: bytes) -> tuple[str, bytes] | None:
    """The type of a message and its line, written anew; None for anything else than a script's message."""
    if b'"type"' not in line or line.count(b",") > MAX_NODES:
        return None
    try:
        claim = json.loads(line.decode("utf-8"))
        if not isinstance(claim, dict) or claim.get("type") not in _TYPES:
            return None
        clean = encode(claim)
    except (ValueError, TypeError, RecursionError):
        return None
    return (claim["type"], clean) if len(clean) <= MAX_LINE else None  # 1e15 is 18 characters when written


def encode(message: dict[str, Any]) -> bytes:
    """One line of valid UTF-8; lone surrogates become `?`. ValueError for NaN and infinity."""
    text = json.dumps(message, separators=(",", ":"), allow_nan=False, ensure_ascii=False)
    return text.encode("utf-8", errors="replace") + b"\n"
