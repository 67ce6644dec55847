"""Keeps a long log off the message pipe: its beginning goes as messages, the rest as bare lines."""

from __future__ import annotations

import os

from bimdesk.protocol.messages import Log, Message
from bimdesk.sdk.log import Emit

MAX_LINES = 10_000
MAX_BYTES = 1024 * 1024
_OUT = 1


class LogValve:
    """Passes messages on to `emit`; the log beyond the limits goes to descriptor 1 and is counted there."""

    def __init__(self, emit: Emit) -> None:
        self._emit = emit
        self._lines = 0
        self._bytes = 0

    def __call__(self, message: Message) -> None:
        if isinstance(message, Log) and self._is_full(message):
            _write(message.text.encode("utf-8", errors="replace") + b"\n")
        else:
            self._emit(message)

    def _is_full(self, message: Log) -> bool:
        self._lines += 1
        self._bytes += len(message.text.encode("utf-8", errors="replace"))
        return self._lines > MAX_LINES or self._bytes > MAX_BYTES


def _write(data: bytes) -> None:
    while data:
        data = data[os.write(_OUT, data) :]
