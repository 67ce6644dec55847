"""The report of an execution: the JSON of the CLI contract, or a few lines to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bimdesk.domain.execution import Execution, Status
from bimdesk.domain.finding import Finding
from bimdesk.services.results import RunResult

_SHOWN_FINDINGS = 20
_SHOWN_KEYS = 20
_NO_ERROR = (Status.SUCCESS, Status.WARNING, Status.FAILED)


def run_json(execution: Execution, result: RunResult, *, files_folder: Path | None) -> dict[str, Any]:
    """The object of `bimdesk run --json` (shared/script-api.md). `files_folder`: where they are, if kept."""
    return {
        "status": execution.status.value,
        "result": result.result,
        "log": "".join(f"{log.text}\n" for log in result.log),
        "error": error_text(execution, result),
        "files": [
            {**asdict(file), "path": str((files_folder / file.name).absolute()) if files_folder else None}
            for file in result.files
        ],
        "findings": [finding_json(finding) for finding in result.findings],
        "duration_ms": execution.duration_ms,
        "execution_id": execution.id,
        "sandbox": dict(execution.sandbox),
    }


def error_text(execution: Execution, result: RunResult) -> str | None:
    """Why it did not run to its end, with the script's own traceback; None where it did."""
    if execution.status in _NO_ERROR:
        return None
    traceback = result.error.traceback if result.error is not None else ""
    return f"{execution.sentence}\n{traceback}".strip()


def finding_json(finding: Finding) -> dict[str, Any]:
    return {
        "message": finding.message,
        "severity": finding.severity.value,
        "check": finding.check,
        "elements": list(finding.elements),
        "guids": list(finding.guids),
        "data": dict(finding.data),
    }


def run_text(execution: Execution, result: RunResult, *, files_folder: Path | None) -> str:
    """Status and sentence, the result's values, findings and files."""
    seconds = (execution.duration_ms or 0) / 1000
    lines = [
        f"{execution.script_name} on {execution.model_label}: {execution.status.value} in {seconds:.2f} s"
    ]
    if execution.sentence:
        lines.append(execution.sentence)
    if result.error is not None and result.error.traceback:
        lines.append(result.error.traceback.rstrip())
    lines += _result_lines(result)
    lines += _finding_lines(result)
    lines += [f"file: {files_folder / file.name if files_folder else file.name}" for file in result.files]
    return "\n".join(lines)


def _result_lines(result: RunResult) -> list[str]:
    value = result.result
    if not isinstance(value, Mapping):
        return [] if value is None else [f"result: {_short(value)}"]
    shown = [(key, inner) for key, inner in value.items() if key not in ("status", "summary")]
    more = [f"  ... {len(shown) - _SHOWN_KEYS} more"] if len(shown) > _SHOWN_KEYS else []
    return [f"  {key}: {_short(inner)}" for key, inner in shown[:_SHOWN_KEYS]] + more


def _finding_lines(result: RunResult) -> list[str]:
    lines = [
        f"  {finding.severity.value}: {finding.message}{_elements(finding)}"
        for finding in result.findings[:_SHOWN_FINDINGS]
    ]
    hidden = len(result.findings) - _SHOWN_FINDINGS
    return [*lines, f"  ... {hidden:,} more findings (--json shows all)"] if hidden > 0 else lines


def _elements(finding: Finding) -> str:
    if not finding.elements:
        return ""
    names = ", ".join(f"#{element}" for element in finding.elements[:3])
    return f" ({names}{' ...' if len(finding.elements) > 3 else ''})"


def _short(value: Any) -> str:
    match value:
        case list() if value and isinstance(value[0], Mapping | list):
            return f"{len(value):,} rows"
        case list() | Mapping() if len(str(value)) > 100:
            return f"{len(value):,} entries"
    return str(value) if len(str(value)) <= 300 else f"{str(value)[:300]} ..."
