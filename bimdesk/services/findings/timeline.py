"""Findings over the versions of a model, and checks over the models of a project."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bimdesk.domain.finding_life import FindingFilter, MatrixCell, TimelinePoint
from bimdesk.domain.ids import ModelId
from bimdesk.services.project import Project

ALL = FindingFilter()
_COUNTED = {"checks", "severities", "states", "script_keys", "model_ids"}


def timeline(
    project: Project, wanted: FindingFilter, model_id: ModelId, *, today: date | None = None
) -> list[TimelinePoint]:
    """Counts by state and severity for each version of a model, as the last runs on it left them.

    New counts in the version where a finding was first seen, Resolved in the one where it was gone.
    """
    model = next((one for one in project.models.list_models() if one.id == model_id), None)
    if model is None or (wanted.model_ids and model_id not in wanted.model_ids):
        return []
    if is_counted(wanted):
        counts = project.finding_history.counts_by_version(model_id, wanted)
    else:
        counts = project.finding_history.states_by_version(model_id, wanted, today=today or date.today())
    return [
        TimelinePoint(
            version_id=version.id,
            label=version.label,
            at=version.imported_at,
            counts=counts.get(version.number, {}),
        )
        for version in model.versions
    ]


def is_counted(wanted: FindingFilter) -> bool:
    """Whether the counts that runs leave can answer a filter."""
    names = FindingFilter.__dataclass_fields__.keys() - _COUNTED
    return all(getattr(wanted, name) == getattr(ALL, name) for name in names)


def matrix(
    project: Project, *, model_ids: Iterable[ModelId] | None = None, today: date | None = None
) -> list[MatrixCell]:
    """Each check on each model that it ran on: its newest run on the newest version, and what is open."""
    latest = {model.id: model.latest.number for model in project.models.list_models()}
    return [
        MatrixCell(
            model_id=one.model_id,
            model_name=one.model_name,
            script_key=one.script_key,
            script_name=one.script_name,
            check=one.check,
            version_label=f"{one.model_name} v{one.version_number}",
            execution_id=one.execution_id,
            status=one.status,
            open=one.open,
            worst=one.worst,
            is_latest_version=latest.get(one.model_id) == one.version_number,
        )
        for one in project.finding_history.standings(model_ids, today=today or date.today())
    ]
