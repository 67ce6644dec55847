"""SIGKILL to window, supervisor or worker at random points: `python -m tests.hostile.kills [--rounds N]`.

After each: nothing is left running, the project opens, every execution is over, no run folder is left over.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import signal
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.hostile.catalogue import Attack
from tests.hostile.clients import Answer, WindowClient
from tests.hostile.processes import Seen, adopt_orphans, command_line, descendants, processes
from tests.hostile.stage import Stage

ROLES = ("window", "supervisor", "worker")
GONE_S = 2.0
BODY = """
for step in range(200):
    progress(step / 200, f"step {step}")
    print("line", step)
    save_output(f"file-{step % 20}.txt", "x" * 1000)
    finding(entities[step % 20], "found", check="kill")
    sum(range(100_000))
result = {"steps": 200}
"""
VICTIM = Attack(
    group="kills", name="victim", body=BODY, hostile=False, what="works for a second", timeout_s=30.0
)


@dataclass(frozen=True, slots=True)
class Round:
    """One kill: who, when after the order, how the execution ended, what was wrong."""

    role: str
    after_s: float
    status: str
    complaints: list[str]


class Killer:
    """A stage, its window, and the seeded chance."""

    def __init__(self, stage: Stage, seed: int) -> None:
        self._stage = stage
        self._client = WindowClient(stage)
        self._chance = random.Random(seed)
        self._script = stage.folders.scratch / "victim.py"
        self._script.write_text(VICTIM.text({}), encoding="utf-8")

    def close(self) -> None:
        self._client.close()

    def run(self, role: str) -> Round:
        """Start the script, kill, and look."""
        self._client.begin()
        after_s = self._chance.uniform(0.0, 2.2)
        answers: list[Answer] = []
        thread = threading.Thread(
            target=lambda: answers.append(self._client.run(VICTIM, self._script, 20.0)), daemon=True
        )
        thread.start()
        time.sleep(after_s)
        killed = self._kill(role)
        thread.join(30)
        status = answers[0].status if answers else "no answer"
        complaints = [*self._after(role, killed, status)]
        return Round(role, after_s, status, complaints)

    def _kill(self, role: str) -> list[Seen]:
        """SIGKILL to that role; everybody who must be gone then."""
        window = self._client.pids[0]
        everyone = processes()
        below = descendants([window], everyone)
        supervisors = [seen for seen in below if seen.parent == window]
        workers = [seen for seen in below if seen.parent in {one.pid for one in supervisors}]
        victims = {"window": [everyone[window]], "supervisor": supervisors, "worker": workers}[role]
        for victim in victims:
            with contextlib.suppress(ProcessLookupError):
                os.kill(victim.pid, signal.SIGKILL)
        doomed = {"window": below, "supervisor": workers, "worker": []}[role]
        return [*victims, *doomed]

    def _after(self, role: str, killed: list[Seen], status: str) -> Iterator[str]:
        alive = self._wait_gone(killed)
        if alive:
            words = [f"{seen.pid} {command_line(seen.pid)}" for seen in alive]
            yield f"still running after {GONE_S:g} s: {words}"
        if role == "window":
            self._client.close()
            self._client.begin()
        elif status == "no answer":
            yield "the window gave no answer"
        yield from self._executions(role, status)
        yield from self._folders()

    def _wait_gone(self, killed: list[Seen]) -> list[Seen]:
        until = time.monotonic() + GONE_S
        while True:
            there = processes()
            for seen in there.values():  # orphans came to this process; only it can wait for them
                if seen.parent == os.getpid() and seen.state == "Z" and seen.pid not in self._client.pids:
                    with contextlib.suppress(ChildProcessError):
                        os.waitpid(seen.pid, os.WNOHANG)
            alive = [
                seen
                for seen in killed
                if seen.pid in there
                and there[seen.pid].started == seen.started
                and there[seen.pid].state not in "ZX"
            ]
            if not alive or time.monotonic() > until:
                return alive
            time.sleep(0.02)

    def _executions(self, role: str, status: str) -> Iterator[str]:
        file = self._stage.folders.project / "project.db"
        with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
            rows = database.execute("SELECT id, status FROM script_executions").fetchall()
            verdict = database.execute("PRAGMA integrity_check").fetchone()[0]
        open_ones = [row for row in rows if row[1] in ("queued", "running")]
        if open_ones:
            yield f"never ended: {open_ones}"
        if verdict != "ok":
            yield f"project.db: {verdict}"
        if role != "window" and status not in ("success", "error", "killed", "cancelled"):
            yield f"ended as {status}"

    def _folders(self) -> Iterator[str]:
        """Run folders that belong to nobody, once a supervisor has been started after the kill."""
        folder = self._stage.folders.paths.run_folders
        answer = self._client.run(VICTIM, self._script, 30.0)
        if answer.status != "success":
            yield f"the next run ended as {answer.status}: {answer.facts.get('sentence')}"
        there = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
        spares = len(self._client.spares())
        if len(there) > spares:
            yield f"{len(there)} run folders for {spares} spares: {there}"


def rounds(stage: Stage, *, count: int, seed: int) -> Iterator[Round]:
    """So many kills, the roles in turn."""
    with contextlib.closing(Killer(stage, seed)) as killer:
        for number in range(count):
            yield killer.run(ROLES[number % len(ROLES)])


def main(arguments: Sequence[str]) -> int:
    """A line a round; 1 where anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile.kills")
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(list(arguments))
    adopt_orphans()
    wrong = 0
    with contextlib.closing(Stage(Path(tempfile.mkdtemp(prefix="bh-")) / "stage")) as stage:
        for number, one in enumerate(rounds(stage, count=given.rounds, seed=given.seed)):
            wrong += bool(one.complaints)
            found = "; ".join(one.complaints) or "as it should be"
            print(f"{number:>3} {one.role:<11} {one.after_s:5.2f} s  {one.status:<10} {found}", flush=True)  # noqa: T201
    print(f"seed {given.seed}: {given.rounds} kills, {wrong} with something wrong")  # noqa: T201
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
