"""What stands where nothing is: an icon, what is missing, what to do, one button."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bimdesk.ui.widgets.buttons import button
from bimdesk.ui.widgets.labels import IconLabel, label


class EmptyState(QWidget):
    """Fills an empty pane; `action` is the button's text."""

    def __init__(
        self,
        icon_name: str,
        title: str,
        hint: str = "",
        *,
        action: str = "",
        on_action: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(6)
        layout.addStretch(2)
        self._icon = IconLabel(icon_name, size=24, color="tx3")
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(4)
        self._title = label(title, weight=500, wrap=True)
        self._hint = label(hint, tone="tx3", size=12, wrap=True)
        for part in (self._title, self._hint):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
            layout.addWidget(part)
        self._hint.setVisible(bool(hint))
        if action:
            layout.addSpacing(6)
            layout.addWidget(button(action, on_click=on_action), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def set_text(self, title: str, hint: str = "") -> None:
        self._title.setText(title)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
