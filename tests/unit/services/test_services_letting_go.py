"""Long values are emptied in place, piece by piece: no step holds up other threads."""

from __future__ import annotations

from typing import Any, SupportsIndex

from hypothesis import given
from hypothesis import strategies as st

from bimdesk.services.letting_go import LONG, PIECE, let_go

VALUES = st.recursive(
    st.none() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=2), inner, max_size=5),
    max_leaves=20,
)


@given(VALUES)
def test_that_what_is_let_go_of_is_empty_whatever_it_is(value: Any) -> None:
    let_go(value)
    assert not isinstance(value, list | dict) or not value


def test_that_long_values_within_are_taken_to_pieces_too() -> None:
    rows = [[number] for number in range(LONG * 3)]
    outer = {"rows": rows, "more": {"deep": list(range(LONG * 2))}}
    deep = outer["more"]
    let_go(outer)
    assert not outer
    assert not rows
    assert isinstance(deep, dict)


class _Watched(list[int]):
    """Notes how much is taken of it in one go."""

    def __init__(self, many: int) -> None:
        super().__init__(range(many))
        self.most = 0

    def __delitem__(self, what: SupportsIndex | slice[Any, Any, Any]) -> None:
        before = len(self)
        super().__delitem__(what)
        self.most = max(self.most, before - len(self))


def test_that_no_step_frees_more_than_a_piece() -> None:
    many = _Watched(PIECE * 3 + 1)
    let_go(many)
    assert not many
    assert many.most == PIECE
