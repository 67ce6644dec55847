"""Pieces of the details: a section that folds, named facts, lines of history, comments, doubts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from bimdesk.domain.finding_life import AliasDoubt, FindingComment, FindingEvent
from bimdesk.domain.ids import ExecutionId
from bimdesk.ui.models.finding_words import event_words
from bimdesk.ui.models.wording import when
from bimdesk.ui.theme import fonts
from bimdesk.ui.widgets.buttons import button
from bimdesk.ui.widgets.labels import IconLabel, label
from bimdesk.ui.widgets.section_header import SectionHeader

MOST_EVENTS = 60
EXPECTED = ("expected", "required", "should be")
FOUND = ("found", "actual", "value", "is")
EVENT_ICONS = {
    "new": "circle-plus",
    "persisting": "circle-dot",
    "changed": "pencil",
    "resolved": "circle-check",
    "reopened": "rotate-ccw",
    "not evaluated": "circle-dashed",
    "open": "circle",
    "in progress": "hammer",
    "accepted": "stamp",
    "closed": "archive",
    "comment": "message-square",
    "assignee": "user",
    "due": "calendar-clock",
    "labels": "tag",
}


class Block(QWidget):
    """A section with a head; empty ones are hidden."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = SectionHeader(title)
        self.body = QWidget()
        self.column = QVBoxLayout(self.body)
        self.column.setContentsMargins(12, 2, 12, 10)
        self.column.setSpacing(6)
        self.head.toggled.connect(self.body.setVisible)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.head)
        outer.addWidget(self.body)

    def fill(self, parts: Sequence[QWidget], *, count: int | None = None) -> None:
        """These instead of what is there; the section is hidden where there are none."""
        while (item := self.column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for part in parts:
            self.column.addWidget(part)
        self.head.set_count(count)
        self.setVisible(bool(parts))


class Facts(QWidget):
    """Names at the left, values at the right, as many lines as they need."""

    def __init__(self, rows: Sequence[tuple[str, str, bool]], parent: QWidget | None = None) -> None:
        """`rows`: name, value, whether it is set in the monospaced font."""
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, fonts.scaled(72))
        grid.setColumnStretch(1, 1)
        for row, (name, value, is_mono) in enumerate(rows):
            grid.addWidget(label(name, tone="tx2", size=12), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(selectable(value, mono=is_mono), row, 1)


class DoubtCard(QFrame):
    """`answered(doubt, same)`: whether both are one element."""

    answered = Signal(object, bool)

    def __init__(self, doubt: AliasDoubt, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(4)
        words = self.tr("Perhaps the same element as {0}").format(doubt.old)
        column.addWidget(label(words, weight=500, size=12, wrap=True))
        rows = [(self.tr("Then"), doubt.old, False), ("", doubt.old_guid, True)]
        rows += [(doubt.version_label, doubt.new, False), ("", doubt.new_guid, True)]
        column.addWidget(Facts([row for row in rows if row[1]]))
        likely = self.tr("{0}: {1}").format(f"{doubt.score:.0%}", doubt.evidence)
        column.addWidget(label(likely, tone="tx3", size=12, wrap=True))
        buttons = QHBoxLayout()
        confirm = partial(self.answered.emit, doubt, True)
        reject = partial(self.answered.emit, doubt, False)
        buttons.addWidget(button(self.tr("Confirm"), icon_name="check", on_click=confirm))
        buttons.addWidget(button(self.tr("Not the same"), kind="quiet", on_click=reject))
        buttons.addStretch(1)
        column.addLayout(buttons)


def tr(text: str) -> str:
    return QCoreApplication.translate("findings", text)


def selectable(text: str, *, mono: bool = False, tone: str = "") -> QLabel:
    """Text that can be copied."""
    made = label(text, size=12, wrap=True, tone=tone)
    if mono:
        made.setFont(fonts.mono(11))
    made.setMinimumWidth(fonts.scaled(40))  # one long word would hold the dock open
    made.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return made


def event_line(event: FindingEvent, *, now: datetime, open_run: Callable[[ExecutionId], object]) -> QWidget:
    """Icon, what happened, then when and by whom; what a run said leads to the run."""
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    icon = IconLabel(EVENT_ICONS.get(event.kind, "circle"), size=14, color="tx3")
    layout.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(selectable(event_words(event)))
    by = " · ".join(part for part in (when(event.at, now=now), event.author) if part)
    below: QWidget = label(by, tone="tx3", size=12)
    if event.execution_id is not None:
        below = button(by, kind="link", on_click=partial(open_run, event.execution_id))
        below.setAccessibleName(tr("Open the run, {0}").format(by))
    below.setToolTip(f"{event.at.astimezone():%Y-%m-%d %H:%M:%S}")
    words.addWidget(below, 0, Qt.AlignmentFlag.AlignLeft)
    layout.addLayout(words, 1)
    return row


def comment_line(comment: FindingComment, *, now: datetime) -> QWidget:
    """Who and when over what was written."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(1)
    by = " · ".join(part for part in (comment.author, when(comment.at, now=now)) if part)
    column.addWidget(label(by, tone="tx3", size=12))
    column.addWidget(selectable(comment.text))
    return box


def expected_and_found(data: Mapping[str, Any]) -> tuple[str, str]:
    """What a check wanted and what it saw, by the usual names; '' where it says neither."""
    return _first(data, EXPECTED), _first(data, FOUND)


def _first(data: Mapping[str, Any], names: Sequence[str]) -> str:
    return next((plain(value) for name, value in data.items() if name.casefold() in names), "")


def plain(value: Any) -> str:
    """A value of a finding's data in one line."""
    match value:
        case None:
            return "n/a"
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:,.6g}"
        case list() | tuple():
            return ", ".join(plain(one) for one in value[:20])
        case dict():
            return ", ".join(f"{name}: {plain(one)}" for name, one in list(value.items())[:20])
    return str(value)
