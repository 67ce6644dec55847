"""Result files that are old go by the project's rules; rows, logs' texts, findings and scripts stay.

The row says that the files are gone before they go, so that a crash between the two leaves files that
nobody names; the next start removes them (`sweep_gone`).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bimdesk.domain.changes import Changes
from bimdesk.domain.ids import ExecutionId
from bimdesk.domain.retention import RetentionRule, StoredRun, runs_to_clean
from bimdesk.services.clock import now
from bimdesk.services.history import SCRIPT_COPY
from bimdesk.services.project import Project
from bimdesk.settings import ProjectSettings, load_project_settings, save_project_settings

STAYS = frozenset({SCRIPT_COPY, "parameters.json"})
"""What stays of a folder: the text that ran, which may be nowhere else, and its values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptShare:
    """What the executions of one script take."""

    script: str
    name: str
    runs: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionPlan:
    """What is there, and what would go now. Sizes in bytes."""

    runs: int
    size: int
    going: list[StoredRun] = field(default_factory=list)
    scripts: list[ScriptShare] = field(default_factory=list)

    @property
    def going_size(self) -> int:
        return sum(run.size or 0 for run in self.going)


def rule_for(settings: ProjectSettings, script: str) -> RetentionRule:
    """The project's rule, or what it says of this script."""
    rules = settings.retention
    own = rules.scripts.get(script)
    chosen = rules if own is None else own
    return RetentionRule(
        days=chosen.days,
        failed_days=chosen.failed_days,
        keep_last=chosen.keep_last,
        forever=chosen.forever,
    )


def plan_retention(
    project: Project, settings: ProjectSettings | None = None, *, at: datetime | None = None
) -> RetentionPlan:
    """A dry run: what would go by the project's rules, or by others that somebody tries."""
    rules = settings or read_rules(project)
    runs = project.retention.list_stored()
    going = runs_to_clean(runs, lambda script: rule_for(rules, script), at or now())
    found: dict[str, ScriptShare] = {}
    for run in runs:
        known = found.get(run.script, ScriptShare(script=run.script, name=run.script_name, runs=0, size=0))
        found[run.script] = ScriptShare(
            script=run.script, name=known.name, runs=known.runs + 1, size=known.size + (run.size or 0)
        )
    scripts = sorted(found.values(), key=lambda one: (-one.size, one.name))
    return RetentionPlan(
        runs=len(runs), size=sum(run.size or 0 for run in runs), going=going, scripts=scripts
    )


def clean(project: Project, ids: Iterable[ExecutionId], *, size: int = 0) -> Changes:
    """Remove the files of these executions; pinned ones stay. `size`: what the plan said, for the feed."""
    going = project.retention.mark_gone(ids, now(), size=size)
    for execution_id in going:
        _remove_files(project.executions_folder / execution_id)
    if not going:
        return Changes()
    return Changes(executions=frozenset(going), activity=True)


def clean_by_rules(project: Project) -> Changes:
    """Count what nobody has counted, finish what was interrupted, and let go what is over its time."""
    sweep_gone(project)
    measure_sizes(project)
    plan = plan_retention(project)
    return clean(project, [run.id for run in plan.going], size=plan.going_size)


def measure_sizes(project: Project) -> None:
    """Write down what the folders of executions take that nobody has looked at yet."""
    unknown = [run.id for run in project.retention.list_stored() if run.size is None]
    project.retention.set_sizes({one: folder_size(project.executions_folder / one) for one in unknown})


def sweep_gone(project: Project) -> None:
    """Remove files that a program that died while cleaning has left."""
    for execution_id in project.retention.list_gone_last():
        _remove_files(project.executions_folder / execution_id)


def read_rules(project: Project) -> ProjectSettings:
    """What `project.toml` says today. Raises BadInputError."""
    return load_project_settings(project.settings_file)


def keep_rules(project: Project, settings: ProjectSettings) -> None:
    """Write other rules into the project's `project.toml`; the next plan goes by them."""
    save_project_settings(settings, project.settings_file)


def folder_size(folder: Path) -> int:
    """Bytes of the ordinary files in a folder; 0 where it is not there."""
    total = 0
    for parent, _folders, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                total += (Path(parent) / name).lstat().st_size
    return total


def _remove_files(folder: Path) -> None:
    """All but what stays. What cannot be removed (an open file, on Windows) is tried at the next start."""
    with suppress(FileNotFoundError):
        for entry in list(os.scandir(folder)):
            if entry.name in STAYS:
                continue
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path, ignore_errors=True)
            else:
                with suppress(OSError):
                    Path(entry.path).unlink()
