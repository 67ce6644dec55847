"""Locks a child process in and runs code inside; gives what it found, how it ended and what it left behind.

Run as a program it is the child: it imports what it is told, locks itself, and runs the code.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
NOBODY = 65534
SECRET = b"the secret of the canary"
RUNTIME = (sys.prefix, sys.base_prefix, str(ROOT), "/usr", "/lib", "/lib64")
MB = 1024 * 1024


@dataclass(frozen=True)
class Ended:
    """What became of a child: exit code (-signal), report and results where it got so far, its errors."""

    code: int
    report: dict[str, Any]
    results: dict[str, Any]
    errors: str


@dataclass(frozen=True)
class LockedIn:
    """The folders of one test and the user who is locked in."""

    home: Path
    user: int
    python: str
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def run_folder(self) -> Path:
        return self.home / "run"

    @property
    def snapshot(self) -> Path:
        return self.home / "snapshot"

    @property
    def outside(self) -> Path:
        return self.home / "outside"

    @property
    def canary(self) -> Path:
        return self.outside / "canary"

    def run(self, code: str, *, before: str = "", lock: bool = True, **plan: Any) -> Ended:
        """Run `before`, lock by `plan` (or what is sensible), run `code`, which fills `results`."""
        wanted = {
            "run_folder": str(self.run_folder),
            "readable": [str(self.snapshot), *RUNTIME],
            "memory_bytes": 2048 * MB,
            "cpu_s": 60,
            "file_bytes": 64 * MB,
        } | plan
        order = {"plan": wanted, "lock": lock, "before": before, "code": code, "home": str(self.home)}
        paths = f"{ROOT}:{ROOT / 'tests' / 'support'}"
        ended = subprocess.run(
            [self.python, "-B", __file__],
            check=False,
            input=json.dumps(order, default=sorted),
            capture_output=True,
            text=True,
            timeout=100,
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": paths, **self.environment},
            **({} if self.user == os.getuid() else _as_user(self.user)),
        )
        answer = json.loads(ended.stdout.splitlines()[-1]) if ended.stdout.strip() else {}
        report, results = answer.get("report", {}), answer.get("results", {})
        return Ended(ended.returncode, report, results, ended.stderr)

    def state(self) -> dict[str, tuple[object, ...]]:
        """Everything outside the run folder: mode, owner, size, time, content."""
        paths = [path for folder in (self.snapshot, self.outside) for path in (folder, *folder.rglob("*"))]
        found: dict[str, tuple[object, ...]] = {}
        for path in paths:
            status = path.lstat()
            content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
            facts = (status.st_mode, status.st_uid, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
            found[str(path)] = (*facts, status.st_nlink, content)
        return found


@contextmanager
def locked_in(*, user: int, python: str) -> Iterator[LockedIn]:
    """Folders that belong to `user`: run, snapshot and outside (with the canary)."""
    home = Path(tempfile.mkdtemp(prefix="bimdesk-locks-"))
    try:
        place = LockedIn(home, user, python)
        for folder in (place.run_folder, place.snapshot, place.outside):
            folder.mkdir()
        place.canary.write_bytes(SECRET)
        (place.snapshot / "source.ifc").write_bytes(b"ISO-10303-21;")
        (place.snapshot / "folder").mkdir()
        for path in (home, *home.rglob("*")):
            os.chown(path, user, user if user != os.getuid() else os.getgid())
        yield place
    finally:
        shutil.rmtree(home)


def python_of(user: int) -> str | None:
    """An interpreter (3.11 or later) that `user` can start."""
    check = "import sys; from bimdesk.worker.locks import lock; sys.exit(sys.version_info < (3, 11))"
    for python in (sys.executable, "/usr/bin/python3"):
        environment = {"PYTHONPATH": str(ROOT)}
        other = {} if user == os.getuid() else _as_user(user)
        try:
            command = [python, "-B", "-c", check]
            done = subprocess.run(
                command, env=environment, cwd="/", check=False, stderr=subprocess.DEVNULL, **other
            )
        except OSError:
            continue
        if done.returncode == 0:
            return python
    return None


def _as_user(user: int) -> dict[str, Any]:
    return {"user": user, "group": user, "extra_groups": []}


def attempt(results: dict[str, Any], name: str, act: Any) -> None:
    """Note what came of `act`: `done`, or the errno or the kind of its error."""
    import errno

    try:
        act()
    except OSError as error:
        results[name] = errno.errorcode.get(error.errno or 0, type(error).__name__)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the result
        results[name] = type(error).__name__
    else:
        results[name] = "done"


def _main() -> None:
    from bimdesk.worker.locks.lock import LockError, LockPlan, lock_process

    order = json.loads(sys.stdin.read())
    results: dict[str, Any] = {}
    home = Path(order["home"])
    names: dict[str, Any] = {
        "results": results,
        "attempt": lambda name, act: attempt(results, name, act),
        "run": str(home / "run"),
        "snapshot": str(home / "snapshot"),
        "outside": str(home / "outside"),
        "canary": str(home / "outside" / "canary"),
    }
    exec(order["before"], names)
    plan = order["plan"]
    plan |= {"readable": tuple(plan["readable"]), "without": frozenset(plan.get("without", ()))}
    report: dict[str, Any] = {}
    try:
        report = lock_process(LockPlan(**plan)) if order["lock"] else {}
    except LockError as error:
        results["lock error"] = str(error)
    else:
        exec(order["code"], names)
    sys.stdout.write("\n" + json.dumps({"report": report, "results": results}) + "\n")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    _main()
