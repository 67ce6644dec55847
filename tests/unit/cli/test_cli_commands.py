"""Commands in this process, without any model: usage, errors, exit codes, JSON alone on stdout."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bimdesk import __version__
from bimdesk.cli import main
from bimdesk.cli.codes import import_code, run_code
from bimdesk.cli.output import table
from bimdesk.cli.run_report import error_text, run_json, run_text
from bimdesk.domain.execution import Execution, OutputFile, StartedBy, Status
from bimdesk.domain.finding import Finding, Severity
from bimdesk.domain.ids import ElementId, ExecutionId, VersionId
from bimdesk.protocol.messages import Failed, Log
from bimdesk.protocol.state import Ending, EndReason
from bimdesk.services.clock import now
from bimdesk.services.results import RunResult


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BIMDESK_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nonsense"], 'Unknown command "nonsense"'),
        (["run", "x"], "MODEL requires an argument"),
        (["run", "x", "y", "z"], "Too many words: z."),
        (["run", "x", "y", "--timeout", "0"], "--timeout"),
        (["run", "x", "y", "--memory", "lots"], "--memory"),
        (["history", "--status", "odd"], "--status"),
        (["run", "nowhere.py", "house.ifc"], "There is no script file nowhere.py."),
        (["run", "no_such_script", "house.ifc"], "There is no script 'no_such_script' in the library."),
        (["history", "--project", "nowhere"], "There is no project in nowhere."),
        (["screenshot", "house.ifc", "house.jpg"], "does not end in .png"),
        (["import", "nowhere.ifc"], "nowhere.ifc"),
        (["scripts", "test"], "Name one script, or give --all."),
        (["scripts", "show", "nothing"], "There is no script 'nothing'"),
    ],
)
def test_that_bad_input_is_one_line_on_stderr_and_code_2(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err
    assert len(err.splitlines()) == 1
    assert "Traceback" not in err


def test_that_parameters_are_checked_before_a_model_is_imported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "check.py"
    script.write_text(
        "# /// script\n# [tool.bimdesk.parameters.properties.limit]\n"
        "# type = 'integer'\n# maximum = 3\n# ///\n"
    )
    assert main(["run", str(script), "nowhere.ifc", "--param", "limit=7"]) == 2
    assert "limit: at most 3" in capsys.readouterr().err
    script.write_text("# /// script\n# oops\n# ///\n")
    assert main(["run", str(script), "nowhere.ifc"]) == 2
    assert "check.py, line 2" in capsys.readouterr().err


def test_that_a_failed_import_prints_an_empty_list_and_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.ifc").write_bytes(b"")
    assert main(["import", str(tmp_path / "empty.ifc"), str(tmp_path), "--json"]) == 2
    out, err = capsys.readouterr()
    assert json.loads(out) == []
    assert ["is empty" in line or "is a folder" in line for line in err.splitlines()] == [True, True]


def test_that_reading_commands_make_no_project(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["history"]) == 0
    assert capsys.readouterr().out == "No executions yet.\n"
    assert main(["history", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert main(["scripts", "list", "--json"]) == 0
    assert all(entry["key"].startswith("builtin/") for entry in json.loads(capsys.readouterr().out))
    assert not (home / "data").exists()


def test_that_help_and_version_go_to_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.strip() == __version__
    assert main(["run", "--help"]) == 0
    out, err = capsys.readouterr()
    assert "--params-json" in out
    assert err == ""


def test_that_scripts_of_a_project_are_listed_and_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from bimdesk.bootstrap import open_project
    from bimdesk.paths import default_paths

    project = open_project(tmp_path / "Project", default_paths())
    project.close()
    (project.scripts_folder / "rooms.py").write_text(
        '# /// script\n# [tool.bimdesk]\n# name = "Room list"\n# category = "export"\n'
        '# [tool.bimdesk.parameters]\n# required = ["storey"]\n'
        '# [tool.bimdesk.parameters.properties.storey]\n# type = "string"\n'
        '# description = "Which one."\n# ///\n'
        '"""Writes the rooms."""\n'
    )
    (project.scripts_folder / "broken.py").write_text("# /// script\n# nothing\n# ///\n")
    where = ["--project", str(project.folder)]
    assert main(["scripts", "list", *where]) == 0
    listed = capsys.readouterr().out
    assert "rooms" in listed and "BROKEN, line 2" in listed
    assert main(["scripts", "show", "Room list", *where]) == 0
    shown = capsys.readouterr().out
    assert "Writes the rooms." in shown
    assert "storey     text  required  Which one." in shown
    assert main(["scripts", "show", "rooms", "--json", *where]) == 0
    assert json.loads(capsys.readouterr().out)["parameters"]["required"] == ["storey"]
    assert main(["scripts", "test", "rooms", *where, "--model", "nowhere.ifc"]) == 2


def _execution(status: Status) -> Execution:
    return Execution(
        id=ExecutionId("e" * 32),
        script_key=None,
        script_name="Check",
        script_version=0,
        script_sha256="",
        version_id=VersionId(1),
        model_label="House v1",
        parameters={},
        started_by=StartedBy.CLI,
        status=status,
        queued_at=now(),
        started_at=None,
        duration_ms=1234,
        sentence="A sentence.",
        findings=1,
        folder=Path("folder"),
        sandbox={"process": "active"},
    )


FINDING = Finding(message="Wrong", severity=Severity.ERROR, elements=(ElementId(5),), guids=("g",))


def test_that_the_json_of_a_run_has_the_keys_of_the_contract() -> None:
    result = RunResult(
        status=Status.SUCCESS,
        sentence="A sentence.",
        result={"a": 1},
        findings=[FINDING],
        files=[OutputFile(name="a/b.csv", size=3, sha256="00")],
        log=[Log(level="print", text="one"), Log(level="warning", text="two")],
    )
    report = run_json(_execution(Status.SUCCESS), result, files_folder=Path("/out"))
    assert list(report) == [
        "status", "result", "log", "error", "files", "findings", "duration_ms", "execution_id", "sandbox",
    ]  # fmt: skip
    assert (report["status"], report["log"], report["error"]) == ("success", "one\ntwo\n", None)
    assert report["files"] == [{"name": "a/b.csv", "size": 3, "sha256": "00", "path": "/out/a/b.csv"}]
    assert report["findings"][0]["severity"] == "error"
    json.dumps(report)


def test_that_an_error_has_its_sentence_and_the_traceback() -> None:
    failed = Failed(
        kind="script", message="ZeroDivisionError", traceback="  line 3, in <module>\n    1 / 0", line=3
    )
    result = RunResult(status=Status.ERROR, sentence="A sentence.", error=failed)
    assert error_text(_execution(Status.ERROR), result) == "A sentence.\n  line 3, in <module>\n    1 / 0"
    assert error_text(_execution(Status.FAILED), result) is None
    assert "1 / 0" in run_text(_execution(Status.ERROR), result, files_folder=None)


def test_that_the_text_of_a_run_is_short_however_much_came() -> None:
    result = RunResult(
        status=Status.SUCCESS,
        sentence="",
        result={f"key {number}": "x" * 1000 for number in range(50)} | {"rows": [{"a": 1}] * 9},
        findings=[FINDING] * 100,
    )
    text = run_text(_execution(Status.SUCCESS), result, files_folder=None)
    assert "... 80 more findings" in text
    assert "... 31 more" in text
    assert len(text) < 10_000


@pytest.mark.parametrize(
    ("status", "severity", "code"),
    [
        (Status.SUCCESS, Severity.WARNING, 0),
        (Status.SUCCESS, Severity.ERROR, 1),
        (Status.WARNING, Severity.INFO, 0),
        (Status.FAILED, Severity.INFO, 1),
        (Status.ERROR, Severity.ERROR, 3),
        (Status.TIMEOUT, Severity.ERROR, 4),
        (Status.CANCELLED, Severity.ERROR, 4),
        (Status.KILLED, Severity.ERROR, 4),
    ],
)
def test_that_exit_codes_are_those_of_the_contract(status: Status, severity: Severity, code: int) -> None:
    assert run_code(status, [Finding(message="", severity=severity)]) == code


def test_that_a_stopped_import_is_told_from_one_that_cannot_be_read() -> None:
    assert import_code(Ending(signal=11)) == 2
    assert import_code(Ending(reason=EndReason.CANCELLED)) == 4
    assert import_code(Ending(reason=EndReason.TIMEOUT)) == 4


def test_that_columns_line_up() -> None:
    assert table(["A", "B"], [["long", "x"], ["s", ""]]) == "A     B\nlong  x\ns"
