"""One run inside the wall, step by step: lock, check, hand over, watch, end, collect. Reads no pipes."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bimdesk.worker.supervisor.collect import Collected, collect
from bimdesk.worker.supervisor.gate import ACTIVE, Verdict, judge, nothing
from bimdesk.worker.supervisor.namespaces import shared_namespace
from bimdesk.worker.supervisor.process import Exit, WorkerProcess
from bimdesk.worker.supervisor.run_folder import RunFolder, copy_fonts
from bimdesk.worker.supervisor.vitals import unlinked_bytes, unlinked_mapped_bytes, vitals
from bimdesk.worker.supervisor.watch import MB, THREADS, THREADS_SENTENCE, Limits, Use, by_signal, reached

LOCK_S = 60.0
"""A worker that has not reported by then is given up; loading the libraries takes most of it."""
STOP_S = 0.5
"""From SIGINT to SIGKILL when a person stops a script."""
_MAPS_EVERY_S = 0.04
"""Mappings are read at each ordinary look, not at the quick ones between: a millisecond for some thousand."""
HEADLESS_SENTENCE = "Its first thread ended while others went on, so it could not be watched any more."


class Run:
    """The state of one job. Times are of a monotonic clock.

    `worker` may be replaced until it is asked to lock. KeyError, TypeError or ValueError: the job is none.
    """

    def __init__(self, job: dict[str, Any], worker: WorkerProcess, folder: RunFolder, now: float) -> None:
        self.limits = Limits.read(job["limits"])
        self.worker = worker
        self.verdict: Verdict | None = None
        self.use = Use()
        self.reason = "exited"
        self.limit = ""
        self.detail = ""
        self.readable = [str(path) for path in job.get("readable", [])]
        self._script: dict[str, Any] | None = None if job["script"] is None else dict(job["script"])
        self._output = str(job.get("output", ""))
        self._abi = int(job.get("landlock_abi", 0))
        self._without = [str(name) for name in job.get("without", [])]
        self._folder = folder
        # Not one on an overlay: folders and files may be of different devices there.
        self._devices = {Path(path).stat().st_dev for path in (folder.path, folder.canary)}
        self._began = now
        self._kill_at: float | None = None
        self._memory_before = 0
        self._cpu_before = 0.0
        self._maps_read = 0.0
        self._peak = 0
        self._is_headless = False
        copy_fonts(str(job.get("fonts", "")), f"{folder.path}/.matplotlib")
        folder.settle()

    @property
    def is_probe(self) -> bool:
        return self._script is None

    @property
    def waits_for_report(self) -> bool:
        return self.verdict is None and self.reason == "exited"

    @property
    def is_killed(self) -> bool:
        """Whether it was killed for a limit, or refused."""
        return self.reason in ("refused", "limit")

    def ask_to_lock(self) -> None:
        """Send the plan; the script's text stays here."""
        limits = self.limits
        granted = (path for path in self.readable if Path(path).is_dir())
        snapshot = next(granted, self._folder.root)  # where the probes try to write
        plan = {
            "run_folder": self._folder.path,
            "readable": self.readable,
            "memory_bytes": limits.memory_mb * MB,
            "cpu_s": int(limits.cpu_s) + 1,
            "file_bytes": limits.output_mb * MB,
            "without": self._without,
            "landlock_abi": self._abi,
        }
        self._tell({"plan": plan, "canary": self._folder.canary, "snapshot": snapshot})

    def judge(self, line: bytes, *, namespaces: str, now: float) -> bool:
        """Take the worker's report; True where the wall stands and the script may be sent."""
        report = _object(line)
        if self.reason != "exited":
            return False
        if report is None:
            self.refuse("The worker's report cannot be read.")
        elif report.get("type") != "locked":
            self.refuse(str(report.get("detail", "The worker could not confine itself.")))
        else:
            self._hold_against_kernel(report, namespaces, now)
        return self.verdict is not None and not self.verdict.refusal

    def _hold_against_kernel(self, report: dict[str, Any], namespaces: str, now: float) -> None:
        pid = self.worker.pid
        seen = vitals(pid)
        if namespaces == ACTIVE and (shared := shared_namespace(pid)):
            namespaces = f"unavailable: the kernel shows none of its own ({shared})"
        if not self.worker.is_alive:  # what /proc said may be of another process with its number
            seen = None
        self.verdict = judge(report, seen, namespaces=namespaces)
        self._memory_before = 0 if seen is None else seen.memory
        self._cpu_before = 0.0 if seen is None else seen.cpu_s
        self._began = now
        if self.verdict.refusal:
            self._end("refused")
        elif self.is_probe:
            self.kill()

    def refuse(self, detail: str) -> None:
        """The worker could not lock itself. A run that is being stopped stays so."""
        self.verdict = nothing(detail)
        if self.reason == "exited":
            self._end("refused")

    def hand_over(self) -> None:
        """Send the script, and nothing after it."""
        if self._script is None:
            self.worker.tell(b"", last=True)
        else:
            self._tell({**self._script, "output": self._folder.path}, last=True)

    def look(self, now: float, written: int) -> None:
        """Measure, and kill where a limit is reached or a stop has lasted too long."""
        if self._kill_at is not None and now >= self._kill_at:
            self.kill()
        if self.verdict is None and now - self._began > LOCK_S:
            self.refuse("The worker did not report that it is confined.")
        if self.verdict is None or self.is_killed:
            return
        self.use = self._measure(now, written)
        if self._is_headless:
            self.kill()  # or it ends by itself just now, which then counts
        limit = reached(self.use, self.limits)
        if limit and self.reason == "exited":
            self.detail = THREADS_SENTENCE if limit == THREADS else ""
            self._end("limit", "" if limit == THREADS else limit)

    def cancel(self, now: float) -> None:
        """Ask first; `look` kills half a second later."""
        if self.reason == "exited":
            self.reason, self._kill_at = "cancelled", now + STOP_S
            self.worker.send(signal.SIGINT)

    def kill(self) -> None:
        """At once."""
        self.worker.send(signal.SIGKILL)

    def gather(self, ended: Exit, last_words: str, beat: Callable[[], None]) -> Collected:
        """After death: what the script left, within the limits. Sets the limit that shows only now."""
        if self.verdict is None and self.reason == "exited":
            said = f" It said: {last_words}" if last_words else ""
            self.refuse(f"The worker ended before it was confined ({_how(ended)}).{said}")
        if self.reason == "exited" and by_signal(ended.signal):
            self.reason, self.limit = "limit", by_signal(ended.signal)
        if self.reason == "exited" and self._is_headless and ended.signal == signal.SIGKILL:
            self.reason, self.detail = "limit", HEADLESS_SENTENCE
        most_bytes, most_files = self.limits.output_mb * MB, self.limits.files
        if self.is_probe or self.verdict is None or self.verdict.refusal or not self._output:
            return Collected()
        left = self._folder.measure(most_bytes=most_bytes, most_files=most_files)
        if self.reason == "exited" and (left.size > most_bytes or left.count > most_files):
            self.reason, self.limit = "limit", "output_mb" if left.size > most_bytes else "files"
        return collect(
            self._folder.path, self._output, most_bytes=most_bytes, most_files=most_files, beat=beat
        )

    def told(self, ended: Exit) -> dict[str, Any]:
        """How it ended, for the last message. Processor time and memory are the script's alone.

        `peak_memory_mb` is the most that was seen: 0 for a run that was over before a look.
        """
        verdict = self.verdict
        return {
            "reason": self.reason,
            "limit": self.limit,
            "detail": self.detail if verdict is None else verdict.refusal or self.detail,
            "exit_code": ended.code,
            "signal": ended.signal,
            "sandbox": {} if verdict is None else verdict.layers,
            "peak_memory_mb": round(self._peak / MB, 1),
            "cpu_s": round(max(0.0, ended.cpu_s - self._cpu_before), 2),
        }

    def _measure(self, now: float, written: int) -> Use:
        seen = vitals(self.worker.pid)
        limits = self.limits
        left = self._folder.measure(most_bytes=limits.output_mb * MB, most_files=limits.files)
        hidden = unlinked_bytes(self.worker.pid, self._devices)
        if now - self._maps_read >= _MAPS_EVERY_S:
            self._maps_read = now
            most = limits.output_mb * MB
            hidden = max(hidden, unlinked_mapped_bytes(self.worker.pid, self._folder.path, most))
        if seen is not None and seen.headless and self.worker.is_alive:
            self._is_headless = True
        memory = 0 if seen is None else max(0, seen.memory - self._memory_before)
        self._peak = max(self._peak, memory)
        return Use(
            wall_s=now - self._began,
            cpu_s=self.use.cpu_s if seen is None else seen.cpu_s - self._cpu_before,
            memory=memory,
            output=left.size + hidden,
            files=left.count,
            written=written,
            threads=1 if seen is None else seen.threads,
        )

    def _end(self, reason: str, limit: str = "") -> None:
        self.reason, self.limit = reason, limit
        self.kill()

    def _tell(self, message: dict[str, Any], *, last: bool = False) -> None:
        self.worker.tell(json.dumps(message).encode("ascii") + b"\n", last=last)


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _how(ended: Exit) -> str:
    return f"signal {ended.signal}" if ended.signal else f"exit code {ended.code}"
