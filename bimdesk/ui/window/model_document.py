"""The model document: the 3D view, or the welcome page while the project is empty."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from bimdesk.ui.panels.welcome import WelcomePage
from bimdesk.ui.viewport import Viewport


class ModelDocument(QStackedWidget):
    """Never lower than 300 and narrower than 560: docks give way first."""

    def __init__(self, viewport: Viewport, welcome: WelcomePage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._viewport = viewport
        self._welcome = welcome
        self.addWidget(welcome)
        self.addWidget(viewport)
        viewport.setMinimumSize(320, 200)

    @property
    def is_welcome(self) -> bool:
        return self.currentWidget() is self._welcome

    def show_view(self, shown: bool) -> None:
        self.setCurrentWidget(self._viewport if shown else self._welcome)
