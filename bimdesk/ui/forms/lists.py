"""A field of several free values: add, change, remove, put in order."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from bimdesk.ui.forms.field import UNSET, Field
from bimdesk.ui.forms.frame import InputFrame
from bimdesk.ui.forms.numbers import format_number, parse_number
from bimdesk.ui.forms.row_tools import RowTools
from bimdesk.ui.forms.spec import type_of

ROW_HEIGHT = 26
_GIVEN = int(Qt.ItemDataRole.UserRole)
"""Text and value as they were written, as JSON."""


class ListField(Field):
    """An array of strings or numbers, one a row; double-click or F2 changes a row, dragging moves it."""

    def build(self) -> QWidget:
        self._numeric = type_of(self.spec.items) in ("number", "integer")
        self._whole = type_of(self.spec.items) == "integer"
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._frame = InputFrame(box)
        self._list = QListWidget(self._frame)
        self._list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self._list.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self._list.setStyleSheet("QListWidget { background: transparent; }")
        self._list.installEventFilter(self)
        self._writing = False
        self._list.itemChanged.connect(self._changed)
        self._list.model().rowsMoved.connect(self._changed)
        self._list.currentRowChanged.connect(self._enable)
        remove_key = QShortcut(QKeySequence.StandardKey.Delete, self._list)
        remove_key.setContext(Qt.ShortcutContext.WidgetShortcut)
        remove_key.activated.connect(self._remove)
        self._frame.setFocusProxy(self._list)
        inside = QVBoxLayout(self._frame)
        inside.setContentsMargins(4, 4, 4, 4)
        inside.addWidget(self._list)
        column.addWidget(self._frame)
        self.tools = RowTools(box)
        self.tools.added.connect(self._add)
        self.tools.removed.connect(self._remove)
        self.tools.moved.connect(self._move)
        column.addWidget(self.tools)
        box.setFocusProxy(self._list)
        self._resize()
        return box

    def read(self) -> Any:
        items = [self._list.item(row) for row in range(self._list.count())]
        values = [self._value(item) for item in items if item.text().strip()]
        if values or self.spec.has_default or self.spec.required:
            return values
        return UNSET

    def write(self, value: Any) -> None:
        self._writing = True
        self._list.clear()
        for one in value if isinstance(value, list | tuple) else ():
            self._append_value(one)
        self._writing = False
        self._resize()

    def problem(self) -> str:
        if not self._numeric:
            return ""
        for row in range(self._list.count()):
            text = self._list.item(row).text().strip()
            if text and parse_number(text, whole=self._whole) is None:
                return self.tr("Row {0}: “{1}” is not a number").format(row + 1, text)
        return ""

    def show_error(self, message: str) -> None:
        super().show_error(message)
        self._mark(self._frame, bool(message))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._frame.update()
        return super().eventFilter(watched, event)

    def _parse(self, text: str) -> Any:
        number = parse_number(text, whole=self._whole) if self._numeric else None
        return text if number is None else number

    def _append_value(self, value: Any) -> None:
        """A value that is no text comes back as it is while its text stays the same."""
        text = format_number(value) if isinstance(value, int | float | str) else json.dumps(value)
        item = self._append(text)
        if not isinstance(value, str) and not self._numeric:
            item.setData(_GIVEN, json.dumps([text, value]))

    def _value(self, item: QListWidgetItem) -> Any:
        given = json.loads(item.data(_GIVEN) or "[null, null]")
        return given[1] if given[0] == item.text() else self._parse(item.text().strip())

    def _append(self, text: str) -> QListWidgetItem:
        item = QListWidgetItem(text, self._list)
        item.setSizeHint(QSize(0, ROW_HEIGHT))
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        return item

    def _add(self) -> None:
        self._writing = True
        item = self._append("")
        self._writing = False
        self._resize()
        self._list.setCurrentItem(item)
        self._list.editItem(item)

    def _remove(self) -> None:
        row = self._list.currentRow()
        if row >= 0:
            self._list.takeItem(row)
            self._changed()

    def _move(self, step: int) -> None:
        row = self._list.currentRow()
        if row < 0 or not 0 <= row + step < self._list.count():
            return
        self._writing = True
        item = self._list.takeItem(row)
        self._list.insertItem(row + step, item)
        self._list.setCurrentRow(row + step)
        self._writing = False
        self._changed()

    def _changed(self, *_details: QObject | int) -> None:
        self._resize()
        self._enable()
        if not self._writing:
            self.edited()

    def _enable(self, _row: int = -1) -> None:
        self.tools.enable(self._list.currentRow(), self._list.count())

    def _resize(self) -> None:
        self._list.setFixedHeight(max(1, min(6, self._list.count())) * ROW_HEIGHT + 2)
