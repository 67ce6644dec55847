"""The script's own standard output and error: the beginning is kept as lines of the log, the rest counted."""

from __future__ import annotations

MAX_LINE = 16 * 1024
LINE_COST = 16
"""What a line costs beside its text, so that a million empty ones are not kept."""


class LogRoom:
    """What is kept of the log of one worker, whatever pipe it comes by. `dropped` counts whole lines."""

    def __init__(self, most_bytes: int) -> None:
        self.dropped = 0
        self._left = most_bytes

    @property
    def is_full(self) -> bool:
        return self._left <= 0

    def take(self, size: int) -> bool:
        """Whether a line of `size` bytes is kept; after the first that is not, none is."""
        self._left -= size + LINE_COST
        if self._left < 0:
            self._left = 0
            self.dropped += 1
            return False
        return True


class Stream:
    """One of the two pipes. `seen` counts all bytes; what `room` does not take is counted there."""

    def __init__(self, room: LogRoom) -> None:
        self.seen = 0
        self._room = room
        self._rest = bytearray()

    def feed(self, data: bytes) -> list[str]:
        """Lines that are complete now, without their ends."""
        self.seen += len(data)
        if self._room.is_full:
            self._room.dropped += data.count(b"\n")
            tail = data.rpartition(b"\n")[2] if b"\n" in data else bytes(self._rest) + data
            self._rest[:] = tail[:1]
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
        if not self._room.take(len(line)):
            return []
        return [line.decode("utf-8", errors="replace")]
