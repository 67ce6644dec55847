"""Where there is no wall, a script runs only after a person trusted its very text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bimdesk.domain.ids import ScriptKey
from bimdesk.domain.model import ModelVersion
from bimdesk.domain.protection import Protection, protection_of
from bimdesk.services.consent import ConsentNeededError, trust_script
from bimdesk.services.history import count_executions
from bimdesk.services.library.scripts import create_script
from bimdesk.services.project import Project
from bimdesk.services.running import make_request, queue_run


@pytest.fixture(autouse=True)
def no_wall(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIMDESK_SANDBOX_WITHOUT", "wall")


@pytest.fixture
def version(house: Path, import_model: Callable[[Path], ModelVersion]) -> ModelVersion:
    return import_model(house)


def test_that_a_script_waits_for_consent_and_a_changed_one_asks_again(
    project: Project, version: ModelVersion
) -> None:
    script, _changes = create_script(project, name="Mine", text="result = 1\n")
    request = make_request(project, script, version.id)
    with pytest.raises(ConsentNeededError, match="Mine was not run") as needed:
        queue_run(project, request)
    assert count_executions(project) == 0
    trust_script(project, needed.value.sha256)
    start, _changes = queue_run(project, request)
    assert start.launch.kind == "script"
    assert protection_of(start.layers) is Protection.LIMITED
    with pytest.raises(ConsentNeededError):
        queue_run(project, replace(request, script_text="result = 2\n"))


def test_that_a_built_in_script_needs_no_consent(project: Project, version: ModelVersion) -> None:
    script, _changes = create_script(project, name="Mine", text="result = 1\n")
    request = replace(make_request(project, script, version.id), script_key=ScriptKey("builtin/mine"))
    start, _changes = queue_run(project, request)
    assert start.launch.kind == "script"


def test_that_a_run_without_protection_says_so_in_its_record(
    project: Project, version: ModelVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BIMDESK_SANDBOX_WITHOUT")
    script, _changes = create_script(project, name="Mine", text="result = 1\n")
    start, _changes = queue_run(project, make_request(project, script, version.id, unconfined=True))
    assert start.launch.kind == "script"
    execution = project.executions.get(start.execution_id)
    assert protection_of(execution.sandbox) is Protection.OFF
    assert execution.sandbox["landlock"] == "unavailable: switched off by hand for this run"
