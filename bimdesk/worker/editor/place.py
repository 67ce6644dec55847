"""What stands around the caret on its line: inside which string, after which call. Pure functions of text."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = re.compile(r"\w*\Z")
_CALL = re.compile(r"([A-Za-z_][\w.]*)\s*\(\Z")


@dataclass(frozen=True, slots=True)
class Place:
    """The line before the caret, cut up. `quoted`: the string so far, None outside of strings.

    `before`: what stands before the string, or the whole line; `word`: the identifier so far.
    """

    before: str
    quoted: str | None
    in_comment: bool = False

    @property
    def word(self) -> str:
        found = _WORD.search(self.before if self.quoted is None else self.quoted)
        return found.group() if found else ""


def read_place(line: str) -> Place:
    """Where the end of `line` is. Strings over several lines count from the line's start."""
    quote, start, at = "", 0, 0
    while at < len(line):
        sign = line[at]
        if quote:
            if sign == "\\":
                at += 1
            elif line.startswith(quote, at):
                at += len(quote) - 1
                quote = ""
        elif sign == "#":
            return Place(line, None, in_comment=True)
        elif sign in "'\"":
            quote = sign * 3 if line.startswith(sign * 3, at) else sign
            at += len(quote) - 1
            start = at + 1
        at += 1
    if not quote:
        return Place(line, None)
    return Place(line[: start - len(quote)].rstrip("rbfuRBFU"), line[start:])


def open_call(line: str) -> str:
    """The name before the bracket that is open at the end of `line`: `filter` in `x.filter(a=1, `."""
    depth = 0
    for at in range(len(line) - 1, -1, -1):
        sign = line[at]
        if sign in ")]}":
            depth += 1
        elif sign in "([{":
            if depth == 0:
                found = _CALL.search(line[: at + 1])
                return found.group(1).rpartition(".")[2] if found else ""
            depth -= 1
    return ""
