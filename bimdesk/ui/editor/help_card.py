"""A card by the text: the call tip over the line that is typed, help and problems under the mouse."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from bimdesk.ui.theme import fonts
from bimdesk.ui.theme.tokens import current
from bimdesk.ui.widgets.labels import label

WIDEST = 520
MOST = 700


class HelpCard(QFrame):
    """Takes neither focus nor mouse; a child of the window."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._owner = owner
        self._plain = ""
        self.setProperty("surface", "float")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._problem = label(size=12, wrap=True)
        self._title = label(wrap=True)
        self._title.setTextFormat(Qt.TextFormat.RichText)
        self._title.setFont(fonts.mono(12))
        self._text = label(tone="tx2", size=12, wrap=True)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(11, 8, 11, 8)
        column.setSpacing(4)
        for part in (self._problem, self._title, self._text):
            column.addWidget(part)
        self.hide()

    @property
    def shown_text(self) -> str:
        """Everything that can be read on it; '' while it is hidden."""
        if self.isHidden():
            return ""
        parts = (self._problem.text(), self._plain, self._text.text())
        return "\n".join(part for part in parts if part)

    def show_help(
        self,
        title: str,
        text: str,
        *,
        place: QPoint,
        above: bool,
        bold: tuple[int, int] = (0, 0),
        problem: str = "",
        tone: str = "error",
    ) -> None:
        """`place` in the owner's pixels: the card ends over it (`above`) or begins under it."""
        self._plain = title
        color = current().color("ac_tx2").name()
        start, end = bold
        rich = escape(title[:start]) + (
            f'<span style="color:{color}; font-weight:600">{escape(title[start:end])}</span>'
            + escape(title[end:])
        )
        self._title.setText(rich if end > start else escape(title))
        self._title.setVisible(bool(title))
        self._text.setText(text if len(text) < MOST else f"{text[:MOST].rstrip()}…")
        self._text.setVisible(bool(text))
        self._problem.setProperty("tone", tone)
        self._problem.style().unpolish(self._problem)
        self._problem.style().polish(self._problem)
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self._fit(place, above)

    def _fit(self, place: QPoint, above: bool) -> None:
        window = self._owner.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        metrics = (
            self._title.fontMetrics().horizontalAdvance(self._plain),
            self._text.fontMetrics().horizontalAdvance(self._text.text()),
            self._problem.fontMetrics().horizontalAdvance(self._problem.text()),
        )
        width = min(fonts.scaled(WIDEST), max(metrics) + 30)
        for part in (self._title, self._text, self._problem):
            part.setFixedWidth(width - 24)
        self.setFixedWidth(width)
        self._column.activate()
        height = self._column.totalHeightForWidth(width)
        at = self._owner.mapTo(window, place)
        top = at.y() - height - 4 if above else at.y() + 4
        if above and top < 0:
            top = at.y() + fonts.scaled(24)
        left = max(4, min(at.x(), window.width() - width - 4))
        self.setGeometry(left, top, width, height)
        self.show()
        self.raise_()
