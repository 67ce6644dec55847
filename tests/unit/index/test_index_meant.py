"""What the values of a form mean in a real model: as many elements as the choices say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bimdesk.domain.filter_text import parse_filter
from bimdesk.index.choices import CHOICE_KINDS, PROPERTY_VALUE, read_choices
from bimdesk.index.filter_sql import find
from bimdesk.index.meant import Matched, Meaning, counted, elements_meant, property_values
from bimdesk.index.reader import ModelIndex


@pytest.fixture(scope="module", params=["house.ifc", "house_mep.ifc"])
def index(
    request: pytest.FixtureRequest, imported_folder: Callable[[Path], Path], samples: Path
) -> ModelIndex:
    return ModelIndex(imported_folder(samples / request.param))


@pytest.mark.parametrize("kind", sorted(CHOICE_KINDS - {PROPERTY_VALUE, "space"}))
def test_that_a_choice_means_as_many_elements_as_it_says(index: ModelIndex, kind: str) -> None:
    for choice in read_choices(index.connection, [kind]).of(kind):
        found = elements_meant(index, Meaning(kind, (choice.value,)))
        assert len(found) == len(set(found)) == choice.count, choice


def test_that_a_space_means_itself_and_what_it_contains(index: ModelIndex) -> None:
    for choice in read_choices(index.connection, ["space"]).of("space"):
        found = elements_meant(index, Meaning("space", (choice.value,)))
        spaces = set(find(index, parse_filter("IfcSpace")))
        assert len(spaces & set(found)) == choice.count


def test_that_values_of_a_property_mean_the_elements_that_have_them(index: ModelIndex) -> None:
    properties = read_choices(index.connection, ["property"]).of("property")
    assert properties
    for name in properties[:: max(len(properties) // 12, 1)]:
        values = property_values(index, name.value)
        for value in values[:3]:
            found = elements_meant(index, Meaning(PROPERTY_VALUE, (value.value,), name.value))
            assert len(found) >= 1, (name, value)
            having = elements_meant(index, Meaning("property", (name.value,)))
            assert set(found) <= set(having)


def test_that_storeys_mean_the_elements_of_a_class_on_them_where_one_is_asked_for(index: ModelIndex) -> None:
    choices = read_choices(index.connection, ["ifc-class", "storey"])
    for name in [choice.value for choice in choices.of("storey")]:
        found = elements_meant(index, Meaning("storey", (name,), "IfcWall"))
        assert len(found) == choices.count_in_storeys("IfcWall", [name])


def test_that_several_values_mean_each_element_once(index: ModelIndex) -> None:
    walls = elements_meant(index, Meaning("ifc-class", ("IfcWall",)))
    both = elements_meant(index, Meaning("ifc-class", ("IfcWall", "ifcbuildingelement", "IfcElement")))
    assert len(both) == len(set(both))
    assert set(walls) <= set(both)


def test_that_filters_and_references_mean_elements_and_unknown_names_none(index: ModelIndex) -> None:
    by_filter = elements_meant(index, Meaning("query", ("IfcElement",)))
    assert by_filter
    references = tuple(f"#{element}" for element in by_filter[:3])
    assert elements_meant(index, Meaning("elements", (*references, "no such"))) == by_filter[:3]
    assert elements_meant(index, Meaning(PROPERTY_VALUE, ("x",), "No.Such")) == []
    assert property_values(index, "No.Such") == ()
    assert elements_meant(index, Meaning("ids-file", ("a.ids",))) == []


def test_that_openings_are_counted_among_what_is_meant(index: ModelIndex) -> None:
    all_of = {
        name: elements_meant(index, Meaning("ifc-class", (name,)))
        for name in ("IfcElement", "IfcOpeningElement")
    }
    products, openings = (len(all_of[name]) for name in ("IfcElement", "IfcOpeningElement"))
    assert openings < products  # the services model has none
    assert counted(index, all_of["IfcElement"]) == Matched(products, openings)
    assert counted(index, all_of["IfcOpeningElement"]) == Matched(openings, openings)
    assert counted(index, []) == Matched(0, 0)
