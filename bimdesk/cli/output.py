"""What goes to the terminal: results to stdout, the rest to stderr; progress only where a person looks.

Scripts, models and files have names that others chose, and so have values: none may order a terminal about.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from typing import Any

from bimdesk.errors import BimdeskError
from bimdesk.protocol.cleaning import clean_text

_NOT_ESCAPED = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What a terminal or a reader takes for an order, and JSON need not escape."""


def say(text: str = "") -> None:
    """One line of result; flushed, since a pipe would keep a running script's log back until the end."""
    sys.stdout.write(f"{clean_text(text)}\n")
    sys.stdout.flush()


def say_json(value: Any) -> None:
    """The only thing on stdout with `--json`."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    sys.stdout.write(_NOT_ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")


def tell(text: str) -> None:
    """One line beside the result."""
    sys.stderr.write(f"{clean_text(text)}\n")


def print_error(error: BimdeskError) -> None:
    """One sentence, and the hint."""
    tell(f"bimdesk: {error}")


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns that line up; the last one is not padded."""
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    lines = [
        "  ".join(
            [*(cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=False)), row[-1]]
        ).rstrip()
        for row in [head, *rows]
    ]
    return "\n".join(lines)


class ProgressLine:
    """One line on stderr that is written over; nothing at all where stderr is no terminal."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._shown = sys.stderr.isatty()
        self._width = 0

    def show(self, done: float, message: str = "") -> None:
        """`done` in 0..1, negative where unknown."""
        if not self._shown:
            return
        percent = f" {done:4.0%}" if done >= 0 else ""
        text = clean_text(f"{self._title}{percent} {message}".rstrip()).replace("\n", " ")[:100]
        sys.stderr.write(f"\r{text.ljust(self._width)}")
        sys.stderr.flush()
        self._width = len(text)

    def clear(self) -> None:
        """Leave the line empty for what comes next."""
        if self._width:
            sys.stderr.write(f"\r{' ' * self._width}\r")
            sys.stderr.flush()
            self._width = 0
