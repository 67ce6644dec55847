"""Filters in parameters and in the metadata of scripts, and over folders of models."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_index import write_small_index

from bimdesk.domain.filter_text import parse_filter
from bimdesk.domain.filters import Attribute, Facet, Property
from bimdesk.domain.ids import ModelKey
from bimdesk.domain.metadata import read_metadata
from bimdesk.index.reader import ModelIndex
from bimdesk.index.suggest import (
    Suggestion,
    suggest_attributes,
    suggest_classes,
    suggest_properties,
    suggest_sets,
    suggest_values,
)
from bimdesk.services.filters import count_matched, filter_problem, find_elements
from bimdesk.services.parameters.check import check_values

SCHEMA = {
    "properties": {
        "which": {"type": "string", "x-bim": "query"},
        "group": {"type": "object", "properties": {"inner": {"type": "string", "x-bim": "query"}}},
    }
}
BLOCK = """# /// script
# [tool.bimdesk.parameters.properties.which]
# type = "string"
# x-bim = "query"
# default = {default}
# ///
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_index(tmp_path_factory.mktemp("filters"))


def test_that_a_parameter_that_is_no_filter_is_told_in_words() -> None:
    problems = check_values(SCHEMA, {"which": "IfcWall, Nam e=3", "group": {"inner": "Q.W > 3 mmm"}})
    assert problems["which"].startswith("Character 14: a comparison is expected here.")
    assert problems["group.inner"].startswith("Character 9: 'mmm' is no unit")


@pytest.mark.parametrize("text", ["", "IfcWall", '*.FireRating="F30"', "Name=${MODEL_NAME}", "!${X"])
def test_that_filters_and_variables_fit(text: str) -> None:
    assert (check_values(SCHEMA, {"which": text}) == {}) is (text != "!${X")


def test_that_a_default_that_is_no_filter_marks_the_script() -> None:
    _metadata, problem = read_metadata(BLOCK.format(default='"IfcWall, ("'), file_name="a.py")
    assert problem is not None
    assert "The default of 'which' is no filter" in problem.message
    assert problem.line == 5
    _metadata, problem = read_metadata(BLOCK.format(default='"IfcWall"'), file_name="a.py")
    assert problem is None


def test_that_folders_of_models_are_asked(folder: Path) -> None:
    wanted = parse_filter("IfcDoor, model=Second")
    keys = ModelKey("a"), ModelKey("b")
    names = {keys[0]: "First", keys[1]: "Second"}
    assert find_elements(dict.fromkeys(keys, folder), wanted, names=names) == {keys[1]: [102]}
    assert count_matched(folder, wanted, model="Second") == (1, 0)
    assert filter_problem("IfcDoor") == ""


def test_that_a_model_says_what_a_filter_can_be_made_of(folder: Path) -> None:
    with ModelIndex(folder) as index:
        assert Suggestion(value="IfcWall", count=2) in suggest_classes(index)
        assert [one.value for one in suggest_sets(index)] == [
            "Dotted.Set",
            "Pset_WallCommon",
            "Qto_WallBaseQuantities",
        ]
        found = {(one.owner, one.name): one for one in suggest_properties(index)}
        assert found["Pset_WallCommon", "IsExternal"].kind == "bool"
        assert found["Qto_WallBaseQuantities", "Length"].kind == "float"
        assert [one.name for one in suggest_properties(index, "Dotted.Set")] == ["A.B"]
        assert Suggestion(value="Tag", count=2) in suggest_attributes(index)


@pytest.mark.parametrize(
    ("subject", "text", "expected"),
    [
        (Property("Pset_WallCommon", "FireRating"), "", [Suggestion(value="REI 60", count=1)]),
        (Property(None, "Status"), "new", [Suggestion(value="NEW", count=1)]),
        (Property(None, "Length"), "", [Suggestion(value="4.5", count=1)]),
        (Attribute("PredefinedType"), "", [Suggestion(value="SOLIDWALL", count=1)]),
        (Attribute("Name"), "OST", [Suggestion(value="Außenwand Ost", count=1)]),
        (Attribute("GlobalId"), "", []),
        (Facet.MATERIAL, "bri", [Suggestion(value="Brick", count=1, detail="masonry")]),
        (Facet.GROUP, "just", [Suggestion(value="Just a group", count=2, detail="IfcGroup")]),
        (Facet.LOCATION, "site", [Suggestion(value="Site", count=1, detail="IfcSite")]),
        (Facet.MODEL, "", []),
    ],
)
def test_that_values_are_offered_with_counts(
    folder: Path, subject: Property | Attribute | Facet, text: str, expected: list[Suggestion]
) -> None:
    with ModelIndex(folder) as index:
        assert suggest_values(index, subject, text=text) == expected
