"""A toast: what ended outside the view, in a few words, at the bottom right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from bimdesk.ui.theme import fonts
from bimdesk.ui.widgets.buttons import IconButton, button
from bimdesk.ui.widgets.labels import IconLabel, label

LOOKS = {
    "info": ("info", "info"),
    "success": ("circle-check", "ok"),
    "warning": ("triangle-alert", "warning"),
    "error": ("circle-x", "error"),
}
WIDTH = 360


class Toast(QFrame):
    """360 wide; an error stays until it is closed. `closed` says that it may go."""

    closed = Signal(object)

    def __init__(
        self,
        level: str,
        text: str,
        hint: str = "",
        parent: QWidget | None = None,
        *,
        action: str = "",
        on_action: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(parent)
        self.level, self.text, self.hint = level, text, hint
        self.setProperty("surface", "float")
        self.setFixedWidth(fonts.scaled(WIDTH))
        icon_name, tone = LOOKS[level]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 10, 6, 10)
        layout.setSpacing(10)
        side = QVBoxLayout()
        side.addWidget(IconLabel(icon_name, color=tone))
        side.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(text, weight=500, wrap=True))
        if hint:
            words.addWidget(label(hint, tone="tx2", size=12, wrap=True))
        if action and on_action is not None:
            act = button(action, kind="link", on_click=partial(self._act, on_action))
            words.addWidget(act, 0, Qt.AlignmentFlag.AlignLeft)
        end = QVBoxLayout()
        end.addWidget(IconButton("x", self.tr("Close"), size=24, icon_size=14, on_click=self.dismiss))
        end.addStretch(1)
        layout.addLayout(side)
        layout.addLayout(words, 1)
        layout.addLayout(end)

    def announce(self) -> None:
        """Tell screen readers."""
        event = QAccessibleAnnouncementEvent(self, f"{self.text} {self.hint}".strip())
        QAccessible.updateAccessibility(event)

    def dismiss(self) -> None:
        self.closed.emit(self)

    def _act(self, on_action: Callable[[], object]) -> None:
        on_action()
        self.dismiss()
