"""Keeps what a script tells within what its pipe takes: the first of it live, the rest by a file.

A confined script may send 20,000 messages and 8 MiB in all (worker/supervisor); its log has 10,000 lines and
about 2 MiB of that, its result 1 MiB.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from bimdesk.protocol.messages import (
    OVERFLOW_FILE,
    Examined,
    FileSaved,
    FindingMessage,
    Message,
    Output,
    encode,
)

MAX_LIVE = 2_000
"""Messages of a kind."""
MAX_LIVE_BYTES = 4 * 1024 * 1024
"""Findings and outputs together."""
MAX_LIVE_NODES = 100_000
"""Values in one message, counted by commas."""


class Valve:
    """Passes messages on to `emit`; what is told beyond the limits goes to a file in `folder`."""

    def __init__(self, emit: Callable[[Message], None], folder: Path) -> None:
        self._emit = emit
        self._folder = folder
        self._counts: dict[type[Message], int] = {}
        self._bytes = 0
        self._file: BinaryIO | None = None

    def __call__(self, message: Message) -> None:
        if not isinstance(message, FindingMessage | Output | FileSaved | Examined) or self._has_room(message):
            self._emit(message)
        elif not isinstance(message, FileSaved):  # files are listed by who collects them
            self._keep(encode(message))

    def close(self) -> None:
        """Write what is held back; the valve can be used again."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _has_room(self, message: FindingMessage | Output | FileSaved | Examined) -> bool:
        kind = type(message)
        count = self._counts[kind] = self._counts.get(kind, 0) + 1
        if isinstance(message, FileSaved) or count > MAX_LIVE:
            return count <= MAX_LIVE
        line = encode(message)
        if line.count(b",") > MAX_LIVE_NODES or self._bytes + len(line) > MAX_LIVE_BYTES:
            return False
        self._bytes += len(line)
        return True

    def _keep(self, line: bytes) -> None:
        if self._file is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._file = (self._folder / OVERFLOW_FILE).open("ab")
        self._file.write(line)
