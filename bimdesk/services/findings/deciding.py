"""What people decide of findings: open, in progress, accepted, closed; who, until when, labels, comments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bimdesk.domain.changes import Changes
from bimdesk.domain.finding_life import Decision, FindingDetails
from bimdesk.domain.ids import FindingId
from bimdesk.errors import BadInputError, NotFoundError
from bimdesk.services.authors import current_author
from bimdesk.services.clock import now
from bimdesk.services.findings.identities import doubts_of
from bimdesk.services.project import Project

MOST_WORDS = 10_000
"""Characters of a reason or comment."""
CHANGED = Changes(findings=True, activity=True)


def decide(
    project: Project,
    ids: Iterable[FindingId],
    decision: Decision,
    *,
    reason: str = "",
    author: str = "",
    expires: date | None = None,
) -> Changes:
    """Decide about findings. ACCEPTED wants a reason; `expires` is the last day on which it holds.

    Raises BadInputError.
    """
    words = _words(reason, "reason")
    if decision is Decision.ACCEPTED and not words:
        raise BadInputError("Accepting a finding needs a reason.", "Say why it may stay as it is.")
    if expires is not None and decision is not Decision.ACCEPTED:
        raise BadInputError("Only an accepted finding has a day on which its waiver ends.")
    if expires is not None and expires < date.today():
        raise BadInputError(
            f"The waiver would have ended on {expires.isoformat()}, before today.", "Choose a later day."
        )
    project.decisions.decide(
        ids, decision, reason=words, author=author or current_author(), expires=expires, at=now()
    )
    return CHANGED


def assign(project: Project, ids: Iterable[FindingId], assignee: str, *, author: str = "") -> Changes:
    """Give findings to a person, or with '' to nobody."""
    name = _line(assignee, "name")
    project.decisions.assign(ids, name, author=author or current_author(), at=now())
    return CHANGED


def set_due(project: Project, ids: Iterable[FindingId], day: date | None, *, author: str = "") -> Changes:
    """The day by which they shall be done."""
    project.decisions.set_due(ids, day, author=author or current_author(), at=now())
    return CHANGED


def set_labels(
    project: Project, ids: Iterable[FindingId], labels: Iterable[str], *, author: str = ""
) -> Changes:
    """These labels and no others."""
    wanted = [label for label in (_line(one, "label") for one in labels) if label]
    project.decisions.set_labels(ids, wanted, author=author or current_author(), at=now())
    return CHANGED


def add_comment(project: Project, finding_id: FindingId, text: str, author: str = "") -> Changes:
    """Raises BadInputError for an empty one, NotFoundError where the finding is gone."""
    words = _words(text, "comment")
    if not words:
        raise BadInputError("The comment is empty.", "Write something first.")
    if not project.decisions.add_comment(finding_id, words, author=author or current_author(), at=now()):
        raise NotFoundError("The finding is no longer in the project.")
    return CHANGED


def finding_details(project: Project, finding_id: FindingId, *, today: date | None = None) -> FindingDetails:
    """A finding with all that happened to it. Raises NotFoundError."""
    day = today or date.today()
    return FindingDetails(
        finding=project.findings.get(finding_id, today=day),
        events=tuple(project.decisions.read_events(finding_id, today=day)),
        comments=tuple(project.decisions.read_comments(finding_id)),
        doubts=tuple(doubts_of(project, finding_id)),
    )


def _words(text: str, what: str) -> str:
    words = text.strip()
    if len(words) > MOST_WORDS:
        raise BadInputError(
            f"The {what} has {len(words):,} characters; {MOST_WORDS:,} are kept.", "Shorten it."
        )
    return words


def _line(text: str, what: str) -> str:
    """One short line: names and labels."""
    words = " ".join(text.split())
    if len(words) > 100:
        raise BadInputError(f"The {what} has {len(words)} characters; 100 are kept.", "Shorten it.")
    return words
