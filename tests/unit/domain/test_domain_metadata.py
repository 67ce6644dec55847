"""Metadata blocks: what they say, and the message and line where they are broken."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bimdesk.domain.metadata import name_from_file, read_metadata
from bimdesk.domain.script import MetadataProblem, ScriptMetadata

GOOD = '''# /// script
# requires-python = ">=3.11"
# [tool.bimdesk]
# name = "GUID validation"
# category = "validation"            # validation, export, analysis, automation, custom, or any other word
# description = "Duplicate and malformed GlobalIds."
# tags = ["quality"]
# timeout = 30
# memory_mb = 512
# run_on = "always"
# permissions = ["model.write"]
# [tool.bimdesk.parameters.properties.element_class]
# type = "string"
# title = "Element class"
# default = "IfcWall"
# x-bim = "ifc-class"
# ///
"""The docstring: shown as help beside the form."""
import collections
'''


def read(text: str) -> tuple[ScriptMetadata, MetadataProblem | None]:
    return read_metadata(text, file_name="my_check.py")


def problem_of(text: str) -> MetadataProblem:
    metadata, problem = read(text)
    assert problem is not None
    assert metadata.name == "My check"
    assert dict(metadata.parameters) == {}
    return problem


def test_that_a_whole_block_is_read() -> None:
    metadata, problem = read(GOOD)
    assert problem is None
    assert metadata.name == "GUID validation"
    assert metadata.category == "validation"
    assert metadata.tags == ("quality",)
    assert metadata.limits == {"wall_s": 30.0, "memory_mb": 512}
    assert metadata.run_on == "always"
    assert metadata.permissions == ("model.write",)
    assert metadata.help == "The docstring: shown as help beside the form."
    assert metadata.parameters["properties"]["element_class"]["default"] == "IfcWall"


def test_that_a_script_without_a_block_is_still_a_script() -> None:
    metadata, problem = read('"""Count things."""\nresult = 1\n')
    assert problem is None
    assert metadata == ScriptMetadata(name="My check", help="Count things.")


@pytest.mark.parametrize(
    "text", ["", "def broken(:\n", "x = '\x00'", "\ufeff" + GOOD, GOOD.replace("\n", "\r\n")]
)
def test_that_no_text_is_too_odd_to_be_looked_at(text: str) -> None:
    metadata, problem = read(text)
    assert problem is None
    assert metadata.name in ("My check", "GUID validation")


@given(st.text())
def test_that_reading_never_raises(text: str) -> None:
    read(text)
    read(f"# /// script\n# {text}\n# ///\n")


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('name = "GUID validation"', 'name = "GUID', 4, "not valid TOML"),
        ("timeout = 30", "timout = 30", 8, "Unknown key 'timout'.*'timeout'"),
        ("timeout = 30", 'timeout = "30"', 8, "must be a number from 0.1 to 604,800"),
        ("timeout = 30", "timeout = -1", 8, "must be a number from 0.1 to 604,800"),
        ("memory_mb = 512", "memory_mb = true", 9, "a whole number from 64 to 1,048,576"),
        ('run_on = "always"', 'run_on = "never"', 10, "success, failure, warning, always"),
        ('"model.write"', '"modl.write"', 11, "'modl.write'; did you mean 'model.write'"),
        ('tags = ["quality"]', 'tags = "quality"', 7, "list of texts"),
        ('name = "GUID validation"', "name = 3", 4, "must be text"),
        ('default = "IfcWall"', "default = 3", 15, "default of 'element_class' is the number 3"),
        ('default = "IfcWall"', 'defualt = "IfcWall"', 15, "'defualt'.*'default'"),
        ('type = "string"', 'type = "text"', 13, "Unknown type 'text'"),
        ('x-bim = "ifc-class"', 'x-bim = "ifc-clas"', 16, "did you mean 'ifc-class'"),
        ('x-bim = "ifc-class"', "minimum = 5\n# maximum = 3", 16, "above its 'maximum'"),
        ('x-bim = "ifc-class"', 'enum = ["A", "B"]', 15, "not one of its 'enum'"),
        ('x-bim = "ifc-class"', "enum = []", 16, "at least one value"),
        ("parameters.properties.element_class]", "parameters.element_class]", 12, "properties.element_class"),
    ],
)
def test_that_a_broken_block_names_the_thing_and_its_line(
    old: str, new: str, line: int, message: str
) -> None:
    assert old in GOOD
    problem = problem_of(GOOD.replace(old, new, 1))
    assert problem.line == line
    assert re.search(message, problem.message), problem.message


VALUES = """# /// script
# [tool.bimdesk.parameters.properties.name]
# type = "string"
# x-bim = "property"
# [tool.bimdesk.parameters.properties.value]
# type = "string"
# x-bim = "property-value"
# x-bim-of = "name"
# ///
"""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('x-bim-of = "name"', 'x-bim-of = "nane"', "names 'nane'; did you mean 'name'"),
        ('x-bim-of = "name"', 'x-bim-of = "value"', "names 'value'"),
        ('x-bim-of = "name"', "x-bim-of = 3", "needs 'x-bim-of'"),
        ('# x-bim-of = "name"\n', "", r"needs 'x-bim-of', the parameter that names the property \(name\)"),
    ],
)
def test_that_values_of_a_property_say_of_which(old: str, new: str, message: str) -> None:
    assert read_metadata(VALUES, file_name="a.py")[1] is None
    assert old in VALUES
    problem = problem_of(VALUES.replace(old, new))
    assert re.search(message, problem.message), problem.message


def test_that_a_block_without_an_end_is_told_at_its_beginning() -> None:
    problem = problem_of('"""Help."""\n' + GOOD.replace("# ///\n", "", 1))
    assert problem.line == 2
    assert "no closing line" in problem.message


def test_that_a_second_block_is_an_error() -> None:
    problem = problem_of(GOOD + GOOD)
    assert problem.line == len(GOOD.splitlines()) + 1


def test_that_groups_lists_and_dates_are_understood() -> None:
    text = """# /// script
# [tool.bimdesk.parameters]
# required = ["day"]
# [tool.bimdesk.parameters.properties.day]
# type = "string"
# format = "date"
# default = 2026-01-31
# [tool.bimdesk.parameters.properties.sets]
# type = "array"
# items = { type = "string", x-bim = "property" }
# [tool.bimdesk.parameters.properties.weights]
# type = "object"
# [tool.bimdesk.parameters.properties.weights.properties.geometry]
# type = "number"
# default = 30
# ///
"""
    metadata, problem = read(text)
    assert problem is None
    assert metadata.parameters["properties"]["day"]["default"] == "2026-01-31"
    inner = text.replace("# default = 30", '# default = "x"')
    assert read(inner)[1] == MetadataProblem(
        message="The default of 'geometry' is the text \"x\", but its type is number.", line=15
    )
    missing = read(text.replace('["day"]', '["dya"]'))[1]
    assert missing == MetadataProblem(message="'required' names 'dya'; did you mean 'day'?", line=3)


def test_that_names_come_from_file_names() -> None:
    assert name_from_file("guid_validation.py") == "Guid validation"
    assert name_from_file("LOD-check v2.py") == "LOD check v2"
    assert name_from_file("_.py") == "Untitled"
