"""Pages of findings, read as they are looked at: the newest first, two at a time, the oldest let go."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from bimdesk.domain.finding_life import FindingFilter, GroupName, KeptFinding, OrderName
from bimdesk.domain.ids import FindingId
from bimdesk.services.findings.listing import count_by, count_findings, list_findings
from bimdesk.services.project import Project
from bimdesk.ui.models.finding_places import Section
from bimdesk.ui.models.finding_scope import narrowed
from bimdesk.ui.operations import Operations

PAGE = 200
KEPT = 40
AT_ONCE = 2
WAITING = 6
"""Pages that were passed by quickly are not read: nobody looks at them any more."""
MOST_GROUPS = 400
Key = tuple[int, int]
"""Section, page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the list shows, and how. `group` None: one list without heads."""

    wanted: FindingFilter
    order: OrderName = "severity"
    descending: bool = False
    group: GroupName | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Sections with their counts, and the pages that were asked for with them."""

    sections: list[Section]
    pages: Mapping[Key, list[KeptFinding]]


@dataclass(frozen=True, slots=True)
class Span:
    """Findings one after another: of a filter, from an offset on."""

    wanted: FindingFilter
    offset: int
    count: int


def read_sections(project: Project, question: Question) -> list[Section]:
    """The one list, or a section per group, the greatest first as the service orders them."""
    if question.group is None:
        return [Section(None, count_findings(project, question.wanted), question.wanted)]
    groups = count_by(project, question.wanted, question.group)[:MOST_GROUPS]
    return [
        Section(one.label, one.count, narrowed(question.wanted, question.group, one.key)) for one in groups
    ]


def read_page(project: Project, question: Question, section: Section, number: int) -> list[KeptFinding]:
    """The findings of one page; fewer where the section ends."""
    return list_findings(
        project,
        section.wanted,
        order=question.order,
        descending=question.descending,
        limit=PAGE,
        offset=number * PAGE,
    )


def read_start(project: Project, question: Question, keys: Sequence[Key]) -> Answer:
    """Sections, and those of the pages that are still there."""
    sections = read_sections(project, question)
    there = [key for key in keys if key[0] < len(sections) and key[1] * PAGE < sections[key[0]].count]
    return Answer(sections, {key: read_page(project, question, sections[key[0]], key[1]) for key in there})


def read_ids(project: Project, question: Question, spans: Iterable[Span]) -> list[FindingId]:
    """The findings of spans that were chosen, seen or not."""
    return [
        one.id
        for span in spans
        for one in list_findings(
            project,
            span.wanted,
            order=question.order,
            descending=question.descending,
            limit=span.count,
            offset=span.offset,
        )
    ]


def read_these(project: Project, ids: Sequence[FindingId]) -> list[KeptFinding]:
    """Findings by number, in this order; those that are gone are left out."""
    return project.findings.read(ids, today=date.today())


class Pages:
    """Holds some; `take(key)` says that one has come. `forget` makes late answers count for nothing."""

    def __init__(self, project: Project, operations: Operations, take: Callable[[Key], None]) -> None:
        self._project = project
        self._operations = operations
        self._take = take
        self._held: OrderedDict[Key, list[KeptFinding]] = OrderedDict()
        self._waiting: OrderedDict[Key, Section] = OrderedDict()
        self._coming: set[Key] = set()
        self._state = 0
        self._question = Question(wanted=FindingFilter())

    @property
    def recent(self) -> list[Key]:
        """What was looked at last, the newest first."""
        return list(reversed(self._held))[:4]

    def items(self) -> Iterable[tuple[Key, list[KeptFinding]]]:
        return self._held.items()

    def begin(self, question: Question, pages: Mapping[Key, list[KeptFinding]]) -> None:
        """Another question, or newer answers: only these pages hold now."""
        self._state += 1
        self._question = question
        self._held = OrderedDict(pages)
        self._waiting.clear()
        self._coming.clear()

    def find(self, key: Key) -> list[KeptFinding] | None:
        """A page that is here; None where it must come first."""
        found = self._held.get(key)
        if found is not None:
            self._held.move_to_end(key)
        return found

    def ask(self, key: Key, section: Section) -> None:
        """Have it read."""
        if key in self._coming:
            return
        self._waiting[key] = section
        self._waiting.move_to_end(key)
        while len(self._waiting) > WAITING:
            self._waiting.popitem(last=False)
        self._go_on()

    def _go_on(self) -> None:
        while self._waiting and len(self._coming) < AT_ONCE:
            key, section = self._waiting.popitem()
            self._coming.add(key)
            read = partial(read_page, self._project, self._question, section, key[1])
            self._operations.run(read, on_success=partial(self._came, self._state, key))

    def _came(self, state: int, key: Key, page: list[KeptFinding]) -> None:
        if state != self._state:
            return
        self._coming.discard(key)
        self._held[key] = page
        while len(self._held) > KEPT:
            self._held.popitem(last=False)
        self._take(key)
        self._go_on()
