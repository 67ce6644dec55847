"""Call tips while arguments are typed, and help on what is under the mouse."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QCursor

from bimdesk.protocol.editor import FromChild, Help, Problem
from bimdesk.ui.editor.code_edit import CodeEdit
from bimdesk.ui.editor.help_card import HelpCard
from bimdesk.ui.editor.helper import EditorHelper


class Tips(QObject):
    """One card for the call, one for the mouse."""

    def __init__(self, edit: CodeEdit, helper: EditorHelper, number: int) -> None:
        super().__init__(edit)
        self._edit = edit
        self._helper = helper
        self._number = number
        self.problems: Sequence[Problem] = ()
        self.call = HelpCard(edit)
        self.hover = HelpCard(edit)
        self._call_line = -1
        self._problem: Problem | None = None
        edit.typed.connect(self._on_typed)
        edit.caret_moved.connect(self._on_caret)
        edit.dwellStart.connect(self._on_dwell)
        edit.dwellEnd.connect(lambda *_: self.hover.hide())
        edit.focusChanged.connect(lambda focus: None if focus else self.close())

    def close(self) -> None:
        """Both cards go."""
        self.hover.hide()
        self._end_call()

    def ask_call(self) -> None:
        """What the call at the caret takes."""
        self._call_line = self._edit.lineFromPosition(self._edit.currentPos())
        self._helper.ask("signature", self._number, self._show_call, at=self._edit.currentPos())

    def ask_hover(self, position: int) -> None:
        """What stands at a byte of the text, and what is wrong there."""
        at = self._edit.marks.problem_at(position)
        self._problem = self.problems[at] if 0 <= at < len(self.problems) else None
        self._hover_at = position
        if self._problem is not None:
            self._show_hover("", "")
        self._helper.ask("hover", self._number, self._take_hover, at=position)

    def _on_typed(self, character: str) -> None:
        self.hover.hide()
        if character == "\n":
            self._end_call()
        elif character in "(," or (self.call.isVisible() and character in ")="):
            self.ask_call()

    def _on_caret(self, line: int, _column: int) -> None:
        if self.call.isVisible() and line - 1 != self._call_line:
            self._end_call()

    def _end_call(self) -> None:
        self._helper.forget("signature", self._number)
        self.call.hide()

    def _show_call(self, answer: FromChild) -> None:
        line = self._edit.lineFromPosition(self._edit.currentPos())
        if not isinstance(answer, Help) or not answer.title or line != self._call_line:
            self.call.hide()
            return
        left, top, _bottom = self._edit.caret_place()
        self.call.show_help(answer.title, answer.text, bold=answer.bold, place=QPoint(left, top), above=True)

    def _on_dwell(self, x: int, y: int) -> None:
        position = self._edit.positionFromPointClose(x, y)
        is_over = self._edit.rect().contains(self._edit.mapFromGlobal(QCursor.pos()))
        if position >= 0 and is_over and self._edit.isVisible():
            self.ask_hover(position)

    def _take_hover(self, answer: FromChild) -> None:
        if isinstance(answer, Help) and (answer.title or answer.text):
            self._show_hover(answer.title, answer.text)

    def _show_hover(self, title: str, text: str) -> None:
        edit, problem = self._edit, self._problem
        row = edit.lineFromPosition(self._hover_at)
        place = QPoint(
            edit.pointXFromPosition(self._hover_at),
            edit.pointYFromPosition(self._hover_at) + edit.textHeight(row),
        )
        said = "" if problem is None else f"{problem.message} ({problem.code})"
        tone = "error" if problem is None else problem.severity
        self.hover.show_help(title, text, place=place, above=False, problem=said, tone=tone)
