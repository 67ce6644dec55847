"""Tables in the results of two runs, one at a time: rows that came, went or changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QTableView, QVBoxLayout, QWidget

from bimdesk.services.compare_tables import MOST_KEPT, ComparedTable, RowKind
from bimdesk.ui.delegates.row_table import set_up_rows
from bimdesk.ui.delegates.table_cell import ChipCellDelegate
from bimdesk.ui.forms.enums import QuietCombo
from bimdesk.ui.models.wording import counted
from bimdesk.ui.panels.compare.models import ComparedRowsModel
from bimdesk.ui.theme import fonts
from bimdesk.ui.widgets.labels import label

NARROWEST, WIDEST = 90, 320


class ComparedTablesPage(QWidget):
    """A choice of tables over the rows of the one that is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tables: Sequence[ComparedTable] = ()
        self._only = True
        self.choice = QuietCombo()
        self.choice.setAccessibleName(self.tr("Table"))
        self.choice.activated.connect(lambda _row: self._show_table())
        self.sentence = label(tone="tx3", size=12)
        self.model = ComparedRowsModel()
        self.view = QTableView()
        self._lay_out()

    @property
    def differing(self) -> int:
        """Tables with a difference."""
        return sum(bool(one.differing) for one in self._tables)

    def show_tables(self, tables: Sequence[ComparedTable]) -> None:
        self._tables = tables
        self._fill()

    def show_only_differences(self, only: bool) -> None:
        self._only = only
        self._fill()

    def _fill(self) -> None:
        before = self.choice.currentText()
        self.choice.clear()
        for at, one in enumerate(self._tables):
            if one.differing or not self._only:
                self.choice.addItem(one.name, at)
        self.choice.setCurrentIndex(max(self.choice.findText(before), 0) if self.choice.count() else -1)
        self.choice.setVisible(self.choice.count() > 0)
        self._show_table()

    def _show_table(self) -> None:
        at = self.choice.currentData()
        table = None if at is None else self._tables[at]
        self.model.show(table, only_differences=self._only)
        self.view.setVisible(table is not None)
        self.sentence.setText(self._none() if table is None else self._words(table))
        for column in range(self.model.columnCount()):
            wanted = self.view.sizeHintForColumn(column) if column else fonts.scaled(116)
            self.view.setColumnWidth(column, min(max(wanted, fonts.scaled(NARROWEST)), fonts.scaled(WIDEST)))

    def _none(self) -> str:
        if not self._tables:
            return self.tr("Neither run has a table or value in its result.")
        return self.tr("All tables and values are the same in both results.")

    def _words(self, table: ComparedTable) -> str:
        """`3 changed, 1 added · rows belong together by guid`."""
        words: tuple[tuple[RowKind, str], ...] = (
            ("changed", self.tr("changed")),
            ("only_b", self.tr("added")),
            ("only_a", self.tr("removed")),
            ("both", self.tr("the same")),
        )
        counts = ", ".join(f"{table.counts[kind]:,} {word}" for kind, word in words if table.counts.get(kind))
        parts = [counts or self.tr("no rows")]
        if table.only:
            parts = [self.tr("only in {0}").format(table.only.upper()), *parts]
        else:
            by = (
                self.tr("matched by {0}").format(table.key)
                if table.key
                else self.tr("matched by their place")
            )
            parts.append(by)
        if table.differing > MOST_KEPT or (table.counts.get("both", 0) > MOST_KEPT and not self._only):
            parts.append(self.tr("the first {0} are shown").format(f"{MOST_KEPT:,}"))
        if table.not_compared:
            parts.append(self.tr("{0} not compared").format(counted(table.not_compared, "row")))
        return " · ".join(parts)

    def _lay_out(self) -> None:
        view = self.view
        set_up_rows(view, self.model, name=self.tr("Rows of both results"))
        view.setItemDelegateForColumn(0, ChipCellDelegate(view))
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.horizontalHeader().setSortIndicatorShown(False)
        view.setMouseTracking(True)
        view.horizontalHeader().setStretchLastSection(True)
        self.choice.setMinimumWidth(fonts.scaled(200))
        head = QHBoxLayout()
        head.setContentsMargins(12, 8, 12, 8)
        head.setSpacing(10)
        head.addWidget(self.choice)
        head.addWidget(self.sentence)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(view, 1)
        column.addStretch(0)
