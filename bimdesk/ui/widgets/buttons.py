"""Buttons: with words in three weights, and the small square ones with an icon."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from bimdesk.ui.theme import fonts, icons

Kind = Literal["primary", "secondary", "quiet", "danger", "link", "filter"]


class IconButton(QToolButton):
    """A square button with an icon; its tooltip, with the key, is also its accessible name."""

    def __init__(
        self,
        icon_name: str,
        tooltip: str,
        *,
        size: int = 28,
        icon_size: int = 16,
        checkable: bool = False,
        on_click: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setFixedSize(fonts.scaled(size), fonts.scaled(size))
        self.setIconSize(QSize(fonts.scaled(icon_size), fonts.scaled(icon_size)))
        self.setCheckable(checkable)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_icon(icon_name)
        self.set_tooltip(tooltip)
        if on_click is not None:
            self.clicked.connect(lambda _checked: on_click())

    def set_icon(self, name: str, *, color: str | None = None) -> None:
        self.setIcon(icons.icon(name, color=color))

    def set_tooltip(self, text: str) -> None:
        self.setToolTip(text)
        self.setAccessibleName(text)


def action_button(action: QAction, *, size: int = 28, icon_size: int = 16) -> QToolButton:
    """A square button for a declared action: follows its icon, state and enabling."""
    made = QToolButton()
    made.setDefaultAction(action)
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    made.setFixedSize(fonts.scaled(size), fonts.scaled(size))
    made.setIconSize(QSize(fonts.scaled(icon_size), fonts.scaled(icon_size)))
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setAccessibleName(action.toolTip())
    return made


def text_icon_size(pixels: int) -> QSize:
    """Room for an icon with a gap of 4 before the text that follows it."""
    return QSize(fonts.scaled(pixels + 4), fonts.scaled(pixels))


def button(
    text: str,
    *,
    kind: Kind = "secondary",
    icon_name: str = "",
    on_click: Callable[[], object] | None = None,
) -> QPushButton:
    """A button with words; at most one `primary` in a panel."""
    made = QPushButton(text)
    made.setProperty("kind", kind)
    made.setIconSize(text_icon_size(16))
    if icon_name:
        colors: dict[str, str] = {"primary": "ac_tx", "danger": "error", "link": "ac_tx2"}
        made.setIcon(icons.icon(icon_name, color=colors.get(kind)))
    if kind == "link":
        made.setCursor(Qt.CursorShape.PointingHandCursor)
    if on_click is not None:
        made.clicked.connect(lambda _checked: on_click())
    return made
