"""The result of an execution: written once when it ends, read by the result panel and the CLI."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec

from bimdesk.domain.execution import Execution, OutputFile, Status
from bimdesk.domain.finding import Finding
from bimdesk.domain.ids import ExecutionId
from bimdesk.errors import ProjectError
from bimdesk.protocol.findings import to_finding
from bimdesk.protocol.messages import (
    RESULT_DATA_FILE,
    Failed,
    FindingMessage,
    Log,
    Message,
    Output,
)
from bimdesk.protocol.monitor import Monitor
from bimdesk.services.kept_result import (
    Head,
    open_value,
    read_head,
    read_said,
    read_value,
    take_value,
    write_head,
    write_log,
    write_said,
)
from bimdesk.services.project import Project
from bimdesk.services.source_file import is_model_file

FILES_FOLDER = "files"
MAX_FILES = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """All that came of an execution. `log_dropped`: lines beyond the kept part of the log."""

    status: Status
    sentence: str
    result: Any = None
    summary: str = ""
    findings: list[Finding] = field(default_factory=list)
    outputs: list[Output] = field(default_factory=list)
    files: list[OutputFile] = field(default_factory=list)
    log: list[Log] = field(default_factory=list)
    error: Failed | None = None
    log_dropped: int = 0
    anomalies: int = 0


def load_result(project: Project, execution_id: ExecutionId) -> RunResult:
    """What an execution left; one that is not over, or was interrupted, has its status and sentence alone."""
    return _load(project, execution_id, read_value)


def open_result(project: Project, execution_id: ExecutionId) -> RunResult:
    """The same to look at: long lists of the value stay in their file, the log is left out (`load_log`)."""
    return _load(project, execution_id, open_value, with_log=False)


def _load(
    project: Project,
    execution_id: ExecutionId,
    value_of: Callable[[Path, Head], Any],
    *,
    with_log: bool = True,
) -> RunResult:
    execution = project.executions.get(execution_id)
    folder = execution.folder
    try:
        with _readable(folder):
            head = read_head(folder)
            value = value_of(folder, head)
            findings, outputs, log = _said(head, read_said(folder), with_log=with_log)
    except FileNotFoundError:
        return RunResult(status=execution.status, sentence=_without_files(execution))
    return RunResult(
        status=execution.status,
        sentence=execution.sentence,
        result=value,
        summary=head.summary,
        findings=findings,
        outputs=outputs,
        files=head.files,
        log=log,
        error=head.error,
        log_dropped=head.log_dropped,
        anomalies=head.anomalies,
    )


def _without_files(execution: Execution) -> str:
    gone = execution.files_gone_at
    if gone is None:
        return execution.sentence
    words = f"Its files were removed on {gone.astimezone():%Y-%m-%d} by the rules of retention."
    return f"{execution.sentence} {words}".strip()


def load_log(project: Project, execution_id: ExecutionId) -> tuple[list[Log], int]:
    """The kept log of an execution and how many lines were not kept; findings are not held meanwhile."""
    folder = project.executions.get(execution_id).folder
    try:
        with _readable(folder):
            head = read_head(folder)
            said = [message for message in read_said(folder) if isinstance(message, Log)]
    except FileNotFoundError:
        return [], 0
    return [*_old_log(head), *said], head.log_dropped


@contextmanager
def _readable(folder: Path) -> Iterator[None]:
    """Says what cannot be read; that nothing is there is the caller's to know (FileNotFoundError)."""
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        raise ProjectError(f"The result in {folder} cannot be read: {error.strerror}.") from error
    except msgspec.DecodeError as error:
        raise ProjectError(f"The result in {folder} is damaged: {error}.", "Run the script again.") from error


def _old_log(head: Head) -> list[Log]:
    return [msgspec.convert({"level": level, "text": text, "type": "log"}, Log) for level, text in head.log]


def _said(
    head: Head, messages: Iterable[Message], *, with_log: bool
) -> tuple[list[Finding], list[Output], list[Log]]:
    """What the script showed, in the order in which it did."""
    findings = [to_finding(message) for message in head.findings]
    outputs = list(head.outputs)
    log = _old_log(head)
    for message in messages:
        match message:
            case FindingMessage():
                findings.append(to_finding(message))
            case Output():
                outputs.append(message)
            case Log() if with_log:
                log.append(message)
    return findings, outputs, log


def write_result(folder: Path, monitor: Monitor, status: Status, sentence: str) -> None:
    """Write what is kept of a result, and log.txt, into the execution's folder. Raises OSError."""
    state, result = monitor.state, monitor.state.result
    if result is not None and result.file == RESULT_DATA_FILE:
        take_value(folder, folder / FILES_FOLDER / RESULT_DATA_FILE)
    head = Head(
        format=2,
        status=status.value,
        sentence=sentence,
        result=None if result is None else result.value,
        summary="" if result is None else result.summary,
        files=_files(folder / FILES_FOLDER, monitor),
        error=monitor.failed,
        log_dropped=state.log_dropped,
        anomalies=state.anomalies,
    )
    write_log(folder, state.log, state.log_dropped)
    write_said(folder, chain[Message](state.findings, state.outputs, state.log))
    write_head(folder, head)


def model_files(execution: Execution, files: Iterable[OutputFile]) -> list[Path]:
    """Where the IFC files among those of an execution are: each can be the next version of its model."""
    folder = execution.folder / FILES_FOLDER
    return [folder.joinpath(*file.name.split("/")) for file in files if is_model_file(file.name)]


def _files(folder: Path, monitor: Monitor) -> list[OutputFile]:
    """What a supervisor took out of the run folder, as it counted it; else what is in the folder."""
    ended = monitor.state.ended
    if ended is None:
        return list(collect_files(folder))
    return [
        OutputFile(name=file.name, size=file.size, sha256=file.sha256)
        for file in ended.files
        if (folder / file.name).is_file()
    ]


def collect_files(folder: Path) -> Iterator[OutputFile]:
    """The ordinary files in `folder`, by name with `/`; links are not followed, nor counted."""
    found = 0
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(parent) / name
            if path.is_symlink() or not path.is_file() or found >= MAX_FILES:
                continue
            found += 1
            with path.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
            yield OutputFile(
                name=path.relative_to(folder).as_posix(), size=path.stat().st_size, sha256=digest
            )
