"""Completion, tips and checks for one text: begun when it is first seen, ended with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from bimdesk.protocol.editor import Found, FromChild
from bimdesk.ui.context import Context
from bimdesk.ui.editor.code_edit import CodeEdit
from bimdesk.ui.editor.completion import Completion
from bimdesk.ui.editor.diagnostics import Diagnostics
from bimdesk.ui.editor.helper import EditorHelper
from bimdesk.ui.editor.shared_helper import helper_of
from bimdesk.ui.editor.text import Query
from bimdesk.ui.editor.tips import Tips
from bimdesk.ui.latest import is_alive

BEGIN_MS = 300


class Assistant(QObject):
    """Joins an edit with the helper. Before `begin` there is nothing to ask."""

    problems_changed = Signal(object)
    block_read = Signal(object)
    format_failed = Signal(str)

    def __init__(self, context: Context, edit: CodeEdit) -> None:
        super().__init__(edit)
        self._context = context
        self._edit = edit
        self.helper: EditorHelper | None = None
        self.number = 0
        self.completion: Completion | None = None
        self.tips: Tips | None = None
        self.diagnostics: Diagnostics | None = None
        self._soon = QTimer(self, singleShot=True, interval=BEGIN_MS)
        self._soon.timeout.connect(self.begin)
        self._has_ended = False
        context.closing.connect(self.end)

    def begin_soon(self) -> None:
        """In a moment: the text is painted first."""
        if self.helper is None:
            self._soon.start()

    def begin(self) -> None:
        """Tell the helper of the text and connect."""
        if self.helper is not None or self._has_ended:
            return
        edit = self._edit
        helper = self.helper = helper_of(self._context)
        number = self.number = helper.open_text(edit.text)
        edit.bytes_changed.connect(self._tell)
        self.completion = Completion(edit, helper, number)
        self.tips = Tips(edit, helper, number)
        self.diagnostics = Diagnostics(edit, helper, number)
        self.diagnostics.changed.connect(self._on_problems)
        self.diagnostics.block_read.connect(self.block_read)
        self.diagnostics.format_failed.connect(self.format_failed)
        edit.key_filter = self._press
        if helper.is_ready:
            self.diagnostics.check()

    def end(self) -> None:
        """The document goes, or the window."""
        self._has_ended = True
        self._soon.stop()
        if self.helper is not None:
            self.close_popups()
            self.helper.close_text(self.number)

    def close_popups(self) -> None:
        """Nothing floats over a text that is not in front."""
        if self.completion is not None:
            self.completion.close()
        if self.tips is not None:
            self.tips.close()

    def command(self, name: str) -> bool:
        """What a key of the text asks of the helper; False for all others."""
        self.begin()
        if self.completion is None or self.tips is None or self.diagnostics is None:
            return False
        match name:
            case "complete":
                self.completion.ask(manual=True)
            case "call_tip":
                self.tips.ask_call()
            case "format":
                self.diagnostics.format()
            case "next_problem" | "previous_problem":
                self.diagnostics.next_problem(back=name == "previous_problem")
            case _:
                return False
        return True

    def seek(
        self, query: Query, found: Callable[[list[tuple[int, int]]], None], late: Callable[[], None]
    ) -> bool:
        """Look for a regular expression in the child; False where there is none to ask."""
        if self.helper is None or not self.helper.is_ready:
            return False

        def take(answer: FromChild) -> None:
            if isinstance(answer, Found) and is_alive(self):
                found(answer.ranges)

        source = query.pattern().pattern
        self.helper.find(self.number, source, take, late, match_case=query.match_case)
        return True

    def _tell(self, at: int, removed: int, inserted: bytes) -> None:
        if self.helper is not None:
            self.helper.edit_text(self.number, at, removed, inserted)

    def _press(self, event: QKeyEvent) -> bool:
        return self.completion is not None and self.completion.press(event)

    def _on_problems(self, problems: object) -> None:
        if self.tips is not None and self.diagnostics is not None:
            self.tips.problems = self.diagnostics.problems
        self.problems_changed.emit(problems)
