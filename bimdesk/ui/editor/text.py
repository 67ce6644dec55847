"""What the editor does to text, as pure functions: search, comments, indentation, byte offsets. No Qt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

INDENT = "    "
_OPENS_BLOCK = re.compile(r":\s*(#.*)?$")
_LEAVES_BLOCK = re.compile(r"^\s*(return|pass|break|continue|raise)\b")
_STRING = re.compile(r"'[^'\\]*(?:\\.[^'\\]*)*'|\"[^\"\\]*(?:\\.[^\"\\]*)*\"")


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What to look for. `problem` says why a regular expression cannot be used."""

    text: str
    is_regex: bool = False
    match_case: bool = False
    whole_word: bool = False

    @property
    def problem(self) -> str:
        try:
            self.pattern()
        except re.error as error:
            return f"{error.msg}".capitalize()
        return ""

    def pattern(self) -> re.Pattern[str]:
        """Raises `re.error`."""
        source = self.text if self.is_regex else re.escape(self.text)
        if self.whole_word:
            source = rf"\b(?:{source})\b"
        flags = re.MULTILINE | (re.NOFLAG if self.match_case else re.IGNORECASE)
        return re.compile(source, flags)

    def matches(self, text: str) -> Iterator[re.Match[str]]:
        """All matches that are not empty; none for an empty or unusable query."""
        if not self.text or self.problem:
            return
        yield from (match for match in self.pattern().finditer(text) if match.end() > match.start())

    def replacement(self, match: re.Match[str], template: str) -> str:
        r"""What a match becomes: groups (`\1`, `\g<name>`) count in regular expressions only."""
        if not self.is_regex:
            return template
        try:
            return match.expand(template)
        except (re.error, IndexError):
            return template


def clean(text: str) -> str:
    """Text that UTF-8 and C strings can hold: lone surrogates and NUL become a question mark."""
    return text.replace("\0", "?").encode("utf-8", errors="replace").decode("utf-8")


def byte_offset(text: str, position: int) -> int:
    """UTF-8 bytes before the character at `position`."""
    return len(text[:position].encode("utf-8", errors="replace"))


def byte_ranges(text: str, matches: Sequence[re.Match[str]]) -> list[tuple[int, int]]:
    """`(start, end)` of matches in bytes; one pass over the text."""
    ranges: list[tuple[int, int]] = []
    at, counted = 0, 0
    for match in matches:
        start = counted + len(text[at : match.start()].encode("utf-8", errors="replace"))
        end = start + len(match.group().encode("utf-8", errors="replace"))
        ranges.append((start, end))
        at, counted = match.end(), end
    return ranges


def toggle_comment(lines: Sequence[str]) -> list[str]:
    """Comment all lines, or take the comments away where every line with text has one."""
    filled = [line for line in lines if line.strip()]
    if filled and all(line.lstrip().startswith("#") for line in filled):
        return [_uncommented(line) for line in lines]
    depth = min((len(line) - len(line.lstrip()) for line in filled), default=0)
    return [f"{line[:depth]}# {line[depth:]}" if line.strip() else line for line in lines]


def next_indent(line_before: str) -> str:
    """The indentation of a line that follows `line_before` (the part of it before the caret)."""
    indent = line_before[: len(line_before) - len(line_before.lstrip())]
    bare = _STRING.sub("''", line_before)
    if _OPENS_BLOCK.search(bare) and not bare.lstrip().startswith("#"):
        return indent + INDENT
    if bare.count("(") + bare.count("[") + bare.count("{") > bare.count(")") + bare.count("]") + bare.count(
        "}"
    ):
        return indent + INDENT
    if _LEAVES_BLOCK.match(line_before) and indent.endswith(INDENT):
        return indent[: -len(INDENT)]
    return indent


def _uncommented(line: str) -> str:
    body = line.lstrip()
    indent = line[: len(line) - len(body)]
    if body.startswith("# "):
        return indent + body[2:]
    return indent + body.removeprefix("#")
