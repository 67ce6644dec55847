"""What a smart view comes to in models: elements in one entry each, counts, colours, ramps, nothing there."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_index import DOOR, WALL_EAST, WALL_WEST, write_small_index

from bimdesk.domain.filters import Attribute, Facet, Property, Subject
from bimdesk.domain.ids import ModelKey
from bimdesk.domain.smart_view import Action, ByValue, Effect, Paint, Ramp, Rest, Rule, SmartView
from bimdesk.domain.smart_views_built_in import BUILT_IN, ELEMENTS
from bimdesk.index.field_values import FieldValue
from bimdesk.index.timed import QueryStoppedError
from bimdesk.services.smart_views.legend import make_legend
from bimdesk.services.smart_views.parts import Entry, EntryKind, Legend, Section
from bimdesk.services.smart_views.ramp import range_bounds
from bimdesk.services.smart_views.values import MOST_ENTRIES, ordered, part_by_values

CHART = ("#111111", "#222222", "#333333")
A, B = ModelKey("a"), ModelKey("b")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_index(tmp_path_factory.mktemp("small") / "version")


def legend(folder: Path, *rules: Rule, models: tuple[ModelKey, ...] = (A,)) -> Legend:
    names = {A: "House", B: "Pipes"}
    view = SmartView(name="test", rules=rules)
    return make_legend(view, dict.fromkeys(models, folder), names, CHART)


def section(folder: Path, action: Action, text: str = ELEMENTS) -> Section:
    return legend(folder, Rule(text, action)).sections[0]


def told(found: Section) -> dict[str, list[int]]:
    """The entries in words, with their elements in the first model."""
    return {
        "+".join(str(value.value) for value in entry.values) or entry.kind.value: entry.elements[A].tolist()
        for entry in found.entries
    }


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (
            Facet.CLASS,
            {"IfcBeam": [104, 105], "IfcWall": [100, 101], "IfcDoor": [102]},
        ),
        (Facet.STOREY, {"Level 1": [101], "Level 0": [100, 102], "no value": [104, 105]}),
        (Facet.TYPE, {"Brick 300": [100, 101], "no value": [102, 104, 105]}),
        (Facet.SYSTEM, {"Heating": [102], "no value": [100, 101, 104, 105]}),
        (Facet.GROUP, {"Just a group": [100], "Heating+Just a group": [102], "no value": [101, 104, 105]}),
        (Facet.MATERIAL, {"Brick+Plaster": [100], "no value": [101, 102, 104, 105]}),
        (Facet.CLASSIFICATION, {"EF_25_10 Walls": [100, 101], "no value": [102, 104, 105]}),
        (Facet.LOCATION, {"Level 1": [101], "Level 0": [100, 102], "House A": [104, 105]}),
        (
            Facet.PARENT,
            {"=1+1": [105], "House A": [104], "Level 0": [100], "Level 1": [101], "Opening": [102]},
        ),
        (Facet.MODEL, {"House": [100, 101, 102, 104, 105]}),
        (Attribute("Tag"), {"D-1": [102], "T-1": [100], "no value": [101, 104, 105]}),
        (Attribute("PredefinedType"), {"SOLIDWALL": [100], "no value": [101, 102, 104, 105]}),
        (Property(None, "IsExternal"), {"True": [100], "False": [101], "no value": [102, 104, 105]}),
        (Property("Pset_WallCommon", "Status"), {"NEW, EXISTING": [100], "no value": [101, 102, 104, 105]}),
        (Property("Qto_WallBaseQuantities", "Length"), {"4.5": [100], "no value": [101, 102, 104, 105]}),
        (Property("Dotted.Set", "A.B"), {"text [not json": [104], "no value": [100, 101, 102, 105]}),
    ],
)
def test_that_a_field_parts_the_elements(
    folder: Path, field: Subject, expected: dict[str, list[int]]
) -> None:
    found = section(folder, ByValue(field))
    assert told(found) == expected
    assert found.total == 5
    if field in (Facet.STOREY, Facet.LOCATION):  # the highest first, what has no height last
        assert list(told(found)) == list(expected)


def test_that_entries_have_the_charts_colours_in_order_and_the_rest_is_grey(folder: Path) -> None:
    found = section(folder, ByValue(Property(None, "IsExternal")))
    assert [entry.color for entry in found.entries] == ["#111111", "#222222", "#8f96a1"]
    left = section(folder, ByValue(Property(None, "IsExternal"), Rest.LEAVE))
    assert [entry.color for entry in left.entries] == ["#111111", "#222222", ""]
    assert len(left.layers) == 2
    ghosted = section(folder, ByValue(Property(None, "IsExternal"), Rest.GHOST))
    assert ghosted.entries[-1].effect is Effect.GHOST


def test_that_rules_do_not_share_colours(folder: Path) -> None:
    field = ByValue(Property(None, "IsExternal"), Rest.LEAVE)
    found = legend(
        folder, Rule("IfcWall", field), Rule("IfcDoor", Paint()), Rule("IfcBeam", Paint("#abcdef"))
    )
    assert [entry.color for entry in found.entries] == ["#111111", "#222222", "#333333", "#abcdef"]


def test_that_models_share_the_entries_of_equal_values(folder: Path) -> None:
    found = legend(folder, Rule(ELEMENTS, ByValue(Facet.STOREY)), models=(A, B)).sections[0]
    assert [(entry.count, set(entry.elements)) for entry in found.entries] == [
        (2, {A, B}),
        (4, {A, B}),
        (4, {A, B}),
    ]
    by_model = legend(folder, Rule(ELEMENTS, ByValue(Facet.MODEL)), models=(A, B)).sections[0]
    assert {entry.values[0].value for entry in by_model.entries} == {"House", "Pipes"}


def test_that_a_ramp_has_ends_ranges_and_a_unit_less_scale(folder: Path) -> None:
    found = section(folder, Ramp(Property(None, "ThermalTransmittance"), 0.0, 1.0))
    assert found.scale is not None
    assert (found.scale.low, found.scale.high) == (0.0, 1.0)
    (values, rest) = found.entries
    assert values.kind is EntryKind.RANGE and values.low <= 0.24 < values.high
    assert values.elements[A].tolist() == [WALL_EAST, WALL_WEST]
    assert rest.elements[A].tolist() == [DOOR, 104, 105]
    painted = [layer for layer in found.layers if layer.color != rest.color]
    assert [layer.elements[A].tolist() for layer in painted] == [[WALL_EAST, WALL_WEST]]
    alone = section(folder, Ramp(Property(None, "ThermalTransmittance")))
    assert alone.scale is not None and alone.scale.low == 0.24 < alone.scale.high


@pytest.mark.parametrize(
    "action",
    [ByValue(Property(None, "AcousticRating")), Ramp(Property(None, "FireRating")), Ramp(Facet.STOREY)],
)
def test_that_what_nothing_has_is_known_as_missing(folder: Path, action: Action) -> None:
    found = section(folder, action)
    assert found.is_missing
    assert [(entry.kind, entry.count) for entry in found.entries] == [(EntryKind.NO_VALUE, 5)]
    assert not section(folder, ByValue(Facet.CLASS)).is_missing


def test_that_the_built_in_views_answer(folder: Path) -> None:
    found = {view.name: make_legend(view, {A: folder}, {A: "House"}, CHART) for view in BUILT_IN}
    bare = found["Without property sets"].sections[1].entries[0].elements[A].tolist()
    assert bare == [102, 105]
    assert found["Without a container"].sections[1].entries[0].count == 0
    assert [entry.count for entry in found["By fire rating"].entries] == [1, 4]


def test_that_no_models_give_an_empty_legend() -> None:
    for view in BUILT_IN:
        assert not any(entry.count for entry in make_legend(view, {}, {}, CHART).entries)


def test_that_a_question_that_nobody_waits_for_stops(folder: Path) -> None:
    cancel = threading.Event()
    cancel.set()
    names = " + ".join(f'(location="{number}", parent="{number}")' for number in range(400))
    view = SmartView(name="a", rules=(Rule(names, ByValue(Attribute("Name"))),))
    with pytest.raises(QueryStoppedError):
        make_legend(view, {A: folder}, {}, CHART, cancel)


_values = st.builds(
    FieldValue,
    st.one_of(st.booleans(), st.sampled_from(["a", "b", "C"]), st.integers(0, 2)),
    st.just("text"),
).map(lambda one: FieldValue(one.value, type(one.value).__name__))


@given(st.lists(st.tuples(_values, st.sets(st.integers(1, 12), min_size=1)), max_size=6))
def test_that_each_element_is_in_exactly_one_part_with_all_its_values(
    rows: list[tuple[FieldValue, set[int]]],
) -> None:
    parts = part_by_values([(value, np.array(sorted(ids), np.int64)) for value, ids in rows])
    owned: dict[int, set[FieldValue]] = {}
    for value, ids in rows:
        for element in ids:
            owned.setdefault(element, set()).add(value)
    everything = [element for ids in parts.values() for element in ids.tolist()]
    assert sorted(everything) == sorted(owned)
    for values, ids in parts.items():
        assert ids.tolist() == sorted(set(ids.tolist()))
        assert all(owned[element] == set(values) for element in ids.tolist())


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_that_ranges_hold_the_numbers_between_round_bounds(low: float, span: float) -> None:
    bounds = range_bounds(low, low + span)
    assert bounds[0] <= low + 1e-9 and low + span - 1e-9 <= bounds[-1]
    assert 2 <= len(bounds) <= 10
    assert bounds == sorted(set(bounds))


def test_that_rare_values_share_an_entry() -> None:
    entries = [
        Entry(
            kind=EntryKind.VALUES,
            values=(FieldValue(str(number)),),
            elements={A: np.arange(number + 1) + 1000 * number},
        )
        for number in range(250)
    ]
    found = ordered(entries)
    assert len(found) == MOST_ENTRIES
    assert found[-1].kind is EntryKind.OTHER_VALUES and found[-1].values_count == 151
    assert sum(entry.count for entry in found) == sum(entry.count for entry in entries)
