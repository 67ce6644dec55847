"""The page of an empty project: drop target, sample, recent, and what one can do here."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from bimdesk.ui.context import Context
from bimdesk.ui.panels.welcome.cards import LinkRow, Picture, RecentRow, card_frame
from bimdesk.ui.theme import fonts
from bimdesk.ui.widgets.buttons import button
from bimdesk.ui.widgets.labels import IconLabel, key_label, label

WIDTH = 1000
PICTURE = "sample.png"
SHOWN_RECENT = 4


class WelcomePage(QWidget):
    """Its buttons only ask; the window acts."""

    open_requested = Signal()
    new_project_requested = Signal()
    sample_requested = Signal()
    recent_requested = Signal(object)
    library_requested = Signal()
    script_requested = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setProperty("surface", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inside = QWidget()
        inside.setMaximumWidth(fonts.scaled(WIDTH))
        grid = QGridLayout(inside)
        grid.setContentsMargins(24, 0, 24, 24)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(20)
        grid.setColumnStretch(0, 27)
        grid.setColumnStretch(1, 20)
        head = QVBoxLayout()
        head.setSpacing(4)
        head.addWidget(label(self.tr("Open a model to begin"), size=24))
        lead = self.tr("bimdesk reads IFC2X3, IFC4 and IFC4X3. Everything stays on this computer.")
        head.addWidget(label(lead, tone="tx2", size=14, wrap=True))
        grid.addLayout(head, 0, 0, 1, 2)
        grid.addWidget(self._drop_card(), 1, 0)
        grid.addWidget(self._sample_card(), 1, 1)
        self._recent = QVBoxLayout()
        grid.addWidget(self._recent_card(), 2, 0)
        grid.addWidget(self._hints_card(), 2, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(inside, 100)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 0)
        column.addStretch(2)
        column.addLayout(row)
        column.addStretch(3)
        self._listed: tuple[str, ...] | None = None
        context.settings_changed.connect(lambda _settings: QTimer.singleShot(0, self, self._follow))
        self.fill_recent()

    def showEvent(self, event: QShowEvent) -> None:
        self._follow(shown=True)
        super().showEvent(event)

    def _follow(self, *, shown: bool = False) -> None:
        """The list is made anew where it is seen, and where it differs."""
        if (shown or self.isVisible()) and self._listed != tuple(self._context.settings.recent):
            self.fill_recent()

    def fill_recent(self) -> None:
        """Projects and files that were open, newest first; what is gone is said to be."""
        while (item := self._recent.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._listed = tuple(self._context.settings.recent)
        paths = [Path(text) for text in self._listed][:SHOWN_RECENT]
        for path in paths:
            entry = RecentRow(path)
            entry.clicked.connect(lambda _checked=False, path=path: self.recent_requested.emit(path))
            self._recent.addWidget(entry)
        if not paths:
            empty = label(self.tr("What you open will be listed here."), tone="tx3", size=12)
            empty.setContentsMargins(12, 10, 12, 10)
            self._recent.addWidget(empty)
        self._clear.setVisible(bool(paths))

    def _drop_card(self) -> QFrame:
        card = QFrame()
        card.setProperty("surface", "drop")
        card.setMinimumHeight(fonts.scaled(290))
        column = QVBoxLayout(card)
        column.setSpacing(8)
        column.addStretch(1)
        centre = Qt.AlignmentFlag.AlignHCenter
        badge = QLabel()
        side = fonts.scaled(56)
        badge.setFixedSize(side, side)
        badge.setProperty("surface", "badge")
        badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inner = QHBoxLayout(badge)
        inner.addWidget(IconLabel("box", size=28, color="ac_tx2"))
        column.addWidget(badge, 0, centre)
        column.addSpacing(8)
        column.addWidget(label(self.tr("Drop IFC files here"), size=16), 0, centre)
        kinds = self.tr(".ifc, .ifczip, or .py to add a script")
        column.addWidget(label(kinds, tone="tx2", size=12), 0, centre)
        column.addSpacing(6)
        row = QHBoxLayout()
        row.addStretch(1)
        open_text, new_text = self.tr("Open files"), self.tr("New project")
        opener = button(open_text, kind="primary", icon_name="folder-open", on_click=self.open_requested.emit)
        row.addWidget(opener)
        row.addWidget(button(new_text, icon_name="folder-plus", on_click=self.new_project_requested.emit))
        row.addStretch(1)
        column.addLayout(row)
        column.addSpacing(6)
        keys = QHBoxLayout()
        keys.addStretch(1)
        keys.addWidget(key_label("Ctrl O"))
        keys.addWidget(label(self.tr("opens files,"), tone="tx3", size=12))
        keys.addWidget(key_label("Ctrl K"))
        keys.addWidget(label(self.tr("finds everything else"), tone="tx3", size=12))
        keys.addStretch(1)
        column.addLayout(keys)
        column.addStretch(1)
        return card

    def _sample_card(self) -> QFrame:
        card = QFrame()
        card.setProperty("surface", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(1, 1, 1, 14)
        column.setSpacing(8)
        picture = Picture(self._context.paths.resources / "samples" / PICTURE)
        column.addWidget(picture, 1)
        words = QVBoxLayout()
        words.setContentsMargins(16, 8, 16, 0)
        words.setSpacing(6)
        words.addWidget(label(self.tr("The sample house"), weight=600))
        text = self.tr("A two-storey house with its MEP model, and faults for the checks to find.")
        words.addWidget(label(text, tone="tx2", size=12, wrap=True))
        words.addSpacing(6)
        row = QHBoxLayout()
        sample = button(self.tr("Open the sample"), icon_name="play", on_click=self.sample_requested.emit)
        row.addWidget(sample)
        row.addWidget(label(self.tr("included"), tone="tx3", size=12))
        row.addStretch(1)
        words.addLayout(row)
        column.addLayout(words)
        return card

    def _recent_card(self) -> QFrame:
        self._clear = button(
            self.tr("Clear"), kind="link", on_click=lambda: self._context.change_settings(recent=())
        )
        card, column = card_frame(self.tr("Recent"), self._clear)
        self._recent.setSpacing(0)
        column.addLayout(self._recent)
        column.addStretch(1)
        return card

    def _hints_card(self) -> QFrame:
        card, column = card_frame(self.tr("What you can do"))
        hints = (
            ("flag", self.tr("Run the built-in scripts"), self.tr("GlobalIds, properties, exports"), 0),
            ("file-code", self.tr("Write a script in ten lines"), self.tr("Its form comes by itself"), 1),
        )
        for icon_name, title, hint, which in hints:
            entry = LinkRow(icon_name, title, hint)
            signal = (self.library_requested, self.script_requested)[which]
            entry.clicked.connect(lambda _checked=False, signal=signal: signal.emit())
            column.addWidget(entry)
        column.addStretch(1)
        return card
