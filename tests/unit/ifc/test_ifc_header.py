"""What the first and last bytes of a file tell."""

from __future__ import annotations

import pytest
from step_text import step_file

from bimdesk.errors import BadInputError
from bimdesk.ifc.header import nearest_schema, read_header, rewritten


@pytest.mark.parametrize(
    ("declared", "read_as"),
    [
        ("IFC2X3", "IFC2X3"),
        ("IFC4", "IFC4"),
        ("IFC4X3_ADD2", "IFC4X3_ADD2"),
        ("IFC4X3", "IFC4X3_ADD2"),
        ("IFC4X3_RC3", "IFC4X3_ADD2"),
        ("IFC4X1", "IFC4X3_ADD2"),
        ("IFC4X2", "IFC4X3_ADD2"),
        ("IFC2X_FINAL", "IFC2X3"),
        ("IFC2X2_FINAL", "IFC2X3"),
        ("IFC20_LONGFORM", "IFC2X3"),
        ("IFC4_ADD1", "IFC4"),
        ("ifc4", "IFC4"),
        ("IFC99", ""),
        ("AUTOMOTIVE_DESIGN", ""),
        ("", ""),
    ],
)
def test_that_a_declared_schema_is_read_as_the_nearest_known(declared: str, read_as: str) -> None:
    assert nearest_schema(declared) == read_as


def test_that_a_sound_file_needs_nothing() -> None:
    header = read_header(step_file(), name="a.ifc")
    assert (header.declared, header.schema, header.notices) == ("IFC4", "IFC4", ())
    assert not header.needs_rewrite


def test_that_an_unknown_name_of_a_schema_is_rewritten_and_told() -> None:
    data = step_file(schema="IFC4X3_RC3")
    header = read_header(data, name="a.ifc")
    assert b"FILE_SCHEMA(('IFC4X3_ADD2'))" in rewritten(data, header)
    assert [notice.kind for notice in header.notices] == ["schema"]
    assert "IFC4X3_RC3" in header.notices[0].message


def test_that_a_byte_order_mark_is_left_out_and_told() -> None:
    data = b"\xef\xbb\xbf" + step_file()
    header = read_header(data, name="a.ifc")
    assert rewritten(data, header) == step_file()
    assert [notice.kind for notice in header.notices] == ["encoding"]


def test_that_comments_may_stand_before_the_schema() -> None:
    data = b"/* made by hand */ " + step_file().replace(
        b"FILE_SCHEMA(", b"/* FILE_SCHEMA(('X')) */\nFILE_SCHEMA ("
    )
    assert read_header(data, name="a.ifc").schema == "IFC4"


def test_that_a_file_that_lacks_only_its_last_line_is_read() -> None:
    data = step_file().replace(b"END-ISO-10303-21;\n", b"")
    assert [notice.kind for notice in read_header(data, name="a.ifc").notices] == ["structure"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "a.ifc is empty"),
        (b" \n\t", "a.ifc is empty"),
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"\x89PNG\r\n", "a PNG picture"),
        (b"\xd0\xcf\x11\xe0....", "a Revit or Office file"),
        (step_file().decode("ascii").encode("utf-16"), "UTF-16"),
        (step_file().decode("ascii").encode("utf-16-le"), "UTF-16"),
        (b"<?xml version='1.0'?><ifcXML/>", "ifcXML"),
        (b"<!doctype html><html>", "web page"),
        (b"abc\0def", "a binary file"),
        (b"Dear all, the model is attached.", "does not begin with ISO-10303-21"),
        (step_file()[:-200], "cut off"),
        (step_file(schema="AUTOMOTIVE_DESIGN"), "which is not IFC"),
        (step_file(schema="IFC99"), "no known version of IFC"),
        (step_file().replace(b"HEADER;", b""), "no HEADER section"),
        (step_file().replace(b"FILE_SCHEMA(('IFC4'));", b""), "FILE_SCHEMA is missing"),
        (step_file().replace(b"FILE_SCHEMA(('IFC4'));", b"FILE_SCHEMA((IFC4'));"), "cannot be read"),
    ],
)
def test_that_what_is_no_model_gets_one_clear_sentence(data: bytes, words: str) -> None:
    with pytest.raises(BadInputError) as caught:
        read_header(data, name="a.ifc")
    assert words in caught.value.message
    assert caught.value.message.endswith(".")
    assert caught.value.hint
