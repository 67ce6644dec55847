"""A report that the window has a child make: the job that it is given, and what it says meanwhile."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Literal

import msgspec

from bimdesk.domain.finding_life import FindingFilter
from bimdesk.domain.ids import ExecutionId
from bimdesk.paths import AppPaths
from bimdesk.services.reports.scope import ExecutionScope, FindingsScope, Scope


class ReportJob(msgspec.Struct, kw_only=True):
    """One report. `execution_id` '' means the findings that `wanted` names. `paths`: those of the window."""

    project: str
    paths: dict[str, str]
    out: str
    execution_id: str = ""
    wanted: FindingFilter = msgspec.field(default_factory=FindingFilter)
    title: str = ""
    pictures: int = 12
    template: str = ""

    @property
    def app_paths(self) -> AppPaths:
        return AppPaths(**{name: Path(path) for name, path in self.paths.items()})

    @property
    def scope(self) -> Scope:
        if self.execution_id:
            return ExecutionScope(execution_id=ExecutionId(self.execution_id))
        return FindingsScope(wanted=self.wanted, title=self.title)


def job_of(scope: Scope, *, project: str, paths: AppPaths, out: str, pictures: int) -> ReportJob:
    """The job that makes `scope`'s report."""
    named = {name: str(path) for name, path in asdict(paths).items()}
    if isinstance(scope, ExecutionScope):
        return ReportJob(
            project=project, paths=named, out=out, pictures=pictures, execution_id=scope.execution_id
        )
    return ReportJob(
        project=project, paths=named, out=out, pictures=pictures, wanted=scope.wanted, title=scope.title
    )


class Said(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A line of the child. The last is `made` or `failed`."""

    kind: Literal["progress", "made", "failed"]
    done: float = 0.0
    what: str = ""
    path: str = ""
    notes: list[str] = []
    message: str = ""
    hint: str = ""


def encode_job(job: ReportJob) -> bytes:
    """A line of JSON."""
    return msgspec.json.encode(job) + b"\n"


def decode_job(data: bytes) -> ReportJob:
    """Raises `msgspec.DecodeError`."""
    return msgspec.json.decode(data, type=ReportJob)


def encode_said(said: Said) -> bytes:
    """A line of JSON."""
    return msgspec.json.encode(said) + b"\n"


def decode_said(line: bytes) -> Said:
    """Raises `msgspec.DecodeError`."""
    return msgspec.json.decode(line, type=Said)
