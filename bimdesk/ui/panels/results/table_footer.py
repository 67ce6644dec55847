"""The line under a table: how many rows are shown, filters of columns as chips, sums of the numbers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from bimdesk.ui.models.records import Records, cell_text
from bimdesk.ui.models.table_query import ColumnFilter, TableAnswer, Totals
from bimdesk.ui.theme import fonts, icons
from bimdesk.ui.widgets.labels import ElidedLabel, label

_HEIGHT = 34


class TableFooter(QWidget):
    """`filter_removed(column)`: the chip of a column's filter was clicked."""

    filter_removed = Signal(int)

    def __init__(self, records: Records, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._records = records
        self._count = label(tone="tx3", size=12)
        self._chips = QWidget()
        self._row = QHBoxLayout(self._chips)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._sums = ElidedLabel(color="tx2", mode=Qt.TextElideMode.ElideRight)
        self._sums.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._sums.setFont(fonts.ui(12, tabular=True))
        self.setFixedHeight(fonts.scaled(_HEIGHT))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 12, 2)
        row.setSpacing(10)
        row.addWidget(self._count)
        row.addWidget(self._chips)
        row.addWidget(self._sums, 1)

    @property
    def text(self) -> str:
        """The sums."""
        return self._sums.text()

    @property
    def count_text(self) -> str:
        return self._count.text()

    def show_answer(self, answer: TableAnswer, *, selected: int = 0) -> None:
        """What is shown of how many, and the sums of what is shown."""
        shown, every = len(answer.order), len(self._records)
        text = self.tr("{0} rows") if shown == every else self.tr("{0} of {1} rows shown")
        parts = [text.format(f"{shown:,}", f"{every:,}")]
        if answer.groups:
            parts.append(self.tr("{0} groups").format(f"{len(answer.groups):,}"))
        if selected:
            parts.append(self.tr("{0} selected").format(f"{selected:,}"))
        self._count.setText(" · ".join(parts))
        columns = self._records.columns
        sums = [self._words(columns[at], totals) for at, totals in answer.totals.items()]
        self._sums.setText("    ".join(sums))
        self._sums.setToolTip("\n".join(sums))

    def show_filters(self, filters: Sequence[ColumnFilter]) -> None:
        """A chip for each."""
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for one in filters:
            self._row.addWidget(self._chip(one))

    def _chip(self, one: ColumnFilter) -> QPushButton:
        chip = QPushButton(f"{self._records.columns[one.column]}: {one.text}"[:60])
        chip.setProperty("kind", "filter")
        chip.setCheckable(True)
        chip.setChecked(True)
        chip.setFixedHeight(fonts.scaled(24))
        chip.setIcon(icons.icon("x"))
        chip.setToolTip(self.tr("Remove this filter"))
        chip.clicked.connect(lambda: self.filter_removed.emit(one.column))
        return chip

    def _words(self, name: str, totals: Totals) -> str:
        return self.tr("{name}  Σ {sum}  mean {mean}").format(
            name=name, sum=cell_text(totals.sum), mean=cell_text(totals.mean)
        )
