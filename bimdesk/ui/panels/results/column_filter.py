"""A small window at a column's head: what its cells must hold, and its commonest values to choose from."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from bimdesk.protocol.cleaning import clean_text
from bimdesk.ui.models.records import Records
from bimdesk.ui.models.table_query import EMPTY
from bimdesk.ui.operations import Operations
from bimdesk.ui.widgets.labels import label

MOST = 40


class ColumnFilterPopup(QFrame):
    """`chosen(str)`: the text of the filter, '' for none. Closes itself."""

    chosen = Signal(str)

    def __init__(
        self, records: Records, column: int, text: str, operations: Operations, parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("surface", "float")
        name = clean_text(records.columns[column])
        self.field = QLineEdit(text)
        self.field.setPlaceholderText(self.tr("Words, or > 5, = x, != x, empty"))
        self.field.setAccessibleName(self.tr("Filter of {0}").format(name))
        self.field.setClearButtonEnabled(True)
        self.values = QListWidget()
        self.values.setAccessibleName(self.tr("Commonest values of {0}").format(name))
        column_layout = QVBoxLayout(self)
        column_layout.setContentsMargins(10, 8, 10, 10)
        column_layout.setSpacing(6)
        column_layout.addWidget(label(name, weight=600))
        column_layout.addWidget(self.field)
        column_layout.addWidget(self.values)
        self.resize(260, 280)
        self.field.returnPressed.connect(lambda: self._choose(self.field.text()))
        self.values.itemClicked.connect(self._on_item)
        self.values.itemActivated.connect(self._on_item)
        operations.run(partial(records.commonest, column, MOST), on_success=self._show_values)

    def open_at(self, place: QPoint) -> None:
        self.move(place)
        self.show()
        self.field.setFocus()
        self.field.selectAll()

    def _show_values(self, found: list[tuple[str, int]]) -> None:
        for text, count in found:
            shown = clean_text(text)[:80] or self.tr("(empty)")
            item = QListWidgetItem(f"{shown}   {count:,}")
            item.setData(Qt.ItemDataRole.UserRole, f"= {text}" if text else EMPTY)
            self.values.addItem(item)

    def _on_item(self, item: QListWidgetItem) -> None:
        self._choose(str(item.data(Qt.ItemDataRole.UserRole)))

    def _choose(self, text: str) -> None:
        self.chosen.emit(text.strip())
        self.close()
