"""`worker editor CACHE --prepare`: parses what nearly every script uses, once for an installation, and ends.

At the lowest priority: everything else on the machine goes first.
"""

from __future__ import annotations

from pathlib import Path

import psutil

from bimdesk.worker.editor.analysis import set_up
from bimdesk.worker.editor.libraries import Libraries


def prepare_editor(cache: Path) -> int:
    """Fill the cache; 1 where a part of it could not be read."""
    psutil.Process().nice(
        getattr(psutil, "IDLE_PRIORITY_CLASS", 19)
    )  # the constant is there on Windows alone
    set_up(cache)
    return 0 if Libraries(cache).prepare() else 1
