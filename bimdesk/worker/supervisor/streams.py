"""The script's own standard output and error: the beginning is kept as lines of the log, the rest counted."""

from __future__ import annotations

MAX_LINE = 16 * 1024


class Stream:
    """One of the two pipes. `kept_bytes` become lines; `seen` counts all bytes, `dropped` whole lines."""

    def __init__(self, kept_bytes: int) -> None:
        self.seen = 0
        self.dropped = 0
        self._room = kept_bytes
        self._rest = bytearray()

    def feed(self, data: bytes) -> list[str]:
        """Lines that are complete now, without their ends."""
        self.seen += len(data)
        if self._room <= 0:
            self.dropped += data.count(b"\n")
            return []
        *complete, rest = data.split(b"\n")
        lines: list[str] = []
        for part in complete:
            self._extend(part)
            lines += self._take()
        self._extend(rest)
        return lines

    def close(self) -> list[str]:
        """A last line without its end."""
        return self._take() if self._rest else []

    def _extend(self, part: bytes) -> None:
        self._rest += part[: max(0, MAX_LINE - len(self._rest))]

    def _take(self) -> list[str]:
        line = bytes(self._rest.rstrip(b"\r"))
        self._rest.clear()
        self._room -= len(line) + 1
        if self._room < 0:
            self.dropped += 1
            return []
        return [line.decode("utf-8", errors="replace")]
