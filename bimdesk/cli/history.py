"""`bimdesk history`: what ran, newest first."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter, validators

from bimdesk.cli.output import say, say_json, table
from bimdesk.cli.projects import project_to_read
from bimdesk.domain.execution import Execution, Status
from bimdesk.services.history import count_executions, list_executions


def history(
    *,
    text: str = "",
    status: Status | None = None,
    limit: Annotated[int, Parameter(validator=validators.Number(gt=0))] = 50,
    project: Path | None = None,
    json: bool = False,
) -> int:
    """List the executions of a project.

    Parameters
    ----------
    text
        Words to look for in script, model and sentence.
    status
        Only those that ended so.
    limit
        At most so many rows.
    project
        The project's folder; the default project if left out.
    json
        Print a JSON list instead of a table.
    """
    with project_to_read(project) as opened:
        executions = list_executions(opened, limit=limit, text=text, status=status)
        count = count_executions(opened, text=text, status=status)
    if json:
        say_json([_json(execution) for execution in executions])
    elif not executions:
        say("No executions yet." if not text and status is None else "No executions fit.")
    else:
        say(
            table(["WHEN", "SCRIPT", "MODEL", "STATUS", "TIME", "SUMMARY"], [_row(one) for one in executions])
        )
        if count > len(executions):
            say(f"... {count - len(executions):,} more (--limit).")
    return 0


def _row(execution: Execution) -> list[str]:
    when = execution.queued_at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    took = "" if execution.duration_ms is None else f"{execution.duration_ms / 1000:.2f} s"
    sentence = execution.sentence.splitlines()[0] if execution.sentence else ""
    return [when, execution.script_name, execution.model_label, execution.status.value, took, sentence]


def _json(execution: Execution) -> dict[str, Any]:
    started = execution.started_at
    return {
        "execution_id": execution.id,
        "script": execution.script_name,
        "script_key": execution.script_key,
        "script_version": execution.script_version,
        "script_sha256": execution.script_sha256,
        "model": execution.model_label,
        "parameters": dict(execution.parameters),
        "started_by": execution.started_by.value,
        "status": execution.status.value,
        "summary": execution.sentence,
        "findings": execution.findings,
        "queued_at": execution.queued_at.isoformat(),
        "started_at": None if started is None else started.isoformat(),
        "duration_ms": execution.duration_ms,
        "folder": str(execution.folder),
        "sandbox": dict(execution.sandbox),
    }
