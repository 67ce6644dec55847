"""Texts side by side: both texts are there whole, whatever they are; words inside changed lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bimdesk.domain.text_diff import RowKind, change_starts, count_changes, fold, side_by_side

_SOME = ["", "a = 1", "a = 2", "b = rooms(1)", "    return x", "print(a)"]
LINES = st.lists(st.sampled_from(_SOME), max_size=12)
ANY = st.text(alphabet="ab =\n()\t\r", max_size=60)


@given(st.one_of(LINES.map("\n".join), ANY), st.one_of(LINES.map("\n".join), ANY))
def test_that_each_side_holds_its_whole_text_in_order(old: str, new: str) -> None:
    rows = side_by_side(old, new)
    for text, sides in ((old, [row.old for row in rows]), (new, [row.new for row in rows])):
        there = [side for side in sides if side.number is not None]
        assert "\n".join(side.text for side in there) == text
        assert [side.number for side in there] == list(range(1, len(there) + 1))
    for row in rows:
        assert (row.kind is RowKind.SAME) == (row.old.text == row.new.text and None not in _numbers(row))
        for side, other in ((row.old, row.new), (row.new, row.old)):
            kept = _without(side.text, side.spans)
            if row.kind is RowKind.CHANGED:
                assert kept == _without(other.text, other.spans)
    assert (old == new) == (count_changes(rows) == (0, 0))


@given(LINES, LINES, st.integers(0, 4))
def test_that_folding_hides_only_lines_that_are_the_same(
    old: list[str], new: list[str], context: int
) -> None:
    rows = side_by_side("\n".join(old), "\n".join(new))
    folded = fold(rows, context=context)
    assert sum(row.folded or 1 for row in folded) == len(rows)
    changed = [row for row in rows if row.kind is not RowKind.SAME]
    assert [row for row in folded if row.kind not in (RowKind.SAME, RowKind.FOLDED)] == changed
    assert len(change_starts(folded)) == len(change_starts(rows))


def test_that_a_changed_line_says_which_words() -> None:
    (row,) = side_by_side("limit = 10  # metres", "limit = 12  # metres")
    assert row.kind is RowKind.CHANGED
    assert [row.old.text[a:b] for a, b in row.old.spans] == ["10"]
    assert [row.new.text[a:b] for a, b in row.new.spans] == ["12"]


def test_that_a_line_put_before_a_changed_one_does_not_take_its_place() -> None:
    rows = side_by_side("total = count(walls)\nend", "import re\ntotal = count(doors)\nend")
    assert [row.kind for row in rows] == [RowKind.ADDED, RowKind.CHANGED, RowKind.SAME]
    assert count_changes(rows) == (2, 1)
    assert change_starts(rows) == [0]


def _numbers(row: object) -> tuple[object, object]:
    return row.old.number, row.new.number  # type: ignore[attr-defined]


def _without(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    for start, end in reversed(spans):
        text = text[:start] + text[end:]
    return text
