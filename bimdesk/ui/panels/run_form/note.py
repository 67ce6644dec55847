"""A note over the form: what was copied, or what of a preset or of pasted values was not taken, and why."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bimdesk.ui.theme import fonts
from bimdesk.ui.widgets.buttons import IconButton
from bimdesk.ui.widgets.labels import IconLabel, label

_MOST = 6
"""So many lines; the others are counted."""


class NoteBar(QWidget):
    """Hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel("info", size=14, parent=self)
        self._text = label(size=12, weight=500, wrap=True, parent=self)
        self._lines = label(tone="tx2", size=12, wrap=True, parent=self)
        close = IconButton("x", self.tr("Dismiss"), size=22, icon_size=14, on_click=self.hide, parent=self)
        column = QVBoxLayout()
        column.setContentsMargins(0, fonts.scaled(1), 0, 0)
        column.setSpacing(2)
        column.addWidget(self._text)
        column.addWidget(self._lines)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        mark = QVBoxLayout()
        mark.setContentsMargins(0, fonts.scaled(3), 0, 0)  # level with the first line
        mark.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(mark)
        row.addLayout(column, 1)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    @property
    def text(self) -> str:
        """All that it says, a line each; '' while it is hidden."""
        shown = [one.text() for one in (self._text, self._lines) if not one.isHidden()]
        return "" if self.isHidden() else "\n".join(shown)

    def tell(self, text: str) -> None:
        """What was done."""
        self._show(text, "info", "tx2", "")

    def warn(self, text: str, reasons: Mapping[str, str] | None = None) -> None:
        """What was not done; `reasons`: field -> why."""
        found = [f"{name}: {why[:1].lower()}{why[1:]}" for name, why in (reasons or {}).items()]
        more = [self.tr("and {0} more").format(len(found) - _MOST)] if len(found) > _MOST else []
        self._show(text, "triangle-alert", "warning", "\n".join(found[:_MOST] + more))

    def _show(self, text: str, icon_name: str, color: str, lines: str) -> None:
        self._icon.set_icon(icon_name, color=color)
        self._text.setText(text)
        self._lines.setText(lines)
        self._lines.setVisible(bool(lines))
        self.show()
