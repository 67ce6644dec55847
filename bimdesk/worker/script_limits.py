"""The memory limit of a script's process."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

_MB = 1024 * 1024


def limit_memory(megabytes: int) -> Callable[[], None]:
    """Allow `megabytes` of address space beyond what the process has; gives a function that takes it back.

    Linux counts the address space (RLIMIT_AS); on systems without it nothing is limited here.
    """
    if sys.platform != "linux":
        return lambda: None
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS)
    wanted = _address_space() + megabytes * _MB
    hard = before[1]
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
    return lambda: resource.setrlimit(resource.RLIMIT_AS, before)


def _address_space() -> int:
    """Bytes of virtual memory that the process has now (VmSize)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    import resource

    return pages * resource.getpagesize()
