"""What can be done with the elements that a filter means: the live count and its buttons."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from bimdesk.scene.ids import ElementIds
from bimdesk.ui.forms.hint import HintLine, Tone
from bimdesk.ui.theme import fonts
from bimdesk.ui.theme.tokens import current
from bimdesk.ui.widgets.buttons import IconButton, button


class FilterActions(QWidget):
    """`color_requested(ElementIds, "#rrggbb")`; the others carry the ElementIds alone."""

    select_requested = Signal(object)
    isolate_requested = Signal(object)
    ghost_requested = Signal(object)
    color_requested = Signal(object, str)
    uncolor_requested = Signal()
    smart_views_requested = Signal()
    """Colours that are to stay, with a legend."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.elements = ElementIds()
        self.count = HintLine()
        self.select = button(self.tr("Select"), on_click=lambda: self.select_requested.emit(self.elements))
        self.isolate = IconButton(
            "focus", self.tr("Isolate"), on_click=lambda: self.isolate_requested.emit(self.elements)
        )
        self.ghost = IconButton(
            "ghost", self.tr("Ghost others"), on_click=lambda: self.ghost_requested.emit(self.elements)
        )
        self.color = IconButton("palette", self.tr("Colour for now"))
        self.color.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_colors)
        self.color.setMenu(self._menu)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for one in (self.select, self.isolate, self.ghost, self.color):
            row.addWidget(one)
        row.addStretch(1)
        self.tools = row
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.count)
        column.addLayout(row)
        self.show_waiting()

    def show_found(self, elements: ElementIds, total: int) -> None:
        """`215 of 295 elements`."""
        self.elements = elements
        words = self.tr("{0} of {1} elements").format(f"{len(elements):,}", f"{total:,}")
        self.count.say(words, Tone.MATCH if len(elements) else Tone.AMBER)
        self._enable(bool(len(elements)))

    def show_waiting(self) -> None:
        """Nothing is known of the elements."""
        self.elements = ElementIds()
        self.count.say(self.tr("Add a condition, or type a filter below."))
        self._enable(False)

    def show_problem(self, text: str) -> None:
        """The filter makes no sense as it is."""
        self.elements = ElementIds()
        self.count.say(text, Tone.AMBER)
        self._enable(False)

    def _enable(self, enabled: bool) -> None:
        for one in (self.select, self.isolate, self.ghost, self.color):
            one.setEnabled(enabled)

    def _fill_colors(self) -> None:
        self._menu.clear()
        for at, shade in enumerate(current().chart, 1):
            action = self._menu.addAction(_swatch(shade), self.tr("Colour {0}").format(at))
            action.triggered.connect(partial(self._emit_color, shade))
        self._menu.addSeparator()
        self._menu.addAction(self.tr("Remove colours")).triggered.connect(
            lambda _checked: self.uncolor_requested.emit()
        )
        self._menu.addSeparator()
        lasting = self._menu.addAction(self.tr("Colour by rules: smart views"))
        lasting.triggered.connect(lambda _checked: self.smart_views_requested.emit())

    def _emit_color(self, shade: str, _checked: bool = False) -> None:
        self.color_requested.emit(self.elements, shade)


def _swatch(shade: str) -> QIcon:
    side = fonts.scaled(14)
    image = QPixmap(QSize(side, side))
    image.fill(current().color(shade))
    painter = QPainter(image)
    painter.setPen(current().color("line3"))
    painter.drawRect(0, 0, side - 1, side - 1)
    painter.end()
    return QIcon(image)
