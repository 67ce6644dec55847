"""How much memory a process had at its most."""

from __future__ import annotations

from pathlib import Path

import psutil


def peak_mb(pid: int | None = None) -> float:
    """Megabytes of the largest resident size so far of a process, or of this one.

    Linux tells it of the program itself (VmHWM); what `getrusage` says includes the parent that started it.
    Elsewhere the resident size at this moment. 0 for a process that is gone.
    """
    try:
        text = Path(f"/proc/{pid or 'self'}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return _resident_mb(pid)
    found = [line for line in text.splitlines() if line.startswith("VmHWM:")]
    return int(found[0].split()[1]) * 1024 / 1e6 if found else 0.0


def _resident_mb(pid: int | None) -> float:
    try:
        return float(psutil.Process(pid).memory_info().rss) / 1e6
    except psutil.NoSuchProcess:
        return 0.0
