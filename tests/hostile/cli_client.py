"""`bimdesk run`: a new process for each script."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from tests.hostile.catalogue import Attack
from tests.hostile.clients import Answer
from tests.hostile.stage import Stage

COLD_S = 3.0
"""The CLI loads the worker's libraries each time; on a busy machine that takes so long."""


class CliClient:
    """`bimdesk run SCRIPT MODEL --json`, a new process each time."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pids(self) -> list[int]:
        return [os.getpid()]

    def begin(self) -> None:
        """Nothing waits."""

    def run(self, attack: Attack, script: Path, patience_s: float) -> Answer:
        began = time.monotonic()
        project = ("--project", str(self._stage.folders.project))
        process = subprocess.Popen(
            [sys.executable, "-m", "bimdesk", "run", str(script), "house", "--json", *project],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self._stage.environment,
            cwd="/",
        )
        if attack.cancel_s is not None:
            timer = threading.Timer(attack.cancel_s + 2.5, process.send_signal, (signal.SIGINT,))
            timer.daemon = True
            timer.start()
        try:
            out, err = process.communicate(timeout=patience_s)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
        facts = _decoded(out)
        if "duration_ms" in facts:
            facts["log"] = str(facts["log"]).splitlines()
            facts["execution"] = facts["execution_id"]
        return Answer(
            facts=facts,
            seconds=float(facts.get("duration_ms") or (time.monotonic() - began) * 1000) / 1000,
            stall_ms=0.0,
            start_s=COLD_S,
            pid=process.pid,
            raw=out + err,
        )

    def spares(self) -> list[int]:
        return []

    def close(self) -> None:
        """Nothing stays."""


def _decoded(data: bytes) -> dict[str, Any]:
    try:
        value = json.loads(data)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
