"""Executions from request to result, their history, and what a dead program leaves."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
import psutil
import pytest

from bimdesk.bootstrap import open_project
from bimdesk.domain.execution import Execution, RunRequest, StartedBy, Status
from bimdesk.domain.ids import ModelKey, ScriptKey, VersionId
from bimdesk.domain.limits import merged
from bimdesk.domain.model import ModelVersion
from bimdesk.errors import BadInputError, NotFoundError, ProjectError
from bimdesk.paths import AppPaths
from bimdesk.protocol.jobs import ConfinedJob
from bimdesk.protocol.monitor import Monitor
from bimdesk.protocol.state import Ending, EndReason
from bimdesk.services.clock import now
from bimdesk.services.history import count_executions, executed_text, get_execution, list_executions
from bimdesk.services.library.scripts import create_script, list_uses
from bimdesk.services.owners import current_owner, is_alive
from bimdesk.services.parameters.check import ParameterErrors
from bimdesk.services.project import Project
from bimdesk.services.results import load_result
from bimdesk.services.running import RunStart, finish_run, make_request, mark_running, queue_run
from bimdesk.storage.owner import Owner

TEXT = """# /// script
# [tool.bimdesk]
# name = "My check"
# timeout = 12
# [tool.bimdesk.parameters.properties.limit]
# type = "integer"
# maximum = 10
# default = 5
# [tool.bimdesk.parameters.properties.file]
# type = "string"
# default = "${MODEL_NAME}-${VERSION}.csv"
# ///
result = params
"""

EndRun = Callable[[RunStart, str], Execution]


@pytest.fixture
def version(house: Path, import_model: Callable[[Path], ModelVersion]) -> ModelVersion:
    return import_model(house)


@pytest.fixture
def request_run(project: Project, version: ModelVersion) -> RunRequest:
    script, _changes = create_script(project, name="My check", text=TEXT)
    return make_request(project, script, version.id)


def test_that_an_execution_is_a_row_from_the_moment_it_is_queued(
    project: Project, request_run: RunRequest, version: ModelVersion
) -> None:
    start, changes = queue_run(project, request_run)
    execution = get_execution(project, start.execution_id)
    assert execution.status is Status.QUEUED
    assert (execution.script_name, execution.model_label, execution.script_version) == (
        "My check",
        "House v1",
        1,
    )
    assert execution.parameters == {"limit": 5, "file": "House-1.csv"}
    assert changes.executions == {start.execution_id}
    assert changes.scripts == {"project/my_check"}
    assert execution.sandbox["landlock"] == "unavailable: not checked yet"
    mark_running(project, start)
    assert get_execution(project, start.execution_id).status is Status.RUNNING


def test_that_the_job_carries_the_script_its_values_and_its_folders(
    project: Project, request_run: RunRequest, version: ModelVersion
) -> None:
    start, _changes = queue_run(
        project, replace(request_run, parameters={"limit": 7}, limits=merged({"memory_mb": 512}))
    )
    confined = msgspec.json.decode(start.launch.job, type=ConfinedJob)
    job = confined.script
    assert job is not None
    assert (job.text, job.parameters["limit"], confined.limits.memory_mb) == (TEXT, 7, 512)
    assert (job.version_folder, job.previous) == (str(version.folder), "")
    assert confined.readable == [str(version.folder)]
    assert job.variables["OUTPUT_DIR"] == "."
    assert confined.output == str(start.folder / "files")
    assert Path(confined.output).is_dir()
    assert (start.limits.memory_mb, start.launch.kind) == (512, "confined")


def test_that_the_version_before_is_given_to_the_script(
    project: Project, house: Path, import_model: Callable[[Path], ModelVersion], request_run: RunRequest
) -> None:
    first = project.models.get_version(request_run.version_id)
    house.write_bytes(b"ISO-10303-21; second")
    second = import_model(house)
    start, _changes = queue_run(project, replace(request_run, version_id=second.id))
    confined = msgspec.json.decode(start.launch.job, type=ConfinedJob)
    assert confined.script is not None
    assert confined.script.previous == str(first.folder)
    assert confined.readable == [str(second.folder), str(first.folder)]


def test_that_values_that_do_not_fit_start_nothing(project: Project, request_run: RunRequest) -> None:
    for parameters, fields in (
        ({"limit": 11}, {"limit": "At most 10"}),
        ({"file": "${MODEL_NAMES}"}, {"file": "${MODEL_NAMES} is not known; did you mean MODEL_NAME"}),
    ):
        with pytest.raises(ParameterErrors) as caught:
            queue_run(project, replace(request_run, parameters=parameters))
        assert caught.value.fields == fields
    assert count_executions(project) == 0
    assert list(project.executions_folder.iterdir()) == []


def test_that_a_broken_block_or_a_removed_model_starts_nothing(
    project: Project, request_run: RunRequest
) -> None:
    with pytest.raises(BadInputError, match="My check, line 2"):
        queue_run(project, replace(request_run, script_text="# /// script\n# ===\n# ///\n"))
    with pytest.raises(NotFoundError):
        queue_run(project, replace(request_run, version_id=VersionId(99)))
    assert list(project.executions_folder.iterdir()) == []


def test_that_a_folder_that_cannot_be_written_starts_nothing(
    project: Project, request_run: RunRequest
) -> None:
    shutil.rmtree(project.executions_folder)
    project.executions_folder.write_text("in the way")
    with pytest.raises(ProjectError, match="cannot be written"):
        queue_run(project, request_run)
    assert count_executions(project) == 0


def test_that_a_result_is_kept_with_log_findings_outputs_and_files(
    project: Project, request_run: RunRequest, end_run: EndRun
) -> None:
    start, _changes = queue_run(project, request_run)
    execution = end_run(
        start,
        """
