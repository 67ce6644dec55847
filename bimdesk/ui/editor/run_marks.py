"""The line where a run failed, marked in the text that ran; gone with the next run and once it is changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from bimdesk.domain.execution import Execution, RunRequest, Status
from bimdesk.domain.script import Script
from bimdesk.services.results import RunResult, load_result
from bimdesk.ui.context import Context
from bimdesk.ui.editor.code_edit import CodeEdit
from bimdesk.ui.jobs.running import RunTicket
from bimdesk.ui.latest import is_alive


class RunMarks(QObject):
    """`begun`: the script of the document runs, or its unsaved text."""

    begun = Signal()

    def __init__(
        self, context: Context, edit: CodeEdit, script: Callable[[], Script], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._edit = edit
        self._script = script
        context.runner.queued.connect(self._on_queued)
        context.runner.finished.connect(self._on_finished)

    def show(self, result: RunResult) -> None:
        """Mark the line of an error and bring it into view; the caret stays."""
        if is_alive(self) and result.error is not None and result.error.line:
            self._edit.marks.mark_line(result.error.line, result.error.message.splitlines()[0])
            self._edit.ensureVisibleEnforcePolicy(min(result.error.line, self._edit.lineCount()) - 1)

    def _is_mine(self, request: RunRequest) -> bool:
        if request.script_key is None:
            return request.script_text == self._edit.text()
        return request.script_key == self._script().key

    def _on_queued(self, ticket: RunTicket) -> None:
        if self._is_mine(ticket.request):
            self.begun.emit()

    def _on_finished(self, ticket: RunTicket, execution: Execution) -> None:
        """Only while the text is the one that ran: the line of another text says nothing."""
        request = ticket.request
        if (
            execution.status is Status.ERROR
            and self._is_mine(request)
            and request.script_text == self._edit.text()
        ):
            read = partial(load_result, self._context.project, execution.id)
            self._context.operations.run(read, on_success=self.show)
