"""A child ends with its parent. Standard library only: the supervisor uses it too."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time

PARENT_GONE_EXIT = 0
PARENT = "BIMDESK_PARENT"
"""Variable with the parent's number: one that died while Python was starting is noticed by it."""
_PR_SET_PDEATHSIG = 1
_POLL_S = 2.0


def die_with_parent() -> None:
    """Make the death of the parent the end of this process: by the kernel on Linux, by looking elsewhere."""
    parent = int(os.environ.pop(PARENT, "0")) or os.getppid()
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(PARENT_GONE_EXIT)
    elif sys.platform != "win32":
        threading.Thread(target=_watch_parent, args=(parent,), daemon=True).start()


def _watch_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_POLL_S)
    os._exit(PARENT_GONE_EXIT)


def end_at_once_on_signals() -> None:
    """Let the kernel end the process on SIGINT and SIGTERM: a Python handler would wait for native code."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
