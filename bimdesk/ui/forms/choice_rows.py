"""Choices of a model in a list: the value, and how many elements it stands for at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPainter, QStandardItem
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from bimdesk.index.choices import Choice
from bimdesk.ui.theme import fonts
from bimdesk.ui.theme.tokens import current

COUNT_ROLE = Qt.ItemDataRole.UserRole + 1


class ChoiceDelegate(QStyledItemDelegate):
    """A choice with its count at the right."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        text = str(index.data(COUNT_ROLE) or "")
        painter.save()
        painter.setPen(current().color("tx3"))
        painter.setFont(fonts.ui(12))
        place = option.rect.adjusted(0, 0, -10, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width() + 90, max(26, size.height()))


def choice_items(choices: Sequence[Choice]) -> list[QStandardItem]:
    """Items of a list of choices; the count stands at the right, the value under UserRole."""
    items = []
    for choice in choices:
        item = QStandardItem(choice.label)
        item.setData(choice.value, Qt.ItemDataRole.UserRole)
        item.setData(f"{choice.count:,}", COUNT_ROLE)
        item.setToolTip(choice.detail)
        items.append(item)
    return items
