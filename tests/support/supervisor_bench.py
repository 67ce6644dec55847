"""Drives a real supervisor by its pipes, with the real worker or with one made of Python code."""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parents[2]
START = ROOT / "bimdesk" / "worker" / "supervisor" / "start.py"
LIMITS = {"wall_s": 20, "cpu_s": 20, "memory_mb": 512, "output_mb": 16, "files": 50, "log_kb": 64}
PLAIN = "result = 1"

LOCKED = """
import json, os, sys, time, signal, threading
sys.path.insert(0, ROOT)
from bimdesk.worker.death import die_with_parent
from bimdesk.worker.locks import lock as lock_module
from bimdesk.worker.locks.plan import LockPlan
from bimdesk.worker.locks.probes import run_probes

die_with_parent()

def say(message):
    os.write(3, json.dumps(message).encode() + b"\\n")

def take():
    return json.loads(sys.stdin.readline())

def lock(request):
    values = request["plan"]
    folders = [ROOT, sys.base_prefix, sys.prefix, "/usr", "/lib", "/lib64", "/etc"]
    plan = LockPlan(run_folder=values["run_folder"], readable=(*values["readable"], *folders),
        memory_bytes=values["memory_bytes"], cpu_s=values["cpu_s"], file_bytes=values["file_bytes"],
        without=frozenset(values["without"]), landlock_abi=values["landlock_abi"], creations=4)
    report = lock_module.lock_process(plan)
    probes = run_probes(
        canary=request["canary"], run_folder=values["run_folder"], snapshot=request["snapshot"])
    return {"type": "locked", **report, "probes": probes}
""".replace("ROOT", repr(str(ROOT)))
"""What a worker of a test begins with: the real locks, taken at will."""
LIGHT = """
signal.signal(signal.SIGINT, signal.SIG_DFL)
sys.stdout.reconfigure(line_buffering=True)
say(lock(take()))
text = sys.stdin.readline()
if text:
    exec(json.loads(text)["text"], {})
    say({"type": "done"})
sys.stdout.flush()
os._exit(0)
"""
"""A worker that locks itself and runs the script, without libraries: it starts in a tenth of the time."""


class Bench:
    """One supervisor. `code`: a worker in the place of the real one; `bubblewrap`: another program."""

    def __init__(
        self,
        scratch: Path,
        *,
        code: str | None = None,
        idle_s: int | None = None,
        bubblewrap: str = "",
    ) -> None:
        self.scratch = scratch
        head = [sys.executable, "-I", "-S", "-B", "-X", "utf8"]
        if code is None:
            command = [*head, str(START), str(scratch)] + ([] if idle_s is None else [str(idle_s)])
        else:
            driver = str(ROOT / "tests" / "support" / "supervised_worker.py")
            worker = [sys.executable, "-I", "-B", "-c", LOCKED + code]
            command = [*head, driver, str(scratch), str(idle_s or 300), bubblewrap, *worker]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={"PATH": "/nonexistent", "LANG": "C.UTF-8"},
            cwd="/",
            start_new_session=True,
            bufsize=0,
        )
        self.messages: list[dict[str, Any]] = []
        self._rest = b""

    def __enter__(self) -> Bench:
        return self

    def __exit__(self, *_error: object) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            if pipe is not None:
                pipe.close()

    def send(self, message: Any) -> None:
        """One line, as JSON or as it is."""
        data = message if isinstance(message, bytes) else json.dumps(message).encode() + b"\n"
        assert self.process.stdin
        self.process.stdin.write(data)

    def read_until(self, wanted: Callable[[dict[str, Any]], bool], *, within_s: float = 30) -> dict[str, Any]:
        """The first message that is wanted; fails at the end of the output or of the time."""
        assert self.process.stdout
        until = time.monotonic() + within_s
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            while True:
                while b"\n" in self._rest:
                    line, _, self._rest = self._rest.partition(b"\n")
                    self.messages.append(json.loads(line))
                    if wanted(self.messages[-1]):
                        return self.messages[-1]
                assert time.monotonic() < until, f"not said in {within_s} s; heard {self.messages[-5:]}"
                if selector.select(0.2):
                    data = os.read(self.process.stdout.fileno(), 1 << 20)
                    assert data, f"the supervisor ended; heard {self.messages[-5:]}, {self.errors()}"
                    self._rest += data

    def until(self, kind: str, *, within_s: float = 30) -> dict[str, Any]:
        return self.read_until(lambda message: message["type"] == kind, within_s=within_s)

    def ended(self, *, within_s: float = 30) -> dict[str, Any]:
        """The last message; the supervisor has ended then, and its folder is gone."""
        said = self.until("ended", within_s=within_s)
        self.process.wait(timeout=10)
        return said

    def errors(self) -> str:
        assert self.process.stderr
        return self.process.stderr.read().decode(errors="replace")

    def types(self) -> list[str]:
        return [message["type"] for message in self.messages if message["type"] != "heartbeat"]

    def logged(self) -> list[str]:
        return [message["text"] for message in self.messages if message["type"] == "log"]

    def workers(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    @property
    def left(self) -> list[str]:
        """What is left in the folder of run folders."""
        return sorted(path.name for path in self.scratch.iterdir()) if self.scratch.is_dir() else []


def job(
    text: str | None, model: Path, output: Path | None = None, *, python_layer: bool = False, **words: Any
) -> dict[str, Any]:
    """A job for a supervisor; `words`: limits, and the other fields of protocol.jobs.ConfinedJob."""
    limits = LIMITS | {name: words.pop(name) for name in list(words) if name in LIMITS}
    script = {
        "job": "script",
        "text": text,
        "script_name": "script",
        "version_folder": str(model),
        "output": "",
        "python_layer": python_layer,
    }
    return {
        "script": None if text is None else script,
        "limits": limits,
        "output": "" if output is None else str(output),
        "readable": [str(model)],
        **words,
    }


def is_gone(pid: int, *, within_s: float = 1.0) -> bool:
    """Whether a process is dead in time, reaped or not."""
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.01)
    return False
