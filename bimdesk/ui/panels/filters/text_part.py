"""The text form under the builder: edited, copied, pasted; what cannot be read is said in place."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget

from bimdesk.domain.filter_text import parse_filter
from bimdesk.domain.filters import FilterError
from bimdesk.ui.forms.hint import HintLine, Tone
from bimdesk.ui.theme import fonts
from bimdesk.ui.theme.tokens import current
from bimdesk.ui.widgets.buttons import IconButton
from bimdesk.ui.widgets.labels import label

DELAY_MS = 250


class FilterTextPart(QWidget):
    """`filter_typed(Filter)` once a text that was typed or pasted can be read."""

    filter_typed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = QPlainTextEdit()
        self.edit.setFont(fonts.mono(12))
        self.edit.setTabChangesFocus(True)
        self.edit.setPlaceholderText("IfcWall, Pset_WallCommon.IsExternal=TRUE")
        self.edit.setAccessibleName(self.tr("Filter as text"))
        self.edit.setFixedHeight(fonts.scaled(76))
        self.hint = HintLine()
        copy = IconButton("copy", self.tr("Copy the text"), size=24, icon_size=14, on_click=self.copy)
        head = QHBoxLayout()
        head.addWidget(label(self.tr("As text"), tone="tx2", size=12))
        head.addStretch(1)
        head.addWidget(copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.edit)
        column.addWidget(self.hint)
        self.hint.say("")
        self._timer = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._timer.timeout.connect(self.read)
        self._quiet = False
        self.edit.textChanged.connect(self._typed)

    @property
    def text(self) -> str:
        return self.edit.toPlainText()

    def set_text(self, text: str) -> None:
        """Show the builder's filter; whatever was wrong with the text before is gone with it."""
        self._quiet = True
        if text != self.text:
            self.edit.setPlainText(text)
        self._quiet = False
        self.show_problem(None)

    def show_problem(self, error: FilterError | None) -> None:
        """Say under the text what is wrong, and underline where; None: nothing is."""
        marks = []
        if error is None:
            self.hint.say("")
        else:
            self.hint.say(" ".join(part for part in (error.message, error.hint) if part), Tone.ERROR)
            marks = [self._mark(error.position)]
        self.edit.setExtraSelections(marks)

    def copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text)

    def read(self) -> None:
        """Read the text now; a problem leaves it as it is."""
        self._timer.stop()
        try:
            found = parse_filter(self.text)
        except FilterError as error:
            self.show_problem(error)
            return
        self.show_problem(None)
        self.filter_typed.emit(found)

    def _typed(self) -> None:
        if not self._quiet:
            self._timer.start()

    def _mark(self, position: int) -> QTextEdit.ExtraSelection:
        mark = QTextEdit.ExtraSelection()
        look = QTextCharFormat()
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        look.setUnderlineColor(current().color("error"))
        cursor = QTextCursor(self.edit.document())
        last = max(0, self.edit.document().characterCount() - 1)
        cursor.setPosition(min(position, max(0, last - 1)))
        cursor.setPosition(min(position + 1, last), QTextCursor.MoveMode.KeepAnchor)
        mark.cursor, mark.format = cursor, look
        return mark

    def focus_text(self) -> None:
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
