"""The limits as they are watched from outside, every 50 ms: pure decisions on numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

MB = 1024 * 1024
LOOK_S = 0.05
FAST_LOOK_S = 0.005
FAST_GROWTH = 4 * MB
"""A folder that grew by this much between two looks is looked at ten times as often."""
FAST_FILES = 16
"""Likewise one that got so many more files."""
LOOK_SHARE = 3
"""So many times as long as a look took, nothing is looked at: folders may hold 100,000 files ..."""
MOST_PAUSE_S = 1.0
"""... but no longer than this."""
MOST_THREADS = 512
FLOOD = 64
"""A script that writes this many times the log that is kept is stopped (domain.limits.FLOOD)."""
_ENDLESS = 1e12


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """As domain.limits.Limits, which the supervisor does not load."""

    wall_s: float
    cpu_s: float
    memory_mb: int
    output_mb: int
    files: int
    log_kb: int

    @classmethod
    def read(cls, values: dict[str, Any]) -> Limits:
        """From the job; KeyError, TypeError or ValueError for what is not there or no number above zero."""
        if not all(0 < float(values[name]) < _ENDLESS for name in cls.__slots__):
            raise ValueError("a limit is no number above zero")
        return cls(
            wall_s=float(values["wall_s"]),
            cpu_s=float(values["cpu_s"]),
            memory_mb=int(values["memory_mb"]),
            output_mb=int(values["output_mb"]),
            files=int(values["files"]),
            log_kb=int(values["log_kb"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What a script has used so far: seconds, bytes, counts; memory beyond what the worker began with."""

    wall_s: float = 0.0
    cpu_s: float = 0.0
    memory: int = 0
    output: int = 0
    files: int = 0
    written: int = 0
    threads: int = 1


THREADS = "threads"
"""What `reached` says of more threads than anyone needs; no field of `Limits`, thus a sentence of its own."""
THREADS_SENTENCE = f"It started more than {MOST_THREADS} threads."


def reached(use: Use, limits: Limits) -> str:
    """The field of `Limits` that is over, `THREADS`, or ''."""
    if use.wall_s > limits.wall_s:
        return "wall_s"
    if use.cpu_s > limits.cpu_s:
        return "cpu_s"
    if use.memory > limits.memory_mb * MB:
        return "memory_mb"
    if use.threads > MOST_THREADS:
        return THREADS
    if use.output > limits.output_mb * MB:
        return "output_mb"
    if use.files > limits.files:
        return "files"
    if use.written > limits.log_kb * 1024 * FLOOD:
        return "log_kb"
    return ""


def next_look(began: float, ended: float, *, grew: int, more: int = 0) -> float:
    """When to measure again, after a look from `began` to `ended`; `grew` in bytes, `more` in files."""
    is_fast = grew > FAST_GROWTH or more > FAST_FILES
    pause = max(FAST_LOOK_S if is_fast else LOOK_S, LOOK_SHARE * (ended - began))
    return ended + min(pause, MOST_PAUSE_S)


def by_signal(sign: int) -> str:
    """The limit behind a signal that the kernel sends: 24 SIGXCPU, 25 SIGXFSZ on Linux."""
    return {24: "cpu_s", 25: "output_mb"}.get(sign, "")
