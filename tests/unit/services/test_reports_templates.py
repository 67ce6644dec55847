"""Templates of reports: what goes over what, and what a hostile or broken one comes to."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from report_project import HOSTILE

from bimdesk.errors import BadInputError
from bimdesk.paths import AppPaths
from bimdesk.services.reports.model import (
    Block,
    Brand,
    Chart,
    Count,
    Cover,
    FindingRow,
    Group,
    Pair,
    Picture,
    Report,
    Series,
    Span,
    Table,
    Tile,
)
from bimdesk.services.reports.model import Column as TableColumn
from bimdesk.services.reports.render.folder import REPORT
from bimdesk.services.reports.render.html import check_alone, render_html
from bimdesk.services.reports.render.pdf import render_pdf
from bimdesk.services.reports.render.problem import TemplateProblem
from bimdesk.services.reports.templates import FOLDER, put_together, template_folders


def report() -> Report:
    """A report whose every text is hostile."""
    row = FindingRow(
        message=HOSTILE, severity="error", severity_label="Error", element=HOSTILE, found=HOSTILE
    )
    group = Group(title=HOSTILE, total=1, findings=[row], uses=["element", "found"])
    cover = Cover(title=HOSTILE, subtitle=HOSTILE, project=HOSTILE, author=HOSTILE, date=HOSTILE)
    return Report(
        kind="execution",
        cover=cover,
        sentence=HOSTILE,
        groups=[group],
        tables=[Table(name=HOSTILE, columns=[TableColumn(name=HOSTILE)], rows=[[HOSTILE]], total=1)],
        parameters=[Pair(name=HOSTILE, value=HOSTILE)],
        made=[Pair(name="Hash", value=HOSTILE, mono=True)],
        notes=[HOSTILE],
    )


@pytest.fixture
def work(tmp_path: Path, app_paths: AppPaths) -> Path:
    """A report's folder with the built-in templates."""
    folder = tmp_path / "work"
    folder.mkdir()
    put_together(template_folders(app_paths, tmp_path / "project", None), folder)
    (folder / REPORT).write_bytes(msgspec.json.encode(report()))
    return folder


def own(tmp_path: Path, files: dict[str, str]) -> Path:
    """A company's folder of templates."""
    folder = tmp_path / "company"
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def page(tmp_path: Path, work: Path, app_paths: AppPaths, text: str) -> str:
    """The page that a company's template makes."""
    folder = own(tmp_path, {"html/report.html": text})
    put_together([app_paths.resources / FOLDER, folder], work)
    return render_html(work, report())


def test_that_no_text_of_a_report_becomes_markup_of_the_page(work: Path) -> None:
    made = render_html(work, report())
    assert "<script" not in made
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in made
    assert "{{ 7 * 7 }}" in made
    assert "default-src &#39;none&#39;" in made or "default-src 'none'" in made


def test_that_no_text_of_a_report_becomes_markup_of_the_pdf(work: Path) -> None:
    made = render_pdf(work, report())  # `#panic("x")` would end it
    assert made.startswith(b"%PDF-")


def test_that_a_project_goes_over_a_person_and_a_person_over_what_comes_with_the_program(
    tmp_path: Path, app_paths: AppPaths, work: Path
) -> None:
    project = tmp_path / "project"
    for folder, name in ((app_paths.config, "Person"), (project, "Project")):
        target = folder / FOLDER
        (target / "html").mkdir(parents=True)
        (target / "report.toml").write_text(f'company = "{name}"\n', encoding="utf-8")
    (app_paths.config / FOLDER / "html" / "style.css").write_text("p { color: teal; }", encoding="utf-8")
    (app_paths.config / FOLDER / "logo.png").write_bytes(b"\x89PNG")
    together = put_together(template_folders(app_paths, project, None), work)
    assert together.brand.company == "Project"
    assert together.brand.logo == "logo.png"
    assert together.origins["html/style.css"] == app_paths.config / FOLDER / "html" / "style.css"
    assert together.origins["html/report.html"].is_relative_to(app_paths.resources)
    made = report()
    made.brand = together.brand
    assert "color: teal" in render_html(work, made)


