"""Reports made of real runs: what they say, as page, PDF and workbook; what stops them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from report_project import HOSTILE, add_model, finding, record, table
from small_index import SPACE, WALL_EAST, WALL_WEST

from bimdesk.bootstrap import open_project
from bimdesk.domain.finding import Severity
from bimdesk.domain.finding_life import Decision, FindingFilter
from bimdesk.domain.model import ModelVersion
from bimdesk.errors import BadInputError
from bimdesk.paths import AppPaths, default_paths
from bimdesk.protocol.messages import Failed, Output, Result
from bimdesk.services.findings.deciding import decide
from bimdesk.services.findings.listing import list_findings
from bimdesk.services.project import Project
from bimdesk.services.reports import making
from bimdesk.services.reports.gather_execution import gather_execution
from bimdesk.services.reports.gather_findings import gather_findings
from bimdesk.services.reports.making import make_report
from bimdesk.services.reports.scope import ExecutionScope, FindingsScope, ReportOptions
from bimdesk.services.reports.steps import Cancelled

NO_PICTURES = ReportOptions(pictures=0, author="A. Author")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """One for all tests of single runs."""
    root = tmp_path_factory.mktemp("reports")
    folders = {name: root / name for name in ("data", "config", "cache", "logs")}
    made = open_project(root / "project", replace(default_paths(), **folders))
    yield made
    made.close()


@pytest.fixture(scope="module")
def version(project: Project) -> ModelVersion:
    return add_model(project)


@pytest.fixture
def own(tmp_path: Path, app_paths: AppPaths) -> Iterator[Project]:
    """One whose findings are a test's own."""
    made = open_project(tmp_path / "project", app_paths)
    yield made
    made.close()


def test_that_a_report_of_a_run_says_what_was_found_where_and_how_it_was_made(
    project: Project, version: ModelVersion
) -> None:
    messages = [
        finding(check="Fire rating", data={"expected": "30, 60 or 90", "found": "n/a"}),
        finding("Is not external", element=WALL_EAST, severity="warning", check="Walls"),
        Output(kind="kpi", name="Doors", data={"value": 14, "unit": ""}),
        Output(kind="markdown", data={"text": "# Checked"}),
        Output(kind="chart", name="Doors", data={"chart": "bar", "data": {"labels": ["a"], "values": [1]}}),
        table("Doors", ["GlobalId", "Area"], [["x", 1.5]]),
        Result(value={"status": "FAIL", "rows": [{"a": 1}]}, status="FAIL", summary="Two problems"),
    ]
    execution = record(project, version, messages)
    report = gather_execution(project, ExecutionScope(execution_id=execution.id), NO_PICTURES).report
    assert (report.cover.title, report.cover.status_label) == ("Delivery check", "Failed")
    assert (report.cover.model, report.cover.version, report.cover.file) == (
        "House",
        "v1",
        "House.ifc, 2.3 MB",
    )
    assert [group.title for group in report.groups] == ["Fire rating", "Walls"]
    row = report.groups[0].findings[0]
    assert (row.expected, row.found, row.storey) == ("30, 60 or 90", "n/a", "Level 0")
    assert (row.state_label, row.element_class) == ("New", "IfcDoor")
    assert [one.name for one in report.tables] == ["Doors", "rows"]
    assert [one.kind for one in report.texts[0]] == ["heading"]
    assert [(one.label, one.count) for one in report.severities] == [("Error", 1), ("Warning", 1)]
    assert {"Script SHA-256", "Execution", "File SHA-256", "bimdesk"} <= {one.name for one in report.made}
    assert [(one.name, one.value) for one in report.parameters] == [("element_class", "IfcDoor")]


def test_that_a_crashed_script_is_reported_with_its_traceback(
    project: Project, version: ModelVersion
) -> None:
    failed = Failed(kind="script", message="KeyError: 'x'", traceback="line 3, in check", line=3)
    execution = record(project, version, [failed])
    report = gather_execution(project, ExecutionScope(execution_id=execution.id), NO_PICTURES).report
    assert [one.value for one in report.error] == ["KeyError: 'x'", "line 3, in check"]
    assert report.cover.status_label == "Script error"


def test_that_the_findings_are_reported_with_what_people_decided(own: Project) -> None:
    record(own, add_model(own), [finding(), finding("Too thin", element=WALL_EAST, severity="warning")])
    kept = list_findings(own, FindingFilter(severities=frozenset({Severity.WARNING})))
    decide(own, [kept[0].id], Decision.ACCEPTED, reason="Agreed with the client", author="B. Author")
    report = gather_findings(own, FindingsScope(), NO_PICTURES).report
    assert report.sentence == "1 error and 1 warning. 1 of 2 are open."
    rows = [row for group in report.groups for row in group.findings]
    assert [(row.severity, row.decision_label, row.reason) for row in rows] == [
        ("error", "", ""),
        ("warning", "Accepted", "Agreed with the client (B. Author)"),
    ]
    row = rows[0]
    assert (row.storey, row.state_label) == ("Level 0", "New")
    only = gather_findings(own, FindingsScope(wanted=FindingFilter(only_open=True)), NO_PICTURES).report
    assert only.findings_total == 1
    assert [(one.name, one.value) for one in only.parameters] == [("Open", "only")]


