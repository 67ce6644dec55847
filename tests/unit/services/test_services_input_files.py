"""Files that a script may read: what a person chose, never what the script itself names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bimdesk.services.input_files import chosen_files

FILE: dict[str, Any] = {"type": "string", "format": "file"}


def _schema(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "rules.ids"
    made.write_text("x")
    return made


@pytest.mark.parametrize(
    "inner",
    [
        FILE,
        {"format": "path"},
        {"format": "folder"},
        {"format": "directory"},
        {"type": "string", "x-bim": "ids-file"},
        {**FILE, "default": "/another/file"},
        {**FILE, "default": "rules.ids"},
    ],
)
def test_that_a_chosen_file_is_granted(inner: dict[str, Any], file: Path) -> None:
    assert chosen_files(_schema(rules=inner), {"rules": str(file)}) == [file]


def test_that_a_folder_several_files_and_groups_are_granted_once(file: Path) -> None:
    schema = _schema(
        many={"type": "array", "items": FILE},
        rows={"type": "array", "items": _schema(source=FILE)},
        group=_schema(inner=_schema(folder={"format": "folder"})),
    )
    values = {
        "many": [str(file), str(file)],
        "rows": [{"source": str(file)}],
        "group": {"inner": {"folder": str(file.parent)}},
    }
    assert chosen_files(schema, values) == [file, file.parent]


@pytest.mark.parametrize(
    "value", ["", "rules.ids", "../rules.ids", "/no/such/file", 5, None, True, "a\0b", {"x": "/"}, ["/"]]
)
def test_that_what_is_no_existing_absolute_path_grants_nothing(value: Any, file: Path) -> None:
    assert chosen_files(_schema(rules=FILE), {"rules": value}) == []


@pytest.mark.parametrize(
    "inner",
    [{"type": "string"}, {**FILE, "x-save": True}, {"format": "uri"}, {"format": ["file"]}, "text", None],
)
def test_that_only_parameters_for_files_that_are_read_grant(inner: Any, file: Path) -> None:
    assert chosen_files(_schema(rules=inner), {"rules": str(file)}) == []
    assert chosen_files({"properties": inner}, {"rules": str(file)}) == []
    assert chosen_files({}, {"rules": str(file)}) == []


def test_that_what_the_script_names_itself_grants_nothing(file: Path) -> None:
    text = str(file)
    group = _schema(rules=FILE)
    cases: list[tuple[dict[str, Any], Any]] = [
        ({**FILE, "default": text}, text),
        ({**FILE, "default": f"{file.parent}/./x/../rules.ids"}, text),
        ({**FILE, "default": text}, f"{file.parent}//rules.ids"),
        ({**FILE, "enum": [text]}, text),
        ({**FILE, "const": text}, text),
        ({**FILE, "examples": ["", text]}, text),
        ({**FILE, "x-anything": {"deep": [text]}}, text),
        ({"type": "array", "items": FILE, "default": [text]}, [text]),
        ({"type": "array", "items": {**FILE, "default": text}}, [text]),
        ({**group, "default": {"rules": text}}, {"rules": text}),
        ({"type": "array", "items": group, "default": [{"rules": text}]}, [{"rules": text}]),
    ]
    for inner, value in cases:
        assert chosen_files(_schema(rules=inner), {"rules": value}) == [], inner


def test_that_a_default_with_variables_grants_nothing(file: Path) -> None:
    variables = {"PROJECT_DIR": str(file.parent), "NAME": "rules"}
    schema = _schema(rules={**FILE, "default": "${PROJECT_DIR}/${NAME}.ids"})
    assert chosen_files(schema, {"rules": str(file)}, variables=variables) == []
    assert chosen_files(_schema(rules=FILE), {"rules": str(file)}, variables=variables) == [file]


def test_that_a_link_in_the_script_to_a_chosen_file_grants_nothing(file: Path) -> None:
    link = file.with_name("link")
    link.symlink_to(file)
    schema = _schema(rules={**FILE, "default": str(link)})
    assert chosen_files(schema, {"rules": str(link)}) == []
    assert chosen_files(_schema(rules=FILE), {"rules": str(link)}) == [file]


def test_that_a_choice_that_comes_from_the_model_is_no_file_to_read(file: Path) -> None:
    schema = _schema(rules={**FILE, "x-bim": "property-value", "x-bim-of": "name"})
    assert chosen_files(schema, {"rules": str(file)}) == []
