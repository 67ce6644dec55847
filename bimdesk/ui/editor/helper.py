"""The editor's child in the window: keeps it running, tells it of texts, hands its answers to who asked.

Nothing here waits. A child that dies or does not answer in time is started again and gets all texts anew.
"""

from __future__ import annotations

import itertools
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import msgspec
from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from bimdesk.paths import AppPaths
from bimdesk.protocol.editor import (
    Ask,
    CloseText,
    EditText,
    Find,
    FromChild,
    OpenText,
    Ready,
    ToChild,
    UseModels,
    decode_answer,
    encode_line,
)
from bimdesk.services.editor_help import helper_command, helper_environment
from bimdesk.ui.latest import is_alive

AskKind = Literal["complete", "describe", "signature", "hover", "check", "format"]
DEADLINE_S = 60.0
"""A library that is parsed for the first time takes many seconds; nobody waits for it meanwhile."""
FIND_S = 3.0
STARTS_AT_MOST = 5
STARTS_WITHIN_S = 60.0


@dataclass(slots=True)
class _Text:
    read: Callable[[], str]
    revision: int = 0


@dataclass(slots=True)
class _Pending:
    id: int
    until: float
    take: Callable[[FromChild], None]
    late: Callable[[], None] | None = field(default=None)


class EditorHelper(QObject):
    """`started`: a child is ready. `gave_up`: it died too often; nothing is answered any more."""

    started = Signal()
    gave_up = Signal()

    def __init__(
        self, paths: AppPaths, parent: QObject | None = None, *, command: tuple[str, ...] | None = None
    ) -> None:
        super().__init__(parent)
        self._command = command or helper_command(paths)
        self._process: QProcess | None = None
        self._is_ready = False
        self._inbox = bytearray()
        self._texts: dict[int, _Text] = {}
        self._folders: list[str] = []
        self._pending: dict[tuple[str, int], _Pending] = {}
        self._numbers = itertools.count(1)
        self._starts: deque[float] = deque(maxlen=STARTS_AT_MOST)
        self._closed = False
        self._clock = QTimer(self, interval=250)
        self._clock.timeout.connect(self._look_at_clock)

    @property
    def pid(self) -> int:
        """Of the child; 0 without one."""
        return 0 if self._process is None else self._process.processId()

    @property
    def is_ready(self) -> bool:
        return self._is_ready

    # Texts

    def open_text(self, read: Callable[[], str]) -> int:
        """Follow a text; `read` gives the whole of it whenever a child has to be told. Gives its number."""
        number = next(self._numbers)
        self._texts[number] = _Text(read)
        if self._closed:
            return number
        if self._process is None:
            self._start()
        else:
            self._send(OpenText(text=number, content=read(), revision=0))
        return number

    def edit_text(self, number: int, at: int, removed: int, inserted: bytes) -> None:
        """What changed, as it changes."""
        text = self._texts.get(number)
        if text is None:
            return
        text.revision += 1
        try:
            content = inserted.decode("utf-8")
        except UnicodeDecodeError:  # a part of a character: the whole text again
            self._send(OpenText(text=number, content=text.read(), revision=text.revision))
            return
        self._send(EditText(text=number, at=at, removed=removed, inserted=content, revision=text.revision))

    def close_text(self, number: int) -> None:
        """Forget a text; the child stays for the next."""
        if self._texts.pop(number, None) is not None:
            self._send(CloseText(text=number))
        for key in [key for key in self._pending if key[1] == number]:
            del self._pending[key]

    def revision(self, number: int) -> int:
        """Counts the changes: an answer that carries another one is stale."""
        text = self._texts.get(number)
        return -1 if text is None else text.revision

    def use_models(self, folders: Sequence[Path]) -> None:
        """The model versions whose names are offered."""
        wanted = [str(folder) for folder in folders]
        if wanted != self._folders:
            self._folders = wanted
            self._send(UseModels(folders=wanted))

    # Questions

    def ask(
        self, kind: AskKind, number: int, take: Callable[[FromChild], None], *, at: int = 0, row: int = 0
    ) -> None:
        """`take` gets the answer, unless a newer question of the kind comes first."""
        question = Ask(id=next(self._numbers), kind=kind, text=number, at=at, row=row)
        self._wait_for(kind, question, take, DEADLINE_S)

    def find(
        self,
        number: int,
        pattern: str,
        take: Callable[[FromChild], None],
        late: Callable[[], None],
        *,
        match_case: bool,
    ) -> None:
        """All matches of a regular expression; `late` where it takes too long."""
        question = Find(id=next(self._numbers), text=number, pattern=pattern, match_case=match_case)
        self._wait_for("find", question, take, FIND_S, late)

    def forget(self, kind: AskKind, number: int) -> None:
        """Nobody waits for this answer any more."""
        self._pending.pop((kind, number), None)

    def close(self) -> None:
        """End the child; at the end of the program, and of tests."""
        self._closed = True
        self._pending.clear()
        self._clock.stop()
        self._drop_process()

    def _wait_for(
        self,
        kind: str,
        question: Ask | Find,
        take: Callable[[FromChild], None],
        seconds: float,
        late: Callable[[], None] | None = None,
    ) -> None:
        if self._closed or question.text not in self._texts:
            return
        until = time.monotonic() + seconds
        self._pending[kind, question.text] = _Pending(question.id, until, take, late)
        self._send(question)
        self._clock.start()

    # The child

    def _start(self) -> None:
        now = time.monotonic()
        if len(self._starts) == STARTS_AT_MOST and now - self._starts[0] < STARTS_WITHIN_S:
            self.gave_up.emit()
            return
        self._starts.append(now)
        process = self._process = QProcess(self)
        environment = QProcessEnvironment()
        for name, value in helper_environment().items():
            environment.insert(name, value)
        process.setProcessEnvironment(environment)
        process.setStandardErrorFile(QProcess.nullDevice())
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._ended)
        process.errorOccurred.connect(self._failed)
        program, *arguments = self._command
        process.start(program, arguments)
        if self._folders:
            self._send(UseModels(folders=self._folders))
        for number, text in self._texts.items():
            self._send(OpenText(text=number, content=text.read(), revision=text.revision))

    def _send(self, message: ToChild) -> None:
        if self._process is not None:
            self._process.write(encode_line(message))

    def _read(self) -> None:
        if self._process is None:
            return
        self._inbox += self._process.readAllStandardOutput().data()
        while (end := self._inbox.find(b"\n")) >= 0:
            line = bytes(self._inbox[:end])
            del self._inbox[: end + 1]
            try:
                self._take(decode_answer(line))
            except msgspec.DecodeError:
                self._restart()
                return

    def _take(self, answer: FromChild) -> None:
        if isinstance(answer, Ready):
            self._is_ready = True
            self.started.emit()
            return
        found = next((key for key, one in self._pending.items() if one.id == answer.id), None)
        if found is not None:
            self._hand_over(self._pending.pop(found), answer)
        if not self._pending:
            self._clock.stop()

    def _hand_over(self, pending: _Pending, answer: FromChild) -> None:
        """Unless Qt has deleted who asked: a tab that was closed meanwhile."""
        owner = getattr(pending.take, "__self__", None)
        if not isinstance(owner, QObject) or is_alive(owner):
            pending.take(answer)

    def _look_at_clock(self) -> None:
        now = time.monotonic()
        if any(one.until < now for one in self._pending.values()):
            self._restart()

    def _restart(self) -> None:
        """The questions that wait are lost; those who asked ask again when something is typed."""
        lost, self._pending = list(self._pending.values()), {}
        now = time.monotonic()
        self._drop_process()
        if not self._closed and self._texts:
            self._start()
        for one in lost:
            if one.late is not None and one.until < now:
                one.late()

    def _drop_process(self) -> None:
        process, self._process = self._process, None
        self._is_ready = False
        self._inbox.clear()
        if process is not None:
            process.readyReadStandardOutput.disconnect(self._read)
            process.finished.disconnect(self._ended)
            process.errorOccurred.disconnect(self._failed)
            process.kill()
            process.waitForFinished(1000)
            process.deleteLater()

    def _ended(self, _code: int, _status: QProcess.ExitStatus) -> None:
        self._restart()

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._pending.clear()
            self._drop_process()
            self.gave_up.emit()
