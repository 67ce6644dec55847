"""The parts of the welcome page: framed cards, rows that are buttons, the sample's picture."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from bimdesk.ui.theme import fonts, icons
from bimdesk.ui.widgets.labels import ElidedLabel, IconLabel, label, line


def _tr(text: str) -> str:
    return QCoreApplication.translate("welcome", text)


def card_frame(title: str, tool: QWidget | None = None) -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    card.setProperty("surface", "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(0, 0, 0, 6)
    column.setSpacing(0)
    head = QHBoxLayout()
    head.setContentsMargins(12, 4, 8, 4)
    head.addWidget(label(title, size=12, weight=600))
    head.addStretch(1)
    if tool is not None:
        head.addWidget(tool)
    holder = QWidget()
    holder.setLayout(head)
    holder.setFixedHeight(fonts.scaled(36))
    column.addWidget(holder)
    column.addWidget(line())
    return card, column


class LinkRow(QPushButton):
    """Two lines behind an icon, as one button."""

    def __init__(self, icon_name: str, title: str, hint: str, end: str = "") -> None:
        super().__init__()
        self.setProperty("kind", "row")
        self.setAccessibleName(f"{title}. {hint} {end}")
        self.setMinimumHeight(fonts.scaled(46))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(12)
        row.addWidget(IconLabel(icon_name, color="ac_tx2" if not end else "tx2"))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(ElidedLabel(title))
        below = ElidedLabel(hint, color="tx3")
        below.setFont(fonts.ui(12))
        words.addWidget(below)
        words.addStretch(1)
        row.addLayout(words, 1)
        if end:
            row.addWidget(label(end, tone="tx3", size=12))
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        return QSize(200, fonts.scaled(46))


class RecentRow(LinkRow):
    """A project's folder or a file."""

    def __init__(self, path: Path) -> None:
        is_there = path.exists()
        size = "" if not is_there or path.is_dir() else f" · {path.stat().st_size / 1e6:,.1f} MB"
        when = _when(path) if is_there else _tr("not found")
        icon_name = "box" if path.suffix else "folder"
        super().__init__(icon_name, path.name, f"{_short(path.parent)}{size}", when)
        self.setEnabled(is_there)
        self.setToolTip(str(path))


def _short(path: Path) -> str:
    try:
        return f"~/{path.relative_to(Path.home()).as_posix()}"
    except ValueError:
        return path.as_posix()


def _when(path: Path) -> str:
    """today, yesterday, then the date of the last change."""
    day = datetime.fromtimestamp(path.stat().st_mtime).date()
    days = (date.today() - day).days
    if days <= 0:
        return _tr("today")
    if days == 1:
        return _tr("yesterday")
    shown = f"{day.day} {day:%b}"
    return shown if day.year == date.today().year else f"{shown} {day.year}"


class Picture(QLabel):
    """The sample's picture, scaled to fit; an icon where it is missing."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._icon = QIcon(str(file)) if file.is_file() else icons.icon("house")
        self._is_photo = file.is_file()
        self.setMinimumHeight(fonts.scaled(120))
        self.setProperty("surface", "picture")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName(self.tr("The sample house in 3D"))

    def resizeEvent(self, _event: object) -> None:
        side = self.size() if self._is_photo else QSize(fonts.scaled(40), fonts.scaled(40))
        self.setPixmap(self._icon.pixmap(side, self.devicePixelRatioF()))
