"""The head of a section that folds: chevron, title, count, a chip or hint at its right."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from bimdesk.ui.theme import fonts, icons
from bimdesk.ui.theme.tokens import current
from bimdesk.ui.widgets.chip import ChipLook, paint_chip

HEIGHT = 30


class SectionHeader(QAbstractButton):
    """Checked is open; `toggled` says so. Space and Enter fold too."""

    def __init__(
        self,
        title: str,
        *,
        count: int | None = None,
        chip: str = "",
        hint: str = "",
        inset: int = 12,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._inset = inset
        self.setText(title)
        self.setCheckable(True)
        self.setChecked(True)
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._count = count
        self._chip = chip
        self._hint = hint

    def set_count(self, count: int | None) -> None:
        self._count = count
        self.update()

    def set_hint(self, hint: str) -> None:
        """A few words at the right of the title."""
        self._hint = hint
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, fonts.scaled(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = current()
        painter = QPainter(self)
        if self.underMouse() and self.isEnabled():
            painter.fillRect(self.rect(), tokens.color("bg2"))
        side = fonts.scaled(14)
        chevron = QRect(self._inset, (self.height() - side) // 2, side, side)
        icons.paint(painter, "chevron-down" if self.isChecked() else "chevron-right", chevron, color="tx3")
        left = self._draw_words(painter, chevron.right() + 7)
        if self._chip:
            room = QRect(left, 0, self.width() - left - 8, self.height())
            paint_chip(painter, room, ChipLook(self._chip))
        if self.hasFocus():
            painter.setPen(QPen(tokens.color("ac"), 2))
            painter.drawRoundedRect(self.rect().adjusted(2, 2, -2, -2), 5, 5)
        painter.end()

    def _draw_words(self, painter: QPainter, left: int) -> int:
        """Title, count and hint from `left` on; returns where the next thing may stand."""
        tokens = current()
        extra = f"{self._count:,}" if self._count is not None else self._hint
        title_font, extra_font = fonts.ui(12, weight=600), fonts.ui(12)
        metrics = QFontMetrics(title_font)
        reserved = ChipLook(self._chip).width() + 8 if self._chip else 0
        reserved += min(QFontMetrics(extra_font).horizontalAdvance(extra) + 8, 90) if extra else 0
        room = max(40, self.width() - left - reserved - 10)
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideMiddle, room)
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.setFont(title_font)
        painter.setPen(tokens.color("tx"))
        painter.drawText(QRect(left, 0, room, self.height()), flags, shown)
        left += metrics.horizontalAdvance(shown) + 8
        if extra:
            painter.setFont(extra_font)
            painter.setPen(tokens.color("tx3"))
            width = self.width() - left - (ChipLook(self._chip).width() + 8 if self._chip else 0) - 8
            text = QFontMetrics(extra_font).elidedText(extra, Qt.TextElideMode.ElideMiddle, max(0, width))
            painter.drawText(QRect(left, 0, max(0, width), self.height()), flags, text)
            left += QFontMetrics(extra_font).horizontalAdvance(text) + 8
        return left
