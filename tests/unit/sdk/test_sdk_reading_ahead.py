"""Property sets read ahead are those that are read one element at a time, in whatever order."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from bimdesk.index.reader import ModelIndex
from bimdesk.sdk.element_reads import SetReader


@pytest.fixture(scope="module")
def index(imported_folder: Callable[[Path], Path], samples: Path) -> ModelIndex:
    return ModelIndex(imported_folder(samples / "house.ifc"))


@pytest.mark.parametrize("order", ["ascending", "descending", "shuffled", "every third"])
def test_that_the_order_of_asking_makes_no_difference(index: ModelIndex, order: str) -> None:
    numbers = [row[0] for row in index.rows("SELECT id FROM entities WHERE kind = 'product' ORDER BY id")]
    single = {number: SetReader(index).sets_of(number) for number in numbers}
    asked = {
        "ascending": numbers,
        "descending": numbers[::-1],
        "shuffled": random.Random(1).sample(numbers, len(numbers)),
        "every third": numbers[::3] + numbers[1::3],
    }[order]
    reader = SetReader(index)
    assert {number: reader.sets_of(number) for number in asked} == {
        number: single[number] for number in asked
    }
    assert any(single.values())
    for number in asked[:20]:
        for found in reader.sets_of(number):
            found.properties["mine"] = 1  # a dict of its own
    assert all("mine" not in found.properties for number in asked for found in reader.sets_of(number))


def test_that_a_loop_over_all_elements_is_a_handful_of_statements(index: ModelIndex) -> None:
    numbers = [row[0] for row in index.rows("SELECT id FROM entities WHERE kind = 'product' ORDER BY id")]
    statements: list[str] = []
    index.connection.set_trace_callback(statements.append)
    reader = SetReader(index)
    for number in numbers:
        reader.sets_of(number)
    index.connection.set_trace_callback(None)
    assert len(numbers) > 100
    assert len(statements) < 40
