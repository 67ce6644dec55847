"""Renders a report's folder as the form that is wanted."""

from __future__ import annotations

from pathlib import Path

import msgspec

from bimdesk.services.reports.model import Report
from bimdesk.services.reports.render.folder import OUT, REPORT
from bimdesk.services.reports.scope import Format


def render(folder: Path, form: Format) -> None:
    """Write `folder`/out from what is in `folder`. Raises TemplateProblem, OSError."""
    report = msgspec.json.decode((folder / REPORT).read_bytes(), type=Report)
    match form:
        case "html":
            from bimdesk.services.reports.render.html import render_html

            text = render_html(folder, report)
            (folder / OUT).write_text(text, encoding="utf-8")
        case "pdf":
            from bimdesk.services.reports.render.pdf import render_pdf

            (folder / OUT).write_bytes(render_pdf(folder, report))
        case "xlsx":
            from bimdesk.services.reports.render.xlsx import write_workbook

            write_workbook(folder, report)
