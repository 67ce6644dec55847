"""Runs scripts one after another on a stage, and holds what was seen against the conditions."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.hostile.catalogue import Attack
from tests.hostile.clients import Answer, Client
from tests.hostile.conditions import CONDITIONS, overrun_s
from tests.hostile.observed import Observed
from tests.hostile.processes import Seen, descendants, processes, standing
from tests.hostile.sampler import Sampler
from tests.hostile.stage import Stage

AFTER_S = 1.0
PATIENCE_S = 20.0


@dataclass(slots=True)
class Verdict:
    """One script: how it ended, what it used, what each condition complains of."""

    attack: Attack
    status: str
    seconds: float
    stall_ms: float
    overrun_s: float
    memory_mb: float
    disk_mb: float
    files: int
    window_mb: float
    complaints: dict[str, list[str]] = field(default_factory=dict)
    answer: Answer | None = None

    @property
    def passed(self) -> bool:
        return not any(self.complaints.values())


class Suite:
    """A stage, a client, and the machine's pulse. `report`: the protection of a harmless run."""

    def __init__(self, stage: Stage, client: Client) -> None:
        self.stage = stage
        self.client = client
        self.report: dict[str, str] = {}
        self._pulse = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("pulse.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def close(self) -> None:
        self.client.close()
        self._pulse.terminate()
        self._pulse.wait()

    def run(self, attack: Attack) -> Verdict:
        """One script, from its text to its verdict."""
        stage, client = self.stage, self.client
        client.begin()
        script = stage.folders.scratch / f"run-{os.urandom(4).hex()}.py"
        targets = stage.targets([*client.pids, os.getpid()])
        script.write_text(attack.text(targets), encoding="utf-8")
        stage.surroundings.look()
        stage.listeners.take()
        before = {pid: standing(pid) for pid in client.pids}
        mine = {seen.identity for seen in processes().values()}
        self._noise()
        sampler = Sampler(
            os.getpid(), stage.folders.program, windows=client.pids, ignored=[os.getpid(), self._pulse.pid]
        )
        answer = client.run(attack, script, attack.timeout_s + PATIENCE_S)
        peaks = sampler.stop()
        noise_ms = self._noise()
        left = list(self._left(mine))
        script.unlink()
        execution = self._execution(answer)
        ours = (str(execution),) if execution is not None else ()
        seen = Observed(
            attack=attack,
            answer=answer,
            secrets=stage.secrets,
            peaks=peaks,
            noise_ms=noise_ms,
            report=self.report,
            changes=stage.surroundings.changes(ours),
            heard=stage.listeners.take(),
            harm=list(self._harm(before)),
            left=left,
            execution=execution,
            leftovers=self._leftovers(),
        )
        return self._judge(seen)

    def _judge(self, seen: Observed) -> Verdict:
        return Verdict(
            attack=seen.attack,
            status=seen.answer.status,
            seconds=seen.answer.seconds,
            stall_ms=seen.answer.stall_ms,
            overrun_s=overrun_s(seen),
            memory_mb=seen.peaks.memory_mb,
            disk_mb=seen.peaks.disk_mb,
            files=seen.peaks.files,
            window_mb=seen.peaks.window_mb,
            complaints={name: condition(seen) for name, condition in CONDITIONS.items()},
            answer=seen.answer,
        )

    def _noise(self) -> float:
        assert self._pulse.stdin is not None and self._pulse.stdout is not None
        self._pulse.stdin.write("\n")
        self._pulse.stdin.flush()
        return float(self._pulse.stdout.readline())

    def _execution(self, answer: Answer) -> Path | None:
        name = answer.facts.get("execution")
        return self.stage.folders.project / "executions" / str(name) if name else None

    def _harm(self, before: dict[int, dict[str, object]]) -> Iterator[str]:
        for pid, facts in before.items():
            try:
                now = standing(pid)
            except OSError:
                yield f"process {pid} is gone, or was ended for want of an answer"
                continue
            yield from (f"{name}: {facts[name]} -> {now[name]}" for name in facts if facts[name] != now[name])

    def _left(self, mine: set[tuple[int, int]]) -> Iterator[str]:
        """Processes that are still there after a second; they are ended, so that the next starts clean."""
        until = time.monotonic() + AFTER_S
        while (strangers := self._strangers(mine)) and time.monotonic() < until:
            time.sleep(0.05)
        for seen in strangers:
            yield f"{seen.name} ({seen.pid}, {seen.state})"
            with contextlib.suppress(OSError):
                os.kill(seen.pid, signal.SIGKILL)

    def _strangers(self, mine: set[tuple[int, int]]) -> list[Seen]:
        everyone = processes()
        spares = self.client.spares()
        known = {*spares, *(seen.pid for seen in descendants(spares, everyone)), *self.client.pids}
        self._reap()
        return [
            seen
            for seen in descendants([os.getpid()], everyone)
            if seen.pid not in known and seen.identity not in mine and seen.pid != self._pulse.pid
        ]

    def _reap(self) -> None:
        """Wait for adopted orphans that are dead; children with an owner of their own stay untouched."""
        owned = {*self.client.pids, self._pulse.pid}
        for seen in processes().values():
            if seen.parent == os.getpid() and seen.state == "Z" and seen.pid not in owned:
                with contextlib.suppress(ChildProcessError):
                    os.waitpid(seen.pid, os.WNOHANG)

    def _leftovers(self) -> list[str]:
        """Run folders beyond those of the spares."""
        folder = self.stage.folders.paths.run_folders
        there = [path.name for path in folder.iterdir()] if folder.is_dir() else []
        most = len(self.client.spares())
        return [f"{len(there)} run folders, {most} spares: {there[:3]}"] if len(there) > most else []
