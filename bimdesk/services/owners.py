"""Which process owns a piece of work, and whether it still lives: two programs may have one project open."""

from __future__ import annotations

import os
import platform

import psutil

from bimdesk.storage.owner import Owner

_SLACK_S = 2.0
"""Start times are read by ticks; two readings of one process differ by less."""


def current_owner() -> Owner:
    """This process."""
    return Owner(pid=os.getpid(), started=psutil.Process().create_time(), host=platform.node())


def is_alive(owner: Owner) -> bool:
    """Whether the process runs; one of another machine cannot be asked and counts as alive."""
    if owner.host != platform.node():
        return True
    try:
        return abs(psutil.Process(owner.pid).create_time() - owner.started) < _SLACK_S
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:
        return True
