"""Findings by check, worst first; how many of each check a report shows when there are many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from bimdesk.services.reports.model import Count, FindingRow, Group
from bimdesk.services.reports.words import SEVERITIES, counted

T = TypeVar("T")

MOST_SHOWN = 1000
"""Findings in a file that people read; a workbook has all."""
MOST_GROUPS = 60
_ORDER = {name: at for at, name in enumerate(SEVERITIES)}
_OPTIONAL = (
    *("state", "decision", "element", "storey", "guid", "expected", "found", "model", "since"),
    *("assignee", "due"),
)


def severity_order(severity: str) -> int:
    """0 is the worst."""
    return _ORDER.get(severity, len(_ORDER))


def shares(counts: Sequence[int], most: int) -> list[int]:
    """How many of each are shown when `most` are in all: small groups whole, the rest in equal parts."""
    shown = [0] * len(counts)
    left, open_groups = most, [at for at, count in enumerate(counts) if count]
    while left > 0 and open_groups:
        part = max(1, left // len(open_groups))
        for at in list(open_groups):
            more = min(part, counts[at] - shown[at], left)
            shown[at] += more
            left -= more
            if shown[at] == counts[at]:
                open_groups.remove(at)
    return shown


def by_check(
    items: Sequence[T], check_of: Callable[[T], str], severity_of: Callable[[T], str]
) -> list[list[T]]:
    """Groups of items with one check each, the worst group first and the worst items first in each."""
    groups: dict[str, list[T]] = {}
    for item in items:
        groups.setdefault(check_of(item), []).append(item)
    for group in groups.values():
        group.sort(key=lambda item: severity_order(severity_of(item)))
    return sorted(groups.values(), key=lambda group: (severity_order(severity_of(group[0])), -len(group)))


def make_group(title: str, rows: list[FindingRow], *, total: int, script: str = "") -> Group:
    """A group of what is shown of one check. `rows` are sorted, the worst first; never none."""
    note = f"The first {len(rows):,} of {counted(total, 'finding')}." if total > len(rows) else ""
    return Group(
        title=title,
        script=script,
        severity=rows[0].severity,
        severity_label=rows[0].severity_label,
        total=total,
        note=note,
        uses=[name for name in _OPTIONAL if any(getattr(row, name) for row in rows)],
        findings=rows,
    )


def count_severities(counts: dict[str, int]) -> list[Count]:
    """Worst first; those of which there are none are left out."""
    return [
        Count(key=key, label=label, count=counts[key]) for key, label in SEVERITIES.items() if counts.get(key)
    ]


def severity_sentence(counts: Sequence[Count]) -> str:
    """`9 errors and 3 warnings.`"""
    words = {"error": ("error", ""), "warning": ("warning", ""), "info": ("remark", "")}
    parts = [counted(one.count, words[one.key][0]) for one in counts]
    if not parts:
        return "No findings."
    return (f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]) + "."
