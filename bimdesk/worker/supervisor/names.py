"""Names of files as a script chose them, made into such that every system takes."""

from __future__ import annotations

import os
import re

MAX_NAME = 150
"""Bytes."""

_BAD = re.compile(
    '[<>:"|?*\\\\\x00-\x1f\x7f-\x9f'  # what Windows refuses, control codes
    "\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # order of reading, no width
    "\ud800-\udfff\U000e0000-\U000e0fff]"  # bytes that are no text, tags
)
_DEVICES = re.compile(
    r"(?i)(con|prn|aux|nul|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3])\s*(\..*)?"
)
"""What Windows takes for a device, with any suffix."""


def clean_name(name: str) -> str:
    """A file name that every system takes and that shows as what it is."""
    clean = _trimmed(_BAD.sub("_", name))
    return _shortened(f"_{clean}" if _DEVICES.fullmatch(clean) else clean)


def _trimmed(name: str) -> str:
    """No dots and blanks at the end, which Windows drops, and no blanks before."""
    return name.rstrip(". ").lstrip(" ") or "_"


def _shortened(name: str) -> str:
    """At most `MAX_NAME` bytes, the suffix kept where there is a short one."""
    stem, suffix = split(name)
    if len(suffix) > 16:
        stem, suffix = name, ""
    if len(name.encode()) <= MAX_NAME:
        return name
    room = MAX_NAME - len(suffix.encode())
    return _trimmed(stem.encode()[:room].decode(errors="ignore") + suffix)


def split(name: str) -> tuple[str, str]:
    """Stem and suffix, dot included; a name that begins with its only dot has no suffix."""
    stem, dot, suffix = name.rpartition(".")
    return (stem, dot + suffix) if stem else (name, "")


class FreeNames:
    """Names that are not taken in a folder: two may have become one by cleaning."""

    def __init__(self, folder: int) -> None:
        self._folder = folder
        self._next: dict[str, int] = {}

    def take(self, name: str) -> str:
        """`name`, or with a number behind its stem."""
        stem, suffix = split(name)
        number = self._next.get(name, 1)
        while self._is_taken(candidate := name if number == 1 else f"{stem} ({number}){suffix}"):
            number += 1
        self._next[name] = number + 1
        return candidate

    def _is_taken(self, name: str) -> bool:
        try:
            os.stat(name, dir_fd=self._folder, follow_symlinks=False)
        except FileNotFoundError:
            return False
        return True
