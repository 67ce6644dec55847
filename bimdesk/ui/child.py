"""One child under QProcess: both pipes into the monitor, the deadline, the end of its whole group.

Nothing here waits: the window's thread only reacts. services/children.py does the same for the CLI. A
supervisor is asked over its standard input, whose end means stop; one that falls silent is killed, and its
worker with it.
"""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from bimdesk.protocol.messages import Message
from bimdesk.protocol.monitor import Monitor
from bimdesk.protocol.state import Ending, EndReason, Stage, ending_of
from bimdesk.services.children import ASK_S, STOP_S, TERMINATE_S, signal_group
from bimdesk.services.launch import (
    CANCEL,
    SILENCE_S,
    JobKind,
    Launch,
    child_command,
    child_environment,
)

_DOUBT_MS = 300
_LEAVE_MS = 1000
PIECE = 16 * 1024
"""Bytes of messages that are read in one go: about a millisecond of work."""
TURN_S = 0.008
"""So long a turn of the event loop goes on reading, whatever else the machine has to do."""


class ChildProcess(QObject):
    """A worker. `start()` may come long before `give(launch)`: until then it is a warm spare.

    `messages` carries the list of messages of one read; `ended` an Ending, once, after both pipes were read.
    """

    messages = Signal(list)
    ended = Signal(object)

    def __init__(
        self,
        kind: JobKind,
        parent: QObject | None = None,
        *,
        scratch: Path = Path(),
        command: tuple[str, ...] | None = None,
    ) -> None:
        super().__init__(parent)
        self.kind = kind
        self._is_supervised = kind == "confined"
        self._command = command or child_command(kind, scratch)
        self.monitor = Monitor(supervised=self._is_supervised)
        self.started_at = 0.0
        self._reason = EndReason.EXITED
        self._detail = ""
        self._over = False
        self._inbox = bytearray()
        self._seen_end: Ending | None = None
        self._pid = 0
        self._deadline = QTimer(self, singleShot=True)
        self._deadline.timeout.connect(lambda: self._stop(EndReason.TIMEOUT))
        self._harder = QTimer(self, singleShot=True)
        self._harder.timeout.connect(self._escalate)
        self._signals: list[tuple[int, float]] = []
        self._doubts = False
        self._silence = QTimer(self, singleShot=True)
        self._silence.timeout.connect(self._fell_silent)
        self._process = self._make_process()

    def _make_process(self) -> QProcess:
        process = QProcess(self)
        environment = QProcessEnvironment()
        for name, value in child_environment(self.kind).items():
            environment.insert(name, value)
        process.setProcessEnvironment(environment)
        if self._is_supervised:
            process.setWorkingDirectory("/")
        if sys.platform != "win32":
            parameters = QProcess.UnixProcessParameters()
            flags = QProcess.UnixProcessFlag
            parameters.flags = (
                flags.CreateNewSession
                | flags.CloseFileDescriptors
                | flags.ResetSignalHandlers
                | flags.DisableCoreDumps
            )
            process.setUnixProcessParameters(parameters)
        process.readyReadStandardOutput.connect(self._read_out)
        process.readyReadStandardError.connect(self._read_err)
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._failed)
        return process

    @property
    def is_alive(self) -> bool:
        return not self._over and self._process.state() != QProcess.ProcessState.NotRunning

    def start(self) -> None:
        """Start the process; it loads its libraries and waits for a job."""
        program, *arguments = self._command
        self._process.start(program, arguments)
        self._pid = self._process.processId()

    def give(self, launch: Launch) -> None:
        """Hand over the job; the clock runs from now."""
        self.started_at = time.monotonic()
        self._process.write(launch.job)
        if not self._is_supervised:
            self._process.closeWriteChannel()
        self._deadline.start(round(launch.timeout_s * 1000))

    def cancel(self) -> None:
        """Ask, then terminate, then kill; `ended` follows."""
        if not self._is_supervised:
            self._stop(EndReason.CANCELLED)
        elif not self._over and self._reason is EndReason.EXITED:
            self._process.write(CANCEL)
            QTimer.singleShot(round(STOP_S * 1000), self, lambda: self._stop(EndReason.CANCELLED))

    def kill_now(self) -> None:
        """At the end of the program: no signals of this object any more; waits briefly.

        A supervisor is left a moment to delete its run folder.
        """
        self._over = True
        self._silence.stop()
        self._deadline.stop()
        self._harder.stop()
        if self._is_supervised and self._process.state() == QProcess.ProcessState.Running:
            self._process.closeWriteChannel()
            self._process.waitForFinished(_LEAVE_MS)
        if self._process.state() != QProcess.ProcessState.NotRunning:
            signal_group(self._process.processId() or self._pid, _KILL)
            self._process.kill()
            self._process.waitForFinished(1000)

    def _stop(self, reason: EndReason, detail: str = "") -> None:
        if self._over or self._reason is not EndReason.EXITED:
            return
        self._reason, self._detail = reason, detail
        asking = [(signal.SIGINT, ASK_S), (signal.SIGTERM, TERMINATE_S)]
        self._signals = [*([] if reason is EndReason.LOST else asking), (_KILL, 0)]
        self._escalate()

    def _escalate(self) -> None:
        if self._over or not self._signals:
            return
        sign, patience = self._signals.pop(0)
        signal_group(self._pid, sign)
        if self._signals:
            self._harder.start(round(patience * 1000))

    def _fell_silent(self) -> None:
        """No sign of life, which a supervisor gives from the job on; or a window too busy to read it."""
        state = self.monitor.state
        if not self._doubts:
            self._doubts = True
            self._silence.start(_DOUBT_MS)
        elif state.stage is Stage.RUNNING or state.usage is not None:
            self._stop(EndReason.LOST, f"it was silent for {SILENCE_S:g} s and was killed")

    def _read_out(self) -> None:
        if self._is_supervised and self.started_at and not self._over:
            self._doubts = False
            self._silence.start(round(SILENCE_S * 1000))
        waits = bool(self._inbox)
        self._inbox += self._process.readAllStandardOutput().data()
        if not waits:
            self._read_some()

    def _read_some(self) -> None:
        """Fold a part of what has come; the rest in later turns, so that the window stays free."""
        if self._over:
            return
        until = time.monotonic() + TURN_S
        heard: list[Message] = []
        while self._inbox:
            heard += self.monitor.feed_stdout(bytes(self._inbox[:PIECE]))
            del self._inbox[:PIECE]
            if time.monotonic() >= until:
                break
        self._tell(heard)
        self._check_limits()
        if self._inbox:
            QTimer.singleShot(0, self, self._read_some)
        elif self._seen_end is not None:
            self._close(self._seen_end)

    def _read_err(self) -> None:
        self._tell(self.monitor.feed_stderr(bytes(self._process.readAllStandardError().data())))
        self._check_limits()

    def _tell(self, messages: list[Message]) -> None:
        if messages:
            self.messages.emit(messages)

    def _check_limits(self) -> None:
        if self.monitor.violation:
            self._stop(EndReason.LIMIT, self.monitor.violation)

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart and not self._over:
            self._end(Ending(reason=EndReason.NOT_STARTED, detail=self._process.errorString()))

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        if self._over:
            return
        signal_group(self._pid, _KILL)
        crashed = status == QProcess.ExitStatus.CrashExit
        seen = Ending(
            reason=self._reason,
            exit_code=0 if crashed else code,
            signal=code if crashed else 0,
            detail=self._detail,
        )
        self._seen_end = seen
        self._read_err()
        self._read_out()  # ends in `_close` once everything is read

    def _close(self, seen: Ending) -> None:
        self._tell(self.monitor.close())
        self._end(ending_of(self.monitor.state, seen) if self._is_supervised else seen)

    def _end(self, ending: Ending) -> None:
        self._over = True
        self._silence.stop()
        self._deadline.stop()
        self._harder.stop()
        self.ended.emit(ending)


_KILL = signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL
