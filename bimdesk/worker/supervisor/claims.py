"""What a worker writes on its control pipe: bounded, parsed, filtered. Bytes in, lines for the window out.

Everything after `locked` is a claim of the script: status, files and protection never come from here.
"""

from __future__ import annotations

import json
from typing import Any

MAX_LINE = 1024 * 1024 + 64 * 1024
MAX_BYTES = 8 * 1024 * 1024
MAX_MESSAGES = 20_000
MAX_NODES = 200_000
PROGRESS_S = 0.1
"""The newest progress goes to the window ten times a second at most."""

_TYPES = frozenset({"progress", "log", "finding", "output", "file", "result", "failed", "done"})
_FINAL = frozenset({"failed", "done"})
_LAST_ROOM = 2 * MAX_LINE
"""Kept free beyond `MAX_BYTES` for the result and the last message: a long log shall not swallow them."""


class Claims:
    """Reads the control pipe of one worker. `seen` counts all bytes, `anomalies` what was dropped."""

    def __init__(self) -> None:
        self.anomalies = 0
        self.seen = 0
        self._buffer = bytearray()
        self._skipping = False
        self._bytes = 0
        self._messages = 0
        self._progress: bytes | None = None
        self._progress_at = float("-inf")

    def feed(self, data: bytes, now: float) -> list[bytes]:
        """Lines for the window, newline included; `now` is a monotonic clock."""
        self.seen += len(data)
        out: list[bytes] = []
        for line in self._lines(data):
            kind, clean = read_claim(line) or ("", b"")
            if not kind or not self._has_room(kind, len(line)):
                self.anomalies += 1
            elif kind == "progress":
                self._progress = clean
            else:
                out += self._held(kind in _FINAL)
                out.append(clean)
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
        self._messages += 1
        self._bytes += size
        is_last = kind in _FINAL or kind == "result"
        most = MAX_BYTES + (_LAST_ROOM if is_last else 0)
        return self._bytes <= most and self._messages <= MAX_MESSAGES + (100 if is_last else 0)

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
    if line.count(b",") > MAX_NODES:
        return None
    try:
        claim = json.loads(line.decode("utf-8"))
        if not isinstance(claim, dict) or claim.get("type") not in _TYPES:
            return None
        return claim["type"], encode(claim)
    except (ValueError, TypeError, RecursionError):
        return None


def encode(message: dict[str, Any]) -> bytes:
    """One line of valid UTF-8; lone surrogates become `?`. ValueError for NaN and infinity."""
    text = json.dumps(message, separators=(",", ":"), allow_nan=False, ensure_ascii=False)
    return text.encode("utf-8", errors="replace") + b"\n"
