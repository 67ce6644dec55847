"""The field of a list of objects: a table that is edited in place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from bimdesk.services.parameters.messages import first_small
from bimdesk.ui.forms.cells import NUMBERS, WRONG, CellDelegate, cell_text, cell_value
from bimdesk.ui.forms.field import UNSET, Field
from bimdesk.ui.forms.frame import InputFrame
from bimdesk.ui.forms.row_tools import RowTools
from bimdesk.ui.forms.spec import Kind
from bimdesk.ui.theme import fonts

ROW, MOST_ROWS, NARROWEST = 28, 8, 60
_OTHERS = int(Qt.ItemDataRole.UserRole) + 2
"""On the first cell: what a row has beside the columns, as JSON."""
_TOLD = 4
_STYLE = (
    "QTableWidget { background: transparent; } QTableWidget::item { padding: 0 6px; }"
    " QHeaderView::section { padding: 0 3px; }"
)


class TableField(Field):
    """A row an object, a column a property; wrong cells are marked, and told by row and column."""

    def build(self) -> QWidget:
        found = self.spec.columns
        self._fixed = {one.name: one.schema.get("const") for one in found if one.kind is Kind.CONST}
        self._columns = [one for one in found if one.kind is not Kind.CONST]
        self._inner: dict[str, str] = {}
        self._writing = False
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._frame = InputFrame(box)
        inside = QVBoxLayout(self._frame)
        inside.setContentsMargins(2, 2, 2, 2)
        self._table = self._make_table()
        inside.addWidget(self._table)
        self._frame.setFocusProxy(self._table)
        self.tools = RowTools(box)
        self.tools.added.connect(self._add)
        self.tools.removed.connect(self._remove)
        self.tools.moved.connect(self._move)
        column.addWidget(self._frame)
        column.addWidget(self.tools)
        box.setFocusProxy(self._table)
        self._resize()
        return box

    def read(self) -> Any:
        rows = [self._read_row(row) for row in range(self._table.rowCount())]
        return rows if rows or self.spec.has_default or self.spec.required else UNSET

    def write(self, value: Any) -> None:
        rows = value if isinstance(value, list | tuple) else ()
        self._writing = True
        self._table.setRowCount(0)
        for row in rows:
            self._append(row if isinstance(row, Mapping) else {})
        self._writing = False
        self._resize()

    def show_inner(self, problems: Mapping[str, str]) -> None:
        """`2.width`: row 2, column width; `2`: the row; '': the table."""
        self._inner = dict(problems)
        self.show_error(self._told(problems))
        self._mark(self._frame, bool(problems))
        self._writing = True
        for row in range(self._table.rowCount()):
            for at, column in enumerate(self._columns):
                item = self._table.item(row, at)
                words = problems.get(f"{row + 1}.{column.name}", "")
                if item is not None and (item.data(WRONG) or "") != words:
                    item.setData(WRONG, words)
                    item.setToolTip(words)
        self._writing = False

    def focus(self) -> None:
        """Go to the first wrong cell."""
        super().focus()
        for row in range(self._table.rowCount()):
            for at in range(len(self._columns)):
                item = self._table.item(row, at)
                if item is not None and item.data(WRONG):
                    self._table.setCurrentCell(row, at)
                    return

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._frame.update()
        return super().eventFilter(watched, event)

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, len(self._columns), self._frame)
        for at, column in enumerate(self._columns):
            head = QTableWidgetItem(f"{column.title} ({column.unit})" if column.unit else column.title)
            head.setToolTip(column.hint or column.title)
            head.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            table.setHorizontalHeaderItem(at, head)
        across, down = table.horizontalHeader(), table.verticalHeader()
        across.setMinimumSectionSize(fonts.scaled(NARROWEST))
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for at, column in enumerate(self._columns):
            if column.kind is Kind.BOOLEAN:
                across.setSectionResizeMode(at, QHeaderView.ResizeMode.ResizeToContents)
        across.setHighlightSections(False)
        down.setDefaultSectionSize(fonts.scaled(ROW))
        down.setFixedWidth(fonts.scaled(28))
        down.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setStyleSheet(_STYLE)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.AllEditTriggers)
        table.setTabKeyNavigation(False)
        table.setItemDelegate(CellDelegate(self._columns, self.source, table))
        table.installEventFilter(self)
        table.itemChanged.connect(self._changed)
        table.currentCellChanged.connect(self._enable)
        remove_key = QShortcut(QKeySequence.StandardKey.Delete, table)
        remove_key.setContext(Qt.ShortcutContext.WidgetShortcut)
        remove_key.activated.connect(self._remove)
        return table

    def _told(self, problems: Mapping[str, str]) -> str:
        titles = {one.name: one.title for one in self._columns}
        told = []
        for path, message in problems.items():
            row, _dot, name = path.partition(".")
            words = first_small(message)
            if not path:
                told.append(message)
            elif name:
                told.append(self.tr("Row {0}, {1}: {2}").format(row, titles.get(name, name), words))
            else:
                told.append(self.tr("Row {0}: {1}").format(row, words))
        more = [self.tr("and {0} more").format(len(told) - _TOLD)] if len(told) > _TOLD else []
        return "\n".join([*told[:_TOLD], *more])

    def _read_row(self, row: int) -> dict[str, Any]:
        first = self._table.item(row, 0)
        others = first.data(_OTHERS) if first is not None else ""
        values: dict[str, Any] = {**(json.loads(others) if others else {}), **self._fixed}
        for at, column in enumerate(self._columns):
            item = self._table.item(row, at)
            if item is None:
                continue
            if column.kind is Kind.BOOLEAN:
                values[column.name] = item.checkState() is Qt.CheckState.Checked
                continue
            value = cell_value(column, item.text())
            if value is not UNSET:
                values[column.name] = value
        return values

    def _append(self, values: Mapping[str, Any]) -> int:
        row = self._table.rowCount()
        self._table.insertRow(row)
        for at, column in enumerate(self._columns):
            item = QTableWidgetItem(cell_text(column, values.get(column.name, UNSET)))
            if column.kind is Kind.BOOLEAN:
                item = QTableWidgetItem()
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsUserCheckable)
                on = values.get(column.name) is True
                item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            elif column.kind in NUMBERS:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._table.setItem(row, at, item)
        names = {one.name for one in self._columns}
        others = {name: value for name, value in values.items() if name not in names | set(self._fixed)}
        first = self._table.item(row, 0)
        if others and first is not None:
            first.setData(_OTHERS, json.dumps(others))
        return row

    def _add(self) -> None:
        self._writing = True
        row = self._append({one.name: one.schema["default"] for one in self._columns if one.has_default})
        self._writing = False
        self._changed()
        self._table.setCurrentCell(row, 0)
        first = self._table.item(row, 0)
        if first is not None:
            self._table.editItem(first)

    def _remove(self) -> None:
        row = self._table.currentRow()
        if row >= 0:
            self._table.removeRow(row)
            self._changed()

    def _move(self, step: int) -> None:
        row, at = self._table.currentRow(), self._table.currentColumn()
        if row < 0 or not 0 <= row + step < self._table.rowCount():
            return
        self._writing = True
        items = [self._table.takeItem(row, place) for place in range(len(self._columns))]
        self._table.removeRow(row)
        self._table.insertRow(row + step)
        for place, item in enumerate(items):
            self._table.setItem(row + step, place, item)
        self._table.setCurrentCell(row + step, at)
        self._writing = False
        self._changed()

    def _changed(self, *_details: object) -> None:
        self._enable()
        if not self._writing:
            self._resize()
            self.edited()

    def _enable(self, *_details: int) -> None:
        self.tools.enable(self._table.currentRow(), self._table.rowCount())

    def _resize(self) -> None:
        rows = min(MOST_ROWS, max(1, self._table.rowCount()))
        head = self._table.horizontalHeader().sizeHint().height()
        wide = self._table.horizontalHeader().length() + fonts.scaled(28)
        bar = self._table.horizontalScrollBar().sizeHint().height() if wide > self._table.width() else 0
        self._table.setFixedHeight(head + rows * fonts.scaled(ROW) + bar + 2)
