"""Reads the libraries for completion before anybody opens a script: once for an installation, when all rests.

Shown nowhere and never in the way: a child of the lowest priority, that gives way as soon as there is work.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer

from bimdesk.services.editor_help import helper_environment, is_prepared, prepare_command, set_prepared
from bimdesk.ui.context import Context
from bimdesk.ui.latest import is_alive

LOOK_MS = 5000
REST_LOOKS = 6
"""So many looks in a row must find nothing under way."""
TRIES = 3


class LibraryWarmUp(QObject):
    """One for a window; does nothing more once the cache is there."""

    def __init__(self, context: Context, parent: QObject | None = None, *, look_ms: int = LOOK_MS) -> None:
        super().__init__(parent)
        self._context = context
        self._process: QProcess | None = None
        self._rested = 0
        self._tries = 0
        self._clock = QTimer(self, interval=look_ms)
        self._clock.timeout.connect(self._look)
        self._clock.start()
        context.closing.connect(self.stop)

    @property
    def is_under_way(self) -> bool:
        return self._process is not None

    def stop(self) -> None:
        """For good: the window closes, or a script is open, whose own child reads them now."""
        self._clock.stop()
        self._end()

    def _look(self) -> None:
        self._rested = 0 if self._context.is_busy() else self._rested + 1
        if not self._rested:
            self._end()  # what it has parsed is kept: the next try goes on from there
        elif self._rested == REST_LOOKS and self._process is None:
            paths = self._context.paths
            self._context.operations.run(partial(is_prepared, paths), on_success=self._begin)

    def _begin(self, is_there: bool) -> None:
        if not is_alive(self) or not self._clock.isActive():
            return
        if is_there or self._tries >= TRIES:
            self._clock.stop()
            return
        self._tries += 1
        process = self._process = QProcess(self)
        environment = QProcessEnvironment()
        for name, value in helper_environment().items():
            environment.insert(name, value)
        process.setProcessEnvironment(environment)
        process.setStandardOutputFile(QProcess.nullDevice())
        process.setStandardErrorFile(QProcess.nullDevice())
        process.finished.connect(self._finished)
        command = prepare_command(self._context.paths)
        process.start(command[0], list(command[1:]))

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        process, self._process = self._process, None
        if process is None:
            return  # it was ended
        process.deleteLater()
        if status is QProcess.ExitStatus.NormalExit and code == 0:
            self._clock.stop()
            self._context.operations.run(partial(set_prepared, self._context.paths))

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.waitForFinished(1000)
            process.deleteLater()
