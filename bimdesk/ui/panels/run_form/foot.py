"""The foot of the form: Run or Cancel, the progress between them, and what is to be mended."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from bimdesk.domain.execution import Execution, Status
from bimdesk.protocol.state import JobState
from bimdesk.ui.jobs.running import RunTicket
from bimdesk.ui.models.wording import counted, duration
from bimdesk.ui.theme.states import EXECUTION, StateLook
from bimdesk.ui.widgets.buttons import button
from bimdesk.ui.widgets.chip import Chip, ChipLook
from bimdesk.ui.widgets.labels import ElidedLabel, key_label, label, line

SHOWN_AFTER_S = 0.3
"""Shorter runs show no progress (ui.md, section 4)."""


class RunFoot(QWidget):
    """`run_clicked`, `cancel_clicked`, `mend_clicked`; a state at a time."""

    run_clicked = Signal()
    cancel_clicked = Signal()
    mend_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._message = ElidedLabel(color="tx2")
        self._figures = label(tone="tx2", size=12)
        self._chip = Chip()
        self._errors = button("", kind="link", on_click=self.mend_clicked.emit)
        self._errors.setProperty("tone", "error")
        self._note = ElidedLabel(color="tx3")
        self.run = button(self.tr("Run"), kind="primary", icon_name="play", on_click=self.run_clicked.emit)
        self.run.setToolTip(self.tr("Run (F5)"))
        self.cancel = button(self.tr("Cancel"), icon_name="square", on_click=self.cancel_clicked.emit)
        self.cancel.setToolTip(self.tr("Cancel (Shift+F5)"))
        self._progress = self._progress_row()
        row = QHBoxLayout()
        row.setContentsMargins(12, 10, 12, 10)
        row.setSpacing(8)
        row.addWidget(self._chip)
        row.addWidget(self._note, 1)
        row.addStretch(0)
        row.addWidget(self._errors)
        row.addWidget(self.cancel)
        row.addWidget(self.run)
        row.addWidget(key_label("F5"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line())
        column.addWidget(self._progress)
        column.addLayout(row)
        self.show_ready(0, note="")

    def show_ready(self, errors: int, *, note: str) -> None:
        """Nothing runs. `note`: why Run is off although no field is wrong, or ''."""
        self.cancel.hide()
        self.run.show()
        self._progress.hide()
        text = counted(errors, "field to mend", "fields to mend")
        self._errors.setText(text)
        self._errors.setVisible(errors > 0)
        self.run.setEnabled(errors == 0 and not note)
        if note:
            self._chip.set_look(ChipLook(""))
        self._note.setText(note if note else self._note.text() if not errors else "")
        self._note.updateGeometry()

    def show_end(self, execution: Execution) -> None:
        """How the last execution ended, until something changes."""
        self._chip.set_look(ChipLook.of(EXECUTION[execution.status]))
        self._note.setText(duration(execution.duration_ms))
        self._note.setToolTip(execution.sentence)

    def forget_end(self) -> None:
        self._chip.set_look(ChipLook(""))
        self._note.setText("")

    def follow(self, ticket: RunTicket) -> None:
        """How far an execution has come."""
        status = Status.RUNNING if ticket.started_at else Status.QUEUED
        self.show_running(ticket.state, ticket.seconds, EXECUTION[status])

    def show_running(self, state: JobState, seconds: float, look: StateLook) -> None:
        """Waiting or running: the bar moves without end while the length is unknown."""
        self.run.hide()
        self.cancel.show()
        self._errors.hide()
        self._note.setText("")
        self._chip.set_look(ChipLook.of(look))
        is_known = state.progress > 0
        self._bar.setRange(0, 1000 if is_known else 0)
        if is_known:
            self._bar.setValue(round(state.progress * 1000))
        self._message.setText(state.progress_text)
        percent = f"{state.progress:.0%} · ".replace("%", " %") if is_known else ""
        self._figures.setText(f"{percent}{seconds:.1f} s")
        self._progress.setVisible(seconds >= SHOWN_AFTER_S)

    def _progress_row(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(12, 10, 12, 0)
        column.setSpacing(6)
        texts = QHBoxLayout()
        texts.setSpacing(8)
        texts.addWidget(self._message, 1)
        texts.addWidget(self._figures)
        column.addLayout(texts)
        column.addWidget(self._bar)
        return box
