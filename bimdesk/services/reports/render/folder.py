"""Where things lie in a report's folder: the parent fills it, the child renders it, both know it by this."""

from __future__ import annotations

REPORT = "report.json"
SHEETS = "sheets"
"""0.jsonl, 1.jsonl ...: a line of names, then the rows, a line each."""
TEMPLATES = "templates"
HTML = "html"
TYPST = "typst"
MAIN_HTML = "report.html"
MAIN_TYPST = "report.typ"
PICTURES = "pictures"
CHARTS = "charts"
OUT = "out"
