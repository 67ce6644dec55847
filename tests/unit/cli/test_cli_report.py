"""`bimdesk report` and the job that the window gives: files, JSON, errors in one line."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from report_project import add_model, finding, record

from bimdesk.bootstrap import open_project
from bimdesk.cli import main
from bimdesk.domain.execution import Execution
from bimdesk.domain.finding import Severity
from bimdesk.domain.finding_life import FindingFilter
from bimdesk.domain.ids import ExecutionId
from bimdesk.paths import default_paths
from bimdesk.services.reports.job import decode_job, decode_said, encode_job, job_of
from bimdesk.services.reports.scope import ExecutionScope, FindingsScope


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of a project for all tests here."""
    return tmp_path_factory.mktemp("report") / "project"


@pytest.fixture(scope="module")
def execution(folder: Path) -> Execution:
    project = open_project(folder, default_paths())
    made = record(project, add_model(project), [finding(), finding("Too thin", severity="warning")])
    project.close()
    return made


def test_that_a_report_is_written_and_told_as_json(
    tmp_path: Path, folder: Path, execution: Execution, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a.html"
    words = ["report", execution.id[:8], str(out), "--project", str(folder), "--pictures", "0", "--json"]
    assert main(words) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["path"] == str(out)
    assert (told["format"], told["findings"], told["findings_shown"], told["pictures"]) == ("html", 2, 2, 0)
    assert "Too thin" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["last"], "either of an execution or of the findings"),
        (["last", "a.html", "--findings"], "either of an execution or of the findings"),
        (["last", "a.docx"], "a.docx ends in none of .html, .pdf, .xlsx."),
        (["ffffffff", "a.html"], "There is no execution ffffffff."),
        (
            ["--findings", "a.html", "--model", "Bridge"],
            "There is no model Bridge in the project. It has: House.",
        ),
        (["last", "a.html", "--template", "nowhere"], "nowhere is no folder of templates."),
        (["last", "a.html", "--pictures", "1000"], "--pictures"),
    ],
)
def test_that_a_report_that_cannot_be_is_one_line_and_code_2(
    folder: Path,
    execution: Execution,
    arguments: list[str],
    words: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["report", *arguments, "--project", str(folder)]) == 2
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert words in err


def test_that_the_windows_job_names_scope_and_paths() -> None:
    paths = default_paths()
    wanted = FindingFilter(severities=frozenset({Severity.ERROR}), checks=frozenset({(None, "Fire rating")}))
    for scope in (
        FindingsScope(wanted=wanted, title="Errors"),
        ExecutionScope(execution_id=ExecutionId("ab")),
    ):
        job = job_of(scope, project="p", paths=paths, out="o.pdf", pictures=3)
        line = encode_job(job)
        assert line.endswith(b"\n") and line.count(b"\n") == 1
        again = decode_job(line)
        assert (again.scope, again.app_paths, again.pictures) == (scope, paths, 3)


def test_that_the_windows_job_ends_with_a_sentence_where_it_fails(
    folder: Path,
    execution: Execution,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    scope = ExecutionScope(execution_id=execution.id)
    job = job_of(scope, project=str(folder), paths=default_paths(), out="a.odt", pictures=0)

    class Given:
        buffer = io.BytesIO(encode_job(job))

    monkeypatch.setattr(sys, "stdin", Given)
    assert main(["report-job"]) == 2
    said = [decode_said(line) for line in capfdbinary.readouterr().out.splitlines()]
    assert (said[-1].kind, said[-1].message) == ("failed", "a.odt ends in none of .html, .pdf, .xlsx.")
