"""How the C library keeps free memory: large pieces go back to the system; models that go leave nothing.

glibc raises the size from which a piece of memory is mapped by itself each time such a one is freed, up to
32 MB; from then on buffers of frames and models lie in one heap, which keeps what was freed between them.
Of a model of two million triangles 170 MB stayed when it was removed.
"""

from __future__ import annotations

import contextlib
import ctypes
import sys

_MMAP_THRESHOLD = -3
_LARGE = 1 << 20
"""Bytes: pieces below stay in the heap. At 64 KB a frame takes twice the processor time."""


def settle_heap() -> None:
    """Map large pieces one by one from now on, in the whole process. Without glibc nothing happens."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):  # musl has no mallopt
            ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, _LARGE)


def give_back() -> None:
    """Return what is free to the system, after a model went: 20 ms."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
