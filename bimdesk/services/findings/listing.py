"""Findings of the project: lists, counts, one with all that happened to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bimdesk.domain.finding_life import (
    ExecutionFinding,
    FindingFilter,
    GroupCount,
    GroupName,
    KeptFinding,
    OrderName,
)
from bimdesk.domain.ids import ElementId, ExecutionId, FindingId, ModelKey, VersionId
from bimdesk.services.findings.places import find_places
from bimdesk.services.findings.version_elements import VersionElements
from bimdesk.services.project import Project
from bimdesk.storage.identities import IdentityTables

ALL = FindingFilter()


def list_findings(
    project: Project,
    wanted: FindingFilter = ALL,
    *,
    order: OrderName = "severity",
    descending: bool = False,
    limit: int = 200,
    offset: int = 0,
    today: date | None = None,
) -> list[KeptFinding]:
    """A page of the findings that meet a filter; `severity` puts the worst first, then by state."""
    return project.findings.list_page(
        wanted, order=order, descending=descending, limit=limit, offset=offset, today=today or date.today()
    )


def count_findings(project: Project, wanted: FindingFilter = ALL, *, today: date | None = None) -> int:
    """How many meet a filter."""
    return project.findings.count(wanted, today=today or date.today())


def count_by(
    project: Project, wanted: FindingFilter, group: GroupName, *, today: date | None = None
) -> list[GroupCount]:
    """Groups of those that meet a filter, the largest first; states, severities, decisions in their order."""
    return project.findings.count_by(wanted, group, today=today or date.today())


def finding_ids(project: Project, wanted: FindingFilter, *, today: date | None = None) -> list[FindingId]:
    """The numbers of all that meet a filter: for a decision about all of them."""
    return project.findings.list_ids(wanted, today=today or date.today())


def get_finding(project: Project, finding_id: FindingId, *, today: date | None = None) -> KeptFinding:
    """Raises NotFoundError."""
    return project.findings.get(finding_id, today=today or date.today())


def findings_of_execution(project: Project, execution_id: ExecutionId) -> list[ExecutionFinding]:
    """What an execution reported, by its place in the result, with the state that it came to then."""
    return project.findings.reported(execution_id)


def elements_of(
    project: Project, ids: Iterable[FindingId], version_id: VersionId
) -> frozenset[tuple[ModelKey, ElementId]]:
    """Where the elements of findings are in a model version; those of other models are nowhere in it."""
    version = project.models.get_version(version_id)
    elements = VersionElements(version.folder)
    try:
        with project.database.read() as transaction:
            tables = IdentityTables(transaction, version.model_id)
            places = find_places(tables, elements, tables.of_findings(ids))
    finally:
        elements.close()
    key = ModelKey(version.sha256)
    return frozenset((key, ElementId(step)) for step in places.values())
