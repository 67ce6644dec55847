"""Presets and last values: named per script, without secrets, and what of them still fits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bimdesk.bootstrap import open_project
from bimdesk.domain.changes import Changes
from bimdesk.domain.ids import ScriptKey
from bimdesk.errors import BadInputError, NotFoundError
from bimdesk.paths import AppPaths
from bimdesk.services.library.edit import rename_script
from bimdesk.services.library.scripts import create_script
from bimdesk.services.presets import (
    delete_preset,
    fitting,
    keep_last_values,
    last_values,
    list_presets,
    rename_preset,
    save_preset,
)
from bimdesk.services.project import Project

KEY = ScriptKey("project/count")
OTHER = ScriptKey("project/other")
SCHEMA: dict[str, Any] = {
    "properties": {
        "least": {"type": "integer", "minimum": 0},
        "name": {"type": "string"},
        "token": {"type": "string", "format": "password"},
        "page": {
            "type": "object",
            "properties": {"size": {"enum": ["A4", "A3"]}, "pin": {"type": "string", "x-secret": True}},
        },
    }
}


def test_that_a_preset_is_of_one_script_and_there_after_a_new_start(
    project: Project, paths: AppPaths, tmp_path: Path
) -> None:
    saved, changes = save_preset(project, KEY, "  Strict   one ", {"least": 3}, schema=SCHEMA)
    assert (saved.name, saved.values, changes) == (
        "Strict one",
        {"least": 3},
        Changes(presets=frozenset({KEY})),
    )
    save_preset(project, KEY, "loose", {"least": 0, "name": "Ä"}, schema=SCHEMA)
    save_preset(project, OTHER, "strict one", {"least": 9}, schema=SCHEMA)
    project.close()
    again = open_project(tmp_path / "Project", paths)
    assert [(one.name, one.values) for one in list_presets(again, KEY)] == [
        ("loose", {"least": 0, "name": "Ä"}),
        ("Strict one", {"least": 3}),
    ]
    again.close()


def test_that_a_name_has_one_preset_whatever_its_case(project: Project) -> None:
    first, _ = save_preset(project, KEY, "Größe", {"least": 1}, schema=SCHEMA)
    second, _ = save_preset(project, KEY, "GRÖSSE", {"least": 2}, schema=SCHEMA)
    assert [(one.id, one.name, one.values) for one in list_presets(project, KEY)] == [
        (first.id, "GRÖSSE", {"least": 2})
    ]
    other, _ = save_preset(project, KEY, "Other", {}, schema=SCHEMA)
    with pytest.raises(BadInputError, match="a preset called GRÖSSE already"):
        rename_preset(project, other, "größe")
    assert rename_preset(project, second, "größe")[0].name == "größe"


def test_that_a_preset_that_is_gone_cannot_be_renamed_and_is_no_error_to_delete(project: Project) -> None:
    preset, _ = save_preset(project, KEY, "Strict", {}, schema=SCHEMA)
    assert delete_preset(project, preset) == Changes(presets=frozenset({KEY}))
    assert not delete_preset(project, preset)
    with pytest.raises(NotFoundError):
        rename_preset(project, preset, "Other")


@pytest.mark.parametrize("name", ["", "  ", "x" * 256])
def test_that_a_preset_needs_a_name(project: Project, name: str) -> None:
    with pytest.raises(BadInputError, match="needs a name"):
        save_preset(project, KEY, name, {}, schema=SCHEMA)


def test_that_no_secret_gets_into_the_database(project: Project) -> None:
    values = {"least": 1, "token": "S3CRET", "page": {"size": "A4", "pin": "S3CRET"}}
    save_preset(project, KEY, "Strict", values, schema=SCHEMA)
    keep_last_values(project, KEY, values, schema=SCHEMA)
    clean = {"least": 1, "page": {"size": "A4"}}
    assert list_presets(project, KEY)[0].values == last_values(project, KEY) == clean
    files = [file for file in project.folder.glob("project.db*") if file.is_file()]
    assert files
    assert not any(b"S3CRET" in file.read_bytes() for file in files)


def test_that_the_last_values_are_those_of_the_last_run_that_named_any(project: Project) -> None:
    assert last_values(project, KEY) is None
    keep_last_values(project, KEY, {"least": 1}, schema=SCHEMA)
    keep_last_values(project, KEY, {"name": "${MODEL_NAME}"}, schema=SCHEMA)
    keep_last_values(project, KEY, {}, schema=SCHEMA)
    assert last_values(project, KEY) == {"name": "${MODEL_NAME}"}
    assert last_values(project, OTHER) is None


def test_that_what_does_not_fit_is_left_out_with_the_reason_and_the_rest_stays() -> None:
    values = {"least": -1, "name": "n", "gone": 5, "page": {"size": "A5"}}
    found = fitting(SCHEMA, values)
    assert found.values == {"name": "n", "page": {}}
    assert set(found.problems) == {"least", "gone", "page.size"}
    assert found.problems["least"] == "At least 0"
    assert "There is no such parameter" in found.problems["gone"]
    assert values["page"] == {"size": "A5"}


def test_that_a_value_that_is_missing_is_the_forms_business() -> None:
    schema = {**SCHEMA, "required": ["name"]}
    assert fitting(schema, {"least": 2}) == fitting(SCHEMA, {"least": 2})
    assert fitting(schema, {"least": 2}).problems == {}


def test_that_a_list_with_a_wrong_entry_is_left_out_whole() -> None:
    rows = {"type": "array", "items": {"type": "object", "properties": {"n": {"type": "integer"}}}}
    found = fitting({"properties": {"rows": rows}}, {"rows": [{"n": 1}, {"n": "x"}]})
    assert found.values == {}
    assert len(found.problems) == 1


def test_that_presets_and_last_values_go_along_when_a_script_is_renamed(project: Project) -> None:
    script, _ = create_script(project, name="Count walls", text='"""Counts."""\n')
    save_preset(project, script.key, "Strict", {"least": 3}, schema=SCHEMA)
    keep_last_values(project, script.key, {"least": 4}, schema=SCHEMA)
    renamed, _ = rename_script(project, script.key, "Count doors")
    assert renamed.key != script.key
    assert [one.name for one in list_presets(project, renamed.key)] == ["Strict"]
    assert last_values(project, renamed.key) == {"least": 4}
    assert list_presets(project, script.key) == []


FILES = {"type": "array", "items": {"type": "string", "format": "file"}}
IDS = {"x-bim": "ids-file", "default": "${PROJECT_DIR}/a.ids"}
GRANTING: dict[str, Any] = {
    "properties": {
        "table": {"type": "string", "format": "file", "default": "/home/me/table.csv"},
        "tables": {
            "type": "array",
            "items": {"type": "string", "format": "file"},
            "examples": [["/etc/passwd"]],
        },
        "other": {"type": "string", "x-bim": "model-version", "enum": ["House v2", "House v3"]},
        "number": {"type": "integer", "x-bim": "model-version", "default": 7},
        "below": {
            "type": "object",
            "properties": {
                "ids": {"x-bim": "ids-file", "default": "${PROJECT_DIR}/a.ids"},
                "size": {"enum": ["A4"]},
            },
        },
    }
}


def test_that_paths_and_models_of_the_scripts_own_are_not_kept_as_if_a_person_chose_them(
    project: Project,
) -> None:
    own = {
        "table": "/home/me/table.csv",
        "tables": ["/home/me/mine.csv", "/etc/passwd"],
        "other": "House v2",
        "number": 7,
        "below": {"ids": "${PROJECT_DIR}/a.ids", "size": "A4"},
    }
    keep_last_values(project, KEY, own, schema=GRANTING)
    preset, _changes = save_preset(project, KEY, "own", own, schema=GRANTING)
    assert last_values(project, KEY) == preset.values == {"below": {"size": "A4"}}


def test_that_paths_and_models_that_a_person_chose_are_kept(project: Project) -> None:
    chosen = {
        "table": "/home/me/mine.csv",
        "tables": ["/home/me/mine.csv"],
        "other": "Annex v1",
        "number": 8,
        "below": {"ids": "/home/me/b.ids", "size": "A4"},
    }
    keep_last_values(project, KEY, chosen, schema=GRANTING)
    assert last_values(project, KEY) == chosen
