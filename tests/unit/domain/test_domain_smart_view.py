"""Smart views as values: fields as text, the document there and back, what is refused and why."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bimdesk.domain.color_scales import ramp_colors, series_colors
from bimdesk.domain.filters import Attribute, Facet, FilterError, Property
from bimdesk.domain.smart_view import (
    ByValue,
    Effect,
    Paint,
    Palette,
    Ramp,
    Rest,
    Rule,
    SmartView,
    field_text,
    read_field,
    unique_name,
)
from bimdesk.domain.smart_view_file import read_views, write_views
from bimdesk.domain.smart_views_built_in import BUILT_IN
from bimdesk.errors import BadInputError

_words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
_names = _words.map(lambda text: " ".join(text.split())).filter(bool)
_fields = st.one_of(
    st.sampled_from(Facet),
    st.from_regex(r"[A-Z][A-Za-z0-9]{0,8}", fullmatch=True).map(Attribute),
    st.builds(Property, st.one_of(st.none(), _words), _words),
)
_rests = st.sampled_from(Rest)
_bounds = st.one_of(st.none(), st.floats(-1e9, 1e9))
_actions = st.one_of(
    st.from_regex(r"(#[0-9a-f]{6})?", fullmatch=True).map(Paint),
    st.builds(ByValue, _fields, _rests),
    st.builds(
        lambda field, low, span, palette, rest: Ramp(
            field, low, None if low is None or span is None else low + span, palette, rest
        ),
        _fields,
        _bounds,
        st.one_of(st.none(), st.floats(1, 1e9)),
        st.sampled_from(Palette),
        _rests,
    ),
    st.sampled_from(Effect),
)
_filters = st.sampled_from(["", "IfcWall", "IfcDoor, Name*=a", 'storey="Level 1"', "!(IfcSlab), *.A=NULL"])
_rules = st.builds(Rule, _filters, _actions, _names)
_views = st.builds(
    SmartView,
    name=_names,
    group=st.one_of(st.just(""), _names),
    rules=st.lists(_rules, min_size=1).map(tuple),
)


@given(_fields)
def test_that_a_field_is_read_as_it_was_written(field: Facet | Attribute | Property) -> None:
    assert read_field(field_text(field)) == field


@given(st.lists(_views, max_size=4))
def test_that_views_are_read_as_they_were_written(views: list[SmartView]) -> None:
    assert read_views(json.loads(json.dumps(write_views(views)))) == views


def test_that_the_built_in_views_have_ids_of_their_own_and_can_be_written() -> None:
    assert len({view.id for view in BUILT_IN}) == len(BUILT_IN)
    assert all(view.is_built_in for view in BUILT_IN)
    again = read_views(write_views(BUILT_IN))
    assert [view.rules for view in again] == [view.rules for view in BUILT_IN]


def test_that_a_rule_keeps_its_filter_in_one_spelling() -> None:
    assert Rule('IfcWall ,  Name = "x"', Effect.HIDE) == Rule("IfcWall, Name=x", Effect.HIDE)


@pytest.mark.parametrize("text", ["", "nothing", "class, Name", "Pset.", "/a.*/./b/", "Name=x, Tag"])
def test_that_a_text_that_is_no_field_is_refused_in_words(text: str) -> None:
    with pytest.raises(FilterError, match="no"):
        read_field(text)


def test_that_what_makes_no_sense_is_refused() -> None:
    for make in (
        lambda: Paint("red"),
        lambda: Ramp(Attribute("Elevation"), 2.0, 2.0),
        lambda: Ramp(Attribute("Elevation"), float("nan")),
        lambda: SmartView(name="  ", rules=(Rule("", Effect.HIDE),)),
        lambda: SmartView(name="a", rules=()),
        lambda: SmartView(name="a" * 256, rules=(Rule("", Effect.HIDE),)),
    ):
        with pytest.raises(BadInputError):
            make()
    with pytest.raises(FilterError):
        Rule("IfcWall,,", Effect.HIDE)


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ([], "the file: an object"),
        ({"bimdesk": "filters"}, "holds no smart views"),
        ({"bimdesk": "smart views", "version": 2}, "of version 2"),
        ({"bimdesk": "smart views", "version": 1}, "'views' is not a list"),
        (1, "the file"),
    ],
)
def test_that_a_document_of_something_else_is_told_apart(document: object, sentence: str) -> None:
    with pytest.raises(BadInputError, match=sentence):
        read_views(document)


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ({"filter": "IfcWall,,", "action": {"kind": "hide"}}, r"views\[1\].rules\[0\].filter: "),
        ({"filter": 3, "action": {"kind": "hide"}}, r"rules\[0\].filter: a text is expected"),
        ({"action": {"kind": "shine"}}, r"action.kind: 'shine' is no action"),
        ({"action": {"kind": "values", "field": "nothing"}}, r"action.field: 'nothing' is no field"),
        ({"action": {"kind": "ramp", "field": "Name", "low": "a"}}, r"action.low: a number"),
        ({"action": {"kind": "ramp", "field": "Name", "low": 3, "high": 1}}, r"action: The ramp ends at 1"),
        ({"action": {"kind": "values", "field": "Name", "rest": "sad"}}, r"action.rest: 'sad' is not known"),
        ({"action": {"kind": "color", "color": "red"}}, r"action: 'red' is no colour"),
        ({"action": None}, r"action: an object"),
        (None, r"rules\[0\]: an object"),
    ],
)
def test_that_a_wrong_place_in_a_document_is_named(rule: object, sentence: str) -> None:
    good = {"name": "a", "rules": [{"filter": "", "action": {"kind": "hide"}}]}
    document = {"bimdesk": "smart views", "version": 1, "views": [good, {"name": "b", "rules": [rule]}]}
    with pytest.raises(BadInputError, match=sentence):
        read_views(document)


_json = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["views", "rules", "name", "filter", "action", "kind", "field"]),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=15,
)


@given(_json)
def test_that_no_document_is_more_than_refused(inner: object) -> None:
    try:
        read_views({"bimdesk": "smart views", "version": 1, "views": inner})
    except BadInputError as error:
        assert error.message


@given(st.integers(0, 300))
def test_that_colours_of_values_differ(count: int) -> None:
    chart = ("#3469d2", "#65d3c1", "#d4af42")
    found = series_colors(chart, count)
    assert len(found) == count == len(set(found))
    assert found[:3] == list(chart[:count])


@pytest.mark.parametrize("palette", Palette)
def test_that_a_ramp_has_its_shades_in_order(palette: Palette) -> None:
    shades = ramp_colors(palette)
    assert len(shades) == len(set(shades)) == 64
    if palette is not Palette.BLUE_RED:  # it is darkest at both ends
        sums = [
            sum(weight * c for weight, c in zip((2, 7, 1), bytes.fromhex(one[1:]), strict=True))
            for one in shades
        ]
        assert sums == sorted(sums)


def test_that_a_name_that_is_taken_gets_a_number() -> None:
    assert unique_name("A", set()) == "A"
    assert unique_name("A", {"a", "a 2"}) == "A 3"
    assert len(unique_name("b" * 255, {"b" * 255})) == 255
