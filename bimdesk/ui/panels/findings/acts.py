"""What a person does with findings: written in the background, told, taken back where that is possible."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import QObject

from bimdesk.domain.changes import Changes
from bimdesk.domain.finding_life import Decision, KeptFinding
from bimdesk.domain.ids import FindingId
from bimdesk.services.authors import current_author
from bimdesk.services.findings.deciding import add_comment, assign, decide, set_due, set_labels
from bimdesk.services.project import Project
from bimdesk.ui.context import Context
from bimdesk.ui.models.finding_pages import read_these
from bimdesk.ui.theme.states import DECISION

Ids = Sequence[FindingId]
Undo = Callable[[], Changes]


@dataclass(frozen=True, slots=True)
class Done:
    """What a write changed, and how to take it back."""

    changes: Changes
    undo: Undo


class FindingActs(QObject):
    """Each act takes any number of findings."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._project = context.project

    def decide(
        self, ids: Ids, decision: Decision, *, reason: str = "", author: str = "", expires: date | None = None
    ) -> None:
        """Accept (a reason is wanted), close, reopen, or say that it is worked on."""
        author = author or current_author()
        act = partial(decide, self._project, ids, decision, reason=reason, author=author, expires=expires)
        words = self._counted(ids, f"{DECISION[decision].text}: {{0}}")
        self._write(ids, act, _decisions_back, words)

    def assign(self, ids: Ids, assignee: str) -> None:
        """Whose turn it is; '' is nobody's."""
        act = partial(assign, self._project, ids, assignee)
        told = self.tr("Assigned to {0}: {{0}}").format(assignee) if assignee else self.tr("Unassigned: {0}")
        self._write(ids, act, _assignees_back, self._counted(ids, told))

    def set_due(self, ids: Ids, day: date | None) -> None:
        """Until when; None: no day."""
        act = partial(set_due, self._project, ids, day)
        told = self.tr("Due {0}: {{0}}").format(day.isoformat()) if day else self.tr("No due date: {0}")
        self._write(ids, act, _days_back, self._counted(ids, told))

    def set_labels(self, ids: Ids, labels: Sequence[str]) -> None:
        """These labels instead of those they have."""
        act = partial(set_labels, self._project, ids, tuple(labels))
        self._write(ids, act, _labels_back, self._counted(ids, self.tr("Labelled: {0}")))

    def comment(self, finding_id: FindingId, text: str) -> None:
        """What one wants to remember of it."""
        author = current_author()
        act = partial(add_comment, self._project, finding_id, text, author=author)
        self._context.operations.write(act, on_success=self._context.hub.publish)

    def _counted(self, ids: Ids, told: str) -> str:
        count = len(ids)
        words = self.tr("1 finding") if count == 1 else self.tr("{0} findings").format(f"{count:,}")
        return told.format(words)

    def _write(
        self, ids: Ids, act: Undo, back: Callable[[Project, list[KeptFinding]], Changes], words: str
    ) -> None:
        write = partial(_with_undo, self._project, tuple(ids), act, back)
        self._context.operations.write(write, on_success=partial(self._tell, words))

    def _tell(self, words: str, done: Done) -> None:
        self._context.hub.publish(done.changes)
        self._context.hub.notify(
            "success", words, action=self.tr("Undo"), on_action=partial(self._take_back, done.undo)
        )

    def _take_back(self, undo: Undo) -> None:
        self._context.operations.write(undo, on_success=self._context.hub.publish)


def _with_undo(
    project: Project, ids: Ids, act: Undo, back: Callable[[Project, list[KeptFinding]], Changes]
) -> Done:
    """Runs in the writer: what they were is read before, so that it can be set again."""
    before = read_these(project, ids)
    return Done(act(), partial(back, project, before))


def _decisions_back(project: Project, before: list[KeptFinding]) -> Changes:
    kinds: defaultdict[tuple[Decision, str, str, date | None], list[FindingId]] = defaultdict(list)
    for one in before:
        waiver = one.waiver if one.decision is Decision.ACCEPTED else None
        said = (waiver.reason, waiver.author, waiver.expires) if waiver else ("", current_author(), None)
        kinds[(one.decision, *said)].append(one.id)
    changes = Changes()
    for (decision, reason, author, expires), ids in kinds.items():
        changes |= decide(project, ids, decision, reason=reason, author=author, expires=expires)
    return changes


def _assignees_back(project: Project, before: list[KeptFinding]) -> Changes:
    groups: defaultdict[str, list[FindingId]] = defaultdict(list)
    for one in before:
        groups[one.assignee].append(one.id)
    return _joined([assign(project, ids, name) for name, ids in groups.items()])


def _days_back(project: Project, before: list[KeptFinding]) -> Changes:
    groups: defaultdict[date | None, list[FindingId]] = defaultdict(list)
    for one in before:
        groups[one.due].append(one.id)
    return _joined([set_due(project, ids, day) for day, ids in groups.items()])


def _labels_back(project: Project, before: list[KeptFinding]) -> Changes:
    groups: defaultdict[tuple[str, ...], list[FindingId]] = defaultdict(list)
    for one in before:
        groups[one.labels].append(one.id)
    return _joined([set_labels(project, ids, labels) for labels, ids in groups.items()])


def _joined(found: Sequence[Changes]) -> Changes:
    changes = Changes()
    for one in found:
        changes |= one
    return changes
