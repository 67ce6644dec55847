"""The text area: Scintilla set up for Python, speaking in text and lines instead of bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QByteArray, QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtWidgets import QWidget
from pyside6_scintilla import Scintilla, ScintillaEdit

from bimdesk.ui.editor import carets, colors
from bimdesk.ui.editor.marks import Marks
from bimdesk.ui.editor.setup import set_up
from bimdesk.ui.editor.text import INDENT, clean, next_indent, toggle_comment
from bimdesk.ui.editor_commands import EDITOR_COMMANDS
from bimdesk.ui.theme.tokens import current

BRACES = frozenset(b"()[]{}")
_NEWLINE = 10
SMALLEST_ZOOM, LARGEST_ZOOM = -8, 30
_KEYS: Mapping[str, str] = {
    "Ctrl+F": "find",
    "Ctrl+S": "save",
    **{key: command.name for command in EDITOR_COMMANDS for key in command.key_list},
}
"""Key -> command; those that the document handles go out as `command_requested`."""


class CodeEdit(ScintillaEdit):
    """`dirty_changed`: the text left its saved state or came back to it. `edited`: it changed."""

    bytes_changed = Signal(int, int, bytes)
    """At which byte how many went and what came, for each change."""
    typed = Signal(str)
    """A character was typed (not pasted, not undone)."""
    zoomed = Signal(int)
    key_filter: Callable[[QKeyEvent], bool] | None = None
    """Gets the keys first; True: the key is used up."""

    dirty_changed = Signal(bool)
    edited = Signal()
    caret_moved = Signal(int, int)
    """Line and column of the caret, both from 1."""
    command_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commands: Mapping[str, Callable[[], object]] = {
            "toggle_comment": self.toggle_comment,
            "zoom_in": lambda: self.set_zoom(self.zoom_steps() + 1, tell=True),
            "zoom_out": lambda: self.set_zoom(self.zoom_steps() - 1, tell=True),
            "zoom_reset": lambda: self.set_zoom(0, tell=True),
            "delete_line": self.lineDelete,
            "duplicate_line": self.selectionDuplicate,
            "add_next": lambda: carets.add_next(self),
            "add_all": lambda: carets.add_all(self),
            "caret_above": lambda: carets.add_caret(self, down=False),
            "caret_below": lambda: carets.add_caret(self, down=True),
            "move_line_up": self.moveSelectedLinesUp,
            "move_line_down": self.moveSelectedLinesDown,
        }
        self._keys = {QKeySequence(key): command for key, command in _KEYS.items()}
        self.marks = Marks(self)
        set_up(self)
        colors.install_lexer(self)
        self.apply_theme()
        self.charAdded.connect(self._after_char)
        self.updateUi.connect(self._after_update)
        self.savePointChanged.connect(self.dirty_changed)
        self.modified.connect(self._after_modified)
        self.linesAdded.connect(self._fit_numbers)

    # Text

    def text(self) -> str:
        return (
            bytes(self.getText(self.textLength() + 1).data()).rstrip(b"\0").decode("utf-8", errors="replace")
        )

    def load(self, text: str) -> None:
        """Show a text as saved: no undo beyond it, caret at the start."""
        read_only = self.readOnly()
        self.setReadOnly(False)
        self.setText(clean(text))
        self.emptyUndoBuffer()
        self.setSavePoint()
        self.setReadOnly(read_only)
        self.marks.clear()
        self._fit_numbers()

    @property
    def is_dirty(self) -> bool:
        return bool(self.modify())

    def selected_text(self) -> str:
        return bytes(self.getSelText().data()).rstrip(b"\0").decode("utf-8", errors="replace")

    def slice(self, start: int, end: int) -> str:
        """The text between two bytes."""
        if end <= start:
            return ""
        return bytes(self.get_text_range(start, end).data()).rstrip(b"\0").decode(errors="replace")

    def replace_range(self, start: int, end: int, text: str) -> None:
        """Replace bytes `start`..`end`."""
        self.setTargetRange(start, end)
        self.replaceTarget(len(clean(text).encode()), clean(text))

    # Places

    def go_to_line(self, line: int) -> None:
        """Put the caret on a line (from 1), unfold it and bring it to the middle."""
        row = max(0, min(line, self.lineCount()) - 1)
        self.ensureVisible(row)
        self.gotoLine(row)
        self.verticalCentreCaret()
        self.grabFocus()

    def show_line(self, line: int) -> None:
        """Put the caret on a line (from 1) and bring it into view; who types elsewhere goes on there."""
        row = max(0, min(line, self.lineCount()) - 1)
        self.ensureVisible(row)
        self.gotoLine(row)

    def select_range(self, start: int, end: int) -> None:
        """Select bytes `start`..`end` and show them."""
        self.ensureVisible(self.lineFromPosition(start))
        self.setSel(start, end)
        self.scrollRange(end, start)

    def caret_place(self) -> tuple[int, int, int]:
        """Left, top and bottom of the caret in pixels of this widget."""
        at = self.currentPos()
        top = self.pointYFromPosition(at)
        return self.pointXFromPosition(at), top, top + self.textHeight(self.lineFromPosition(at))

    # Commands

    def run_command(self, name: str) -> bool:
        """One of the text's own commands (see ui/editor_commands.py); False for those of others."""
        if name in self._commands:
            self._commands[name]()
        return name in self._commands

    def toggle_comment(self) -> None:
        """Comment or uncomment the selected lines, as one step of undo."""
        if self.readOnly():
            return
        first = self.lineFromPosition(self.selectionStart())
        last = self.lineFromPosition(self.selectionEnd())
        if last > first and self.positionFromLine(last) == self.selectionEnd():
            last -= 1
        start, end = self.positionFromLine(first), self.lineEndPosition(last)
        lines = bytes(self.get_text_range(start, end).data()).rstrip(b"\0").decode("utf-8", errors="replace")
        changed = "\n".join(toggle_comment(lines.split("\n")))
        self.beginUndoAction()
        self.replace_range(start, end, changed)
        self.endUndoAction()
        self.setSel(start, self.lineEndPosition(last))

    def apply_theme(self) -> None:
        colors.apply_tokens(self, current())
        self._fit_numbers()

    def zoom_steps(self) -> int:
        return int(self.send(Scintilla.Message.GetZoom, 0, 0))

    def set_zoom(self, steps: int, *, tell: bool = False) -> None:
        """Larger or smaller text, in points; `tell`: a person did it."""
        steps = max(SMALLEST_ZOOM, min(steps, LARGEST_ZOOM))
        self.setZoom(steps)
        self._fit_numbers()
        if tell:
            self.zoomed.emit(steps)

    # Qt

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self.zoom_steps() + (1 if event.angleDelta().y() > 0 else -1), tell=True)
            event.accept()
        else:
            super().wheelEvent(event)

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._command(event)
        ):
            event.accept()
            return True
        if event.type() == QEvent.Type.PaletteChange:
            self.apply_theme()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()
        if self.key_filter is not None and self.key_filter(event):
            return
        command = self._command(event)
        if self.run_command(command):
            return
        if command:
            self.command_requested.emit(command)
        elif event.key() == Qt.Key.Key_Escape:
            if carets.only_main(self):
                return
            self.command_requested.emit("escape")
        else:
            super().keyPressEvent(event)

    def _command(self, event: QKeyEvent) -> str:
        return self._keys.get(QKeySequence(event.keyCombination()), "")

    def _after_char(self, character: int) -> None:
        if character == _NEWLINE:
            line = self.lineFromPosition(self.currentPos())
            before = bytes(self.getLine(line - 1).data()).rstrip(b"\0\r\n").decode("utf-8", errors="replace")
            self.replaceSel(next_indent(before).replace("\t", INDENT))
        self.typed.emit(chr(character))

    def _after_update(self, _what: int) -> None:
        position = self.currentPos()
        line = self.lineFromPosition(position)
        column = self.countCharacters(self.positionFromLine(line), position)
        self.caret_moved.emit(line + 1, column + 1)
        for place in (position - 1, position):
            if place >= 0 and self.charAt(place) in BRACES:
                other = self.braceMatch(place, 0)
                if other >= 0:
                    self.braceHighlight(place, other)
                else:
                    self.braceBadLight(place)
                return
        self.braceHighlight(-1, -1)

    def _after_modified(
        self, what: int, at: int, length: int, _lines: int, text: QByteArray, *_rest: object
    ) -> None:
        flags = Scintilla.ModificationFlags
        if what & flags.InsertText:
            self.bytes_changed.emit(at, 0, bytes(text.data()))
        elif what & flags.DeleteText:
            self.bytes_changed.emit(at, length, b"")
        else:
            return
        self.marks.mended(self.lineFromPosition(at))
        self.edited.emit()

    def _fit_numbers(self, _added: int = 0) -> None:
        digits = "9" * (max(2, len(str(self.lineCount()))) + 1)
        width = self.textWidth(Scintilla.StylesCommon.LineNumber, digits)
        self.setMarginWidthN(colors.NUMBER_MARGIN, width + 8)
