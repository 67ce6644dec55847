"""Elements whose GlobalId changed: what is in doubt, and what a person says."""

from __future__ import annotations

from bimdesk.domain.changes import Changes
from bimdesk.domain.finding_life import AliasDoubt
from bimdesk.domain.ids import FindingId, ModelId
from bimdesk.errors import NotFoundError
from bimdesk.services.authors import current_author
from bimdesk.services.clock import now
from bimdesk.services.project import Project

_ANSWERED = "This question was answered already."


def list_doubts(project: Project, model_id: ModelId) -> list[AliasDoubt]:
    """Elements of a model that may be ones that are gone, the likeliest first."""
    return project.doubts.list_open(model_id, project.findings.model_name(model_id))


def doubts_of(project: Project, finding_id: FindingId) -> list[AliasDoubt]:
    """Questions about the elements of a finding."""
    return project.doubts.of_finding(finding_id, project.findings.model_name_of(finding_id))


def confirm_alias(project: Project, doubt_id: int, author: str = "") -> Changes:
    """It is the same element: its findings go on, with their history and decisions. Raises NotFoundError."""
    if not project.doubts.confirm(doubt_id, author=author or current_author(), at=now()):
        raise NotFoundError(_ANSWERED)
    return Changes(findings=True)


def reject_alias(project: Project, doubt_id: int, author: str = "") -> Changes:
    """It is another element; the question does not come again. Raises NotFoundError."""
    if not project.doubts.reject(doubt_id, author=author or current_author(), at=now()):
        raise NotFoundError(_ANSWERED)
    return Changes(findings=True)
