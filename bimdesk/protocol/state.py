"""What is known of a job so far, folded from its messages; and how it ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from bimdesk.protocol.messages import (
    Ended,
    Examined,
    FileSaved,
    FindingMessage,
    GeometryReady,
    Heartbeat,
    Imported,
    Log,
    Notice,
    Output,
    Result,
)


class Stage(StrEnum):
    """Where a job is."""

    STARTING = "starting"
    RUNNING = "running"
    ENDED = "ended"


class EndReason(StrEnum):
    """Why the process is no more, as the one who watches it knows."""

    EXITED = "exited"
    TIMEOUT = "timeout"
    CANCELLED = "cancelled"
    LIMIT = "limit"
    NOT_STARTED = "not started"
    REFUSED = "refused"
    """The wall around the script could not be put up; the script was never sent."""
    LOST = "lost"
    """The supervisor ended without saying how its worker did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How the process ended, seen from outside. `signal` > 0 where one killed it.

    `limit`: the field of domain.limits.Limits that was reached, or ''.
    """

    reason: EndReason = EndReason.EXITED
    exit_code: int = 0
    signal: int = 0
    detail: str = ""
    limit: str = ""


@dataclass(slots=True)
class JobState:
    """Everything a job has said; grows with each message. `log` keeps the first `kept_log_bytes`."""

    stage: Stage = Stage.STARTING
    sandbox: dict[str, str] = field(default_factory=dict)
    usage: Heartbeat | None = None
    ended: Ended | None = None
    progress: float = 0.0
    progress_text: str = ""
    log: list[Log] = field(default_factory=list)
    log_bytes: int = 0
    log_dropped: int = 0
    findings: list[FindingMessage] = field(default_factory=list)
    outputs: list[Output] = field(default_factory=list)
    files: list[FileSaved] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    examined: list[Examined] = field(default_factory=list)
    geometry: GeometryReady | None = None
    imported: Imported | None = None
    result: Result | None = None
    anomalies: int = 0

    @property
    def claims(self) -> int:
        """How many messages are kept that a script may send as it likes."""
        shown = len(self.findings) + len(self.outputs) + len(self.notices)
        return shown + len(self.files) + len(self.examined)


def ending_of(state: JobState, seen: Ending) -> Ending:
    """How a supervised worker ended: the supervisor's word, and what its parent saw where it gave none."""
    said = state.ended
    if said is None:
        if seen.reason in (EndReason.CANCELLED, EndReason.NOT_STARTED):
            return seen
        return Ending(reason=EndReason.LOST, exit_code=seen.exit_code, signal=seen.signal, detail=seen.detail)
    return Ending(
        reason=EndReason(said.reason),
        exit_code=said.exit_code,
        signal=said.signal,
        detail=said.detail,
        limit=said.limit,
    )
