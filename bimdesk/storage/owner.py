"""Who runs an execution: a process of some machine, so that another program knows whether it still lives."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """A process; `started` (seconds since 1970) tells it from a later one with the same number."""

    pid: int
    started: float
    host: str
