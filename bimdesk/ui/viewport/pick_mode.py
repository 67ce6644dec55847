"""Picking for somebody else: while it is on, clicks and boxes go there and the selection stays as it is."""

from __future__ import annotations

from collections.abc import Set

from PySide6.QtCore import QObject, Signal

from bimdesk.domain.ids import ElementRef
from bimdesk.ui.viewport.overlays import Overlays


class PickMode(QObject):
    """`picked`: elements (a set of ElementRef) that were clicked, or drawn a box around."""

    picked = Signal(object)
    ended = Signal()

    def __init__(self, overlays: Overlays, parent: QObject) -> None:
        super().__init__(parent)
        self._overlays = overlays
        self.is_on = False
        self._words = ""
        overlays.messages.dismissed.connect(self._dismissed)

    def begin(self, words: str) -> None:
        """Take clicks from now on; `words` say at the top of the view what for."""
        self.is_on, self._words = True, words
        self._overlays.say(words, action=self.tr("Done"), on_action=self.end, stays=True)

    def end(self) -> bool:
        """Give clicks back to the selection; false where they were."""
        was_on, self.is_on = self.is_on, False
        if was_on:
            self._overlays.messages.hide()
            self.ended.emit()
        return was_on

    def take(self, refs: Set[ElementRef]) -> bool:
        """Whether these clicked elements are for the picking; a click beside the model is, and picks none."""
        if self.is_on and refs:
            self.picked.emit(refs)
        return self.is_on

    def _dismissed(self) -> None:
        """Whoever sends the words away is done; another message may have come over them."""
        if self._overlays.messages.label.text() == self._words:
            self.end()
