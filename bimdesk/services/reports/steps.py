"""Children that make parts of a report: each has a deadline, and ends when nobody wants the report."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import IO

from bimdesk.errors import BimdeskError, MachineError
from bimdesk.services.launch import child_environment

_TURN_S = 0.05
_MOST_SAID = 64 * 1024
_PYTHON = (sys.executable, "-I", "-X", "utf8", "-m", "bimdesk")


class Cancelled(BimdeskError):  # noqa: N818 - what happened, and no mistake
    """The report is not wanted any more."""

    def __init__(self) -> None:
        super().__init__("The report was cancelled.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How a child ended. `late`: at its deadline; `code` is then that of its death."""

    code: int
    said: str
    complained: str
    late: bool = False


def run_step(
    words: Sequence[str],
    *,
    job: bytes = b"",
    timeout_s: float,
    cancel: threading.Event,
    on_line: Callable[[str], None] | None = None,
) -> Done:
    """Run `bimdesk WORDS` to its end. `on_line`: hears each line that it says, in another thread.

    Raises Cancelled, MachineError where it cannot be started.
    """
    head = (sys.executable,) if getattr(sys, "frozen", False) else _PYTHON
    try:
        process = subprocess.Popen(
            [*head, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=child_environment("script") | _display(),
        )
    except OSError as error:
        raise MachineError(f"A part of bimdesk could not be started: {error.strerror}.") from error
    assert process.stdout is not None and process.stderr is not None
    said, complained = _Listener(process.stdout, on_line), _Listener(process.stderr, None)
    try:
        late = _wait(process, job, time.monotonic() + timeout_s, cancel)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        said.join()
        complained.join()
    return Done(code=process.returncode, said=said.text(), complained=complained.text(), late=late)


def _display() -> dict[str, str]:
    """What drawing needs of the surroundings beyond a worker's few variables."""
    kept = ("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "XDG_RUNTIME_DIR", "VTK_DEFAULT_OPENGL_WINDOW")
    drivers = ("LIBGL_ALWAYS_SOFTWARE", "MESA_LOADER_DRIVER_OVERRIDE", "GALLIUM_DRIVER")
    return {name: os.environ[name] for name in (*kept, *drivers) if name in os.environ}


def _wait(process: subprocess.Popen[bytes], job: bytes, until: float, cancel: threading.Event) -> bool:
    """Hand over the job and wait; True where the deadline came."""
    assert process.stdin is not None
    try:
        process.stdin.write(job)
        process.stdin.close()
    except BrokenPipeError:
        pass  # it is dead already, and says why
    while process.poll() is None:
        if cancel.wait(_TURN_S):
            raise Cancelled
        if time.monotonic() > until:
            return True
    return False


class _Listener(threading.Thread):
    """Reads a pipe to its end; keeps the last part of it."""

    def __init__(self, pipe: IO[bytes], on_line: Callable[[str], None] | None) -> None:
        super().__init__(daemon=True)
        self._pipe = pipe
        self._on_line = on_line
        self._kept = ""
        self.start()

    def run(self) -> None:
        with self._pipe:
            for raw in self._pipe:
                line = raw.decode("utf-8", errors="replace")
                self._kept = (self._kept + line)[-_MOST_SAID:]
                if self._on_line is not None:
                    self._on_line(line)

    def text(self) -> str:
        return self._kept
