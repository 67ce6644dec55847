"""Tries forbidden acts, and two that must still work, before a process gets a script's text."""

from __future__ import annotations

import errno
from collections.abc import Mapping

from bimdesk.worker.locks.acts import FORBIDDEN, NEEDED, Act, Places

PROBES = (*FORBIDDEN, *NEEDED)


def run_probes(*, canary: str, run_folder: str, snapshot: str) -> dict[str, str]:
    """Try every act: name -> `blocked`, `allowed`, or `error: ...` where the answer is neither.

    `canary` is a file outside that the user can read; `snapshot` a folder that is granted to read.
    An act that must work is `allowed` or an error.
    """
    places = Places(canary=canary, run_folder=run_folder, snapshot=snapshot)
    results = {name: _result(act, places) for name, act in (FORBIDDEN | NEEDED).items()}
    return results | {name: "error: blocked" for name in NEEDED if results[name] == "blocked"}


def failed_probes(results: Mapping[str, str]) -> tuple[str, ...]:
    """The names of the acts that did not end as they must, those that are missing among them."""
    wrong = [name for name in FORBIDDEN if results.get(name) != "blocked"]
    return (*wrong, *(name for name in NEEDED if results.get(name) != "allowed"))


def _result(act: Act, places: Places) -> str:
    try:
        act(places)
    except PermissionError:
        return "blocked"
    except OSError as error:
        return f"error: {errno.errorcode.get(error.errno or 0, 'EIO')} {error.strerror or error}"
    return "allowed"
