"""The way out of a worker: protocol messages on the real standard output, and nothing else there."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time

from bimdesk.protocol.messages import Message, encode

PARENT_GONE_EXIT = 0
_PR_SET_PDEATHSIG = 1
_POLL_S = 2.0


class Channel:
    """Owns the pipe to the parent. `print` and native chatter go to standard error from now on."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._lock = threading.Lock()

    @classmethod
    def take_stdout(cls) -> Channel:
        """Keep the real descriptor 1 for messages and point 1 at 2."""
        sys.stdout.flush()
        descriptor = os.dup(1)
        os.set_inheritable(descriptor, False)
        os.dup2(2, 1)
        return cls(descriptor)

    def send(self, message: Message) -> None:
        """Write one whole line, unbuffered; any thread may call. A parent that is gone ends the process."""
        data = memoryview(encode(message))
        with self._lock:
            while data:
                try:
                    written = os.write(self._descriptor, data)
                except BrokenPipeError:
                    os._exit(PARENT_GONE_EXIT)
                data = data[written:]


def die_with_parent() -> None:
    """Make the death of the parent the end of this process: by the kernel on Linux, by looking elsewhere."""
    parent = os.getppid()
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
