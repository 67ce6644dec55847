"""Fields of text: one line, several lines, a date."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QMenu, QPlainTextEdit, QWidget, QWidgetAction

from bimdesk.ui.forms.field import UNSET, Field
from bimdesk.ui.theme import fonts, icons

_LOOKS = {"date-time": "YYYY-MM-DDThh:mm:ssZ", "time": "hh:mm:ss", "uri": "https://", "uuid": "8-4-4-4-12"}
"""What a format looks like, where the schema has no example."""


class StringField(Field):
    """One line; `maxLength` is left to the check, so that pasted text is not cut silently."""

    _given: tuple[str, Any] | None = None

    def build(self) -> QWidget:
        self._edit = QLineEdit(self)
        look = _LOOKS.get(str(self.spec.schema.get("format", "")), "")
        self._edit.setPlaceholderText(self.spec.placeholder or look)
        self._edit.textEdited.connect(self.edited)
        return self._edit

    def read(self) -> Any:
        """A value that is no text comes back as it is while its text stays the same."""
        text = self._edit.text()
        if self._given is not None and text == self._given[0]:
            return self._given[1]
        return text or self.empty_value()

    def write(self, value: Any) -> None:
        is_empty = value is UNSET or (value is None and self.spec.takes_null)
        text = "" if is_empty else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        self._given = None if is_empty or isinstance(value, str) else (text, value)
        self._edit.setText(text)


class MultilineField(Field):
    """Several lines, as high as its text up to eight lines."""

    def build(self) -> QWidget:
        self._edit = QPlainTextEdit(self)
        self._edit.setTabChangesFocus(True)
        self._edit.setPlaceholderText(self.spec.placeholder)
        self._edit.textChanged.connect(self._grow)
        self._writing = False
        self._edit.textChanged.connect(self._changed)
        self._grow()
        return self._edit

    def read(self) -> Any:
        return self._edit.toPlainText() or self.empty_value()

    def write(self, value: Any) -> None:
        self._writing = True
        self._edit.setPlainText("" if value is UNSET or value is None else str(value))
        self._writing = False

    def _changed(self) -> None:
        if not self._writing:
            self.edited()

    def _grow(self) -> None:
        lines = min(8, max(3, self._edit.blockCount()))
        self._edit.setFixedHeight(lines * self._edit.fontMetrics().lineSpacing() + 18)


class DateField(Field):
    """An ISO date, typed or picked; `${DATE}` and other variables stay as they are."""

    def build(self) -> QWidget:
        self._edit = QLineEdit(self)
        self._edit.setFont(fonts.ui(13))
        self._edit.setPlaceholderText(self.spec.placeholder or self.tr("YYYY-MM-DD"))
        self._edit.textEdited.connect(self.edited)
        action = QAction(icons.icon("calendar"), self.tr("Choose a date"), self._edit)
        action.triggered.connect(self._open_calendar)
        self._edit.addAction(action, QLineEdit.ActionPosition.TrailingPosition)
        return self._edit

    def read(self) -> Any:
        return self._edit.text().strip() or self.empty_value()

    def write(self, value: Any) -> None:
        self._edit.setText("" if value is UNSET or value is None else str(value))

    def problem(self) -> str:
        text = self._edit.text().strip()
        if not text or "${" in text:
            return ""
        try:
            date.fromisoformat(text)
        except ValueError:
            return self.tr("A date such as 2026-03-31 is expected")
        return ""

    def _open_calendar(self) -> None:
        menu = QMenu(self)
        calendar = QCalendarWidget()
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.ISOWeekNumbers)
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        chosen = QDate.fromString(self._edit.text().strip(), Qt.DateFormat.ISODate)
        if chosen.isValid():
            calendar.setSelectedDate(chosen)
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)
        calendar.clicked.connect(self._pick)
        calendar.clicked.connect(menu.close)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._edit.mapToGlobal(self._edit.rect().bottomLeft()))

    def _pick(self, day: QDate) -> None:
        self._edit.setText(day.toString(Qt.DateFormat.ISODate))
        self.edited()
