"""The head of the inspector: what is selected, and the pager through several."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bimdesk.index.details import EntityDetails
from bimdesk.ui.models.class_looks import class_icon, short_name
from bimdesk.ui.theme import fonts, icons
from bimdesk.ui.theme.tokens import current
from bimdesk.ui.widgets.buttons import IconButton
from bimdesk.ui.widgets.labels import ElidedLabel, label


class _Badge(QWidget):
    """The class's icon on the soft accent ground."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = "box"
        side = fonts.scaled(36)
        self.setFixedSize(side, side)

    def set_icon(self, name: str) -> None:
        self._icon = name
        self.update()

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(current().color("ac_soft"))
        painter.drawRoundedRect(self.rect(), 6, 6)
        side = fonts.scaled(18)
        box = QRect(0, 0, side, side)
        box.moveCenter(self.rect().center())
        icons.paint(painter, self._icon, box, color="ac_tx2")
        painter.end()


class InspectorHead(QWidget):
    """Name over class and storey; `stepped` is +1 or -1 through the selection."""

    stepped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 10)
        row.setSpacing(10)
        self._badge = _Badge()
        row.addWidget(self._badge)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._name = ElidedLabel()
        self._name.setFont(fonts.ui(13, weight=600))
        self._what = ElidedLabel(color="tx2")
        self._what.setFont(fonts.ui(12))
        words.addWidget(self._name)
        words.addWidget(self._what)
        row.addLayout(words, 1)
        self._pager = QWidget()
        pager = QHBoxLayout(self._pager)
        pager.setContentsMargins(0, 0, 0, 0)
        pager.setSpacing(2)
        before = self.tr("Previous of the selection")
        pager.addWidget(IconButton("chevron-left", before, size=24, on_click=lambda: self.stepped.emit(-1)))
        self._place = label(tone="tx2", size=12)
        pager.addWidget(self._place)
        after = self.tr("Next of the selection")
        pager.addWidget(IconButton("chevron-right", after, size=24, on_click=lambda: self.stepped.emit(1)))
        row.addWidget(self._pager)

    def show_entity(self, details: EntityDetails, at: int, count: int) -> None:
        """`at` is the place (0-based) in a selection of `count`."""
        tag = next((str(one.value) for one in details.attributes if one.name == "Tag"), "")
        self._badge.set_icon(class_icon(details.ifc_class))
        self._name.setText(short_name(details.name, tag) or f"{details.ifc_class} #{details.id}")
        where = details.storey.name if details.storey is not None else ""
        self._what.setText(" · ".join(part for part in (details.ifc_class, where) if part))
        self._place.setText(self.tr("{0} of {1}").format(f"{at + 1:,}", f"{count:,}"))
        self._pager.setVisible(count > 1)

    def show_common(self, classes: Sequence[tuple[str, int]], count: int) -> None:
        """What all of the selection have in common; `classes` with how many of each."""
        kinds = [name for name, _count in classes]
        self._badge.set_icon(class_icon(kinds[0]) if len(kinds) == 1 else "boxes")
        self._name.setText(self.tr("{0} elements").format(f"{count:,}"))
        if len(kinds) == 1:
            self._what.setText(kinds[0])
        else:
            self._what.setText(", ".join(f"{name} {number:,}" for name, number in classes))
        self._place.setText(self.tr("all"))
        self._pager.setVisible(True)
