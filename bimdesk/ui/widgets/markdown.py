"""Markdown as text that takes the height it needs; nothing is loaded, links ask the system."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QUrl
from PySide6.QtGui import (
    QBrush,
    QDesktopServices,
    QResizeEvent,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextTable,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QWidget

from bimdesk.ui.theme import fonts
from bimdesk.ui.theme.tokens import current

OBJECT = "\ufffc"
"""What stands for a picture in a text."""


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
        self._text = text
        feature = QTextDocument.MarkdownFeature
        self.document().setMarkdown(text, feature.MarkdownDialectGitHub | feature.MarkdownNoHTML)
        self._tidy()
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.set_text(self._text)

    def _tidy(self) -> None:
        """Lines of tables as in other tables; a picture gives way to its words."""
        cursor = QTextCursor(self.document())
        while not (cursor := self.document().find(OBJECT, cursor)).isNull():
            picture = cursor.charFormat().toImageFormat()
            words = str(picture.property(QTextFormat.Property.ImageAltText) or "")
            cursor.insertText(f"[{words}]" if words else "")
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                look = frame.format().toTableFormat()
                look.setBorderCollapse(True)
                look.setBorder(1)
                look.setBorderBrush(QBrush(current().color("line2")))
                look.setCellPadding(5)
                look.setCellSpacing(0)
                look.setMargin(2)
                frame.setFormat(look)

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
