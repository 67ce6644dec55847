"""The status bar: the model, what is shown and selected; at the right protection, renderer, frame time."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStatusBar, QToolButton, QWidget

from bimdesk.services.sandbox import Wall
from bimdesk.ui.theme import fonts, icons
from bimdesk.ui.theme.states import PROTECTION
from bimdesk.ui.widgets.buttons import text_icon_size


class StatusBar(QStatusBar):
    """24 high. Each part is a flat button that opens what it speaks of (`part_clicked` with its name)."""

    part_clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.setFixedHeight(fonts.scaled(24))
        self._parts: dict[str, QToolButton] = {}
        for name in ("model", "schema", "shown", "triangles", "selected", "import"):
            self.addWidget(self._part(name, tone="link" if name == "selected" else ""))
        for name in ("protection", "renderer", "frame", "unit"):
            self.addPermanentWidget(self._part(name))
        self._parts["model"].setIcon(icons.icon("box"))
        self._parts["renderer"].setIcon(icons.icon("cpu"))
        self.set_part("model", self.tr("No model"))
        self.show_protection(Wall())

    def set_part(self, name: str, text: str, tip: str = "") -> None:
        """An empty text hides the part."""
        part = self._parts[name]
        part.setText(text)
        part.setToolTip(tip)
        part.setAccessibleName(f"{text}. {tip}" if tip else text)
        part.setVisible(bool(text))

    def part(self, name: str) -> str:
        return self._parts[name].text()

    def _part(self, name: str, *, tone: str = "") -> QToolButton:
        made = QToolButton()
        made.setProperty("kind", "status")
        made.setAccessibleName(name)
        made.setProperty("tone", tone)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setIconSize(text_icon_size(14))
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.setVisible(False)
        made.clicked.connect(lambda: self.part_clicked.emit(name))
        self._parts[name] = made
        return made

    def show_protection(self, wall: Wall) -> None:
        """What confines scripts on this machine."""
        part, look = self._parts["protection"], PROTECTION[wall.protection]
        part.setIcon(icons.icon(look.icon, color="tx2" if look.tone == "neutral" else look.tone))
        part.setProperty("tone", look.tone)
        part.style().unpolish(part)
        part.style().polish(part)
        tip = wall.reason or self.tr("Scripts see their model and their own folder, and no network.")
        self.set_part("protection", look.text, tip)
