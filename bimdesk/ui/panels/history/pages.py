"""The order of the history and its pages: numbers of all rows, and the rows of what is looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from bimdesk.domain.execution import Execution
from bimdesk.domain.history import ExecutionFilter, OrderName
from bimdesk.services.history import order_executions, read_executions
from bimdesk.services.project import Project
from bimdesk.ui.operations import Operations

PAGE = 200
KEPT = 40
AT_ONCE = 2
WAITING = 6
"""Pages that were passed by quickly are not read: nobody looks at them any more."""


@dataclass(frozen=True, slots=True)
class Question:
    """What the history shows, and in which order."""

    wanted: ExecutionFilter
    order: OrderName = "start"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """The numbers of all rows, and the pages that were asked for with them."""

    numbers: Sequence[int]
    pages: Mapping[int, list[Execution]]


def read_start(project: Project, question: Question, pages: Iterable[int], size: int) -> Answer:
    """The order anew, and those of the pages that are still there."""
    numbers = order_executions(project, question.wanted, order=question.order, descending=question.descending)
    there = [page for page in pages if page * size < len(numbers)]
    return Answer(numbers, {page: read_page(project, numbers, page, size) for page in there})


def read_page(project: Project, numbers: Sequence[int], page: int, size: int) -> list[Execution]:
    """The rows of one page."""
    return read_executions(project, numbers[page * size : (page + 1) * size])


class Pages:
    """Holds some; `take(page)` says that one has come. `begin` makes late answers count for nothing."""

    def __init__(self, project: Project, operations: Operations, take: Callable[[int], None]) -> None:
        self._project = project
        self._operations = operations
        self._take = take
        self._held: OrderedDict[int, list[Execution]] = OrderedDict()
        self._waiting: OrderedDict[int, None] = OrderedDict()
        self._coming: set[int] = set()
        self._state = 0
        self.numbers: Sequence[int] = ()

    @property
    def recent(self) -> list[int]:
        """What was looked at last, the newest first."""
        return list(reversed(self._held))[:4]

    def items(self) -> Iterable[tuple[int, list[Execution]]]:
        return self._held.items()

    def begin(self, answer: Answer) -> None:
        """Another order, or newer rows: only these pages hold now."""
        self._state += 1
        self.numbers = answer.numbers
        self._held = OrderedDict(answer.pages)
        self._waiting.clear()
        self._coming.clear()

    def find(self, page: int) -> list[Execution] | None:
        """A page that is here; None where it comes, which is asked for."""
        found = self._held.get(page)
        if found is not None:
            self._held.move_to_end(page)
        elif page not in self._coming:
            self._waiting[page] = None
            self._waiting.move_to_end(page)
            while len(self._waiting) > WAITING:
                self._waiting.popitem(last=False)
            self._go_on()
        return found

    def _go_on(self) -> None:
        while self._waiting and len(self._coming) < AT_ONCE:
            page, _none = self._waiting.popitem()
            self._coming.add(page)
            read = partial(read_page, self._project, self.numbers, page, PAGE)
            self._operations.run(read, on_success=partial(self._came, self._state, page))

    def _came(self, state: int, page: int, rows: list[Execution]) -> None:
        if state != self._state:
            return
        self._coming.discard(page)
        self._held[page] = rows
        while len(self._held) > KEPT:
            self._held.popitem(last=False)
        self._take(page)
        self._go_on()
