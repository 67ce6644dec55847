"""Secret parameters of `bimdesk run`: the environment gives them, the command line with a word about it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backends import null

from bimdesk.bootstrap import open_project
from bimdesk.cli.secrets import variable_of, with_given_secrets
from bimdesk.domain.script import Script
from bimdesk.paths import AppPaths
from bimdesk.services.library.scripts import find_script
from bimdesk.services.parameters.texts import read_parameters
from bimdesk.services.project import Project

TEXT = """# /// script
# [tool.bimdesk.parameters]
# required = ["token"]
# if = {properties = {more = {const = true}}, required = ["more"]}
# then = {properties = {other = {type = "string", format = "password"}, depth = {type = "integer"}}}
# [tool.bimdesk.parameters.properties]
# token = {type = "string", format = "password"}
# more = {type = "boolean"}
# gap = {type = "number", x-unit = "m"}
# account = {type = "object", properties = {pin = {type = "string", x-secret = true}}}
# ///
result = 1
"""


@pytest.fixture
def project(tmp_path: Path, app_paths: AppPaths) -> Iterator[Project]:
    keyring.set_keyring(null.Keyring())
    opened = open_project(tmp_path / "Project", app_paths)
    yield opened
    opened.close()


@pytest.fixture
def script(project: Project, tmp_path: Path) -> Script:
    path = tmp_path / "upload.py"
    path.write_text(TEXT, encoding="utf-8")
    return find_script(project, str(path))


def test_that_the_environment_gives_a_secret_in_a_group_too(
    project: Project, script: Script, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BIMDESK_SECRET_TOKEN", "t1")
    monkeypatch.setenv("BIMDESK_SECRET_ACCOUNT_PIN", "p1")
    monkeypatch.setenv("BIMDESK_SECRET_OTHER", "not asked for")
    found = with_given_secrets(project, script, {})
    assert found == {"token": "t1", "account": {"pin": "p1"}}
    assert with_given_secrets(project, script, {"more": True})["other"] == "not asked for"
    assert capsys.readouterr() == ("", "")


def test_that_a_secret_on_the_command_line_is_taken_with_a_word_about_it(
    project: Project, script: Script, capsys: pytest.CaptureFixture[str]
) -> None:
    assert with_given_secrets(project, script, {"token": "t2"}) == {"token": "t2"}
    out, err = capsys.readouterr()
    assert out == ""
    assert "BIMDESK_SECRET_TOKEN" in err
    assert "t2" not in err


@pytest.mark.parametrize(
    ("pairs", "values"),
    [
        (["gap=250 mm"], {"gap": 0.25}),
        (["gap=3 kg"], {"gap": "3 kg"}),
        (["depth=4", "more=true"], {"depth": 4, "more": True}),
        (["account.pin=12"], {"account": {"pin": "12"}}),
    ],
)
def test_that_texts_become_values_by_the_schema_as_the_values_have_it(
    script: Script, pairs: list[str], values: dict[str, Any]
) -> None:
    assert read_parameters(script.metadata.parameters, pairs, "") == values


def test_that_a_path_becomes_a_variable_of_the_environment() -> None:
    assert variable_of("account.access-token") == "BIMDESK_SECRET_ACCOUNT_ACCESS_TOKEN"
