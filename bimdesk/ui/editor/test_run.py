"""A test run beside the text: default values, the text as it stands; state, time, exit status and output."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QSplitter, QVBoxLayout, QWidget

from bimdesk.domain.execution import EXIT_CODES, Execution, RunRequest, Status
from bimdesk.errors import BimdeskError
from bimdesk.protocol.messages import Log, Message
from bimdesk.services.results import RunResult, load_result
from bimdesk.ui.context import Context
from bimdesk.ui.jobs.running import RunTicket
from bimdesk.ui.latest import is_alive
from bimdesk.ui.models.wording import duration
from bimdesk.ui.theme import fonts
from bimdesk.ui.theme.states import EXECUTION
from bimdesk.ui.widgets.buttons import IconButton, button
from bimdesk.ui.widgets.chip import Chip, ChipLook
from bimdesk.ui.widgets.labels import ElidedLabel, label, line

LINES_AT_MOST = 2000


class TestRun(QFrame):
    """Follows one run after the other; `ended(RunResult)`. Hidden until the first."""

    __test__ = False
    """No test, whatever pytest thinks of the name."""
    ended = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "bar")
        self._context = context
        self._request: RunRequest | None = None
        self._ticket: RunTicket | None = None
        self._is_over = False
        self._chip = Chip()
        self._figures = label(tone="tx2", size=12)
        self._sentence = ElidedLabel(color="tx2")
        self._cancel = button(self.tr("Cancel"), icon_name="square", on_click=self.cancel)
        self.output = QPlainTextEdit()
        self.output.setReadOnly(True)
        self.output.setFrameShape(QFrame.Shape.NoFrame)
        self.output.setFont(fonts.mono(12))
        self.output.setStyleSheet(
            "QPlainTextEdit { border: 0; border-radius: 0; background: transparent; padding: 0 8px; }"
        )
        self.output.setMaximumBlockCount(LINES_AT_MOST)
        self.output.setAccessibleName(self.tr("Output of the test run"))
        self._lay_out()
        runner = context.runner
        runner.queued.connect(self._on_queued)
        runner.messages.connect(self._on_messages)
        runner.progressed.connect(self._on_progress)
        runner.finished.connect(self._on_finished)
        runner.rejected.connect(self._on_rejected)
        self.hide()

    @property
    def is_under_way(self) -> bool:
        return self._request is not None and not self._is_over

    @property
    def figures(self) -> str:
        """Time and exit status, as they are shown."""
        return self._figures.text()

    def beneath(self, text: QWidget) -> QSplitter:
        """A text with this under it, a quarter of the height to begin with."""
        split = QSplitter(Qt.Orientation.Vertical)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        for part, share in ((text, 3), (self, 1)):
            split.addWidget(part)
            split.setStretchFactor(split.indexOf(part), share)
        return split

    def follows(self, ticket: RunTicket) -> bool:
        """Whether this is the run that is shown here."""
        return ticket.request is self._request

    def start(self, request: RunRequest) -> None:
        """Run; a run that is under way goes on first."""
        if self.is_under_way:
            return
        self._request, self._is_over = request, False
        self.output.clear()
        self._show(Status.QUEUED, "", "")
        self._cancel.show()
        self.show()
        self._context.runner.start(request)

    def cancel(self) -> None:
        if self._ticket is not None:
            self._context.runner.cancel(self._ticket.execution_id)

    def _on_queued(self, ticket: RunTicket) -> None:
        if ticket.request is self._request:
            self._ticket = ticket

    def _on_progress(self, ticket: RunTicket) -> None:
        if ticket is self._ticket:
            self._show(Status.RUNNING, f"{ticket.seconds:.1f} s", ticket.state.progress_text)

    def _on_messages(self, ticket: RunTicket, messages: list[Message]) -> None:
        if ticket is self._ticket:
            for message in messages:
                if isinstance(message, Log):
                    level = "" if message.level in ("print", "info") else f"{message.level}: "
                    self.output.appendPlainText(f"{level}{message.text}".rstrip("\n"))

    def _on_finished(self, ticket: RunTicket, execution: Execution) -> None:
        if ticket is not self._ticket:
            return
        self._ticket, self._is_over = (
            None,
            True,
        )  # the request stays: others ask in this turn whose run it was
        self._cancel.hide()
        code = EXIT_CODES.get(execution.status, 4)
        figures = self.tr("{0} · exit status {1}").format(duration(execution.duration_ms), code)
        self._show(execution.status, figures, execution.sentence)
        self._context.operations.run(
            partial(load_result, self._context.project, execution.id), on_success=self._show_result
        )

    def _show_result(self, result: RunResult) -> None:
        if not is_alive(self):
            return
        if result.error is not None:
            where = self.tr("Line {0}: ").format(result.error.line) if result.error.line else ""
            self.output.appendPlainText(f"{where}{result.error.message}")
        elif result.summary:
            self.output.appendPlainText(result.summary)
        self.ended.emit(result)

    def _on_rejected(self, request: RunRequest, error: BimdeskError) -> None:
        if request is self._request:
            self._ticket, self._is_over = None, True
            self._cancel.hide()
            self._show(Status.ERROR, self.tr("not started"), str(error))
            self.output.appendPlainText(f"{error}\n{error.hint}".rstrip())

    def _show(self, status: Status, figures: str, sentence: str) -> None:
        self._chip.set_look(ChipLook.of(EXECUTION[status]))
        self._figures.setText(figures)
        self._sentence.setText(sentence)
        self._sentence.setToolTip(sentence)
        self._sentence.updateGeometry()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 5, 6, 5)
        head.setSpacing(10)
        head.addWidget(label(self.tr("Test run"), weight=600))
        head.addWidget(self._chip)
        head.addWidget(self._figures)
        head.addWidget(self._sentence, 1)
        head.addWidget(self._cancel)
        head.addWidget(IconButton("x", self.tr("Close"), on_click=self.hide))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line())
        column.addLayout(head)
        column.addWidget(self.output, 1)
