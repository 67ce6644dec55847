"""Makes what a worker said fit to be shown: no control codes or bidi overrides, no bottomless data."""

from __future__ import annotations

import re

import msgspec

from bimdesk.protocol.messages import Message

MAX_DEPTH = 64
"""Deepest nesting of data that is taken; scripts are held to 40 before they send it."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_SHOWN_FIELDS = ("text", "message", "hint", "traceback", "summary", "check", "kind", "name", "detail")
_MOST_SHOWN = 20_000
_MOST_TRACEBACK = 64 * 1024
_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_ROUND = bytes.maketrans(b"[{]}", b"(())")
_NO_BRACKETS = bytes(sorted(set(range(256)) - set(b"[{]}")))


def clean_text(text: str | bytes) -> str:
    """Valid text: other line ends become newlines, control codes and bidi overrides U+FFFD; a tab stays."""
    if isinstance(text, bytes):
        text = text.decode("utf-8", errors="replace")
    if not _CONTROL.search(text):
        return text
    return _CONTROL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def clean_message(message: Message) -> Message:
    """The same message with its shown texts cleaned, and shortened where no honest one is so long."""
    changed = {}
    for name in _SHOWN_FIELDS:
        text = getattr(message, name, None)
        if isinstance(text, str):
            clean = clean_text(_shortened(text, _MOST_TRACEBACK if name == "traceback" else _MOST_SHOWN))
            if clean is not text:
                changed[name] = clean
    return msgspec.structs.replace(message, **changed) if changed else message


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]} ... ({len(text) - most:,} more characters)"


def is_too_deep(line: bytes) -> bool:
    """Whether the JSON of a line is nested deeper than anything that reads it should have to bear.

    Brackets alone are left and pairs taken out, a level at a time: some milliseconds for a line of 1 MB,
    where a walk through the decoded data held the window for a quarter of a second.
    """
    brackets = _STRING.sub(b"", line).translate(_ROUND, _NO_BRACKETS)
    for _ in range(MAX_DEPTH + 1):  # one for the message itself
        if not brackets:
            return False
        brackets = brackets.replace(b"()", b"")
    return bool(brackets)
