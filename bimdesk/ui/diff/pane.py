"""One side of a comparison: read-only text with line numbers, signs and the ground of each line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QWidget

from bimdesk.domain.text_diff import DiffRow, RowKind, Side
from bimdesk.ui.theme import fonts
from bimdesk.ui.theme.tokens import current

LINE_ALPHA, WORD_ALPHA = 34, 96
"""Of 255: the ground of a line that came or went, and of the words that differ in it."""


class DiffPane(QPlainTextEdit):
    """`is_new`: the right side. Lines that the other side alone has stand here as hatched gaps."""

    def __init__(self, name: str, *, is_new: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_new = is_new
        self._rows: Sequence[DiffRow] = ()
        self._gutter = _Gutter(self)
        self.setReadOnly(True)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("field", "diff")
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFont(fonts.mono(12))
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabStopDistance(4 * self.fontMetrics().horizontalAdvance(" "))
        self.updateRequest.connect(self._follow)

    def show_rows(self, rows: Sequence[DiffRow]) -> None:
        """Show this side of the rows, from the top."""
        self._rows = rows
        self.setPlainText("\n".join(self._text(row) for row in rows))
        self._mark_words()
        self._lay_out_gutter()

    def side(self, row: DiffRow) -> Side:
        return row.new if self._is_new else row.old

    def row(self, block: QTextBlock) -> DiffRow | None:
        number = block.blockNumber()
        return self._rows[number] if 0 <= number < len(self._rows) else None

    @property
    def tone(self) -> str:
        """The token of what this side alone has."""
        return "diff_added" if self._is_new else "diff_removed"

    def visible_blocks(self) -> list[tuple[QTextBlock, QRect]]:
        """The blocks in view, with their place in the viewport."""
        found = []
        block, offset = self.firstVisibleBlock(), self.contentOffset()
        while block.isValid():
            place = self.blockBoundingGeometry(block).translated(offset).toRect()
            if place.top() > self.viewport().height():
                break
            found.append((block, place))
            block = block.next()
        return found

    def gutter_width(self) -> int:
        highest = max((self.side(row).number or 0 for row in self._rows), default=0)
        digits = max(len(str(highest)), 2)
        return self.fontMetrics().horizontalAdvance("9") * (digits + 2) + 18

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        for block, place in self.visible_blocks():
            row = self.row(block)
            if row is not None and row.kind is not RowKind.SAME:
                painter.fillRect(0, place.top(), self.viewport().width(), place.height(), self._ground(row))
        painter.end()
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out_gutter()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange) and self._rows:
            self._mark_words()

    def paint_gutter(self, painter: QPainter) -> None:
        """Numbers and signs, beside the blocks in view."""
        tokens, width = current(), self._gutter.width()
        painter.setFont(self.font())
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for block, place in self.visible_blocks():
            row = self.row(block)
            if row is None:
                continue
            number = self.side(row).number
            box = QRect(0, place.top(), width, place.height())
            if row.kind is not RowKind.SAME:
                painter.fillRect(box, self._ground(row))
            if number is None:
                continue
            painter.setPen(tokens.color("tx3"))
            painter.drawText(box.adjusted(0, 0, -24, 0), int(right), str(number))
            if row.kind is not RowKind.SAME:
                painter.setPen(tokens.color(self.tone))
                painter.drawText(box.adjusted(0, 0, -8, 0), int(right), "+" if self._is_new else "−")

    def _text(self, row: DiffRow) -> str:
        if row.kind is RowKind.FOLDED:
            if row.folded == 1:
                return self.tr("1 unchanged line")
            return self.tr("{0} unchanged lines").format(f"{row.folded:,}")
        return self.side(row).text

    def _ground(self, row: DiffRow) -> QColor | QBrush:
        tokens = current()
        if row.kind is RowKind.FOLDED:
            return tokens.color("bg2")
        if self.side(row).number is None:
            return QBrush(tokens.color("line"), Qt.BrushStyle.BDiagPattern)
        return _faint(self.tone, LINE_ALPHA)

    def _mark_words(self) -> None:
        marks = []
        folded, words = QTextCharFormat(), QTextCharFormat()
        folded.setForeground(current().color("tx3"))
        words.setBackground(_faint(self.tone, WORD_ALPHA))
        for number, row in enumerate(self._rows):
            if row.kind is RowKind.FOLDED:
                marks.append(self._selection(number, 0, -1, folded))
            for start, end in self.side(row).spans:
                marks.append(self._selection(number, start, end, words))
        self.setExtraSelections(marks)

    def _selection(
        self, number: int, start: int, end: int, look: QTextCharFormat
    ) -> QTextEdit.ExtraSelection:
        """Characters of a line, to its end where `end` is -1."""
        block = self.document().findBlockByNumber(number)
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + start)
        last = block.position() + (block.length() - 1 if end < 0 else end)
        cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
        made = QTextEdit.ExtraSelection()
        made.cursor = cursor
        made.format = look
        return made

    def _lay_out_gutter(self) -> None:
        width = self.gutter_width()
        self.setViewportMargins(width, 0, 0, 0)
        inside = self.contentsRect()
        self._gutter.setGeometry(inside.left(), inside.top(), width, self.viewport().height())
        self._gutter.update()

    def _follow(self, _rect: QRect, _dy: int) -> None:
        self._gutter.update()


class _Gutter(QWidget):
    def __init__(self, pane: DiffPane) -> None:
        super().__init__(pane)
        self._pane = pane

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), current().color("bg1"))
        self._pane.paint_gutter(painter)
        painter.setPen(current().color("line"))
        edge = self.rect().topRight()
        painter.drawLine(edge, QPoint(edge.x(), self.height()))
        painter.end()


def _faint(token: str, alpha: int) -> QColor:
    color = QColor(current().color(token))
    color.setAlpha(alpha)
    return color
