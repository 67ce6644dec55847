"""The form of a waiver: why findings are accepted, by whom, until when. A drawer of the details."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from bimdesk.services.authors import current_author
from bimdesk.services.clock import now
from bimdesk.ui.theme import fonts
from bimdesk.ui.widgets.buttons import button
from bimdesk.ui.widgets.labels import label


class AcceptForm(QFrame):
    """`accepted(reason, author, date | None)`; `closed`: it is put away. Ctrl+Enter accepts, Esc leaves."""

    accepted = Signal(str, str, object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.reason = QPlainTextEdit()
        self.author = QLineEdit()
        self.until = QLineEdit()
        self.accept_button = button(
            self.tr("Accept"), kind="primary", icon_name="stamp", on_click=self.submit
        )
        self._hint = label(tone="tx3", size=12, wrap=True)
        self._lay_out()
        self.hide()

    def open(self, count: int) -> None:
        """Begin anew, for so many findings."""
        self.reason.clear()
        self.author.setText(current_author())
        self.until.clear()
        self._say("")
        text = self.tr("Accept") if count == 1 else self.tr("Accept {0}").format(f"{count:,}")
        self.accept_button.setText(text)
        self.show()
        self.reason.setFocus()

    def close_form(self) -> None:
        self.hide()
        self.closed.emit()

    def submit(self) -> None:
        """Say what was typed, or what is missing."""
        reason = self.reason.toPlainText().strip()
        if not reason:
            self._say(self.tr("A reason is wanted: who reads it later has to understand."))
            self.reason.setFocus()
            return
        try:
            until = parse_day(self.until.text())
        except ValueError:
            self._say(self.tr("'{0}' is no date. Type one such as 2027-01-31.").format(self.until.text()))
            self.until.setFocus()
            return
        if until is not None and until < _today():
            self._say(self.tr("{0} is over. Type a later day, or none.").format(until.isoformat()))
            self.until.setFocus()
            return
        self.hide()
        self.accepted.emit(reason, self.author.text().strip(), until)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self.close_form()
        elif is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(4)
        column.addWidget(label(self.tr("Reason"), size=12, tone="tx2"))
        self.reason.setAccessibleName(self.tr("Reason"))
        self.reason.setPlaceholderText(self.tr("Agreed with the client on …"))
        self.reason.setFixedHeight(fonts.scaled(64))
        self.reason.setTabChangesFocus(True)
        column.addWidget(self.reason)
        column.addWidget(label(self.tr("Author"), size=12, tone="tx2"))
        self.author.setAccessibleName(self.tr("Author"))
        column.addWidget(self.author)
        column.addWidget(label(self.tr("Holds until (optional)"), size=12, tone="tx2"))
        self.until.setAccessibleName(self.tr("Holds until"))
        self.until.setPlaceholderText(self.tr("for good"))
        column.addWidget(self.until)
        column.addLayout(self._quick_days())
        column.addWidget(self._hint)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(button(self.tr("Leave"), kind="quiet", on_click=self.close_form))
        buttons.addWidget(self.accept_button)
        column.addLayout(buttons)

    def _quick_days(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        for days, words in ((30, self.tr("30 days")), (90, self.tr("90 days")), (365, self.tr("1 year"))):
            row.addWidget(button(words, kind="link", on_click=partial(self._set_days, days)))
        row.addStretch(1)
        return row

    def _set_days(self, days: int) -> None:
        self.until.setText((_today() + timedelta(days=days)).isoformat())

    def _say(self, words: str) -> None:
        self._hint.setText(words)
        self._hint.setProperty("tone", "error" if words else "tx3")
        self._hint.style().polish(self._hint)
        self._hint.setVisible(bool(words))


def parse_day(text: str) -> date | None:
    """`2027-01-31`; None for nothing. Raises ValueError."""
    return date.fromisoformat(text.strip()) if text.strip() else None


def _today() -> date:
    return now().astimezone().date()
