"""Copies of the texts that are open in the window, kept up by its edits."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from bimdesk.protocol.editor import CloseText, EditText, OpenText


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A text as it was at a revision: UTF-8."""

    content: bytes
    revision: int

    @property
    def text(self) -> str:
        return self.content.decode("utf-8", errors="replace")


class Texts:
    """One thread changes them, others take snapshots."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._texts: dict[int, tuple[bytearray, int]] = {}

    def apply(self, message: OpenText | EditText | CloseText) -> None:
        """Follow the window; an edit of an unknown text is dropped."""
        with self._lock:
            match message:
                case OpenText(text=number, content=content, revision=revision):
                    self._texts[number] = (bytearray(content.encode("utf-8", errors="replace")), revision)
                case CloseText(text=number):
                    self._texts.pop(number, None)
                case EditText(text=number, at=at, removed=removed) if number in self._texts:
                    content_bytes, _before = self._texts[number]
                    content_bytes[at : at + removed] = message.inserted.encode("utf-8", errors="replace")
                    self._texts[number] = (content_bytes, message.revision)
                case EditText():
                    pass

    def snapshot(self, number: int) -> Snapshot | None:
        """None for a text that is not open any more."""
        with self._lock:
            found = self._texts.get(number)
            return None if found is None else Snapshot(bytes(found[0]), found[1])
