"""docs/filters.md tells the truth: its examples are filters, its keywords, signs and units exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bimdesk.domain.filter_text import parse_filter, print_filter
from bimdesk.domain.filters import Facet, Operator
from bimdesk.domain.units import find_unit

TEXT = (Path(__file__).resolve().parents[3] / "docs" / "filters.md").read_text(encoding="utf-8")
EXAMPLES = TEXT.split("```")[1].strip().splitlines()


@pytest.mark.parametrize("example", EXAMPLES)
def test_that_the_examples_are_filters(example: str) -> None:
    wanted = parse_filter(example)
    assert parse_filter(print_filter(wanted)) == wanted


def test_that_the_grammar_names_every_keyword_and_comparison() -> None:
    keywords = re.search(r"^keyword    = (.*)$", TEXT, re.MULTILINE)
    signs = re.search(r"^comparison = (.*)$", TEXT, re.MULTILINE)
    assert keywords is not None
    assert signs is not None
    assert set(keywords[1].split(" | ")) == {facet.value for facet in Facet}
    assert set(re.findall(r'"([^"]+)"', signs[1])) == {operator.value for operator in Operator}


def test_that_every_condition_of_the_table_has_its_row() -> None:
    for facet in Facet:
        assert f"`{facet.value}=" in TEXT
    for symbol in re.findall(r"`[\d.]+ (\S+)`", TEXT):
        assert find_unit(symbol) is not None, symbol
