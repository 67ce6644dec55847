"""The window's own objects in a process of their own, without panels: what the suite drives and watches.

`python -m tests.hostile.window PROJECT VERSION`. A JSON line on standard input asks for a run (`script`,
`answer`, `cancel_s`); a JSON line on standard output says that the answer is in the file `answer`.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections import deque
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from bimdesk.domain.execution import Execution, RunRequest
from bimdesk.domain.ids import VersionId
from bimdesk.paths import default_paths
from bimdesk.protocol.messages import Message, Progress
from bimdesk.protocol.state import Stage
from bimdesk.services.kept_result import RESULT_FILE, SAID_FILE, VALUE_FILE
from bimdesk.services.library.scripts import find_script
from bimdesk.services.results import RunResult, load_result
from bimdesk.services.running import make_request
from bimdesk.ui.app import make_application
from bimdesk.ui.context import Context
from bimdesk.ui.jobs.running import RunTicket
from tests.hostile.heart import Heart
from tests.hostile.planted import MEMORY_VARIABLE

SETTLE_MS = 150
"""How long after the answer the event loop is watched: what the answer sets off counts too."""
LOOKED_AT = 32 * 1024 * 1024
PANELS = "BIMDESK_HOSTILE_PANELS"
_KEPT: deque[bytes] = deque(maxlen=4)
"""Holds the secret that is in this process's memory alone."""


class Desk(QObject):
    """Takes orders, runs them, writes answers."""

    def __init__(self, folder: Path, version: str) -> None:
        super().__init__()
        self._context = Context(folder, default_paths())
        self._version = VersionId(int(version))
        self._heart = Heart(self)
        self._order: dict[str, Any] = {}
        self._progress: list[str] = []
        self._began = 0.0
        runner = self._context.runner
        runner.finished.connect(self._finished)
        runner.started.connect(self._started)
        runner.messages.connect(self._heard)
        runner.rejected.connect(lambda _request, error: self._reply({"rejected": str(error)}))
        self._panels = self._open_panels() if os.environ.get(PANELS) else None
        self._notifier = QSocketNotifier(0, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)
        self._context.workers.warm_up("confined")

    def _open_panels(self) -> QWidget:
        """The whole main window, results and all, in the place of its objects alone."""
        from bimdesk.ui.window.main_window import MainWindow

        window = MainWindow(self._context)
        window.show()
        return window

    def close(self) -> None:
        if self._panels is not None:
            self._panels.close()
        self._context.close()

    def spares(self) -> list[int]:
        """Process ids of the supervisors that wait for a job."""
        return [child._pid for child in self._context.workers._spares.values() if child.is_alive]

    def _read(self) -> None:
        line = sys.stdin.readline()
        order = json.loads(line) if line else {"quit": True}
        if order.get("quit"):
            QApplication.quit()
        elif "script" in order:
            self._run(order)
        else:
            self._say({"spares": self.spares(), "stall_ms": self._heart.take()})

    def _run(self, order: dict[str, Any]) -> None:
        self._order, self._progress = order, []
        project = self._context.project
        request = make_request(project, find_script(project, order["script"]), self._version)
        QTimer.singleShot(
            50, self, lambda: self._start(request)
        )  # reading the script was the suite's own doing

    def _start(self, request: RunRequest) -> None:
        self._heart.take()
        self._heart.take_notes()
        self._began = time.monotonic()
        self._context.runner.start(request)

    def _started(self, ticket: RunTicket) -> None:
        if self._order.get("cancel_s") is not None:
            self._cancel_when_running(ticket)

    def _cancel_when_running(self, ticket: RunTicket) -> None:
        """The delay begins when the script does, not while its process starts."""
        if ticket.state.stage is Stage.STARTING:
            QTimer.singleShot(20, self, lambda: self._cancel_when_running(ticket))
            return
        delay = round(self._order["cancel_s"] * 1000)
        QTimer.singleShot(delay, self, lambda: self._context.runner.cancel(ticket.execution_id))

    def _heard(self, _ticket: RunTicket, messages: list[Message]) -> None:
        self._progress += [message.message for message in messages if isinstance(message, Progress)]

    def _finished(self, _ticket: RunTicket, execution: Execution) -> None:
        seconds = time.monotonic() - self._began
        QTimer.singleShot(SETTLE_MS, self, lambda: self._answer(execution, seconds, self._heart.take()))

    def _answer(self, execution: Execution, seconds: float, stall_ms: float) -> None:
        result = self._result(execution)
        value = json.dumps(result.result)
        answer = {
            "execution": execution.id,
            "status": execution.status.value,
            "sentence": execution.sentence,
            "sandbox": dict(execution.sandbox),
            "seconds": seconds,
            "duration_ms": execution.duration_ms,
            "stall_ms": stall_ms,
            "stalls": self._heart.take_notes() if stall_ms > 50 else [],
            "log": [log.text for log in result.log],
            "result": result.result if len(value) < 1_000_000 else value[:1000],
            "summary": result.summary,
            "findings": [f"{found.message}\n{found.check}" for found in result.findings],
            "outputs": [f"{output.kind} {output.name}" for output in result.outputs],
            "error": None
            if result.error is None
            else [result.error.message, result.error.hint, result.error.traceback],
            "progress": self._progress,
            "files": [[file.name, file.size] for file in result.files],
            "anomalies": result.anomalies,
        }
        self._reply(answer)

    def _result(self, execution: Execution) -> RunResult:
        """What the run left; of one that is too long to look at, status and sentence alone."""
        files = [execution.folder / name for name in (RESULT_FILE, SAID_FILE, VALUE_FILE)]
        if sum(file.stat().st_size for file in files if file.exists()) > LOOKED_AT:
            return RunResult(status=execution.status, sentence=execution.sentence)
        return load_result(self._context.project, execution.id)

    def _reply(self, answer: dict[str, Any]) -> None:
        Path(self._order["answer"]).write_text(json.dumps(answer), encoding="ascii")
        self._say({"answer": self._order["answer"], "spares": self.spares()})

    def _say(self, message: dict[str, Any]) -> None:
        print(json.dumps(message), flush=True)  # noqa: T201


def main(arguments: list[str]) -> int:
    """Serve until the order to quit."""
    _KEPT.append(os.environ.pop(MEMORY_VARIABLE, "").encode())
    app = make_application()
    with contextlib.closing(Desk(Path(arguments[0]), arguments[1])) as desk:
        desk._say({"ready": os.getpid()})
        app.exec()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
