"""The line of the STEP file that an entity was read from."""

from __future__ import annotations

import mmap
from pathlib import Path

from bimdesk.domain.ids import ElementId

SOURCE_FILE = "source.ifc"
LONGEST = 20_000
"""Bytes of one line that are given back; coordinate lists can be megabytes."""
_BEFORE = b"\n\r; \t"


def read_step_line(folder: Path, element: ElementId) -> str:
    """`#123=IFCWALL(...);` as written in the version's copy of the file; '' where it is not found.

    Searches the file from its start: 100 MB take some hundredths of a second, so ask in a thread.
    """
    file = folder / SOURCE_FILE
    try:
        with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data:
            start = _find(data, b"#%d" % element)
            if start < 0:
                return ""
            end = _end(data, start)
            text = data[start : min(end, start + LONGEST)]
            return text.decode("utf-8", "replace") + ("…" if end > start + LONGEST else "")
    except (OSError, ValueError):  # no copy of the file, or an empty one
        return ""


def _find(data: mmap.mmap, name: bytes) -> int:
    """Where the statement `name = ...` begins: at the start of a line or behind another statement."""
    at = data.find(name)
    while at >= 0:
        behind = data[at + len(name) : at + len(name) + 8].lstrip()
        if behind.startswith(b"=") and (at == 0 or data[at - 1 : at] in _BEFORE):
            return at
        at = data.find(name, at + 1)
    return -1


def _end(data: mmap.mmap, start: int) -> int:
    """Behind the semicolon that ends the statement; one inside quotes ends nothing."""
    at, quotes = start, 0
    while True:
        end = data.find(b";", at)
        if end < 0:
            return len(data)
        quotes += data[at:end].count(b"'")
        if quotes % 2 == 0:
            return end + 1
        at = end + 1
