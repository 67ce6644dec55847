"""The result of an execution: written once when it ends, read by the result panel and the CLI."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from bimdesk.domain.execution import OutputFile, Status
from bimdesk.domain.finding import Finding, Severity
from bimdesk.domain.ids import ElementId, ExecutionId
from bimdesk.errors import ProjectError
from bimdesk.protocol.cleaning import is_nested_too_deep
from bimdesk.protocol.messages import (
    MAX_RESULT_BYTES,
    MAX_RESULT_NODES,
    RESULT_DATA_FILE,
    Failed,
    FindingMessage,
    Log,
    Output,
    Result,
)
from bimdesk.protocol.monitor import Monitor
from bimdesk.services.large_json import decode_in_pieces
from bimdesk.services.overflow import take_overflow
from bimdesk.services.project import Project

RESULT_FILE = "result.json"
LOG_FILE = "log.txt"
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


class _Stored(msgspec.Struct, kw_only=True, omit_defaults=True):
    """The form of result.json."""

    format: int
    status: str
    sentence: str
    result: Any = None
    summary: str = ""
    findings: list[FindingMessage] = []
    outputs: list[Output] = []
    files: list[OutputFile] = []
    log: list[tuple[str, str]] = []
    error: Failed | None = None
    log_dropped: int = 0
    anomalies: int = 0


class _Loaded(_Stored):
    """As `_Stored`, the result not decoded yet: it may be long."""

    result: msgspec.Raw = msgspec.Raw(b"null")


def load_result(project: Project, execution_id: ExecutionId) -> RunResult:
    """What an execution left; one that is not over, or was interrupted, has its status and sentence alone."""
    execution = project.executions.get(execution_id)
    file = execution.folder / RESULT_FILE
    try:
        stored = msgspec.json.decode(file.read_bytes(), type=_Loaded)
        value = decode_in_pieces(stored.result)
    except FileNotFoundError:
        return RunResult(status=execution.status, sentence=execution.sentence)
    except OSError as error:
        raise ProjectError(f"{file} cannot be read: {error.strerror}.") from error
    except msgspec.DecodeError as error:
        raise ProjectError(f"{file} is damaged: {error}.", "Run the script again.") from error
    return RunResult(
        status=execution.status,
        sentence=execution.sentence,
        result=value,
        summary=stored.summary,
        findings=[to_finding(message) for message in stored.findings],
        outputs=stored.outputs,
        files=stored.files,
        log=[
            msgspec.convert({"level": level, "text": text, "type": "log"}, Log) for level, text in stored.log
        ],
        error=stored.error,
        log_dropped=stored.log_dropped,
        anomalies=stored.anomalies,
    )


def to_finding(message: FindingMessage) -> Finding:
    """A worker's claim in the domain's words."""
    return Finding(
        message=message.message,
        severity=Severity(message.severity),
        check=message.check,
        elements=tuple(ElementId(element) for element in message.elements),
        guids=tuple(message.guids),
        data=message.data,
    )


def write_result(folder: Path, monitor: Monitor, status: Status, sentence: str) -> None:
    """Write result.json and log.txt into the execution's folder. Raises OSError."""
    state = monitor.state
    take_overflow(folder / FILES_FOLDER, state)
    stored = _Stored(
        format=1,
        status=status.value,
        sentence=sentence,
        result=None if state.result is None else _whole_value(state.result, folder / FILES_FOLDER),
        summary="" if state.result is None else state.result.summary,
        findings=state.findings,
        outputs=state.outputs,
        files=_files(folder / FILES_FOLDER, monitor),
        log=[(log.level, log.text) for log in state.log],
        error=monitor.failed,
        log_dropped=state.log_dropped,
        anomalies=state.anomalies,
    )
    with (folder / LOG_FILE).open("w", encoding="utf-8", errors="replace") as stream:
        for log in state.log:
            stream.write(log.text if log.level == "print" else f"[{log.level}] {log.text}")
            stream.write("\n")
        if state.log_dropped:
            stream.write(f"[bimdesk] {state.log_dropped:,} more lines were not kept\n")
    temporary = folder / f"{RESULT_FILE}.new"
    temporary.write_bytes(msgspec.json.encode(stored))
    temporary.replace(folder / RESULT_FILE)


def _whole_value(result: Result, files: Path) -> Any:
    """The value itself, or the one that the script's process put into a file because it is long."""
    file = files / RESULT_DATA_FILE
    if result.file != RESULT_DATA_FILE or file.is_symlink() or not file.is_file():
        return result.value
    if file.stat().st_size > MAX_RESULT_BYTES:
        return result.value
    data = file.read_bytes()
    if data.count(b",") > MAX_RESULT_NODES:
        return result.value
    try:
        whole = decode_in_pieces(data)
    except (msgspec.DecodeError, RecursionError):
        return result.value
    if is_nested_too_deep(whole):
        return result.value
    file.unlink()
    return msgspec.Raw(data)  # written as it is: encoding it anew in one go would hold the window for seconds


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
