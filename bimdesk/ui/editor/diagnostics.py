"""What is wrong with a text, while it is typed: asked for when typing pauses, shown in the text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from bimdesk.protocol.editor import BlockFacts, Checked, Formatted, FromChild, Problem
from bimdesk.ui.editor.code_edit import CodeEdit
from bimdesk.ui.editor.helper import EditorHelper

PAUSE_MS = 350


class Diagnostics(QObject):
    """`changed(list[Problem])`; `block_read(BlockFacts)`: the metadata block as it stands in the text."""

    changed = Signal(object)
    block_read = Signal(object)
    format_failed = Signal(str)

    def __init__(self, edit: CodeEdit, helper: EditorHelper, number: int) -> None:
        super().__init__(edit)
        self._edit = edit
        self._helper = helper
        self._number = number
        self.problems: Sequence[Problem] = ()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.check)
        edit.edited.connect(self._pause.start)
        helper.started.connect(self._pause.start)

    def check(self) -> None:
        """Ask now."""
        self._helper.ask("check", self._number, self._take)

    def format(self) -> None:
        """Lay the text out anew; one step of undo."""
        if not self._edit.readOnly():
            self._helper.ask("format", self._number, self._take_formatted)

    def next_problem(self, *, back: bool = False) -> None:
        """Go to the problem after the caret, or before it; round the end."""
        starts = [problem.start for problem in self.problems]
        if not starts:
            return
        at = self._edit.currentPos()
        if back:
            start = next((one for one in reversed(starts) if one < at), starts[-1])
        else:
            start = next((one for one in starts if one > at), starts[0])
        self._edit.go_to_line(self._edit.lineFromPosition(start) + 1)
        self._edit.gotoPos(start)

    def _take(self, answer: FromChild) -> None:
        if not isinstance(answer, Checked) or answer.revision != self._helper.revision(self._number):
            return  # the text went on: the pause asks again
        self.problems = answer.problems
        self._edit.marks.show_problems(answer.problems)
        self.changed.emit(answer.problems)
        self._tell_block(answer.block)

    def _tell_block(self, block: BlockFacts) -> None:
        self.block_read.emit(block)

    def _take_formatted(self, answer: FromChild) -> None:
        if not isinstance(answer, Formatted):
            return
        if answer.fault:
            self.format_failed.emit(answer.fault)
        elif answer.revision == self._helper.revision(self._number):
            replace_differing(self._edit, answer.content)


def replace_differing(edit: CodeEdit, text: str) -> None:
    """Make `text` the text by changing only the part that differs: caret and folds stay where they can."""
    old, new = edit.text().encode(), text.encode()
    if old == new:
        return
    start = _common(old, new)
    while start and (new[start : start + 1] or b"\0")[0] & 0xC0 == 0x80:
        start -= 1
    tail = _common(old[start:][::-1], new[start:][::-1])
    while tail and new[len(new) - tail] & 0xC0 == 0x80:
        tail -= 1
    edit.beginUndoAction()
    edit.replace_range(start, len(old) - tail, new[start : len(new) - tail].decode())
    edit.endUndoAction()


def _common(one: bytes, other: bytes) -> int:
    """How many bytes at the start are the same; by halves, since bytes are compared quickly in C."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
