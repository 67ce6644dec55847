"""What to do where the operating system refused: scripts have no network, no programs and no other files."""

from __future__ import annotations

import errno
import traceback
from pathlib import PurePath
from types import TracebackType

NETWORK = "Scripts have no network."
PROGRAMS = "Scripts start no other programs or processes."
FILES = (
    "Scripts have no files but their own: save_output(filename, data) writes one, model is the IFC file. "
    'A parameter with x-bim = "ids-file" gives a file to read.'
)
THREADS = "There are no more threads to be had; run it in one thread."
FULL = "The script's files are larger than allowed: raise the limit of output, or write less."
_MODULES = (
    (
        frozenset({"socket", "ssl", "http", "urllib", "asyncio", "requests", "urllib3", "smtplib", "ftplib"}),
        NETWORK,
    ),
    (frozenset({"subprocess", "multiprocessing", "pty", "concurrent"}), PROGRAMS),
)
_REFUSED = frozenset({errno.EPERM, errno.EACCES, errno.ENOSYS})
_FULL = frozenset({errno.EFBIG, errno.ENOSPC, errno.EDQUOT})


def wall_hint(error: BaseException, trace: TracebackType | None) -> str:
    """A sentence, or '' where it is something else."""
    if isinstance(error, RuntimeError) and "start new thread" in str(error):
        return THREADS
    if not isinstance(error, OSError):
        return ""
    modules = _modules(trace)
    for names, hint in _MODULES:
        if modules & names:
            return hint
    if error.errno in _FULL:
        return FULL
    is_file = error.filename is not None and error.errno in {
        *_REFUSED,
        errno.ENOENT,
        errno.EROFS,
        errno.EXDEV,
    }
    if is_file:
        return FILES
    return f"{NETWORK} {PROGRAMS} {FILES}" if error.errno in _REFUSED else ""


def is_out_of_memory(error: BaseException) -> bool:
    """Memory may run out in Python, in a library, or in the system's call."""
    return isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == errno.ENOMEM)


def _modules(trace: TracebackType | None) -> set[str]:
    """Names of the files and folders of the code that was running."""
    found: set[str] = set()
    for frame, _line in traceback.walk_tb(trace):
        path = PurePath(frame.f_code.co_filename)
        found |= {path.stem, path.parent.name}
    return found
