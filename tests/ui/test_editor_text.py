"""What the editor does to text: no Qt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bimdesk.ui.editor.text import Query, byte_offset, byte_ranges, clean, next_indent, toggle_comment


def test_that_byte_ranges_count_utf8_and_not_characters() -> None:
    text = "Größe = 1\n# ✓ Größe\n"
    matches = list(Query(text="Größe").matches(text))
    assert byte_ranges(text, matches) == [(0, 7), (18, 25)]


@given(st.text(st.characters(codec="utf-8"), max_size=60), st.sampled_from(["a", "ö", "\n", "1"]))
def test_that_each_byte_range_holds_what_was_found(text: str, wanted: str) -> None:
    query = Query(text=wanted, match_case=True)
    data = text.encode()
    ranges = byte_ranges(text, list(query.matches(text)))
    assert [data[start:end].decode() for start, end in ranges] == [wanted] * text.count(wanted)


def test_that_a_broken_regular_expression_is_told_and_finds_nothing() -> None:
    query = Query(text="(", is_regex=True)
    assert query.problem == "Missing ), unterminated subpattern"
    assert list(query.matches("(")) == []


def test_that_groups_fill_the_replacement() -> None:
    query = Query(text=r"(\w+)=(\d)", is_regex=True)
    (match,) = query.matches("count=3")
    assert query.replacement(match, r"\2=\1") == "3=count"
    assert query.replacement(match, r"\9") == r"\9"
    assert Query(text="a").replacement(match, r"\2") == r"\2"


def test_that_whole_words_and_case_narrow_the_search() -> None:
    text = "Wall wall IfcWall"
    assert len(list(Query(text="wall").matches(text))) == 3
    assert len(list(Query(text="wall", whole_word=True).matches(text))) == 2
    assert len(list(Query(text="wall", whole_word=True, match_case=True).matches(text))) == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["a = 1"], ["# a = 1"]),
        (["    if a:", "        b"], ["    # if a:", "    #     b"]),
        (["# a", "", "#b"], ["a", "", "b"]),
        (["a", "# b"], ["# a", "# # b"]),
        ([""], [""]),
    ],
)
def test_that_lines_are_commented_and_uncommented(before: list[str], after: list[str]) -> None:
    assert toggle_comment(before) == after


@given(
    st.lists(st.text(st.characters(codec="ascii", exclude_characters="\n\r\t#\v\f\x1c\x1d\x1e"), max_size=12))
)
def test_that_commenting_twice_changes_nothing(lines: list[str]) -> None:
    assert toggle_comment(toggle_comment(lines)) == lines


@pytest.mark.parametrize(
    ("line", "indent"),
    [
        ("for a in b:", "    "),
        ("    if a:  # why", "        "),
        ("name = 'a:'", ""),
        ("    return 3", ""),
        ("result = {", "    "),
        ("    x = f(1)", "    "),
        ("# a comment:", ""),
    ],
)
def test_that_the_next_line_is_indented_as_python_wants_it(line: str, indent: str) -> None:
    assert next_indent(line) == indent


def test_that_text_scintilla_cannot_hold_is_replaced() -> None:
    assert clean("a\0b\udcff") == "a?b?"
    assert byte_offset("aö✓", 2) == 3
