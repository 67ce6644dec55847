"""Texts and headers that IfcOpenShell refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from step_text import PROJECT, step_file

from bimdesk.errors import BadInputError
from bimdesk.ifc.header import read_header
from bimdesk.ifc.open_model import open_source
from bimdesk.ifc.opening import Source
from bimdesk.ifc.repair import repair


def opened_name(tmp_path: Path, name: str) -> tuple[str, list[str]]:
    """The project's name as it is read, and the kinds of the notices."""
    data = step_file(PROJECT.replace("'House'", f"'{name}'"))
    path = tmp_path / "a.ifc"
    path.write_bytes(data)
    source = Source(data=data, header=read_header(data, name="a.ifc"))
    result = open_source(source, path, tmp_path / "mended.ifc")
    return result.model.by_type("IfcProject")[0].Name, [notice.kind for notice in result.notices]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"C:\path\new", r"C:\path\new"),
        (r"a\X2\\X0\b", "ab"),
        (r"file\\X2\30B3\X0\.txt", "file\\コ.txt"),
        ("trailing\\", "trailing\\"),
    ],
)
def test_that_wrong_escapes_are_read_as_plain_text(tmp_path: Path, written: str, read: str) -> None:
    name, kinds = opened_name(tmp_path, written)
    assert name == read
    assert kinds == ["encoding"]


def test_that_right_escapes_are_left_alone(tmp_path: Path) -> None:
    assert opened_name(tmp_path, "a\\\\b\\S\\d\\X\\E4\\X2\\00E4\\X0\\") == ("a\\bäää", [])


def test_that_a_header_without_order_is_replaced(tmp_path: Path) -> None:
    data = step_file().replace(b"FILE_DESCRIPTION(('ViewDefinition [CoordinationView]'),'2;1');\n", b"")
    path = tmp_path / "a.ifc"
    path.write_bytes(data)
    source = Source(data=data, header=read_header(data, name="a.ifc"))
    result = open_source(source, path, tmp_path / "mended.ifc")
    assert result.model.header.file_name.name == "made.ifc"
    assert [notice.kind for notice in result.notices] == ["structure"]


def test_that_what_cannot_be_mended_names_the_line(tmp_path: Path) -> None:
    data = step_file(PROJECT + "#90=IFCWALL(###);\n")
    path = tmp_path / "a.ifc"
    path.write_bytes(data)
    source = Source(data=data, header=read_header(data, name="a.ifc"))
    line = data.split(b"\n").index(b"#90=IFCWALL(###);") + 1
    with pytest.raises(BadInputError, match=f"in line {line}"):
        open_source(source, path, tmp_path / "mended.ifc")


def test_that_entities_behind_a_text_without_end_are_missed(tmp_path: Path) -> None:
    data = step_file(PROJECT + "#90=IFCWALL('abc;\n#91=IFCDIRECTION((1.,0.));\n")
    path = tmp_path / "a.ifc"
    path.write_bytes(data)
    source = Source(data=data, header=read_header(data, name="a.ifc"))
    notices = open_source(source, path, tmp_path / "mended.ifc").notices
    assert any("could not be read" in notice.message for notice in notices)


@given(st.binary(max_size=200).map(lambda raw: raw.replace(b"'", b"")))
def test_that_mending_twice_changes_nothing_more(text: bytes) -> None:
    once, _ = repair(step_file() + text, "IFC4", header=False)
    twice, notices = repair(once, "IFC4", header=False)
    assert once == twice
    assert notices == []
