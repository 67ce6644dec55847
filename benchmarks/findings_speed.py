"""How long lists, filters, counts and groups of findings take: `python -m benchmarks.findings_speed FOLDER`.

FOLDER as `benchmarks.made_findings` makes it. Each question five times: the median and the worst in
milliseconds; gives 1 where one is over 300 ms.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import get_args

from benchmarks.window_bench import own_paths
from bimdesk.bootstrap import open_project
from bimdesk.domain.finding import Severity
from bimdesk.domain.finding_life import Decision, FindingFilter, FindingState, GroupName, OrderName
from bimdesk.domain.ids import FindingId, ModelId
from bimdesk.services.findings.deciding import finding_details
from bimdesk.services.findings.listing import count_by, count_findings, list_findings
from bimdesk.services.findings.timeline import matrix, timeline
from bimdesk.services.project import Project

MOST_MS = 300
TIMES = 5
ALL = FindingFilter()
FILTERS = {
    "all": ALL,
    "open": FindingFilter(only_open=True),
    "new errors": FindingFilter(states=frozenset({FindingState.NEW}), severities=frozenset({Severity.ERROR})),
    "one model": FindingFilter(model_ids=frozenset({ModelId(3)}), only_open=True),
    "one storey and class": FindingFilter(storeys=frozenset({"Level 07"}), classes=frozenset({"IfcDoor"})),
    "accepted": FindingFilter(decisions=frozenset({Decision.ACCEPTED})),
    "of a person, overdue": FindingFilter(assignees=frozenset({"Ann Lee"}), overdue=True),
    "label": FindingFilter(labels=frozenset({"facade"})),
    "text, rare": FindingFilter(text="width 431"),
    "text, common": FindingFilter(text="rating"),
}
"""What people ask for."""


def questions(project: Project) -> Iterator[tuple[str, Callable[[], object]]]:
    """Everything that a window asks."""
    for name, wanted in FILTERS.items():
        yield f"list {name}", lambda wanted=wanted: list_findings(project, wanted)
        yield f"count {name}", lambda wanted=wanted: count_findings(project, wanted)
        yield f"group by state, {name}", lambda wanted=wanted: count_by(project, wanted, "state")
    for order in get_args(OrderName):
        yield f"order by {order}", lambda order=order: list_findings(project, ALL, order=order)
    for offset in (10_000, 500_000, 990_000):
        yield f"row {offset:,}", lambda offset=offset: list_findings(project, ALL, offset=offset)
    for group in get_args(GroupName):
        yield f"group by {group}", lambda group=group: count_by(project, ALL, group)
    yield "timeline", lambda: timeline(project, ALL, ModelId(3))
    yield "matrix", lambda: matrix(project)
    yield "one finding", lambda: finding_details(project, FindingId(500_000))


def main() -> int:
    """Ask everything."""
    folder = Path(sys.argv[1])
    project = open_project(folder, own_paths(folder.parent))
    slow = 0
    for name, ask in questions(project):
        took = sorted(_milliseconds(ask) for _ in range(TIMES))
        is_slow = took[-1] > MOST_MS
        slow += is_slow
        print(f"{name:36} {statistics.median(took):8.1f} {took[-1]:8.1f}{'  over' if is_slow else ''}")
    project.close()
    return 1 if slow else 0


def _milliseconds(ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    ask()
    return timedelta(seconds=time.perf_counter() - began) / timedelta(milliseconds=1)


if __name__ == "__main__":
    raise SystemExit(main())
