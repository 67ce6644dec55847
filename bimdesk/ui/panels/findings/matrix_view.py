"""The matrix of models and checks: what is open in each, how the newest run ended; a click opens the run."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QPainter, QPen, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from bimdesk.domain.changes import Changes
from bimdesk.domain.finding_life import MatrixCell
from bimdesk.services.findings.timeline import matrix
from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.latest import Latest
from bimdesk.ui.models.finding_matrix import FindingMatrix
from bimdesk.ui.panels.findings.desk import FindingsDesk
from bimdesk.ui.theme import fonts, icons
from bimdesk.ui.theme.states import EXECUTION
from bimdesk.ui.theme.tokens import current
from bimdesk.ui.widgets.empty_state import EmptyState
from bimdesk.ui.widgets.labels import label
from bimdesk.ui.widgets.painting import is_hovered, is_selected, paint_text

Index = QModelIndex | QPersistentModelIndex
ROW = 44
CELL = 132
NAME = 260


class _CellDelegate(QStyledItemDelegate):
    """One hue: the more is open, the stronger. Hatched with a triangle: run on an older version."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(fonts.scaled(CELL), fonts.scaled(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        rect = option.rect.adjusted(1, 1, -1, -1)
        cell = index.data(Role.ID)
        if index.column() == 0:
            self._paint_name(painter, option, index)
        elif isinstance(cell, MatrixCell):
            self._paint_cell(painter, rect, cell, index)
        else:
            painter.fillRect(rect, current().color("bg2"))
            middle = Qt.AlignmentFlag.AlignHCenter
            paint_text(painter, rect, "–", font=fonts.ui(13), color="tx3", align=middle)
        if is_hovered(option) and index.column():
            painter.setPen(QPen(current().color("line3"), 1))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        view = option.widget
        if isinstance(view, QTableView) and view.hasFocus() and is_selected(option):
            painter.setPen(QPen(current().color("ac"), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.restore()

    @staticmethod
    def _paint_name(painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        room = option.rect.adjusted(12, 0, -8, 0)
        below = str(index.data(Role.SUBTITLE) or "")
        line = fonts.scaled(18)
        top = room.center().y() - (line if below else line // 2) + 1
        title = QRect(room.left(), top, room.width(), line)
        paint_text(painter, title, str(index.data() or ""), font=fonts.ui(), color="tx")
        if below:
            paint_text(painter, title.translated(0, line - 2), below, font=fonts.ui(12), color="tx3")

    @staticmethod
    def _paint_cell(painter: QPainter, rect: QRect, cell: MatrixCell, index: Index) -> None:
        tokens, model = current(), index.model()
        highest = model.highest if isinstance(model, FindingMatrix) else 0
        painter.fillRect(rect, tokens.color("bg2"))
        if cell.open:
            hue = QColor(tokens.color("ac"))
            hue.setAlphaF(0.14 + 0.5 * (cell.open / max(highest, 1)) ** 0.5)
            painter.fillRect(rect, hue)
        side = fonts.scaled(14)
        if not cell.is_latest_version:
            hatch = QColor(tokens.color("tx3"))
            hatch.setAlphaF(0.35)
            painter.fillRect(rect, QBrush(hatch, Qt.BrushStyle.BDiagPattern))
            spot = QRect(rect.right() - side - 8, rect.center().y() - side // 2 + 1, side, side)
            icons.paint(painter, "triangle-alert", spot, color="warning")
        look = EXECUTION[cell.status]
        spot = QRect(rect.left() + 10, rect.center().y() - side // 2 + 1, side, side)
        icons.paint(painter, look.icon, spot, color=look.tone)
        middle = Qt.AlignmentFlag.AlignHCenter
        font = fonts.ui(13, weight=600, tabular=True)
        paint_text(painter, rect, f"{cell.open:,}", font=font, color="tx", align=middle)


class _MatrixTable(QTableView):
    """Enter opens, as a click does."""

    entered_key = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.entered_key.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class MatrixView(QWidget):
    """`run_requested(ExecutionId)`: the run of a cell is to be seen."""

    run_requested = Signal(object)

    def __init__(self, desk: FindingsDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.model = FindingMatrix(self)
        self.view = _MatrixTable()
        self._none = EmptyState(
            "grid-3x3", self.tr("No check ran yet"), self.tr("Each check on each model gets a cell.")
        )
        self._stack = QStackedWidget()
        self._reading: Latest[list[MatrixCell]] = Latest(desk.context.operations, self._take, owner=self)
        self._lay_out()
        self.view.clicked.connect(self._open)
        self.view.entered_key.connect(self._open)
        desk.context.hub.changed.connect(self._on_changes)

    def refresh(self) -> None:
        """Read the cells anew."""
        self._reading.ask(partial(matrix, self._desk.context.project))

    def _lay_out(self) -> None:
        view = self.view
        view.setModel(self.model)
        view.setItemDelegate(_CellDelegate(view))
        view.setAccessibleName(self.tr("Open findings by model and check"))
        view.setShowGrid(False)
        view.setMouseTracking(True)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(fonts.scaled(ROW))
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.horizontalHeader().setDefaultSectionSize(fonts.scaled(CELL))
        view.horizontalHeader().setHighlightSections(False)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 10, 12, 10)
        words = self.tr(
            "Open findings of each check, and how its newest run ended. Hatched: it ran on an older version."
        )
        bar.addWidget(label(words, tone="tx2", size=12, wrap=True))
        self._stack.addWidget(view)
        self._stack.addWidget(self._none)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self._stack, 1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _on_changes(self, changes: Changes) -> None:
        if self.isVisible() and (changes.findings or changes.models_removed or changes.executions):
            self.refresh()

    def _take(self, cells: list[MatrixCell]) -> None:
        self.model.show(cells)
        self.view.setColumnWidth(0, fonts.scaled(NAME))
        self._stack.setCurrentWidget(self.view if cells else self._none)

    def _open(self, index: QModelIndex) -> None:
        cell = self.model.cell(index)
        if cell is not None:
            self.run_requested.emit(cell.execution_id)
