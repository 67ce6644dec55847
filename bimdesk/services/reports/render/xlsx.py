"""The workbook: a first sheet that says what it is, then all findings and all tables, streamed row by row.

Every text is written as a text: nothing that a model or a script says becomes a formula, a link or a number.
One that begins like a formula has the quote mark's format too, so that it stays a text when it is edited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

import msgspec
import xlsxwriter  # type: ignore[import-untyped]  # ships no py.typed
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # likewise

from bimdesk.services.reports.model import Pair, Report
from bimdesk.services.reports.render.folder import OUT, SHEETS
from bimdesk.services.reports.words import counted
from bimdesk.services.spreadsheet_cells import is_formula, plain_cell

MOST_ROWS = 1_048_575
"""A sheet's rows without its head."""
MOST_COLUMNS = 16_384
MOST_LETTERS = 32_767
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_WIDEST = 60
_LARGEST = 2**53
"""Whole numbers from here on would lose their last digits in a workbook."""
_LOOKED_AT = 100


class _Formats:
    """The few formats of the workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.title = book.add_format({"bold": True, "font_size": 18})
        self.head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#F4F6F9", "text_wrap": False})
        self.name = book.add_format({"font_color": "#5D6775", "valign": "top"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.plain = book.add_format()
        self.quoted = book.add_format({"quote_prefix": True})


def write_workbook(folder: Path, report: Report) -> None:
    """Write `folder`/out."""
    options = {
        "constant_memory": True,
        "tmpdir": str(folder),
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
    }
    with xlsxwriter.Workbook(str(folder / OUT), options) as book:
        book.set_properties(
            {"title": report.cover.title, "author": report.cover.author, "company": report.brand.company}
        )
        formats = _Formats(book)
        names = {"report"}
        _write_first(book.add_worksheet("Report"), report, formats)
        for file in sorted((folder / SHEETS).glob("*.jsonl"), key=lambda one: int(one.stem)):
            _write_sheet(book, file, names, formats)


def _write_first(sheet: Worksheet, report: Report, formats: _Formats) -> None:
    cover = report.cover
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, _text(cover.title), formats.title)
    pairs = [
        Pair(name="Status", value=cover.status_label),
        Pair(name="Summary", value=report.sentence),
        Pair(name="Project", value=cover.project),
        Pair(name="Model", value=f"{cover.model} {cover.version}".strip()),
        Pair(name="File", value=cover.file),
        Pair(name="Date", value=cover.date),
        Pair(name="Author", value=cover.author),
        Pair(name="Company", value=report.brand.company),
        *(Pair(name=one.name, value=f"{one.value} {one.unit}".strip()) for one in report.tiles),
        *(Pair(name=one.label, value=counted(one.count, "finding")) for one in report.severities),
        *(Pair(name=one.label, value=counted(one.count, "finding")) for one in report.states),
        *(Pair(name=f"Parameter: {one.name}", value=one.value) for one in report.parameters),
        *report.made,
    ]
    row = 2
    for pair in pairs:
        if pair.value:
            sheet.write_string(row, 0, _text(pair.name), formats.name)
            sheet.write_string(row, 1, _text(pair.value), formats.wrapped)
            row += 1
    for note in report.notes:
        sheet.write_string(row + 1, 0, "Note", formats.name)
        sheet.write_string(row + 1, 1, _text(note), formats.wrapped)
        row += 1


def _write_sheet(book: xlsxwriter.Workbook, file: Path, names: set[str], formats: _Formats) -> None:
    rows = _rows(file)
    name, columns = next(rows)
    columns = columns[:MOST_COLUMNS]
    first = list(islice(rows, _LOOKED_AT))
    sheet = book.add_worksheet(_sheet_name(str(name), names))
    for at, title in enumerate(columns):
        seen = [len(_shown(row[at])) for row in first if at < len(row)]
        sheet.set_column(at, at, min(_WIDEST, max([len(str(title)) + 3, *seen])))
        sheet.write_string(0, at, _text(str(title)), formats.head)
    sheet.freeze_panes(1, 0)
    count = 0
    for row in chain(first, rows):
        if count == MOST_ROWS:
            break
        count += 1
        for at, value in enumerate(row[:MOST_COLUMNS]):
            _write_cell(sheet, count, at, value, formats)
    if count and columns:
        sheet.autofilter(0, 0, count, len(columns) - 1)


def _write_cell(sheet: Worksheet, row: int, column: int, value: Any, formats: _Formats) -> None:
    match plain_cell(value):
        case None | "":
            return
        case bool() as said:
            sheet.write_boolean(row, column, said)
        case int() as whole if abs(whole) >= _LARGEST:
            sheet.write_string(row, column, str(whole), formats.plain)
        case int() | float() as number:
            sheet.write_number(row, column, number)
        case str() as text:
            look = formats.quoted if is_formula(text) else formats.plain
            sheet.write_string(row, column, _text(text), look)


def _shown(value: Any) -> str:
    """The text by whose length a column gets its width."""
    cell = plain_cell(value)
    return "" if cell is None else str(cell)


def _text(text: str) -> str:
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1]}…"


def _rows(file: Path) -> Iterator[Any]:
    """The name and the columns, then each row."""
    decoder = msgspec.json.Decoder()
    with file.open("rb") as stream:
        for line in stream:
            yield decoder.decode(line)


def _sheet_name(name: str, taken: set[str]) -> str:
    """At most 31 letters, none that Excel refuses, no name twice; adds it to `taken`."""
    base = _FORBIDDEN.sub(" ", name).strip().strip("'")[:31] or "Table"
    base = f"{base[:26]} data" if base.casefold() == "history" else base
    found, number = base, 2
    while found.casefold() in taken:
        end = f" {number}"
        found, number = base[: 31 - len(end)] + end, number + 1
    taken.add(found.casefold())
    return found
