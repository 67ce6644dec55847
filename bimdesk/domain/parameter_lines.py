"""Which lines of a script's metadata block say something of which parameter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

MOST_LINES = 4000
"""A block is at the top of its file; lines after so many are not looked at."""
_OPENING = re.compile(r"^# /// script\s*$")
_CLOSING = re.compile(r"^# ///\s*$")
_HEADER = re.compile(r"^\s*\[+\s*(?P<keys>[^\]]+?)\s*\]+\s*(#.*)?$")
_KEY = re.compile(r"""\s*(?P<key>"[^"]*"|'[^']*'|[A-Za-z0-9_$-]+)\s*(?P<end>[.=])""")
_PARTS = re.compile(r""""[^"]*"|'[^']*'|[^.\s"']+""")
_LONG_TEXT = re.compile(r'"""|\'\'\'')
_PREFIX = ("tool", "bimdesk", "parameters")


@dataclass(frozen=True, slots=True)
class ParameterLines:
    """Lines `first` to `last` of the file, from 1; `path` as forms have it (`group.name`)."""

    path: str
    first: int
    last: int


def parameter_lines(text: str) -> list[ParameterLines]:
    """The lines of each parameter, in the order of the text; a group's own lines are under its own path."""
    found: list[ParameterLines] = []
    header: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    quote = ""
    for number, line in _block(text):
        if not quote:
            head = _HEADER.match(line)
            if head is not None:
                header = keys = _names(_PARTS.findall(head["keys"]))
            elif own := _names(_line_keys(line)):
                keys = header + own
        quote = _quote_after(line, quote)
        path = _path(keys)
        if path and line.strip():
            _add(found, path, number)
    return found


def path_at(lines: Sequence[ParameterLines], line: int) -> str:
    """The parameter that a line (from 1) speaks of; '' for none."""
    return next((one.path for one in lines if one.first <= line <= one.last), "")


def line_of(lines: Sequence[ParameterLines], path: str) -> int:
    """The first line that speaks of a parameter, or of the one that it is in; 0 where none does."""
    while path:
        for one in lines:
            if one.path == path or one.path.startswith(f"{path}."):
                return one.first
        path = path.rpartition(".")[0]
    return 0


def _block(text: str) -> list[tuple[int, str]]:
    """The lines of the block with their numbers, without their `# `."""
    lines: list[tuple[int, str]] = []
    inside = False
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n", MOST_LINES)[:MOST_LINES], start=1):
        if not inside:
            inside = bool(_OPENING.match(line))
        elif _CLOSING.match(line) or not line.startswith("#"):
            break
        else:
            lines.append((number, line[2:].rstrip("\r")))
    return lines


def _line_keys(line: str) -> list[str]:
    """`a.b` of `a.b = 1`; nothing for a line that goes on with a value."""
    keys: list[str] = []
    place = 0
    while match := _KEY.match(line, place):
        keys.append(match["key"])
        if match["end"] == "=":
            return keys
        place = match.end()
    return []


def _names(keys: Sequence[str]) -> tuple[str, ...]:
    return tuple(key.strip("\"'") for key in keys)


def _quote_after(line: str, quote: str) -> str:
    """The long quote that is open at the end of a line."""
    for match in _LONG_TEXT.finditer(line):
        if not quote:
            quote = match[0]
        elif quote == match[0]:
            quote = ""
    return quote


def _path(keys: tuple[str, ...]) -> str:
    """`group.name` of `tool.bimdesk.parameters.properties.group.properties.name.title`."""
    if keys[: len(_PREFIX)] != _PREFIX:
        return ""
    names: list[str] = []
    rest = keys[len(_PREFIX) :]
    while len(rest) > 1 and rest[0] == "properties":
        names.append(rest[1])
        rest = rest[2:]
    return ".".join(names)


def _add(found: list[ParameterLines], path: str, number: int) -> None:
    last = found[-1] if found else None
    if last is not None and last.path == path:
        found[-1] = ParameterLines(path, last.first, number)
    else:
        found.append(ParameterLines(path, number, number))