def test_that_more_findings_than_people_read_make_a_bounded_report_and_a_whole_workbook(
    project: Project, version: ModelVersion, tmp_path: Path
) -> None:
    many = [finding(f"Number {at}", check="Many", element=WALL_WEST) for at in range(1_200)]
    execution = record(project, version, [*many, finding(check="Fire rating", severity="warning")])
    scope = ExecutionScope(execution_id=execution.id)
    report = gather_execution(project, scope, NO_PICTURES).report
    assert [(group.total, len(group.findings)) for group in report.groups] == [(1_200, 999), (1, 1)]
    assert report.notes[0].startswith("1,000 of 1,201 findings are shown")
    made = make_report(project, scope, tmp_path / "all.xlsx")
    assert (made.findings, made.shown, made.notes) == (1_201, 1_201, ())
    book = openpyxl.load_workbook(tmp_path / "all.xlsx", read_only=True)
    assert sum(1 for _row in book["Findings"].iter_rows()) == 1_202
    book.close()


def test_that_nothing_in_a_workbook_is_a_formula(
    project: Project, version: ModelVersion, tmp_path: Path
) -> None:
    messages = [
        finding(HOSTILE, check="=1+1"),
        table("=SUM(A1)[x]", ["=A1", "n"], [["+A1", 2.5], ["@x", None], ["-2+3", True]]),
        table("=SUM(A1)[x]", ["a"], [[1]]),
    ]
    execution = record(project, version, messages)
    make_report(project, ExecutionScope(execution_id=execution.id), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["Report", "Findings", "=SUM(A1) x", "=SUM(A1) x 2"]
    cells = [one for sheet in book for row in sheet.iter_rows() for one in row if one.value is not None]
    assert {one.data_type for one in cells} == {"s", "n", "b"}
    assert all(one.hyperlink is None for one in cells)
    risky = [one for one in cells if isinstance(one.value, str) and one.value[:1] in tuple("=+-@")]
    rows = [one for one in risky if one.row > 1 and one.parent.title != "Report"]
    assert rows and all(one.quotePrefix for one in rows)
    assert [one.value for one in book["=SUM(A1) x"]["B"]] == ["n", 2.5, None, True]
    book.close()


def test_that_pictures_show_where_the_findings_are_and_a_missing_one_is_said(
    project: Project, version: ModelVersion, tmp_path: Path
) -> None:
    execution = record(
        project,
        version,
        [finding(check="A"), finding(element=WALL_WEST, check="A"), finding(element=SPACE, check="B")],
    )
    out = tmp_path / "with" / "pictures.html"
    progress: list[float] = []
    made = make_report(
        project,
        ExecutionScope(execution_id=execution.id),
        out,
        options=ReportOptions(pictures=2),
        on_progress=lambda done, _what: progress.append(done),
    )
    page = out.read_text(encoding="utf-8")
    assert made.pictures == 1
    assert page.count("data:image/png;base64,") == 1
    assert "No picture: its elements have no geometry." in page
    assert made.notes == ("1 of 2 pictures could not be drawn: its elements have no geometry.",)
    assert progress == sorted(progress)


def test_that_a_pdf_is_made_behind_the_locks(project: Project, version: ModelVersion, tmp_path: Path) -> None:
    execution = record(project, version, [finding(HOSTILE)])
    made = make_report(
        project, ExecutionScope(execution_id=execution.id), tmp_path / "a.pdf", options=NO_PICTURES
    )
    assert made.path.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("place", "text", "said"),
    [
        (
            "html/report.html",
            "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
            "more than 2 s",
        ),
        ("html/report.html", "{{ 'a' * 100000000000 }}", "more memory than it may have"),
        (
            "typst/report.typ",
            'a\n#import "@preview/cetz:0.3.0"',
            "report.typ, line 2: Packages are not loaded",
        ),
    ],
)
def test_that_a_hostile_template_ends_with_a_sentence_and_leaves_the_old_report(
    project: Project,
    version: ModelVersion,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
    text: str,
    said: str,
) -> None:
    monkeypatch.setattr(making, "RENDER_S", 2.0)
    folder = tmp_path / "company"
    (folder / place).parent.mkdir(parents=True)
    (folder / place).write_text(text, encoding="utf-8")
    out = tmp_path / ("old.html" if place.startswith("html") else "old.pdf")
    out.write_text("old", encoding="utf-8")
    execution = record(project, version, [finding()])
    with pytest.raises(BadInputError, match=said):
        make_report(
            project,
            ExecutionScope(execution_id=execution.id),
            out,
            options=ReportOptions(pictures=0, template=folder),
        )
    assert out.read_text(encoding="utf-8") == "old"
    assert [one.name for one in tmp_path.iterdir() if "new" in one.name] == []


def test_that_a_cancelled_report_leaves_nothing(
    project: Project, version: ModelVersion, tmp_path: Path
) -> None:
    execution = record(project, version, [finding()])
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        make_report(
            project, ExecutionScope(execution_id=execution.id), tmp_path / "out" / "a.html", cancel=cancel
        )
    assert not (tmp_path / "out").exists()


def test_that_a_file_of_another_form_is_refused(project: Project, tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"ends in none of \.html, \.pdf, \.xlsx"):
        make_report(project, FindingsScope(), tmp_path / "a.docx")


def test_that_a_project_without_findings_has_a_report_that_says_so(own: Project, tmp_path: Path) -> None:
    made = make_report(own, FindingsScope(), tmp_path / "none.html", options=NO_PICTURES)
    assert "No findings here." in made.path.read_text(encoding="utf-8")
