"""The tree of filters and its text: both ways, clear errors, IfcOpenShell's order of things."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bimdesk.domain.filter_text import parse_filter, print_filter
from bimdesk.domain.filters import (
    EVERYTHING,
    NOTHING,
    All,
    Any,
    Attribute,
    Condition,
    Facet,
    Filter,
    FilterError,
    IfcClass,
    Not,
    Operator,
    Pattern,
    Property,
    Quantity,
    all_of,
    any_of,
    guids,
    is_not_set,
)
from bimdesk.domain.units import COMMON, convert, find_unit

TEXTS = st.text(max_size=12) | st.sampled_from(
    ["NULL", "TRUE", "3", "-2.5", "REI 60", "5 mm", "a\\", '"', "[x]"]
)
FINITE = st.floats(allow_nan=False, allow_infinity=False)
QUANTITIES = st.builds(Quantity, FINITE, st.sampled_from([*COMMON, "W/(m2K)", "kN/m2", "m²", "kg*m"]))


def _is_pattern(text: str) -> bool:
    try:
        Pattern(text)
    except FilterError:
        return False
    return True


PATTERNS = st.builds(
    Pattern,
    (st.text(max_size=8) | st.sampled_from([".*", "a/b", r"a\/b", r"\\/", "F[36]0"])).filter(_is_pattern),
)
CLASSES = st.builds(IfcClass, st.sampled_from(["IfcWall", "IfcDoor", "IfcBuildingElementProxy"]))
SUBJECTS = (
    st.builds(Attribute, st.sampled_from(["Name", "GlobalId", "OverallHeight", "X"]))
    | st.sampled_from(list(Facet))
    | st.builds(Property, st.none() | TEXTS | PATTERNS, TEXTS | PATTERNS)
)
EQUALITY = st.sampled_from([Operator.EQUAL, Operator.NOT_EQUAL])
ORDER = st.sampled_from([Operator.LESS, Operator.AT_MOST, Operator.MORE, Operator.AT_LEAST])
PARTS = st.sampled_from([Operator.CONTAINS, Operator.NOT_CONTAINS, Operator.STARTS, Operator.NOT_STARTS])
LISTS = st.lists(TEXTS | QUANTITIES, max_size=4).map(tuple)
CONDITIONS = (
    st.builds(
        Condition, SUBJECTS, EQUALITY, st.none() | st.booleans() | TEXTS | QUANTITIES | PATTERNS | LISTS
    )
    | st.builds(Condition, SUBJECTS, ORDER, TEXTS | QUANTITIES)
    | st.builds(Condition, SUBJECTS, PARTS, TEXTS)
)
FILTERS: st.SearchStrategy[Filter] = st.recursive(
    CLASSES | CONDITIONS | st.just(EVERYTHING),
    lambda inner: (
        st.lists(inner, max_size=4).map(lambda parts: all_of(*parts))
        | st.lists(inner, max_size=4).map(lambda parts: any_of(*parts))
        | inner.map(Not)
    ),
    max_leaves=12,
)
NAME = Condition(Attribute("Name"), Operator.EQUAL, "x")
WALL, DOOR, SLAB = IfcClass("IfcWall"), IfcClass("IfcDoor"), IfcClass("IfcSlab")


@given(FILTERS)
def test_that_a_printed_filter_is_read_as_the_same_filter(wanted: Filter) -> None:
    assert parse_filter(print_filter(wanted)) == wanted


@given(st.text() | st.text(alphabet="IfcWal\"'/\\[](),+!=<>*^. 3m"))
def test_that_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    try:
        wanted = parse_filter(text)
    except FilterError as error:
        assert 0 <= error.position <= len(text)
        assert error.message.startswith(f"Character {error.position + 1}: ")
    else:
        assert parse_filter(print_filter(wanted)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", EVERYTHING),
        ("  /* nothing */ ", EVERYTHING),
        ("IfcWall", WALL),
        ("IfcWall, IfcDoor", Any((WALL, DOOR))),
        ("IfcWall, IfcDoor, Name=x", All((Any((WALL, DOOR)), NAME))),
        ("IfcWall, Name=x, IfcDoor", Any((All((WALL, NAME)), DOOR))),
        ("Name=x, IfcWall", Any((NAME, WALL))),
        ("IfcWall, Name=x + IfcDoor", Any((All((WALL, NAME)), DOOR))),
        ("IfcWall + IfcDoor +", Any((WALL, DOOR))),
        ("IfcWall, !IfcDoor", All((WALL, Not(DOOR)))),
        ("IfcWall, (Name=x + IfcDoor)", All((WALL, Any((NAME, DOOR))))),
        ("!(Name=x)", Not(NAME)),
        ("!()", NOTHING),
        ("Name = NULL", is_not_set(Attribute("Name"))),
        ('Name="a \\"b\\" \\\\ c"', Condition(Attribute("Name"), Operator.EQUAL, 'a "b" \\ c')),
        ('*."Fire rating" *= F', Condition(Property(None, "Fire rating"), Operator.CONTAINS, "F")),
        ("/Pset_.*/.X!=/a/", Condition(Property(Pattern("Pset_.*"), "X"), Operator.NOT_EQUAL, Pattern("a"))),
        ("Q.Width>250mm", Condition(Property("Q", "Width"), Operator.MORE, Quantity(250.0, "mm"))),
        ("Q.Width = 2.5 m", Condition(Property("Q", "Width"), Operator.EQUAL, Quantity(2.5, "m"))),
        ("Tag=12mm", Condition(Attribute("Tag"), Operator.EQUAL, "12mm")),
        ("storey=[a, 2 m]", Condition(Facet.STOREY, Operator.EQUAL, ("a", Quantity(2.0, "m")))),
        (
            "1hOSvn6df7F8_7GcBWlRGQ",
            Condition(Attribute("GlobalId"), Operator.EQUAL, "1hOSvn6df7F8_7GcBWlRGQ"),
        ),
    ],
)
def test_that_a_text_means(text: str, wanted: Filter) -> None:
    assert parse_filter(text) == wanted


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("Q.Width > 3 mmm", 12, "'mmm' is no unit"),
        ("Name=Basic Wall", 11, "'Basic' is followed"),
        ("stoery=1", 0, "'stoery' is no class"),
        ("IfcWall, (Name=x", 9, "a bracket is not closed"),
        ("Name", 4, "a comparison is expected"),
        ("Name=", 5, "a value is missing"),
        ("Name>TRUE", 4, "'>' compares with a text or a number"),
        ('Name="x', 5, "a quotation mark is not closed"),
        ("Name=/(/", 5, "is no regular expression"),
        ("Name=/a", 5, "a pattern is not closed"),
        ("IfcWall,", 8, "a condition is missing"),
        ("Name=[a", 5, "the list is not closed"),
        ("IfcWall)", 7, "')' is not expected here"),
        ("!Name=x", 0, "'!' stands before"),
        ("(" * 70, 61, "nested more than"),
    ],
)
def test_that_an_error_names_its_place(text: str, position: int, words: str) -> None:
    with pytest.raises(FilterError) as caught:
        parse_filter(text)
    assert caught.value.position == position
    assert words in caught.value.message


def test_that_an_error_has_a_hint_what_to_write() -> None:
    with pytest.raises(FilterError, match="Did you mean storey"):
        parse_filter("stoery=1")
    with pytest.raises(FilterError, match='"Basic Wall"'):
        parse_filter("Name=Basic Wall, IfcDoor")


def test_that_ten_thousand_globalids_are_read_in_one_filter() -> None:
    names = [f"0{number:021d}" for number in range(10_000)]
    wanted = parse_filter(", ".join(names))
    assert isinstance(wanted, Any)
    assert len(wanted.parts) == 10_000
    assert parse_filter(print_filter(guids(names))) == guids(names)


def test_that_a_condition_without_sense_is_refused() -> None:
    for operator, value in [
        (Operator.LESS, None),
        (Operator.CONTAINS, Quantity(1.0, "m")),
        (Operator.STARTS, Pattern("x")),
    ]:
        with pytest.raises(FilterError):
            Condition(Attribute("Name"), operator, value)
    for number, unit in [(math.nan, "m"), (math.inf, "m"), (1.0, "parsec")]:
        with pytest.raises(FilterError):
            Quantity(number, unit)


@pytest.mark.parametrize(
    ("value", "unit", "other", "expected"),
    [
        (3.0, "m", "mm", 3000.0),
        (2.5, "m²", "m2", 2.5),
        (1.0, "m3", "L", 1000.0),
        (90.0, "°", "rad", math.pi / 2),
        (20.0, "°C", "K", 293.15),
        (1.0, "kN/m2", "Pa", 1000.0),
        (0.24, "W/(m2K)", "W/m2K", 0.24),
        (1.0, "ft", "in", 12.0),
        (1.0, "N/mm2", "MPa", 1.0),
    ],
)
def test_that_units_are_converted(value: float, unit: str, other: str, expected: float) -> None:
    assert convert(value, unit, other) == pytest.approx(expected)


def test_that_units_of_other_kinds_are_not_converted() -> None:
    assert convert(1.0, "m", "m2") is None
    assert convert(1.0, "m", "quux") is None
    assert all(find_unit(symbol) is not None for symbol in COMMON)
    assert all(find_unit(symbol) is None for symbol in ("", "x", "mm m", "3", "m//s", "*", "/"))


@pytest.mark.parametrize(
    "pattern", [r"(a+)+b", r"(a|aa)+$", r"(.*,){3}x", r"(a?){30}a{30}", r"(\w+\s?)*", ".*.*.*.*x"]
)
def test_that_patterns_which_may_run_for_ever_are_refused(pattern: str) -> None:
    for text in (f"Name=/{pattern}/", f"*./{pattern}/=x", f"/{pattern}/.FireRating=x"):
        with pytest.raises(FilterError, match=r"for ever|open repetitions"):
            parse_filter(text)


@pytest.mark.parametrize(
    "pattern",
    [
        r"REI \d+",
        r".*F[36]0.*",
        r"(REI|F) ?\d{2,3}",
        r"[+*?]{3}",
        r"\(a+\)+",
        "(ab)+",
        "(?i)rei.*",
        "(?:x|y)",
    ],
)
def test_that_ordinary_patterns_are_taken(pattern: str) -> None:
    assert parse_filter(f"Name=/{pattern}/") == Condition(Attribute("Name"), Operator.EQUAL, Pattern(pattern))
