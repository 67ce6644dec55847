"""How a child process is started: command, environment, job, deadline. Nothing is started here.

The window starts a `Launch` with QProcess, the CLI with subprocess. Command and environment do not depend
on the job, so that a spare can be started before its job is known.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from bimdesk.domain.limits import Limits
from bimdesk.protocol.jobs import ConfinedJob, ImportJob, Job, LimitValues, ScriptJob, encode_job
from bimdesk.protocol.monitor import Monitor

JobKind = Literal["import", "script", "confined"]
"""`confined`: a supervisor with a script's worker behind it. `script`: a worker without a wall."""

CANCEL = b'{"cancel":true}\n'
"""What asks a supervisor to stop its script."""
SILENCE_S = 5.0
"""A supervisor that says nothing for so long while its script runs is killed, and its worker with it."""
_BACKSTOP_S = 120.0
"""How much later than the script's time limit its parent ends a supervisor that still gives signs of life.

It may wait a minute for the worker to be confined, and bring out gigabytes after the script's end.
"""
_START = Path(__file__).resolve().parents[1] / "worker" / "supervisor" / "start.py"
_KEPT = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "TEMP",
    "TMP",
    "SYSTEMROOT",
    "XDG_CACHE_HOME",
    "BIMDESK_HOME",
)
"""What a worker needs of the surroundings; secrets and sockets in other variables stay outside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """One start of one child. `timeout_s` is the deadline that the parent holds.

    `job` goes to its standard input, which is then closed; a supervisor's stays open: its end means stop.
    """

    kind: JobKind
    argv: tuple[str, ...]
    environment: Mapping[str, str]
    job: bytes
    timeout_s: float

    @property
    def is_supervised(self) -> bool:
        return self.kind == "confined"

    def monitor(self) -> Monitor:
        """A monitor that expects what this child says."""
        return Monitor(supervised=self.is_supervised)


@dataclass(frozen=True, slots=True, kw_only=True)
class WallOptions:
    """`landlock_abi` at most this one (0: the kernel's own). `without`: layers to do without, which leads to
    the fallback or to a refusal. `python_layer`: the import allow-list, which is no part of the wall."""

    landlock_abi: int = 0
    without: tuple[str, ...] = ()
    python_layer: bool = True


def wall_options() -> WallOptions:
    """From the environment of this process (for tests of the wall): none of it weakens the wall.

    `wall` among the layers to do without acts as a system that has none: scripts then need consent.
    """
    without = os.environ.get("BIMDESK_SANDBOX_WITHOUT", "")
    abi = os.environ.get("BIMDESK_SANDBOX_ABI", "")
    return WallOptions(
        landlock_abi=int(abi) if abi.isdecimal() else 0,
        without=tuple(name.strip() for name in without.split(",") if name.strip()),
        python_layer=os.environ.get("BIMDESK_SANDBOX_PYTHON_LAYER", "on") != "off",
    )


def child_command(kind: JobKind, scratch: Path) -> tuple[str, ...]:
    """The command line of a child; a frozen build has no `-m` and dispatches by itself."""
    frozen = getattr(sys, "frozen", False)
    if kind == "confined":
        if frozen:
            return (sys.executable, "supervisor", str(scratch))
        return (sys.executable, "-I", "-S", "-B", "-X", "utf8", str(_START), str(scratch))
    if frozen:
        return (sys.executable, "worker", kind)
    return (sys.executable, "-I", "-X", "utf8", "-m", "bimdesk", "worker", kind)


def child_environment(kind: JobKind) -> dict[str, str]:
    """The few variables a child gets; a supervisor gets nothing of the user's."""
    if kind == "confined":
        return {"PATH": "/nonexistent", "LANG": "C.UTF-8"}
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | {"PYTHONUNBUFFERED": "1", "MPLBACKEND": "Agg", "OPENBLAS_NUM_THREADS": "2"}


def worker_launch(job: Job, *, timeout_s: float) -> Launch:
    """Everything needed to start a worker on `job`, without a wall."""
    kind: JobKind = "import" if isinstance(job, ImportJob) else "script"
    return Launch(
        kind=kind,
        argv=child_command(kind, Path()),
        environment=child_environment(kind),
        job=encode_job(job),
        timeout_s=timeout_s,
    )


def confined_launch(
    script: ScriptJob | None,
    limits: Limits,
    *,
    scratch: Path,
    output: Path | None = None,
    readable: Iterable[Path] = (),
    namespaces: bool = False,
    fonts: Path | None = None,
    options: WallOptions | None = None,
) -> Launch:
    """Everything needed to run `script` inside the wall; None puts the wall up and reports (a probe).

    `scratch`: folder for the run folders. `output`: where the script's files are brought. `readable`: what
    the script may read, its model version's folder first. `namespaces`: bubblewrap around it too.
    `fonts`: the folder of services.fonts.
    """
    wall = options or wall_options()
    job = ConfinedJob(
        script=script,
        limits=LimitValues(**asdict(limits)),
        output="" if output is None else str(output),
        readable=[str(path) for path in readable],
        landlock_abi=wall.landlock_abi,
        without=list(wall.without),
        namespaces=namespaces,
        fonts="" if fonts is None else str(fonts),
    )
    return Launch(
        kind="confined",
        argv=child_command("confined", scratch),
        environment=child_environment("confined"),
        job=encode_job(job),
        timeout_s=limits.wall_s + _BACKSTOP_S,
    )
