"""The monitor: bytes of a worker in, messages and a state out. No I/O, no clock, no Qt.

The window (QProcess) and the CLI (subprocess) feed the same class. It rejects illegal order: nothing before
`Hello` (or the supervisor's `Locked`), nothing of the script after `Done` or `Failed`, nothing at all after
`Ended`; what it rejects is counted in `state.anomalies`.
"""

from __future__ import annotations

import msgspec

from bimdesk.protocol.cleaning import clean_message, clean_text, is_too_deep
from bimdesk.protocol.messages import (
    MAX_LINE,
    Collected,
    CollectedFile,
    Done,
    Ended,
    Examined,
    Failed,
    FileSaved,
    FindingMessage,
    GeometryReady,
    Heartbeat,
    Hello,
    Imported,
    Locked,
    Log,
    Message,
    Notice,
    Output,
    Progress,
    Result,
    decode,
)
from bimdesk.protocol.state import JobState, Stage

KEPT_LOG_BYTES = 1024 * 1024
KILL_OUTPUT_BYTES = 64 * 1024 * 1024
SUPERVISED_LOG_BYTES = 128 * 1024 * 1024
SUPERVISED_BYTES = 1024 * 1024 * 1024
"""The same where a supervisor bounds both first, by the limits of the run: 64 MB of log may be asked for."""
MAX_CLAIMS = 200_000
"""Most findings and outputs that are kept of one execution."""


