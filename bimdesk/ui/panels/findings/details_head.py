"""The head of the details: what is wrong, in which state, what was decided, and the buttons that decide."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from bimdesk.domain.finding import Severity
from bimdesk.domain.finding_life import Decision, KeptFinding
from bimdesk.ui.forms.flow import FlowLayout
from bimdesk.ui.models.finding_cells import decision_chip
from bimdesk.ui.models.finding_words import check_words
from bimdesk.ui.models.wording import counted
from bimdesk.ui.panels.findings.blocks import selectable
from bimdesk.ui.theme.states import FINDING, SEVERITY
from bimdesk.ui.widgets.buttons import button
from bimdesk.ui.widgets.chip import Chip, ChipLook
from bimdesk.ui.widgets.labels import IconLabel, label


class DetailsHead(QWidget):
    """`decided(Decision)` of those that need no more words; `accept_requested`, `show_requested`."""

    decided = Signal(object)
    accept_requested = Signal()
    show_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel("circle-x", size=18, color="error")
        self._title = label(weight=600, wrap=True)
        self._below = label(tone="tx2", size=12, wrap=True)
        self._state, self._decision = Chip(), Chip()
        self._reason = selectable("", tone="tx2")
        self.accept = button(self.tr("Accept…"), icon_name="stamp", on_click=self.accept_requested.emit)
        self._buttons: dict[Decision, QPushButton] = {}
        self._lay_out()

    def button_for(self, decision: Decision) -> QPushButton:
        """The button that decides so."""
        return self.accept if decision is Decision.ACCEPTED else self._buttons[decision]

    def show_one(self, finding: KeptFinding) -> None:
        look = SEVERITY[finding.severity]
        self._icon.set_icon(look.icon, color=look.tone)
        self._icon.setToolTip(look.text)
        self._title.setText(finding.message)
        check, script = check_words(finding), finding.script_name
        below = " · ".join(dict.fromkeys((look.text, check, script)))
        self._below.setText(below)
        self._state.set_look(ChipLook.of(FINDING[finding.state]))
        self._decision.set_look(decision_chip(finding.decision))
        self._reason.setText(finding.state_reason)
        self._reason.setVisible(bool(finding.state_reason))
        self._enable({finding.decision})

    def show_several(self, count: int, findings: Sequence[KeptFinding]) -> None:
        """`findings`: those of them whose rows are at hand."""
        self._icon.set_icon("list-checks", color="tx2")
        self._title.setText(self.tr("{0} findings").format(f"{count:,}"))
        counts = {one: sum(each.severity is one for each in findings) for one in Severity}
        words = [counted(number, SEVERITY[one].text.lower()) for one, number in counts.items() if number]
        self._below.setText(", ".join(words) if len(findings) == count else "")
        for chip in (self._state, self._decision):
            chip.set_look(ChipLook(""))
        self._reason.hide()
        self._enable({one.decision for one in findings} if len(findings) == count else set(Decision))

    def _enable(self, decisions: set[Decision]) -> None:
        """Nothing that would change nothing."""
        for decision, made in self._buttons.items():
            made.setVisible(decisions != {decision})
        is_done = bool(decisions & {Decision.ACCEPTED, Decision.CLOSED, Decision.IN_PROGRESS})
        self._buttons[Decision.OPEN].setVisible(is_done)
        is_accepted = decisions == {Decision.ACCEPTED}
        self.accept.setText(self.tr("Accept anew…") if is_accepted else self.tr("Accept…"))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        flags = Qt.TextInteractionFlag
        self._title.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        words.addWidget(self._title)
        words.addWidget(self._below)
        top.addLayout(words, 1)
        column.addLayout(top)
        chips = QHBoxLayout()
        chips.setSpacing(6)
        chips.addWidget(self._state)
        chips.addWidget(self._decision)
        chips.addStretch(1)
        column.addLayout(chips)
        column.addWidget(self._reason)
        box = QWidget()
        flow = FlowLayout(box, spacing=6)
        flow.addWidget(self.accept)
        for decision, words_, icon_name in (
            (Decision.IN_PROGRESS, self.tr("In progress"), "hammer"),
            (Decision.CLOSED, self.tr("Close"), "archive"),
            (Decision.OPEN, self.tr("Reopen"), "rotate-ccw"),
        ):
            made = button(words_, icon_name=icon_name, on_click=partial(self.decided.emit, decision))
            self._buttons[decision] = made
            flow.addWidget(made)
        flow.addWidget(
            button(self.tr("Show in 3D"), kind="quiet", icon_name="focus", on_click=self.show_requested.emit)
        )
        column.addWidget(box)
