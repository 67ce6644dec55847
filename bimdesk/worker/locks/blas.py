"""Gives NumPy's linear algebra its threads after the locks."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

_NAMES = (
    "scipy_openblas_set_num_threads64_",
    "scipy_openblas_set_num_threads",
    "openblas_set_num_threads64_",
    "openblas_set_num_threads",
)


def start_blas_threads(count: int) -> bool:
    """Let NumPy's own OpenBLAS use `count` threads; False where NumPy is not loaded or has another.

    Call it after `lock_process`, in a process that was started with OPENBLAS_NUM_THREADS=1: threads that are
    born here inherit the locks, those from before would stay free of Landlock.
    """
    numpy = sys.modules.get("numpy")
    if numpy is None or not numpy.__file__:
        return False
    package = Path(numpy.__file__).parent
    for folder in (package.parent / "numpy.libs", package / ".dylibs"):
        for library in sorted(folder.glob("libscipy_openblas*")):
            if _set_threads(library, count):
                return True
    return False


def _set_threads(library: Path, count: int) -> bool:
    try:
        loaded = ctypes.CDLL(str(library))
    except OSError:
        return False
    for name in _NAMES:
        function = getattr(loaded, name, None)
        if function is not None:
            function(ctypes.c_int(count))
            return True
    return False
