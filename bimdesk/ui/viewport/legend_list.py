"""The list in a legend: a swatch, a value and a count in each line, the bar of a ramp, an eye."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QLinearGradient, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QListView,
    QStyleOptionViewItem,
    QWidget,
)

from bimdesk.services.smart_views.parts import Scale
from bimdesk.ui.delegates.roles import Role, Visibility
from bimdesk.ui.delegates.tree_row import TreeRowDelegate
from bimdesk.ui.models.legend_rows import LegendRow, RowKind, number_text
from bimdesk.ui.theme import fonts
from bimdesk.ui.theme.tokens import current
from bimdesk.ui.widgets.painting import as_index, paint_text, row_height

Index = QModelIndex | QPersistentModelIndex
_ITEM = Qt.ItemDataRole
_NO_INDEX = QModelIndex()
_ROW, _HEAD, _BAR = 24, 26, 38
_PADDING = 12
WIDTH = 240
"""Of the card."""


Eyes = Callable[[LegendRow], Visibility | None]


def _no_eye(_row: LegendRow) -> Visibility | None:
    return None


class LegendModel(QAbstractListModel):
    """The lines; `eyes` says how much of a line's elements is shown, asked of lines that are painted."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[LegendRow] = []
        self._eyes: Eyes = _no_eye
        self._shown: dict[int, Visibility | None] = {}

    def show_rows(self, rows: Sequence[LegendRow], eyes: Eyes) -> None:
        """Show these in place of those before."""
        self.beginResetModel()
        self.rows = list(rows)
        self._eyes = eyes
        self._shown.clear()
        self.endResetModel()

    def update_eyes(self) -> None:
        """Something was shown or hidden."""
        self._shown.clear()
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, 0))

    def _eye(self, row: int) -> Visibility | None:
        if row not in self._shown:
            self._shown[row] = self._eyes(self.rows[row])
        return self._shown[row]

    def row(self, index: Index) -> LegendRow | None:
        return self.rows[index.row()] if index.isValid() and index.row() < len(self.rows) else None

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row(index)
        if row is None or row.kind is not RowKind.ENTRY or not row.count:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = _ITEM.DisplayRole) -> Any:
        row = self.row(index)
        if row is None:
            return None
        is_entry = row.kind is RowKind.ENTRY
        match role:
            case _ITEM.DisplayRole:
                return row.text
            case _ITEM.ToolTipRole:
                return row.tip
            case _ITEM.AccessibleTextRole:
                return self.tr("{0}, {1} elements").format(row.text, row.count) if is_entry else row.text
            case Role.SWATCH:
                return row.color or None
            case Role.ICON:
                return row.icon or None
            case Role.COUNT:
                return row.count if is_entry else None
            case Role.TONE:
                return "tx3" if is_entry and not row.count else None
            case Role.VISIBILITY:
                return self._eye(index.row())
            case Role.ID:
                return row
        return None


class LegendDelegate(TreeRowDelegate):
    """Entries as rows of a tree; headings, notes and the bar of a ramp are painted here."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(Role.ID)
        width = option.rect.width()
        match row.kind:
            case RowKind.RAMP:
                return QSize(width, fonts.scaled(_BAR))
            case RowKind.GAP:
                return QSize(width, 9)
            case RowKind.HEADING:
                return QSize(width, row_height(_HEAD))
            case RowKind.NOTE:
                room = fonts.scaled(WIDTH) - 2 * _PADDING - fonts.scaled(10)
                return QSize(width, self._note_rect(row.text, room).height() + 8)
        return QSize(width, row_height(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(Role.ID)
        rect = option.rect.adjusted(_PADDING, 0, -_PADDING, 0)
        painter.save()
        match row.kind:
            case RowKind.RAMP:
                paint_ramp(painter, rect, row.scale)
            case RowKind.HEADING:
                paint_text(painter, rect, row.text, font=fonts.ui(12, weight=600), color="tx2")
            case RowKind.GAP:
                painter.fillRect(rect.left(), rect.center().y(), rect.width(), 1, current().color("line"))
            case RowKind.NOTE:
                painter.setFont(fonts.ui(12))
                painter.setPen(current().color("tx2"))
                painter.drawText(rect.adjusted(0, 4, 0, -4), int(Qt.TextFlag.TextWordWrap), row.text)
            case _:
                super().paint(painter, option, index)
        painter.restore()

    def _note_rect(self, text: str, width: int) -> QRect:
        metrics = QFontMetrics(fonts.ui(12))
        return metrics.boundingRect(QRect(0, 0, width, 1000), int(Qt.TextFlag.TextWordWrap), text)


def paint_ramp(painter: QPainter, rect: QRect, scale: Scale) -> None:
    """The shades from left to right, both ends named under them."""
    bar = QRect(rect.left(), rect.top() + 6, rect.width(), fonts.scaled(10))
    gradient = QLinearGradient(bar.topLeft(), bar.topRight())
    last = max(1, len(scale.colors) - 1)
    for at, shade in enumerate(scale.colors):
        gradient.setColorAt(at / last, QColor(shade))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(current().color("line2"))
    painter.setBrush(gradient)
    painter.drawRoundedRect(bar, 2, 2)
    words = QRect(rect.left(), bar.bottom() + 2, rect.width(), rect.bottom() - bar.bottom() - 2)
    font = fonts.ui(11, tabular=True)
    paint_text(painter, words, number_text(scale.low), font=font, color="tx2")
    high = f"{number_text(scale.high)} {scale.unit}".strip()
    paint_text(painter, words, high, font=font, color="tx2", align=Qt.AlignmentFlag.AlignRight)


class LegendList(QListView):
    """`chosen(LegendRow, adding)` by click, Enter or Space; `eye_clicked(LegendRow)` by the eye or H."""

    chosen = Signal(object, bool)
    eye_clicked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Legend"))
        self.entries = LegendModel(self)
        self.setModel(self.entries)
        delegate = LegendDelegate(self)
        delegate.eye_clicked.connect(self._on_eye)
        self._was_eye = False
        self.setItemDelegate(delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.clicked.connect(self._on_click)

    def content_height(self) -> int:
        """Pixels that all lines need."""
        return sum(
            self.sizeHintForIndex(self.entries.index(row, 0)).height()
            for row in range(len(self.entries.rows))
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.entries.row(self.currentIndex())
        adding = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if row is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(row, adding)
        elif row is not None and event.key() == Qt.Key.Key_H and not event.modifiers():
            self.eye_clicked.emit(row)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._was_eye = False
        super().mousePressEvent(event)

    def _on_eye(self, index: QModelIndex) -> None:
        self._was_eye = True  # the click that follows is not meant for the row
        self._emit(index, self.eye_clicked.emit)

    def _on_click(self, index: QModelIndex) -> None:
        if self._was_eye:
            return
        adding = bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier)
        self._emit(index, lambda row: self.chosen.emit(row, adding))

    def _emit(self, index: Index, tell: Callable[[LegendRow], object]) -> None:
        row = self.entries.row(as_index(index))
        if row is not None and row.kind is RowKind.ENTRY and row.count:
            tell(row)
