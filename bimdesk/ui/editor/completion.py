"""Completion in one text: when it is asked for, what of the answer still fits, what a key does."""

from __future__ import annotations

import re

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent

from bimdesk.protocol.editor import FromChild, Help, Word, Words
from bimdesk.ui.editor.code_edit import CodeEdit
from bimdesk.ui.editor.completion_popup import CompletionPopup
from bimdesk.ui.editor.helper import EditorHelper
from bimdesk.ui.latest import is_alive

LEAST = 2
"""Characters of a word after which its list comes by itself."""
_TAKEN = re.compile(r"[\w .\-/:]*\Z")


class Completion(QObject):
    """The popup opens under the word; typing filters it, Enter or Tab takes the marked row."""

    def __init__(self, edit: CodeEdit, helper: EditorHelper, number: int) -> None:
        super().__init__(edit)
        self._edit = edit
        self._helper = helper
        self._number = number
        self._words: list[Word] = []
        self._rows: list[int] = []
        self._start = 0
        self._asked_prefix = ""
        self._asked_at = 0
        self._is_manual = False
        self.popup = CompletionPopup(edit)
        self.popup.row_changed.connect(self._describe)
        self.popup.chosen.connect(self.accept)
        edit.typed.connect(self._on_typed)
        edit.caret_moved.connect(self._on_caret)
        edit.focusChanged.connect(self._on_focus)

    @property
    def is_open(self) -> bool:
        return self.popup.isVisible()

    def ask(self, *, manual: bool = False) -> None:
        """Ask for what can stand at the caret. `manual`: a single fitting word is taken at once."""
        if self._edit.readOnly() or self._edit.selections() > 1:
            return
        at = self._edit.currentPos()
        self._is_manual = manual
        self._asked_prefix = self._edit.slice(self._edit.wordStartPosition(at, True), at)
        self._asked_at = at
        self._helper.ask("complete", self._number, self._take, at=at)

    def close(self) -> None:
        self._helper.forget("complete", self._number)
        self.popup.hide()

    def accept(self) -> None:
        """Put the marked word in place of what is typed of it."""
        row = self.popup.current
        if not 0 <= row < len(self._rows):
            return
        word = self._words[self._rows[row]]
        self.close()
        edit = self._edit
        edit.beginUndoAction()
        edit.replace_range(self._start, edit.currentPos(), word.insert)
        edit.gotoPos(self._start + len(word.insert.encode()))
        edit.endUndoAction()

    def press(self, event: QKeyEvent) -> bool:
        """The keys of an open list; True where the key is used up."""
        if not self.is_open:
            return False
        key = event.key()
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        moves = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: self.popup.page,
            Qt.Key.Key_PageUp: -self.popup.page,
        }
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            self.accept()
        elif key == Qt.Key.Key_Escape:
            self.close()
        elif key in moves:
            self.popup.move_by(moves[Qt.Key(key)])
        else:
            return False
        return True

    def _on_typed(self, character: str) -> None:
        if self._edit.selections() > 1:
            self.close()
            return
        is_part = character.isalnum() or character == "_"
        if character in ".\"'":
            self.popup.hide()
            self.ask()
        elif is_part and not self.is_open:
            at = self._edit.currentPos()
            if at - self._edit.wordStartPosition(at, True) >= LEAST:
                self.ask()
        elif not is_part and not self.is_open:
            self._helper.forget("complete", self._number)

    def _on_caret(self, _line: int, _column: int) -> None:
        if self.is_open:
            self._refilter()

    def _on_focus(self, has_focus: bool) -> None:
        if not has_focus:
            self.popup.hide()

    def _take(self, answer: FromChild) -> None:
        if not is_alive(self) or not isinstance(answer, Words) or not self._edit.hasFocus():
            return
        at = self._edit.currentPos()
        asked = self._edit.slice(answer.start, self._asked_at)
        if at < self._asked_at or not asked.endswith(self._asked_prefix):
            return  # the caret went elsewhere meanwhile
        self._words, self._start = answer.words, answer.start
        self._refilter()
        if self._is_manual and len(self._rows) == 1:
            self.accept()

    def _refilter(self) -> None:
        """Keep the rows that hold what is typed by now: those that begin with it first."""
        at = self._edit.currentPos()
        part = self._edit.slice(self._start, at) if at >= self._start else "\n"
        if "\n" in part or not _TAKEN.match(part):
            self.popup.hide()
            return
        wanted = part.casefold()
        begin = [row for row, word in enumerate(self._words) if word.name.casefold().startswith(wanted)]
        within = [
            row
            for row, word in enumerate(self._words)
            if len(wanted) > 1 and wanted in word.name.casefold()[1:] and row not in set(begin)
        ]
        self._rows = begin + within
        exact = len(self._rows) == 1 and self._words[self._rows[0]].insert == part
        if not self._rows or exact:
            self.popup.hide()
            return
        self.popup.show_words([self._words[row] for row in self._rows], part, self._edit, self._start)

    def _describe(self, row: int) -> None:
        if 0 <= row < len(self._rows):
            word = self._words[self._rows[row]]
            self._helper.ask(
                "describe",
                self._number,
                lambda answer: self._show_help(word, answer),
                row=self._rows[row],
            )

    def _show_help(self, word: Word, answer: FromChild) -> None:
        marked = self.popup.current
        is_marked = 0 <= marked < len(self._rows) and self._words[self._rows[marked]] is word
        if isinstance(answer, Help) and is_marked:
            self.popup.show_help(answer.title, answer.text)
