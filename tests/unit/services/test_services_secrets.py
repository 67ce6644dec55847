"""Secrets: with a keyring they are kept for the next run, without one not; no file holds them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import keyring
import msgspec
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null

from bimdesk.domain.execution import Execution, RunRequest
from bimdesk.domain.model import ModelVersion
from bimdesk.errors import BadInputError
from bimdesk.protocol.jobs import ConfinedJob
from bimdesk.services.copies import as_json
from bimdesk.services.history import get_execution
from bimdesk.services.library.scripts import create_script
from bimdesk.services.parameters.check import ParameterErrors, check_values
from bimdesk.services.parameters.secret_values import (
    MASK,
    masked,
    secret_paths,
    secrets_in,
    without_secrets,
)
from bimdesk.services.presets import last_values, save_preset
from bimdesk.services.project import Project
from bimdesk.services.running import RunStart, make_request, queue_run
from bimdesk.services.secrets import (
    forget_secret,
    has_keyring,
    keep_secrets,
    kept_secrets,
    keyring_words,
    revealed,
)

SECRET = "correct horse ${battery} staple"
TEXT = """# /// script
# [tool.bimdesk]
# name = "Upload"
# [tool.bimdesk.parameters]
# required = ["token"]
# [tool.bimdesk.parameters.properties]
# token = {type = "string", format = "password", minLength = 8}
# name = {type = "string", default = "${MODEL_NAME}"}
# account = {type = "object", properties = {pin = {type = "string", x-secret = true}}}
# ///
result = 1
"""


class InMemory(KeyringBackend):
    """A keyring without a system."""

    priority = 5.0

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture(autouse=True)
def no_system_keyring() -> Iterator[None]:
    """What a person keeps is never read or written here."""
    keyring.set_keyring(null.Keyring())
    yield
    keyring.set_keyring(null.Keyring())


@pytest.fixture
def ring() -> InMemory:
    made = InMemory()
    keyring.set_keyring(made)
    return made


@pytest.fixture
def request_run(project: Project, house: Path, import_model: Callable[[Path], ModelVersion]) -> RunRequest:
    script, _changes = create_script(project, name="Upload", text=TEXT)
    parameters = {"token": SECRET, "account": {"pin": "0000-1111"}}
    return make_request(project, script, import_model(house).id, parameters=parameters)


def _job(start: RunStart) -> dict[str, object]:
    job = msgspec.json.decode(start.launch.job, type=ConfinedJob).script
    assert job is not None
    return dict(job.parameters)


def test_that_the_script_gets_the_secret_and_no_file_does(
    project: Project,
    request_run: RunRequest,
    end_run: Callable[[RunStart, str], Execution],
    ring: InMemory,
) -> None:
    start, _changes = queue_run(project, request_run)
    assert _job(start) == {"token": SECRET, "name": "House", "account": {"pin": "0000-1111"}}
    end_run(start, "send(Done())")
    execution = get_execution(project, start.execution_id)
    assert execution.parameters == {"token": MASK, "name": "House", "account": {"pin": MASK}}
    assert last_values(project, request_run.script_key) == {"account": {}}
    save_preset(project, request_run.script_key, "Mine", request_run.parameters, schema=_schema(project))
    assert SECRET not in as_json(request_run.parameters, schema=_schema(project))
    for path in project.folder.rglob("*"):
        if path.is_file():
            assert b"horse" not in path.read_bytes(), path
            assert b"0000-1111" not in path.read_bytes(), path


def _schema(project: Project) -> dict[str, object]:
    from bimdesk.domain.metadata import read_metadata

    return dict(read_metadata(TEXT, file_name="upload.py")[0].parameters)


def test_that_a_kept_secret_is_used_again_in_this_project_only(
    project: Project, request_run: RunRequest, ring: InMemory
) -> None:
    queue_run(project, request_run)
    assert request_run.script_key is not None
    found = kept_secrets(project, request_run.script_key, _schema(project))
    assert found == (True, frozenset({"token", "account.pin"}))
    again = replace(request_run, parameters={"token": MASK})
    start, _changes = queue_run(project, again)
    assert _job(start)["token"] == SECRET
    assert all(str(project.folder) not in name for _service, name in ring.kept)
    other = kept_secrets(project, type(request_run.script_key)("project/other"), _schema(project))
    assert other == (True, frozenset())


def test_that_without_a_keyring_a_secret_is_for_one_run(project: Project, request_run: RunRequest) -> None:
    assert not has_keyring()
    keyring.set_keyring(fail.Keyring())
    assert not has_keyring()
    queue_run(project, request_run)
    with pytest.raises(ParameterErrors, match="type it again") as caught:
        queue_run(project, replace(request_run, parameters={"token": MASK}))
    assert set(caught.value.fields) == {"token"}


def test_that_a_keyring_that_breaks_is_as_if_there_were_none(
    project: Project, request_run: RunRequest, ring: InMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: str) -> None:
        raise ConnectionError("the bus is gone")

    monkeypatch.setattr(InMemory, "set_password", broken)
    monkeypatch.setattr(InMemory, "get_password", broken)
    start, _changes = queue_run(project, request_run)
    assert _job(start)["token"] == SECRET


def test_that_a_kept_secret_can_be_forgotten(
    project: Project, request_run: RunRequest, ring: InMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue_run(project, request_run)
    key = request_run.script_key
    assert key is not None
    forget_secret(project, key, "token")
    assert kept_secrets(project, key, _schema(project))[1] == {"account.pin"}
    forget_secret(project, key, "token")  # it is gone: no error

    def locked(*_arguments: str) -> None:
        raise ConnectionError("the bus is gone")

    monkeypatch.setattr(InMemory, "delete_password", locked)
    with pytest.raises(BadInputError, match=r"did not forget the secret 'account\.pin': the bus is gone"):
        forget_secret(project, key, "account.pin")


def test_that_the_doctor_says_which_keyring_there_is(ring: InMemory) -> None:
    assert "InMemory" in keyring_words()
    keyring.set_keyring(fail.Keyring())
    assert keyring_words().startswith("none: a secret is asked for at each run (")


def test_that_rows_and_numbers_are_secret_for_one_run_and_never_in_the_keyring(
    project: Project, request_run: RunRequest, ring: InMemory
) -> None:
    one = {"type": "string", "format": "password"}
    schema = {
        "properties": {
            "pin": {"type": "integer", "x-secret": True},
            "rows": {"type": "array", "items": {"properties": {"key": one}}},
            "pair": {"type": "array", "prefixItems": [{"type": "string"}, one]},
        }
    }
    values = {"pin": 4711, "rows": [{"key": "k"}], "pair": ["a", "second"]}
    found = secrets_in(schema, values)
    assert found == {("pin",): 4711, ("rows", 0, "key"): "k", ("pair", 1): "second"}
    assert secret_paths(schema) == ("pin", "pair.2")
    key = request_run.script_key
    assert key is not None
    keep_secrets(project, key, found, schema=schema)
    assert list(ring.kept.values()) == ["second"]
    assert revealed(project, key, {("pair", 1): MASK, ("pin",): 4711}) == {
        ("pair", 1): "second",
        ("pin",): 4711,
    }
    assert without_secrets(schema, values) == {"rows": [{}]}


def test_that_the_mask_is_not_checked_against_the_schema() -> None:
    schema = {"properties": {"token": {"type": "string", "x-secret": True, "minLength": 20}}}
    assert check_values(schema, {"token": MASK}) == {}
    assert check_values(schema, {"token": "short"}) == {"token": "At least 20 characters"}


def test_that_secrets_are_found_wherever_they_are() -> None:
    one = {"type": "string", "format": "password"}
    schema = {
        "$defs": {"login": {"properties": {"user": {"type": "string"}, "word": one}}},
        "properties": {
            "login": {"$ref": "#/$defs/login"},
            "rows": {"type": "array", "items": {"properties": {"key": one}}},
        },
        "then": {"properties": {"late": one}},
        "if": {"required": ["login"]},
    }
    values = {"login": {"user": "me", "word": "w"}, "rows": [{"key": "k", "n": 1}], "late": "l"}
    assert secrets_in(schema, values) == {("login", "word"): "w", ("rows", 0, "key"): "k", ("late",): "l"}
    assert masked(schema, values) == {
        "login": {"user": "me", "word": MASK},
        "rows": [{"key": MASK, "n": 1}],
        "late": MASK,
    }
    assert set(secret_paths(schema)) == {"login.word", "late"}
