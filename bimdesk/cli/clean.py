"""`bimdesk clean`: remove the result files that are over their time."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from bimdesk.cli.codes import SUCCESS
from bimdesk.cli.output import say, say_json
from bimdesk.cli.projects import project_to_read
from bimdesk.services.retention import clean, measure_sizes, plan_retention, sweep_gone


def clean_command(
    *,
    project: Path | None = None,
    dry_run: Annotated[bool, Parameter(negative="")] = False,
    json: bool = False,
) -> int:
    """Remove result files by the rules in the project's project.toml. Rows, findings and scripts stay.

    Parameters
    ----------
    project
        The project's folder; the default project if left out.
    dry_run
        Only say what would go.
    json
        Print a JSON object instead of text.
    """
    with project_to_read(project) as opened:
        measure_sizes(opened)
        plan = plan_retention(opened)
        ids = [run.id for run in plan.going]
        if not dry_run:
            sweep_gone(opened)
            ids = sorted(clean(opened, ids, size=plan.going_size).executions)
    if json:
        facts = {"executions": plan.runs, "bytes": plan.size, "going_bytes": plan.going_size}
        say_json({**facts, "going": ids, "dry_run": dry_run})
        return SUCCESS
    for run in plan.going:
        when = f"{run.at.astimezone():%Y-%m-%d %H:%M}"
        say(f"{when}  {_kb(run.size or 0):>14}  {run.script_name} on {run.model_label}")
    sizes = f"{_kb(plan.going_size)} of {_kb(plan.size)}"
    say(f"{len(ids):,} of {plan.runs:,} executions, {sizes} {'would go' if dry_run else 'removed'}.")
    return SUCCESS


def _kb(size: int) -> str:
    return f"{size / 1000:,.0f} kB"