class Monitor:
    """Folds what one worker says. Feed both pipes; read `state`, `failed`, `done`, `violation`.

    `supervised`: the pipes are a supervisor's, which alone says `Locked`, `Heartbeat` and `Ended`. It lets
    none of these through from a script; without a supervisor they are refused here.
    """

    def __init__(self, *, supervised: bool = False) -> None:
        self.supervised = supervised
        self.state = JobState()
        self.failed: Failed | None = None
        self.done = False
        self._collected: list[CollectedFile] = []
        self._kept_log = SUPERVISED_LOG_BYTES if supervised else KEPT_LOG_BYTES
        self._most = SUPERVISED_BYTES if supervised else KILL_OUTPUT_BYTES
        self._out = _Lines(MAX_LINE)
        self._err = _Lines(16 * 1024, cut=True)
        self._bytes = 0

    @property
    def violation(self) -> str:
        """Not empty: the process must be killed, and why."""
        if self._bytes > self._most:
            return f"It wrote more than {self._most // 1024 // 1024:,} MB to its output."
        return ""

    def feed_stdout(self, data: bytes) -> list[Message]:
        """Messages that are complete now; partial lines wait for the rest."""
        self._bytes += len(data)
        accepted: list[Message] = []
        for line in self._out.feed(data):
            message = self._read(line)
            if message is not None and self._accept(message):
                accepted.append(message)
        self.state.anomalies += self._out.take_dropped()
        return accepted

    def feed_stderr(self, data: bytes) -> list[Message]:
        """What native code writes past `print`: lines of the log."""
        self._bytes += len(data)
        logs: list[Message] = [Log(level="print", text=clean_text(line)) for line in self._err.feed(data)]
        return [log for log in logs if self._accept_log(log)]

    def close(self) -> list[Message]:
        """Both pipes are at their end: a last line without newline counts too."""
        messages = self.feed_stdout(b"\n") if self._out.pending else []
        messages += self.feed_stderr(b"\n") if self._err.pending else []
        self.state.stage = Stage.ENDED
        return messages

    def _read(self, line: bytes) -> Message | None:
        try:
            if not is_too_deep(line):
                return clean_message(decode(line))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            pass  # counted like a line that is too deep
        self.state.anomalies += 1
        return None

    def _accept(self, message: Message) -> bool:
        if not self._is_in_order(message):
            self.state.anomalies += 1
            return False
        if isinstance(message, Heartbeat | Collected | Ended):
            return self._fold_supervisor(message)
        if isinstance(message, Log):
            return self._accept_log(message)
        return self._fold(message)

    def _is_in_order(self, message: Message) -> bool:
        if self.state.ended is not None:
            return False
        if isinstance(message, Heartbeat | Collected | Ended):
            return self.supervised
        if isinstance(message, Log) and self.supervised:
            return self.state.stage is Stage.RUNNING  # what was left in the pipes comes after `Done`
        opens = isinstance(message, Locked if self.supervised else Hello)
        is_foreign = isinstance(message, Hello if self.supervised else Locked)
        starting = self.state.stage is Stage.STARTING
        return starting == opens and not is_foreign and not self.done and self.failed is None

    def _fold_supervisor(self, message: Heartbeat | Collected | Ended) -> bool:
        if isinstance(message, Heartbeat):
            self.state.usage = message
            return True
        if isinstance(message, Collected):
            self._collected += message.files
            return True
        self.state.ended = msgspec.structs.replace(message, files=[*self._collected, *message.files])
        self.state.anomalies += message.anomalies
        self.state.log_dropped += message.log_dropped
        for words in message.left_out:
            self._accept_log(Log(level="warning", text=f"Not kept: {clean_text(words)}"))
        if message.sandbox:
            self.state.sandbox = dict(message.sandbox)
        return True

    def _accept_log(self, message: Message) -> bool:
        if not isinstance(message, Log):
            return False
        size = len(message.text) + 16
        if self.state.log_bytes + size > self._kept_log:
            self.state.log_dropped += 1
            return False
        self.state.log_bytes += size
        self.state.log.append(message)
        return True

    def _fold(self, message: Message) -> bool:
        state = self.state
        match message:
            case Hello():
                state.stage = Stage.RUNNING
            case Locked():
                state.stage, state.sandbox = Stage.RUNNING, dict(message.sandbox)
            case Progress():
                state.progress, state.progress_text = min(message.done, 1.0), message.message
            case GeometryReady():
                state.geometry = message
            case Imported():
                state.imported = message
            case Result():
                state.result = message
            case Failed():
                self.failed = message
            case Done():
                self.done = True
            case FindingMessage() | Output() | FileSaved() | Notice() | Examined():
                return self._keep(message)
            case Log():
                return self._accept_log(message)
            case Heartbeat() | Collected() | Ended():
                return self._fold_supervisor(message)
        return True

    def _keep(self, message: FindingMessage | Output | FileSaved | Notice | Examined) -> bool:
        state = self.state
        if state.claims >= MAX_CLAIMS:
            state.anomalies += 1
            return False
        match message:
            case FindingMessage():
                state.findings.append(message)
            case Output():
                state.outputs.append(message)
            case FileSaved():
                state.files.append(message)
            case Notice():
                state.notices.append(message)
            case Examined():
                state.examined.append(message)
        return True


class _Lines:
    """Splits a stream into lines; a line over `limit` is dropped (counted) or, with `cut`, cut."""

    def __init__(self, limit: int, *, cut: bool = False) -> None:
        self._limit = limit
        self._cut = cut
        self._buffer = bytearray()
        self._skipping = False
        self._dropped = 0

    @property
    def pending(self) -> bool:
        return bool(self._buffer) or self._skipping

    def take_dropped(self) -> int:
        dropped, self._dropped = self._dropped, 0
        return dropped

    def feed(self, data: bytes) -> list[bytes]:
        *complete, rest = data.split(b"\n")
        lines: list[bytes] = []
        for part in complete:
            self._extend(part)
            self._end_line(lines)
        self._extend(rest)
        return lines

    def _extend(self, part: bytes) -> None:
        room = self._limit - len(self._buffer)
        if not self._skipping and len(part) > room:
            self._skipping = True
            if self._cut:
                self._buffer += part[:room]
            else:
                self._buffer.clear()
        elif not self._skipping:
            self._buffer += part

    def _end_line(self, lines: list[bytes]) -> None:
        if self._skipping and not self._cut:
            self._dropped += 1
        else:
            line = bytes(self._buffer.rstrip(b"\r"))
            if line:
                lines.append(line)
        self._buffer.clear()
        self._skipping = False
