"""The log of a script: `log.info(...)`, and what it prints, line by line."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, Literal

from bimdesk.protocol.messages import Log, Message

MAX_LINE = 16 * 1024
Emit = Callable[[Message], None]
Level = Literal["debug", "info", "warning", "error", "print"]


class ScriptLog:
    """`log.info/warning/error/debug(text, *args)`; arguments are filled in as by Python's logging."""

    def __init__(self, emit: Emit) -> None:
        self._emit = emit

    def debug(self, text: Any, *values: Any) -> None:
        """For whoever looks closer."""
        self._write("debug", text, values)

    def info(self, text: Any, *values: Any) -> None:
        """A line of the log."""
        self._write("info", text, values)

    def warning(self, text: Any, *values: Any) -> None:
        """A line that is marked; the status of the run stays."""
        self._write("warning", text, values)

    def error(self, text: Any, *values: Any) -> None:
        """A line that is marked red; the status of the run stays."""
        self._write("error", text, values)

    __call__ = info
    warn = warning

    def _write(self, level: Level, text: Any, values: tuple[Any, ...]) -> None:
        filled = str(text) % values if values else str(text)
        for line in filled.splitlines() or [""]:
            self._emit(Log(level=level, text=shortened(line)))


class LogStream(io.TextIOBase):
    """Stands in for sys.stdout and sys.stderr: each whole line becomes one message."""

    def __init__(self, emit: Emit, level: Level = "print") -> None:
        self._emit = emit
        self._level: Level = level
        self._rest = ""

    @property
    def encoding(self) -> str:  # type: ignore[override]  # typeshed declares a plain attribute
        return "utf-8"

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        *lines, self._rest = (self._rest + text).split("\n")
        for line in lines:
            self._send(line)
        while len(self._rest) > MAX_LINE:
            self._send(self._rest[:MAX_LINE])
            self._rest = self._rest[MAX_LINE:]
        return len(text)

    def finish(self) -> None:
        """Send what stands there without a line end."""
        if self._rest:
            self._send(self._rest)
            self._rest = ""

    def _send(self, line: str) -> None:
        self._emit(Log(level=self._level, text=shortened(line.rstrip("\r"))))


def shortened(line: str) -> str:
    """A line of the log without lone surrogates, cut where it is longer than anyone reads."""
    clean = line if line.isascii() else line.encode("utf-8", errors="replace").decode("utf-8")
    if len(clean) <= MAX_LINE:
        return clean
    return f"{clean[:MAX_LINE]} ... ({len(clean) - MAX_LINE:,} more characters)"
