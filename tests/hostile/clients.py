"""Who has scripts run: the window's process, which stays; the CLI is in cli_client."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from tests.hostile.catalogue import Attack
from tests.hostile.stage import Stage


@dataclass(slots=True)
class Answer:
    """What came back. `seconds`: from the order to the answer. `pid`: who ran it. `raw`: all bytes of it.

    `start_s`: what of it a cold start takes; the wall clock of a limit begins when the script does.
    """

    facts: dict[str, Any]
    seconds: float
    stall_ms: float
    pid: int
    raw: bytes
    spares: list[int] = field(default_factory=list)
    start_s: float = 0.0

    @property
    def status(self) -> str:
        return str(self.facts.get("status", "no answer"))

    @property
    def late(self) -> bool:
        """No answer at all."""
        return "status" not in self.facts


class Client(Protocol):
    """Runs scripts one at a time."""

    @property
    def pids(self) -> list[int]: ...

    def begin(self) -> None: ...

    def run(self, attack: Attack, script: Path, patience_s: float) -> Answer: ...

    def spares(self) -> list[int]: ...

    def close(self) -> None: ...


class WindowClient:
    """The window's process; started anew where it died."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._process: subprocess.Popen[bytes] | None = None
        self._buffer = b""

    @property
    def pids(self) -> list[int]:
        return [self._process.pid] if self._process is not None else []

    def begin(self) -> None:
        if self._process is not None and self._process.poll() is None:
            return
        stage = self._stage
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.hostile.window", str(stage.folders.project), str(stage.version_id)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=stage.environment,
            cwd="/",
        )
        self._buffer = b""
        if "ready" not in self._hear(60):
            raise RuntimeError("the window's process did not start")

    def run(self, attack: Attack, script: Path, patience_s: float) -> Answer:
        file = self._stage.folders.scratch / f"run-{os.urandom(4).hex()}.json"
        order = {"script": str(script), "answer": str(file), "cancel_s": attack.cancel_s}
        began = time.monotonic()
        self._say(order)
        reply = self._hear(patience_s)
        waited = time.monotonic() - began
        raw = file.read_bytes() if file.exists() else b"{}"
        file.unlink(missing_ok=True)
        facts = json.loads(raw)
        pid = self.pids[0]
        if not reply:
            self._kill()  # its answer would be taken for that of the next script
        return Answer(
            facts=facts,
            seconds=float(facts.get("seconds", waited)),
            stall_ms=float(facts.get("stall_ms", waited * 1000)),
            pid=pid,
            raw=raw,
            spares=list(reply.get("spares", [])),
        )

    def _kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        self._process = None

    def spares(self) -> list[int]:
        if self._process is None:
            return []
        self._say({"state": True})
        return list(self._hear(10).get("spares", []))

    def close(self) -> None:
        if self._process is None:
            return
        with contextlib.suppress(OSError):
            self._say({"quit": True})
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def _say(self, message: dict[str, Any]) -> None:
        assert self._process is not None and self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(message).encode() + b"\n")
            self._process.stdin.flush()

    def _hear(self, patience_s: float) -> dict[str, Any]:
        assert self._process is not None and self._process.stdout is not None
        until = time.monotonic() + patience_s
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            while b"\n" not in self._buffer:
                if not selector.select(max(0.0, until - time.monotonic())):
                    return {}
                data = os.read(self._process.stdout.fileno(), 65536)
                if not data:
                    return {}
                self._buffer += data
        line, _end, self._buffer = self._buffer.partition(b"\n")
        return dict(json.loads(line))
