"""How the worker of a script is started: a dozen fixed variables, and nothing of the user's surroundings."""

from __future__ import annotations

import sys

from bimdesk.worker.death import PARENT
from bimdesk.worker.locks.libraries import ENVIRONMENT


def worker_command() -> list[str]:
    """The command line; a frozen build has no `-m` and dispatches by itself."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "worker", "confined"]
    return [sys.executable, "-I", "-B", "-X", "utf8", "-m", "bimdesk", "worker", "confined"]


def worker_environment(run_folder: str, *, parent: int = 0) -> dict[str, str]:
    """No DISPLAY, no bus, no agent, no PATH that leads anywhere.

    `parent`: the supervisor's number as the worker sees it; 0 where it sees another or none (namespaces).

    `ENVIRONMENT` keeps libraries from starting threads: Landlock binds the thread that asks for it alone, so
    there must be no other when the worker locks itself; BLAS gets its threads afterwards.
    """
    return {
        "PATH": "/nonexistent",
        "HOME": run_folder,
        "TMPDIR": f"{run_folder}/.tmp",
        "LANG": "C.UTF-8",
        "PYTHONUNBUFFERED": "1",
        "MPLCONFIGDIR": f"{run_folder}/.matplotlib",
        **({PARENT: str(parent)} if parent else {}),
        **ENVIRONMENT,
    }
