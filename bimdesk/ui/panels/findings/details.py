"""The details of what is chosen: the finding, its element, what was decided, planned, said, and happened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from bimdesk.domain.changes import Changes
from bimdesk.domain.finding_life import AliasDoubt, Decision, FindingDetails, FindingFilter, KeptFinding
from bimdesk.domain.ids import FindingId
from bimdesk.services.authors import current_author
from bimdesk.services.clock import now
from bimdesk.services.findings.deciding import finding_details
from bimdesk.services.findings.identities import confirm_alias, reject_alias
from bimdesk.services.findings.listing import count_by
from bimdesk.services.project import Project
from bimdesk.ui.latest import Latest
from bimdesk.ui.models.finding_pages import read_these
from bimdesk.ui.models.finding_words import check_words, element_words, since_words, waiver_words
from bimdesk.ui.models.wording import when
from bimdesk.ui.panels.findings import blocks
from bimdesk.ui.panels.findings.accept_form import AcceptForm
from bimdesk.ui.panels.findings.desk import Chosen, FindingsDesk
from bimdesk.ui.panels.findings.details_head import DetailsHead
from bimdesk.ui.panels.findings.plan_form import PlanForm
from bimdesk.ui.widgets.empty_state import EmptyState

MOST_READ = 500
"""Of more findings at once, common values are not looked for."""
MOST_GUIDS = 12
Found = tuple[FindingDetails | None, list[KeptFinding], list[str]]


class DetailsPage(QWidget):
    """Follows the desk's choice. `show_requested`, `run_requested(ExecutionId)`."""

    show_requested = Signal()
    run_requested = Signal(object)
    title_changed = Signal(str)

    def __init__(self, desk: FindingsDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._details: FindingDetails | None = None
        self._is_stale = True
        self._accept_then = False
        self._chosen: tuple[FindingId, ...] = ()
        self._names: list[str] | None = None
        """Who has findings; None: to be counted anew."""
        self.head = DetailsHead()
        self.accept_form = AcceptForm()
        self.plan = PlanForm()
        self.comment = QLineEdit()
        self._nothing = EmptyState(
            "flag", self.tr("No finding chosen"), self.tr("Choose a row of the findings: F8 takes the next.")
        )
        self._waiver = blocks.Block(self.tr("Accepted"))
        self._expected = blocks.Block(self.tr("Expected and found"))
        self._facts = blocks.Block(self.tr("Where and since when"))
        self._doubts = blocks.Block(self.tr("Perhaps the same element"))
        self._planned = blocks.Block(self.tr("Plan"))
        self._comments = blocks.Block(self.tr("Comments"))
        self._history = blocks.Block(self.tr("History"))
        self._stack = QStackedWidget()
        self._reading: Latest[Found] = Latest(desk.context.operations, self._take, owner=self)
        self._lay_out()
        self._connect()

    @property
    def details(self) -> FindingDetails | None:
        """Of the one finding that is shown."""
        return self._details

    def refresh(self) -> None:
        """Read what is chosen."""
        self._is_stale = False
        ids = self._desk.chosen.ids
        if not ids:
            self._reading.drop()
            self._stack.setCurrentWidget(self._nothing)
        else:
            self._reading.ask(partial(_read, self._desk.context.project, ids, self._names))

    def ask_reason(self) -> None:
        """Open the form of a waiver for what is chosen, once that is shown."""
        if self._is_stale or self._stack.currentWidget() is self._nothing:
            self._accept_then = True
            self.refresh()
        else:
            self.accept_form.open(len(self._desk.chosen.ids))

    def _lay_out(self) -> None:
        page = QWidget()
        page.setProperty("surface", "bar")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 12)
        column.setSpacing(0)
        column.addWidget(self.head)
        holder = QWidget()
        held = QVBoxLayout(holder)
        held.setContentsMargins(12, 0, 12, 8)
        held.addWidget(self.accept_form)
        column.addWidget(holder)
        self._planned.fill([self.plan])
        self.comment.setPlaceholderText(self.tr("Add a comment, then Enter"))
        self.comment.setAccessibleName(self.tr("Comment"))
        for block in self._blocks():
            column.addWidget(block)
            if block is self._comments:
                self._comment_row = QWidget()
                row = QVBoxLayout(self._comment_row)
                row.setContentsMargins(12, 0, 12, 10)
                row.addWidget(self.comment)
                column.addWidget(self._comment_row)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(page)
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(scroll)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def _blocks(self) -> tuple[blocks.Block, ...]:
        return (
            self._waiver,
            self._doubts,
            self._expected,
            self._facts,
            self._planned,
            self._comments,
            self._history,
        )

    def _connect(self) -> None:
        desk = self._desk
        desk.chosen_changed.connect(self._on_chosen)
        desk.context.hub.changed.connect(self._on_changes)
        self.head.decided.connect(self._decide)
        self.head.accept_requested.connect(self.ask_reason)
        self.head.show_requested.connect(self.show_requested)
        self.accept_form.accepted.connect(self._accept)
        self.plan.assigned.connect(lambda name: desk.acts.assign(self._ids(), name))
        self.plan.due_set.connect(self._set_due)
        self.plan.labelled.connect(lambda labels: desk.acts.set_labels(self._ids(), labels))
        self.comment.returnPressed.connect(self._add_comment)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self.refresh()

    def _on_chosen(self, chosen: Chosen) -> None:
        """Another finding ends a waiver that was begun; the same one, read again, leaves it."""
        if chosen.ids != self._chosen:
            self._chosen = chosen.ids
            self.accept_form.hide()
        self._look_again()

    def _on_changes(self, changes: Changes) -> None:
        if changes.findings:
            self._names = None
            self._look_again()

    def _look_again(self) -> None:
        self._is_stale = True
        if self.isVisible():
            self.refresh()

    def _ids(self) -> tuple[FindingId, ...]:
        return self._desk.chosen.ids

    # What is shown

    def _take(self, found: Found) -> None:
        self._details, findings, self._names = found
        ids = self._ids()
        if not ids or (len(ids) == 1 and self._details is None):
            self._stack.setCurrentWidget(self._nothing)
            return
        self.plan.offer_names(self._names)
        self.plan.show_findings(findings)
        if self._details is not None:
            self._show_one(self._details)
        else:
            self._show_several(len(ids), findings)
        self._stack.setCurrentIndex(1)
        if self._accept_then:
            self._accept_then = False
            self.accept_form.open(len(ids))

    def _show_several(self, count: int, findings: Sequence[KeptFinding]) -> None:
        self.head.show_several(count, findings)
        for block in (self._waiver, self._expected, self._facts, self._doubts, self._comments, self._history):
            block.fill([])
        self._comment_row.hide()
        self.title_changed.emit(self.tr("{0} findings").format(f"{count:,}"))

    def _show_one(self, details: FindingDetails) -> None:
        finding, at = details.finding, now()
        self.head.show_one(finding)
        waiver = waiver_words(finding.waiver) if finding.waiver is not None else ""
        self._waiver.fill([blocks.selectable(waiver)] if waiver else [])
        is_compared = any(blocks.expected_and_found(finding.data))
        title = self.tr("Expected and found") if is_compared else self.tr("What the check tells")
        self._expected.head.setText(title)
        self._expected.fill(_data_parts(finding))
        self._facts.fill([blocks.Facts(self._fact_rows(finding))])
        cards = [blocks.DoubtCard(doubt) for doubt in details.doubts]
        for card in cards:
            card.answered.connect(self._answer)
        self._doubts.fill(cards, count=len(cards))
        comments = [blocks.comment_line(one, now=at) for one in details.comments]
        self._comments.fill(comments, count=len(comments))
        self._comment_row.show()
        newest = list(reversed(details.events))[: blocks.MOST_EVENTS]
        lines = [blocks.event_line(one, now=at, open_run=self.run_requested.emit) for one in newest]
        self._history.fill(lines, count=len(details.events))
        self.title_changed.emit(self.tr("Finding"))

    def _fact_rows(self, finding: KeptFinding) -> list[tuple[str, str, bool]]:
        at = now()
        guids = "\n".join(finding.guids[:MOST_GUIDS])
        if len(finding.guids) > MOST_GUIDS:
            guids += "\n" + self.tr("and {0} more").format(f"{finding.element_count - MOST_GUIDS:,}")
        last = f"{finding.last_version}, {when(finding.last_seen_at, now=at)}"
        rows = [
            (self.tr("Element"), element_words(finding), False),
            (self.tr("Class"), finding.element_class, False),
            ("GlobalId", guids, True),
            (self.tr("Storey"), finding.storey, False),
            (self.tr("Model"), finding.model_name, False),
            (self.tr("Check"), check_words(finding), False),
            (self.tr("Since"), since_words(finding, now=at), False),
            (self.tr("Last seen"), last, False),
        ]
        return [row for row in rows if row[1]]

    # What a person does

    def _decide(self, decision: Decision) -> None:
        self._desk.acts.decide(self._ids(), decision)

    def _accept(self, reason: str, author: str, until: date | None) -> None:
        acts = self._desk.acts
        acts.decide(self._ids(), Decision.ACCEPTED, reason=reason, author=author, expires=until)

    def _set_due(self, day: date | None) -> None:
        self._desk.acts.set_due(self._ids(), day)

    def _add_comment(self) -> None:
        text = self.comment.text().strip()
        if text and len(self._ids()) == 1:
            self.comment.clear()
            self._desk.acts.comment(self._ids()[0], text)

    def _answer(self, doubt: AliasDoubt, same: bool) -> None:
        context = self._desk.context
        answer = confirm_alias if same else reject_alias
        context.operations.write(
            partial(answer, context.project, doubt.id, current_author()), on_success=context.hub.publish
        )


def _data_parts(finding: KeptFinding) -> list[QWidget]:
    """Expected and found first, then what else the check told."""
    expected, found = blocks.expected_and_found(finding.data)
    named = {*blocks.EXPECTED, *blocks.FOUND} if expected or found else set()
    rest = [(name, value) for name, value in finding.data.items() if name.casefold() not in named]
    rows: list[tuple[str, str, bool]] = []
    if expected or found:
        rows += [(blocks.tr("Expected"), expected, False), (blocks.tr("Found"), found, False)]
    rows += [(str(name), blocks.plain(value), False) for name, value in rest[:20]]
    return [blocks.Facts(rows)] if rows else []


def _read(project: Project, ids: tuple[FindingId, ...], known: list[str] | None) -> Found:
    """Runs in the pool. One: all of it. Several: what they have in common, up to a number."""
    names = known
    if names is None:  # a count of all findings: not at every row that one looks at
        names = [one.key for one in count_by(project, FindingFilter(), "assignee")]
    if len(ids) == 1:
        details = finding_details(project, ids[0])
        return details, [details.finding], names
    return None, read_these(project, ids[:MOST_READ]), names
