"""Parts of reports without a project: charts, Markdown, shares of long lists, texts of cells."""

from __future__ import annotations

import math
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bimdesk.services.reports.chart_data import KINDS, read_chart
from bimdesk.services.reports.chart_scales import bins, ticks
from bimdesk.services.reports.charts import chart_svg
from bimdesk.services.reports.gathered import Shot, chosen_shots
from bimdesk.services.reports.grouping import count_severities, severity_sentence, shares
from bimdesk.services.reports.markdown_blocks import read_markdown
from bimdesk.services.reports.model import Chart, Series
from bimdesk.services.reports.svg import LIGHT, THEMED
from bimdesk.services.reports.words import cell, cleaned

numbers = st.none() | st.floats(allow_nan=False, allow_infinity=False, width=32)
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    labels = draw(st.lists(texts, min_size=1, max_size=40))
    values = st.lists(numbers, min_size=len(labels), max_size=len(labels))
    series = [Series(name=draw(texts), values=draw(values)) for _ in range(draw(st.integers(1, 3)))]
    return Chart(name=draw(texts), kind=draw(st.sampled_from(KINDS)), labels=labels, series=series)


@given(charts())
@settings(max_examples=60)
def test_that_every_chart_is_well_formed_svg_without_markup_from_its_texts(chart: Chart) -> None:
    for colors in (LIGHT, THEMED):
        root = ElementTree.fromstring(chart_svg(chart, colors))
        tags = {element.tag.removeprefix("{http://www.w3.org/2000/svg}") for element in root.iter()}
        assert tags <= {"svg", "text", "rect", "line", "path", "circle", "title"}


def test_that_a_bar_shows_its_value_and_names_its_label_under_the_mouse() -> None:
    chart = Chart(
        name="Doors", kind="bar", labels=["Level 1"], series=[Series(name="", values=[12.0])], unit="m²"
    )
    drawn = chart_svg(chart, LIGHT)
    assert ">12 m²</text>" in drawn
    assert "<title>Level 1: 12 m²</title>" in drawn


@pytest.mark.parametrize(
    "data",
    [
        {"labels": ["a", "b"], "values": [1, 2]},
        {"labels": ["a", "b"], "series": [{"name": "x", "values": [1, 2]}]},
        {"a": 1, "b": 2},
        [["a", 1], ["b", 2]],
    ],
)
def test_that_the_forms_in_which_scripts_give_charts_are_understood(data: object) -> None:
    chart = read_chart("Doors", {"chart": "bar", "data": data})
    assert chart is not None
    assert (chart.labels, chart.series[0].values) == (["a", "b"], [1.0, 2.0])


def test_that_a_chart_without_data_is_none() -> None:
    assert read_chart("Doors", {"chart": "bar", "data": {}}) is None
    assert read_chart("Doors", {"chart": "bar"}) is None


@given(st.floats(-1e9, 1e9), st.floats(0, 1e9))
def test_that_ticks_are_even_and_hold_all_values(low: float, span: float) -> None:
    found = ticks(low, low + span)
    slack = (found[1] - found[0]) * 1e-3
    assert found[0] <= low + slack and found[-1] >= low + span - slack
    assert 2 <= len(found) <= 8


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=50))
def test_that_each_value_is_in_one_class_of_a_histogram(values: list[float]) -> None:
    edges, counts = bins(values)
    assert sum(counts) == len(values)
    assert len(edges) == len(counts) + 1


@given(st.lists(st.integers(0, 5000), max_size=30), st.integers(0, 1000))
def test_that_the_shares_of_groups_fill_what_may_be_shown_and_no_more(counts: list[int], most: int) -> None:
    shown = shares(counts, most)
    assert all(part <= count for part, count in zip(shown, counts, strict=True))
    assert sum(shown) == min(most, sum(counts))


def test_that_a_small_group_is_shown_whole_beside_a_large_one() -> None:
    assert shares([5000, 3, 40], 1000) == [957, 3, 40]


def test_that_severities_are_said_in_a_sentence() -> None:
    assert severity_sentence(count_severities({"error": 9, "info": 1})) == "9 errors and 1 remark."
    assert severity_sentence([]) == "No findings."


def test_that_markdown_becomes_blocks_whose_html_is_text() -> None:
    blocks = read_markdown("## Head\n\nA **bold** `code`\n\n1. one\n2. two\n\n<script>x</script>\n\n> said")
    assert [block.kind for block in blocks] == ["heading", "paragraph", "item", "item", "paragraph", "quote"]
    assert [span.style for span in blocks[1].spans] == ["", "bold", "", "code"]
    assert [block.mark for block in blocks if block.kind == "item"] == ["1.", "2."]
    assert "".join(span.text for span in blocks[4].spans) == "<script>x</script>"


@given(st.text(max_size=200))
@settings(max_examples=60)
def test_that_any_text_can_be_read_as_markdown(text: str) -> None:
    assert all(block.kind for block in read_markdown(text))


def test_that_cells_show_numbers_grouped_and_nothing_for_nothing() -> None:
    assert [cell(value) for value in (None, math.nan, True, 12345, 0.1 + 0.2, [1])] == [
        *("", "", "yes", "12,345", "0.3", "[1]"),
    ]


def test_that_no_text_of_a_report_orders_a_reader_about() -> None:
    assert cleaned({"a": ["\x1b[31m", "\u202etxt"]}) == {"a": ["\ufffd[31m", "\ufffdtxt"]}


def test_that_every_check_has_its_picture_before_any_has_a_second() -> None:
    def shot(group: int, *, overview: bool) -> Shot:
        return Shot(group=group, version=None, elements=(), severity="error", caption="", overview=overview)  # type: ignore[arg-type]  # the version does not matter here

    shots = [shot(group, overview=overview) for group in range(3) for overview in (True, False, False)]
    chosen = chosen_shots(shots, 5)
    assert [(one.group, one.overview) for one in chosen] == [
        *((0, True), (0, False), (1, True), (1, False), (2, True)),
    ]
