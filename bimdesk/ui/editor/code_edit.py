"""The text area: Scintilla set up for Python, speaking in text and lines instead of bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget
from pyside6_scintilla import Scintilla, ScintillaEdit

from bimdesk.ui.editor import colors
from bimdesk.ui.editor.text import INDENT, clean, next_indent, toggle_comment
from bimdesk.ui.theme.tokens import current

BRACES = frozenset(b"()[]{}")
_NEWLINE = 10
KEYS: Mapping[str, str] = {
    "Ctrl+/": "toggle_comment",
    "Ctrl+F": "find",
    "Ctrl+H": "replace",
    "Ctrl+G": "go_to_line",
    "Ctrl+S": "save",
    "F3": "find_next",
    "Shift+F3": "find_previous",
    "Ctrl++": "zoom_in",
    "Ctrl+=": "zoom_in",
    "Ctrl+-": "zoom_out",
    "Ctrl+0": "zoom_reset",
    "Ctrl+Shift+K": "delete_line",
    "Ctrl+D": "duplicate_line",
    "Alt+Up": "move_line_up",
    "Alt+Down": "move_line_down",
}
"""Keys of the text area -> command; those that the document handles go out as `command_requested`."""


class CodeEdit(ScintillaEdit):
    """`dirty_changed`: the text left its saved state or came back to it. `edited`: it changed."""

    dirty_changed = Signal(bool)
    edited = Signal()
    caret_moved = Signal(int, int)
    """Line and column of the caret, both from 1."""
    command_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commands: Mapping[str, Callable[[], object]] = {
            "toggle_comment": self.toggle_comment,
            "zoom_in": self.zoomIn,
            "zoom_out": self.zoomOut,
            "zoom_reset": lambda: self.setZoom(0),
            "delete_line": self.lineDelete,
            "duplicate_line": self.selectionDuplicate,
            "move_line_up": self.moveSelectedLinesUp,
            "move_line_down": self.moveSelectedLinesDown,
        }
        self._keys = {QKeySequence(key): command for key, command in KEYS.items()}
        self._set_up()
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
        self.clear_marks()
        self._fit_numbers()

    @property
    def is_dirty(self) -> bool:
        return bool(self.modify())

    def selected_text(self) -> str:
        return bytes(self.getSelText().data()).rstrip(b"\0").decode("utf-8", errors="replace")

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

    def select_range(self, start: int, end: int) -> None:
        """Select bytes `start`..`end` and show them."""
        self.ensureVisible(self.lineFromPosition(start))
        self.setSel(start, end)
        self.scrollRange(end, start)

    # Marks

    def mark_line(self, line: int, text: str, *, amber: bool = False) -> None:
        """Write a sentence behind a line (from 1); a script's error is tinted too."""
        row = max(0, min(line, self.lineCount()) - 1)
        self.eOLAnnotationSetText(row, f" {text} ")
        self.eOLAnnotationSetStyle(row, colors.AMBER_STYLE if amber else colors.ERROR_STYLE)
        self.eOLAnnotationSetVisible(Scintilla.EOLAnnotationVisible.Stadium)
        if not amber:
            self.markerAdd(row, colors.ERROR_MARKER)
        self.ensureVisible(row)

    def marked_lines(self) -> dict[int, str]:
        """Line (from 1) -> sentence."""
        texts = {row + 1: bytes(self.eOLAnnotationText(row).data()) for row in range(self.lineCount())}
        return {
            line: text.rstrip(b"\0").decode().strip() for line, text in texts.items() if text.rstrip(b"\0")
        }

    def clear_marks(self) -> None:
        self.eOLAnnotationClearAll()
        self.markerDeleteAll(colors.ERROR_MARKER)

    def show_matches(self, ranges: Iterable[tuple[int, int]]) -> None:
        """Highlight byte ranges; none takes the highlights away."""
        self.setIndicatorCurrent(colors.MATCH_INDICATOR)
        self.indicatorClearRange(0, self.textLength())
        for start, end in ranges:
            self.indicatorFillRange(start, end - start)

    # Commands

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

    # Qt

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
        command = self._command(event)
        event.accept()
        if command in self._commands:
            self._commands[command]()
        elif command:
            self.command_requested.emit(command)
        elif event.key() == Qt.Key.Key_Escape:
            self.command_requested.emit("escape")
        else:
            super().keyPressEvent(event)

    def _command(self, event: QKeyEvent) -> str:
        return self._keys.get(QKeySequence(event.keyCombination()), "")

    def _set_up(self) -> None:
        self.setCodePage(Scintilla.CpUtf8)
        self.setEOLMode(Scintilla.EndOfLine.Lf)
        self.setUseTabs(False)
        self.setTabWidth(4)
        self.setIndent(4)
        self.setTabIndents(True)
        self.setBackSpaceUnIndents(True)
        self.setIndentationGuides(Scintilla.IndentView.LookBoth)
        self.setMarginTypeN(colors.NUMBER_MARGIN, Scintilla.MarginType.Number)
        self.setMarginTypeN(colors.FOLD_MARGIN, Scintilla.MarginType.Symbol)
        self.setMarginMaskN(colors.FOLD_MARGIN, Scintilla.MaskFolders)
        self.setMarginSensitiveN(colors.FOLD_MARGIN, True)
        self.setMarginWidthN(colors.FOLD_MARGIN, 14)
        self.setMarginWidthN(colors.MARK_MARGIN, 0)
        self.markerDefine(colors.ERROR_MARKER, Scintilla.MarkerSymbol.Background)
        self.setAutomaticFold(
            Scintilla.AutomaticFold.Show | Scintilla.AutomaticFold.Click | Scintilla.AutomaticFold.Change
        )
        self.setCaretLineVisibleAlways(False)
        self.setCaretWidth(2)
        self.setExtraAscent(2)
        self.setExtraDescent(2)
        self.setScrollWidth(400)
        self.setScrollWidthTracking(True)
        self.setMultipleSelection(True)
        self.setAdditionalSelectionTyping(True)
        self.setEndAtLastLine(False)
        self.setMarginLeft(6)
        self.usePopUp(Scintilla.PopUp.Never)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setFrameShape(self.Shape.NoFrame)
        self.setAccessibleName("Script text")

    def _after_char(self, character: int) -> None:
        if character == _NEWLINE:
            line = self.lineFromPosition(self.currentPos())
            before = bytes(self.getLine(line - 1).data()).rstrip(b"\0\r\n").decode("utf-8", errors="replace")
            self.replaceSel(next_indent(before).replace("\t", INDENT))

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

    def _after_modified(self, what: int, *_details: object) -> None:
        if what & (Scintilla.ModificationFlags.InsertText | Scintilla.ModificationFlags.DeleteText):
            self.edited.emit()

    def _fit_numbers(self, _added: int = 0) -> None:
        digits = "9" * (max(2, len(str(self.lineCount()))) + 1)
        width = self.textWidth(Scintilla.StylesCommon.LineNumber, digits)
        self.setMarginWidthN(colors.NUMBER_MARGIN, width + 8)
