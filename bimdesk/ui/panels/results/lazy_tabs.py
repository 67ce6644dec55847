"""Tabs whose pages are made when they are first opened, and the tools that a page brings along."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from bimdesk.ui.panels.results.table_page import TablePage
from bimdesk.ui.panels.results.value_page import ValuePage
from bimdesk.ui.theme import fonts

PageMaker = Callable[[], QWidget]


class LazyTabs(QWidget):
    """A bar of tabs over a stack of pages; the tools of a table stand at the right of the bar."""

    opened = Signal()
    """Another page is in view, or the one in view shows other rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._makers: list[PageMaker] = []
        self.bar = QTabBar()
        self.bar.setExpanding(False)
        self.bar.setDrawBase(False)
        self.pages = QStackedWidget()
        self._tools = QStackedWidget()
        self._tools.setFixedHeight(fonts.scaled(34))
        self._tools.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._blank = QWidget()
        self._tools.addWidget(self._blank)
        row = QHBoxLayout()
        row.setContentsMargins(2, 0, 12, 4)
        row.setSpacing(8)
        row.addWidget(self.bar)
        row.addStretch(1)
        row.addWidget(self._tools)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.pages, 1)
        self.bar.currentChanged.connect(self._open)

    def page(self) -> QWidget | None:
        """The page in view."""
        return self.pages.currentWidget()

    def fill(self, sections: Sequence[tuple[str, PageMaker]]) -> None:
        """A tab for each title; the first one is opened. A single one needs no bar."""
        self.bar.blockSignals(True)
        for title, make in sections:
            self._makers.append(make)
            self.bar.addTab(title)
            self.pages.addWidget(QWidget())
        self.bar.blockSignals(False)
        self.bar.setVisible(len(self._makers) > 1)
        self._open(0)

    def open_more(self, title: str, make: PageMaker) -> None:
        """Bring a page forward that was not among the tabs at first; it stays among them."""
        titles = [self.bar.tabText(at) for at in range(self.bar.count())]
        if title not in titles:
            titles.append(title)
            self._makers.append(make)
            self.pages.addWidget(QWidget())
            self.bar.addTab(title)
            self.bar.show()
        self.bar.setCurrentIndex(titles.index(title))

    def clear(self) -> None:
        """Pages hold nothing of a result from here on, though Qt deletes them later."""
        self._makers = []
        self.bar.blockSignals(True)
        while self.bar.count():
            self.bar.removeTab(0)
        self.bar.blockSignals(False)
        self.bar.hide()
        while page := self.pages.widget(0):
            if isinstance(page, TablePage):
                page.model.modelReset.disconnect(self._rows_changed)
            if isinstance(page, TablePage | ValuePage):
                self._tools.removeWidget(page.tools)
                page.tools.deleteLater()
                page.empty()
            self.pages.removeWidget(page)
            page.hide()
            page.deleteLater()

    def _open(self, at: int) -> None:
        if not 0 <= at < len(self._makers):
            return
        page = self.pages.widget(at)
        if page is not None and page.property("made") is None:
            made = self._makers[at]()
            made.setProperty("made", True)
            self.pages.removeWidget(page)
            page.deleteLater()
            self.pages.insertWidget(at, made)
            if isinstance(made, TablePage | ValuePage):
                self._tools.addWidget(made.tools)
            if isinstance(made, TablePage):
                made.model.modelReset.connect(self._rows_changed)
        self.pages.setCurrentIndex(at)
        self._rows_changed()

    def _rows_changed(self) -> None:
        page = self.page()
        tools = page.tools if isinstance(page, TablePage | ValuePage) else self._blank
        self._tools.setCurrentWidget(tools)
        self._tools.setVisible(tools is not self._blank)
        self._tools.setFixedWidth(max(0, tools.sizeHint().width()))
        self.opened.emit()