def test_that_links_in_a_folder_of_templates_are_not_followed(tmp_path: Path, work: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    folder = own(tmp_path, {"html/own.html": "own"})
    (folder / "html" / "link.html").symlink_to(secret)
    (folder / "typst").symlink_to(tmp_path)
    assert set(put_together([folder], work).origins) == {"html/own.html"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("company = ", "is not readable as TOML"),
        ("accent = 'red'", "a colour like #1f62d6 expected"),
        ("script = 'x'", "is not one of company, footer, accent"),
    ],
)
def test_that_a_broken_brand_is_said_with_its_file(tmp_path: Path, work: Path, text: str, said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        put_together([own(tmp_path, {"report.toml": text})], work)


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        ("<p>\n{{ report.cover.nothing }}", "nothing", 2),
        ("<p>\n\n{% for one in %}", "Expected an expression", 3),
        ("{% include 'missing.html' %}", "There is no template missing.html", 0),
        ("{% include '../../report.json' %}", "There is no template", 0),
        ("{% include '/etc/hostname' %}", "There is no template", 0),
        ("\n{{ ''.__class__.__mro__ }}", "unsafe", 2),
        ("{{ report.cover['__class__'] }}", "__class__", 1),
        ("{{ report.groups.append(1) }}", "unsafe|not safely callable", 1),
        ("{{ cycler.__init__.__globals__ }}", "unsafe", 1),
        ("{{ 1 / 0 }}", "division by zero", 1),
        ("{% for one in range(10000000) %}{% endfor %}", "Range too big", 1),
    ],
)
def test_that_a_template_that_breaks_or_reaches_out_is_said_with_its_line(
    tmp_path: Path, work: Path, app_paths: AppPaths, text: str, said: str, line: int
) -> None:
    with pytest.raises(TemplateProblem, match=said) as problem:
        page(tmp_path, work, app_paths, text)
    assert problem.value.file == "html/report.html"
    assert problem.value.line == line or not line


@pytest.mark.parametrize(
    "text",
    [
        "<script>1</script>",
        "<img src='https://example.com/x.png'>",
        "<img src='//example.com/x.png'>",
        "<link rel=stylesheet href='x.css'>",
        "<p onclick='x()'>",
        "<a href=' JavaScript:x()'>x</a>",
        "<svg><image href='http://example.com/x'/></svg>",
        "<iframe src='x'></iframe>",
        "<object data='x'></object>",
    ],
)
def test_that_a_page_that_runs_or_loads_something_is_refused(text: str) -> None:
    with pytest.raises(TemplateProblem, match="line 2"):
        check_alone(f"<p>\n{text}")


def test_that_links_to_click_and_pictures_inside_are_fine() -> None:
    check_alone("<a href='https://example.com'>x</a><img src='data:image/png;base64,AA=='><use href='#i'/>")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('a\n#read("/etc/hostname")', "not found"),
        ('a\n#read("../../../../etc/hostname")', "escape"),
        ("a\n#nothing", "Unknown variable"),
        ("a\n#let f(n) = f(n + 1); #f(1)", "depth exceeded"),
    ],
)
def test_that_a_template_of_the_pdf_is_held_in_its_folder_and_named_with_its_line(
    tmp_path: Path, work: Path, app_paths: AppPaths, text: str, said: str
) -> None:
    put_together([own(tmp_path, {"typst/report.typ": text})], work)
    with pytest.raises(TemplateProblem, match=said) as problem:
        render_pdf(work, report())
    assert (problem.value.file, problem.value.line) == ("typst/report.typ", 2)


def test_that_the_docs_name_every_field_that_a_template_sees() -> None:
    text = (Path(__file__).resolve().parents[3] / "docs" / "reports.md").read_text(encoding="utf-8")
    seen = (Report, Cover, Brand, Count, Tile, Pair, Chart, Series, Table, TableColumn, Block, Span)
    for kind in (*seen, Group, FindingRow, Picture):
        for name in kind.__struct_fields__:
            assert f"`{name}`" in text, f"docs/reports.md does not name {kind.__name__}.{name}"
