"""Changes single values of a script's metadata block and leaves every other character as it is."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence

from bimdesk.domain.metadata import read_metadata

_BLOCK = re.compile(r"^# /// script\s*$", re.MULTILINE)
_END = re.compile(r"^# ///\s*$", re.MULTILINE)
_TABLE = re.compile(r"^#\s*\[tool\.bimdesk\]\s*(?:#.*)?$")
_ANY_TABLE = re.compile(r"^#\s*\[")
_FIRST_LINES = re.compile(r"(?:#![^\n]*\n)?(?:#[^\n]*coding[:=][^\n]*\n)?")

Value = str | Sequence[str]


def set_metadata(text: str, values: Mapping[str, Value]) -> str | None:
    """The text with these keys of `[tool.bimdesk]` (name, category, description, tags) set.

    A script without a block gets one at its top. None where the block is broken or written in a way that
    a line by line change cannot follow: the person changes it in the text.
    """
    changed = text
    for key, value in values.items():
        changed = _set(changed, key, value)
    metadata, problem = read_metadata(changed, file_name="script.py")
    if problem is not None:
        return None
    for key, value in values.items():
        found = getattr(metadata, key)
        wanted = value.strip() if isinstance(value, str) else tuple(value)
        if (found.strip() if isinstance(found, str) else found) != wanted:
            return None
    return changed


def _set(text: str, key: str, value: Value) -> str:
    line = f"# {key} = {_toml(value)}"
    start = _BLOCK.search(text)
    end = None if start is None else _END.search(text, start.end())
    if start is None:
        block = f"# /// script\n# [tool.bimdesk]\n{line}\n# ///\n"
        first = _FIRST_LINES.match(text)
        at = first.end() if first else 0
        return text[:at] + block + text[at:]
    if end is None:
        return text
    lines = text[start.end() + 1 : end.start()].splitlines()
    block = "".join(f"{one}\n" for one in _changed(lines, key, line))
    return text[: start.end() + 1] + block + text[end.start() :]


def _changed(lines: list[str], key: str, line: str) -> list[str]:
    """The lines of a block with the key's line replaced, or put below the table's head."""
    head = next((at for at, one in enumerate(lines) if _TABLE.match(one)), None)
    if head is None:
        return [*lines, "# [tool.bimdesk]", line]
    own = re.compile(rf"^#\s*(?:{key}|\"{key}\"|'{key}')\s*=")
    at = head + 1
    while at < len(lines) and not _ANY_TABLE.match(lines[at]):
        stop = _end_of_value(lines, at)
        if own.match(lines[at]):
            return [*lines[:at], line, *lines[stop:]]
        at = stop
    return [*lines[: head + 1], line, *lines[head + 1 :]]


def _end_of_value(lines: Sequence[str], at: int) -> int:
    """Behind the last line of what begins at `at`: lists and long strings take several lines."""
    for stop in range(at + 1, min(at + 200, len(lines)) + 1):
        try:
            tomllib.loads("\n".join(one[2:] for one in lines[at:stop]))
        except tomllib.TOMLDecodeError:
            continue
        return stop
    return at + 1


def _toml(value: Value) -> str:
    """A string or a list of strings; JSON writes both as TOML reads them, but for one control character."""
    plain = value if isinstance(value, str) else list(value)
    return json.dumps(plain, ensure_ascii=False).replace("\x7f", "\\u007f")
