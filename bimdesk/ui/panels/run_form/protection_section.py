"""The protection panel of the form: what confines a script on this machine, layer by layer, and why not."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from bimdesk.domain.protection import ACTIVE, LAYERS, UNAVAILABLE, Protection
from bimdesk.services.sandbox import Wall
from bimdesk.ui.theme.states import PROTECTION
from bimdesk.ui.widgets.buttons import button
from bimdesk.ui.widgets.chip import Chip, ChipLook
from bimdesk.ui.widgets.labels import IconLabel, label
from bimdesk.ui.widgets.section_header import SectionHeader

_OPEN = (Protection.UNAVAILABLE, Protection.LIMITED)


class ProtectionSection(QWidget):
    """Folded where all is well. `unconfined_wanted`: a person wants to run once without protection."""

    unconfined_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wall = Wall()
        self._header = SectionHeader(self.tr("Protection"))
        self._header.toggled.connect(self._fold)
        self._body = QWidget()
        self._chip = Chip()
        self._inside = QVBoxLayout(self._body)
        self._inside.setContentsMargins(12, 0, 12, 12)
        self._inside.setSpacing(8)
        self._inside.addWidget(self._chip)
        self._details: QWidget | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self._body)
        self.show_wall(self._wall)

    def show_wall(self, wall: Wall) -> None:
        """What the probe of this machine found."""
        self._wall = wall
        look = PROTECTION[wall.protection]
        self._chip.set_look(ChipLook.of(look))
        self._header.set_hint(look.text)
        if self._details is not None:
            self._inside.removeWidget(self._details)
            self._details.hide()
            self._details.deleteLater()
            self._details = None
        self._header.setChecked(wall.protection in _OPEN)
        self._fold(self._header.isChecked())

    def _fold(self, is_open: bool) -> None:
        if is_open and self._details is None:
            self._details = self._make_details()
            self._inside.addWidget(self._details)
        self._body.setVisible(is_open)

    def _make_details(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        if self._wall.reason:
            column.addWidget(label(self._sentence(), tone="warning", size=12, wrap=True))
        column.addLayout(self._layers())
        if not self._wall.runs_scripts:
            text = self.tr("Run once without protection")
            column.addWidget(button(text, kind="link", on_click=self.unconfined_wanted.emit))
        return box

    def _sentence(self) -> str:
        if self._wall.runs_scripts:
            return self._wall.reason
        return self.tr("Scripts are not run here: {0}").format(self._wall.reason)

    def _layers(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for row, (layer, words) in enumerate(LAYERS.items()):
            state = self._wall.layers.get(layer, UNAVAILABLE)
            is_active = state == ACTIVE
            icon = IconLabel("check" if is_active else "minus", size=14, color="ok" if is_active else "tx3")
            text = label(self.tr(words), tone="tx2" if is_active else "tx3", size=12, wrap=True)
            text.setToolTip("" if is_active else state.removeprefix(UNAVAILABLE))
            grid.addWidget(icon, row, 0)
            grid.addWidget(text, row, 1)
        grid.setColumnStretch(1, 1)
        return grid
