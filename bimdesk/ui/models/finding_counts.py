"""How many findings there are of each kind, for chips and groups: read in the pool, with one question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bimdesk.domain.finding_life import FindingFilter, GroupCount, GroupName
from bimdesk.services.findings.listing import count_by, count_findings
from bimdesk.services.project import Project
from bimdesk.ui.models.finding_scope import SETS

CHIPS: tuple[GroupName, ...] = ("severity", "state", "decision")


@dataclass(frozen=True, slots=True)
class FindingCounts:
    """`by_group`: for each kind of chip, how many there are of each value, that kind's own filter apart."""

    all: int = 0
    open: int = 0
    overdue: int = 0
    by_group: Mapping[GroupName, Mapping[str, int]] = field(default_factory=dict)


def read_counts(project: Project, wanted: FindingFilter) -> FindingCounts:
    """Runs in the pool. States and decisions are counted with what is done, so that one sees how much."""
    free = replace(wanted, states=frozenset(), decisions=frozenset(), only_open=False, overdue=False)
    by_group: dict[GroupName, Mapping[str, int]] = {}
    for group in CHIPS:
        base = wanted if group == "severity" else replace(wanted, only_open=False)
        by_group[group] = {one.key: one.count for one in count_by(project, without(base, group), group)}
    return FindingCounts(
        all=count_findings(project, free),
        open=count_findings(project, replace(free, only_open=True)),
        overdue=count_findings(project, replace(wanted, overdue=True)),
        by_group=by_group,
    )


def read_groups(project: Project, wanted: FindingFilter, group: GroupName) -> list[GroupCount]:
    """All groups that the rest of the filter leaves."""
    return count_by(project, without(wanted, group), group)


def without(wanted: FindingFilter, group: GroupName) -> FindingFilter:
    """The filter without what it says of a group."""
    nothing: dict[str, Any] = {SETS[group]: frozenset()}
    return replace(wanted, **nothing)
