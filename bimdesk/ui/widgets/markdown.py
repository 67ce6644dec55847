"""Markdown as text that takes the height it needs; nothing is loaded, links ask the system."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QWidget

from bimdesk.ui.theme import fonts


class MarkdownView(QTextBrowser):
    """Read-only; HTML in the text stays text."""

    def __init__(self, text: str = "", *, size: float = 13, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QTextBrowser { background: transparent; border: 0; padding: 0; min-height: 0; }")
        self.setOpenLinks(False)
        self.anchorClicked.connect(_open)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDefaultFont(fonts.ui(size))
        self.document().setDocumentMargin(0)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        feature = QTextDocument.MarkdownFeature
        self.document().setMarkdown(text, feature.MarkdownDialectGitHub | feature.MarkdownNoHTML)
        self._fit()

    def loadResource(self, _kind: int, _name: QUrl | str) -> None:
        """Images of a script's text stay out: it may name any file or address."""

    def sizeHint(self) -> QSize:
        return QSize(240, self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _height(self) -> int:
        self.document().setTextWidth(max(120, self.viewport().width()))
        return int(self.document().size().height()) + 4

    def _fit(self) -> None:
        height = self._height()
        if height != self.minimumHeight():
            self.setFixedHeight(height)


def _open(url: QUrl) -> None:
    """Web addresses only: a link to a file could start a program."""
    if url.scheme() in ("http", "https"):
        QDesktopServices.openUrl(url)
