"""The PDF: Typst, given the report as a JSON file: no text of it is ever markup (decision 34)."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import typst

from bimdesk.services.reports.charts import chart_svg
from bimdesk.services.reports.model import Report
from bimdesk.services.reports.render.folder import CHARTS, MAIN_TYPST, TEMPLATES, TYPST
from bimdesk.services.reports.render.problem import TemplateProblem
from bimdesk.services.reports.svg import LIGHT

_FONTS = ("fontpkg_inter", "fontpkg_jetbrains_mono")
_PLACE = re.compile(r"┌─ (?:.*?)" + TEMPLATES + r"[/\\](.+?):(\d+):\d+")


def render_pdf(folder: Path, report: Report) -> bytes:
    """The PDF's bytes. Raises TemplateProblem with the template's file and line."""
    (folder / CHARTS).mkdir(exist_ok=True)
    for at, chart in enumerate(report.charts):
        (folder / CHARTS / f"{at}.svg").write_text(chart_svg(chart, LIGHT), encoding="utf-8")
    nowhere = folder / "no-packages"
    try:
        made = typst.compile(
            folder / TEMPLATES / TYPST / MAIN_TYPST,
            root=folder,
            font_paths=[Path(str(files(name))) / "files" for name in _FONTS],
            package_path=nowhere,
            package_cache_path=nowhere,
            format="pdf",
        )
    except typst.TypstError as error:
        raise _problem(error) from error
    return made


def _problem(error: typst.TypstError) -> TemplateProblem:
    diagnostic = str(getattr(error, "diagnostic", "") or "")
    message = str(error).rstrip(".")
    found = _PLACE.search(diagnostic)
    file, line = (found[1].replace("\\", "/"), int(found[2])) if found else (f"{TYPST}/{MAIN_TYPST}", 0)
    if "package" in message:
        message = "Packages are not loaded: put what the template needs into its folder"
    return TemplateProblem(f"{message[:1].upper()}{message[1:]}.", file=file, line=line)