say("hello", job="script", pid=1)
pathlib.Path(job["output"], "table.csv").write_text("a,b")
pathlib.Path(job["output"], "link").symlink_to("/etc/passwd")
say("log", level="warning", text="careful"); sys.stderr.write("from below\\n"); sys.stderr.flush()
say("finding", message="Wrong", severity="warning", elements=[3], guids=["g"], data={"found": 21})
say("output", kind="kpi", name="walls", data={"value": 4})
say("result", value={"rows": [{"a": 1.5}], "status": "WARN"}, status="WARN", summary="4 walls")
say("done")
""",
    )
    assert (execution.status, execution.sentence, execution.findings) == (Status.WARNING, "4 walls", 1)
    assert execution.duration_ms == 12
    assert (execution.sandbox["process"], execution.sandbox["landlock"]) == (
        "active",
        "unavailable: not checked yet",
    )
    result = load_result(project, execution.id)
    assert result.result == {"rows": [{"a": 1.5}], "status": "WARN"}
    assert (result.findings[0].message, result.findings[0].elements) == ("Wrong", (3,))
    assert result.outputs[0].data == {"value": 4}
    assert [(file.name, file.size) for file in result.files] == [("table.csv", 3)]
    assert sorted(log.text for log in result.log) == ["careful", "from below"]
    log = (execution.folder / "log.txt").read_text().splitlines()
    assert sorted(log) == ["[warning] careful", "from below"]


def test_that_an_execution_without_result_shows_its_status_and_sentence(
    project: Project, request_run: RunRequest
) -> None:
    start, _changes = queue_run(project, request_run)
    assert load_result(project, start.execution_id).status is Status.QUEUED
    finish_run(project, start, Monitor(), Ending(reason=EndReason.CANCELLED), duration_ms=0)
    (start.folder / "result.json").write_bytes(b"{")
    with pytest.raises(ProjectError, match="is damaged"):
        load_result(project, start.execution_id)
    (start.folder / "result.json").unlink()
    result = load_result(project, start.execution_id)
    assert (result.status, result.sentence, result.result) == (Status.CANCELLED, "Cancelled.", None)


def test_that_a_result_that_cannot_be_written_still_ends_the_row(
    project: Project, request_run: RunRequest
) -> None:
    start, _changes = queue_run(project, request_run)
    shutil.rmtree(start.folder)
    execution, _changes = finish_run(project, start, Monitor(), Ending(exit_code=3), duration_ms=1)
    assert execution.status is Status.ERROR
    assert "The result could not be kept: No such file or directory." in execution.sentence


def test_that_the_text_that_ran_is_kept_though_the_script_changed(
    project: Project, request_run: RunRequest
) -> None:
    start, _changes = queue_run(project, request_run)
    create_script(project, name="My check", text="changed")
    assert executed_text(project, start.execution_id) == TEXT
    shutil.rmtree(start.folder)
    assert executed_text(project, start.execution_id) == TEXT
    unsaved, _changes = queue_run(project, replace(request_run, script_key=None, script_text="x = 1"))
    assert get_execution(project, unsaved.execution_id).script_version == 0
    shutil.rmtree(unsaved.folder)
    with pytest.raises(NotFoundError):
        executed_text(project, unsaved.execution_id)


def test_that_runs_are_counted_and_versions_of_a_script_numbered(
    project: Project, request_run: RunRequest
) -> None:
    for text in (TEXT, TEXT + "\n", TEXT):
        queue_run(project, replace(request_run, script_text=text))
    assert sorted(execution.script_version for execution in list_executions(project)) == [1, 1, 2]
    use = list_uses(project)[ScriptKey("project/my_check")]
    assert (use.uses, use.models) == (3, 1)


def test_that_a_script_knows_on_how_many_models_it_ran(
    project: Project, request_run: RunRequest, version: ModelVersion
) -> None:
    names = {"ab": version.model_name, "cd": "Annex"}  # a second version of the model, and another model
    for digits, name in names.items():
        other = project.models.save_version(
            ModelKey(digits * 32),
            model_name=name,
            file_name="x.ifc",
            size=1,
            at=now(),
            summary=version.summary,
        )
        queue_run(project, replace(request_run, version_id=other.id))
    queue_run(project, request_run)
    key = ScriptKey("project/my_check")
    assert list_uses(project)[key].models == 2
    project.models.remove_model(other.model_id, now())
    assert list_uses(project)[key].models == 1


def test_that_the_history_outlives_its_model(
    project: Project, request_run: RunRequest, version: ModelVersion
) -> None:
    start, _changes = queue_run(project, request_run)
    project.models.remove_model(version.model_id, now())
    assert list_executions(project, text="house")[0].id == start.execution_id


def test_that_an_execution_of_a_program_that_died_is_marked_at_the_next_start(
    project: Project, paths: AppPaths, request_run: RunRequest
) -> None:
    code = f"""
