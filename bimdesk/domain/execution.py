"""Executions: one run of one script on one model version, and its status."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from bimdesk.domain.ids import ExecutionId, ScriptKey, VersionId
from bimdesk.domain.limits import Limits


class Status(StrEnum):
    """`queued` > `running` > one of the rest (shared/script-api.md, "What comes back").

    *failed*: the check ran and the model did not pass. *error*: the script broke. *interrupted*: the
    program died while it ran (set at the next start).
    """

    QUEUED = "queued"
    RUNNING = "running"
    SUCCESS = "success"
    WARNING = "warning"
    FAILED = "failed"
    ERROR = "error"
    TIMEOUT = "timeout"
    CANCELLED = "cancelled"
    KILLED = "killed"
    INTERRUPTED = "interrupted"

    @property
    def is_over(self) -> bool:
        return self not in (Status.QUEUED, Status.RUNNING)


EXIT_CODES: Mapping[Status, int] = {
    Status.SUCCESS: 0,
    Status.WARNING: 0,
    Status.FAILED: 1,
    Status.ERROR: 3,
    Status.TIMEOUT: 4,
    Status.CANCELLED: 4,
    Status.KILLED: 4,
    Status.INTERRUPTED: 4,
}
"""Exit codes of `bimdesk run`; 1 also where a successful run left findings of severity error."""


class StartedBy(StrEnum):
    """What set an execution off."""

    HAND = "hand"
    CLI = "cli"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRequest:
    """What a person asks for: a script's text with values on a model version.

    `unconfined`: without the wall, for this run alone, by a person who was told what that means.
    """

    script_key: ScriptKey | None
    script_name: str
    script_text: str
    version_id: VersionId
    parameters: Mapping[str, Any] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    started_by: StartedBy = StartedBy.HAND
    unconfined: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputFile:
    """A file that a run left in its folder."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """A row of the history. `script_sha256` names the text that ran; `sentence` says how it ended.

    `name`, `labels`, `pinned`: what a person gave it. `files_bytes`: what its folder takes, None where nobody
    has looked; `files_gone_at`: when its files were removed.
    """

    id: ExecutionId
    script_key: ScriptKey | None
    script_name: str
    script_version: int
    script_sha256: str
    version_id: VersionId
    model_label: str
    parameters: Mapping[str, Any]
    started_by: StartedBy
    status: Status
    queued_at: datetime
    started_at: datetime | None
    duration_ms: int | None
    sentence: str
    findings: int
    folder: Path
    sandbox: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    labels: tuple[str, ...] = ()
    pinned: bool = False
    files_bytes: int | None = None
    files_gone_at: datetime | None = None
