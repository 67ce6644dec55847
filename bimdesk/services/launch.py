"""How a worker process is started: command, environment, job, deadline. Nothing is started here.

The window starts a `Launch` with QProcess, the CLI with subprocess. Command and environment do not depend
on the job, so that a spare worker can be started before its job is known.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bimdesk.protocol.jobs import ImportJob, Job, encode_job

JobKind = Literal["import", "script"]

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
    """One start of one worker. `job` goes to its standard input, which is then closed."""

    kind: JobKind
    argv: tuple[str, ...]
    environment: Mapping[str, str]
    job: bytes
    timeout_s: float
    memory_mb: int | None = None


def worker_command(kind: JobKind) -> tuple[str, ...]:
    """The command line of a worker; a frozen build has no `-m` and dispatches by itself."""
    if getattr(sys, "frozen", False):
        return (sys.executable, "worker", kind)
    return (sys.executable, "-I", "-X", "utf8", "-m", "bimdesk", "worker", kind)


def worker_environment() -> dict[str, str]:
    """The few variables a worker gets."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | {"PYTHONUNBUFFERED": "1", "MPLBACKEND": "Agg", "OPENBLAS_NUM_THREADS": "2"}


def worker_launch(job: Job, *, timeout_s: float, memory_mb: int | None = None) -> Launch:
    """Everything needed to start a worker on `job`."""
    kind: JobKind = "import" if isinstance(job, ImportJob) else "script"
    return Launch(
        kind=kind,
        argv=worker_command(kind),
        environment=worker_environment(),
        job=encode_job(job),
        timeout_s=timeout_s,
        memory_mb=memory_mb,
    )
