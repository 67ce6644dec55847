"""Two texts side by side: which lines came, went or changed, and which words inside a changed line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

ALIKE = 0.5
"""Lines of a changed block that share at least this much stand opposite one another."""
LARGEST_BLOCK = 80
"""In larger blocks lines are paired in order: looking for the best pairs would take too long."""
LONGEST_EXACT = 4000
"""Longer texts are compared without the lines that are everywhere, such as empty ones."""
_TOKENS = re.compile(r"\w+|\s+|[^\w\s]")


class RowKind(StrEnum):
    """What became of a line. FOLDED stands for several that are the same."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    FOLDED = "folded"


@dataclass(frozen=True, slots=True)
class Side:
    """A line of one text; `number` counts from 1, None: no line. `spans`: what differs, from and to."""

    number: int | None = None
    text: str = ""
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class DiffRow:
    """Two lines opposite one another. `folded`: how many lines a FOLDED row stands for."""

    kind: RowKind
    old: Side
    new: Side
    folded: int = 0


def side_by_side(old: str, new: str) -> list[DiffRow]:
    """All lines of both texts, in order. Line ends count as `\\n`."""
    before, after = old.split("\n"), new.split("\n")
    many = max(len(before), len(after)) > LONGEST_EXACT
    matcher = SequenceMatcher(None, before, after, autojunk=many)
    rows: list[DiffRow] = []
    for tag, i, i_end, j, j_end in matcher.get_opcodes():
        if tag == "equal":
            rows += [
                DiffRow(RowKind.SAME, Side(i + n + 1, before[i + n]), Side(j + n + 1, after[j + n]))
                for n in range(i_end - i)
            ]
        else:
            rows += _block(before[i:i_end], after[j:j_end], i, j)
    return rows


def fold(rows: Sequence[DiffRow], *, context: int = 3) -> list[DiffRow]:
    """The rows without those that are the same, but for `context` of them around each change."""
    near = [False] * len(rows)
    for at, row in enumerate(rows):
        if row.kind is not RowKind.SAME:
            first, last = max(at - context, 0), min(at + context + 1, len(rows))
            near[first:last] = [True] * (last - first)
    found: list[DiffRow] = []
    hidden = 0
    for row, shown in zip(rows, near, strict=True):
        if not shown:
            hidden += 1
            continue
        if hidden:
            found.append(DiffRow(RowKind.FOLDED, Side(), Side(), hidden))
            hidden = 0
        found.append(row)
    if hidden:
        found.append(DiffRow(RowKind.FOLDED, Side(), Side(), hidden))
    return found


def count_changes(rows: Sequence[DiffRow]) -> tuple[int, int]:
    """Lines that came and lines that went; a changed line is one of each."""
    added = sum(row.kind in (RowKind.ADDED, RowKind.CHANGED) for row in rows)
    removed = sum(row.kind in (RowKind.REMOVED, RowKind.CHANGED) for row in rows)
    return added, removed


def change_starts(rows: Sequence[DiffRow]) -> list[int]:
    """The first row of each run of changes."""
    changed = [row.kind not in (RowKind.SAME, RowKind.FOLDED) for row in rows]
    return [at for at, is_one in enumerate(changed) if is_one and (at == 0 or not changed[at - 1])]


def _block(before: Sequence[str], after: Sequence[str], i: int, j: int) -> Iterator[DiffRow]:
    """Rows of a run where both texts differ; `i`, `j`: how many lines are before it."""
    at = 0
    for old_at, old in enumerate(before):
        partner = _partner(old, after, at, remaining=len(before) - old_at)
        if partner is None:
            yield DiffRow(RowKind.REMOVED, Side(i + old_at + 1, old), Side())
            continue
        for new_at in range(at, partner):
            yield DiffRow(RowKind.ADDED, Side(), Side(j + new_at + 1, after[new_at]))
        new = after[partner]
        old_spans, new_spans = _spans(old, new)
        yield DiffRow(
            RowKind.CHANGED, Side(i + old_at + 1, old, old_spans), Side(j + partner + 1, new, new_spans)
        )
        at = partner + 1
    for new_at in range(at, len(after)):
        yield DiffRow(RowKind.ADDED, Side(), Side(j + new_at + 1, after[new_at]))


def _partner(old: str, after: Sequence[str], at: int, *, remaining: int) -> int | None:
    """The first line from `at` on that is like `old`; None where there is none."""
    if len(after) > LARGEST_BLOCK or remaining > LARGEST_BLOCK:
        return at if at < len(after) else None
    for new_at in range(at, len(after)):
        matcher = SequenceMatcher(None, old.strip(), after[new_at].strip(), autojunk=False)
        bounds = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)  # the quick ones first
        if all(bound() >= ALIKE for bound in bounds):
            return new_at
    return None


def _spans(old: str, new: str) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
    """From and to of the words that differ, in each of the lines."""
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    old_spans: list[tuple[int, int]] = []
    new_spans: list[tuple[int, int]] = []
    for tag, i, i_end, j, j_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for spans, tokens, first, last in ((old_spans, before, i, i_end), (new_spans, after, j, j_end)):
            if first < last:
                start = sum(map(len, tokens[:first]))
                spans.append((start, start + sum(map(len, tokens[first:last]))))
    return tuple(old_spans), tuple(new_spans)