import sys, pathlib, os
from bimdesk.bootstrap import open_project
from bimdesk.paths import AppPaths
from bimdesk.services.running import make_request, queue_run, mark_running
from bimdesk.services.library.scripts import find_script
home = pathlib.Path(sys.argv[1])
paths = AppPaths(data=home, config=home, cache=home, logs=home, builtin_scripts=home, resources=home)
project = open_project(pathlib.Path(sys.argv[2]), paths)
script = find_script(project, "my_check")
start, _ = queue_run(project, make_request(project, script, {request_run.version_id}))
mark_running(project, start)
print(start.execution_id, flush=True)
os._exit(9)
"""
    mine, _changes = queue_run(project, request_run)
    child = subprocess.run(
        [sys.executable, "-c", code, str(paths.data), str(project.folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    dead = child.stdout.strip()
    assert dead, child.stderr
    reopened = open_project(project.folder, paths)
    statuses = {execution.id: execution.status for execution in list_executions(reopened)}
    sentences = {execution.id: execution.sentence for execution in list_executions(reopened)}
    reopened.close()
    assert statuses == {dead: Status.INTERRUPTED, mine.execution_id: Status.QUEUED}
    assert sentences[dead] == "The program ended while this was running."


def test_that_a_process_is_known_by_number_and_start() -> None:
    me = current_owner()
    assert me.pid == os.getpid()
    assert is_alive(me)
    assert not is_alive(replace(me, started=me.started - 60))
    assert not is_alive(Owner(pid=max(psutil.pids()) + 1000, started=1.0, host=platform.node()))
    assert is_alive(Owner(pid=1, started=1.0, host="another machine"))


def test_that_the_parameters_that_ran_are_beside_the_result(
    project: Project, request_run: RunRequest
) -> None:
    start, _changes = queue_run(project, replace(request_run, started_by=StartedBy.CLI))
    assert json.loads((start.folder / "parameters.json").read_text()) == {"limit": 5, "file": "House-1.csv"}
    assert get_execution(project, start.execution_id).started_by is StartedBy.CLI


OTHERS = """# /// script
# [tool.bimdesk.parameters.properties.against]
# type = "string"
# x-bim = "model-version"
# ///
result = [model.label for model in models]
"""


def _next_two(house: Path, import_model: Callable[[Path], ModelVersion]) -> tuple[ModelVersion, ModelVersion]:
    """Two more versions of the house."""
    found = []
    for text in (b"second", b"third"):
        house.write_bytes(b"ISO-10303-21; " + text)
        found.append(import_model(house))
    return found[0], found[1]


@pytest.mark.parametrize("way", ["number", "label"])
def test_that_a_chosen_version_is_given_to_the_script_and_no_other(
    project: Project,
    house: Path,
    import_model: Callable[[Path], ModelVersion],
    version: ModelVersion,
    way: str,
) -> None:
    second, third = _next_two(house, import_model)
    script, _changes = create_script(project, name="Compare", text=OTHERS)
    against = str(version.id) if way == "number" else version.label
    request = make_request(project, script, third.id, parameters={"against": against})
    confined = msgspec.json.decode(queue_run(project, request)[0].launch.job, type=ConfinedJob)
    assert confined.script is not None
    assert confined.script.others == [(version.label, str(version.folder))]
    assert confined.readable == [str(one.folder) for one in (third, second, version)]
    with pytest.raises(ParameterErrors, match="no model version 'House v9'"):
        queue_run(project, replace(request, parameters={"against": "House v9"}))


@pytest.mark.parametrize("way", ["label", "number", "text of the number", "choice", "bound"])
def test_that_a_version_that_the_script_names_itself_is_not_given(
    project: Project,
    house: Path,
    import_model: Callable[[Path], ModelVersion],
    version: ModelVersion,
    way: str,
) -> None:
    """A bound of the parameter names no version: what a person then chose is given."""
    second, third = _next_two(house, import_model)
    kind, named = {
        "label": ("string", f'default = "{version.label}"'),
        "number": ("integer", f"default = {version.id}"),
        "text of the number": ("string", f'default = "{version.id}"'),
        "choice": ("integer", f"enum = [{version.id}]"),
        "bound": ("integer", f"minimum = {version.id}"),
    }[way]
    text = OTHERS.replace('"string"', f'"{kind}"').replace("# x-bim", f"# {named}\n# x-bim")
    script, _changes = create_script(project, name="Curious", text=text)
    chosen = {"against": version.id} if way in ("choice", "bound") else {}
    request = make_request(project, script, third.id, parameters=chosen)
    confined = msgspec.json.decode(queue_run(project, request)[0].launch.job, type=ConfinedJob)
    assert confined.script is not None
    given = [version] if way == "bound" else []
    assert confined.script.others == [(one.label, str(one.folder)) for one in given]
    assert confined.readable == [str(one.folder) for one in (third, second, *given)]
