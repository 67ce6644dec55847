"""Several entities compared: by a sample where they are many, and what is exact all the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_index import write_small_index

from bimdesk.index.details import Comparison, compare, compared_sets
from bimdesk.index.reader import ModelIndex


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> ModelIndex:
    return ModelIndex(write_small_index(tmp_path_factory.mktemp("small")))


def every(index: ModelIndex) -> list[int]:
    return [row[0] for row in index.rows("SELECT id FROM entities")]


def flat(found: Comparison) -> dict[str, tuple[object, ...]]:
    return {
        f"{one.name}.{value.name}": (one.count, value.common, value.low, value.high, value.unit)
        for one in found.sets
        for value in one.values
    }


def test_that_a_sample_of_everything_says_what_reading_everything_says(
    index: ModelIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    exact = compare(index, every(index))
    monkeypatch.setattr(compared_sets, "MOST_READ", 0)
    monkeypatch.setattr(compared_sets, "LEAST_READ", 1)
    sampled = compare(index, every(index))
    assert sampled.counts == exact.counts and sampled.attributes == exact.attributes
    assert {one.name: one.count for one in sampled.sets} == {one.name: one.count for one in exact.sets}
    known = flat(exact)
    for name, (_count, is_common, low, high, _unit) in flat(sampled).items():
        assert (is_common, low, high) == known[name][1:4], name
    assert any(value.is_sampled for one in sampled.sets for value in one.values)


def test_that_an_element_that_is_chosen_twice_counts_once(index: ModelIndex) -> None:
    assert compare(index, [100, 100, 101]).total == 2


def test_that_nothing_has_nothing_in_common(index: ModelIndex) -> None:
    assert compare(index, []) == Comparison(total=0, counts=compare(index, []).counts)


def test_that_entities_without_sets_are_compared_too(tmp_path: Path, index: ModelIndex) -> None:
    (storey,) = (row[0] for row in index.rows("SELECT id FROM entities WHERE name = 'Level 1'"))
    found = compare(index, [storey])
    assert found.total == 1 and found.counts["class"] == (("IfcBuildingStorey", 1),)
