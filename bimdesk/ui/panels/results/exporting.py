"""Writes a table as CSV, Excel, JSON or Parquet, in pieces; no cell can be taken for a formula. No Qt."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from bimdesk.errors import BadInputError, MachineError
from bimdesk.services.spreadsheet_cells import harmless, is_formula, plain_cell
from bimdesk.ui.models.records import Records

FORMATS = {"csv": "CSV", "xlsx": "Excel", "json": "JSON", "parquet": "Parquet"}
MAX_EXCEL_ROWS = 1_048_575
MAX_EXCEL_COLUMNS = 16_384
MAX_EXCEL_TEXT = 32_767
_PIECE = 10_000
Cell = str | int | float | bool | None


def export_records(
    records: Records, rows: Sequence[int], path: Path, *, columns: Sequence[int] | None = None
) -> int:
    """Write the given rows and columns (all where none are named); the suffix decides how, CSV where unknown.

    Returns how many rows were written. Nothing is left where it fails: MachineError, BadInputError (too many
    rows for Excel), ProjectError (the rows are gone).
    """
    shown = list(range(len(records.columns))) if columns is None else list(columns)
    table = _Table(records, rows, shown)
    write = {".json": _write_json, ".xlsx": _write_excel, ".parquet": _write_parquet}
    part = path.with_name(f"{path.name}.part")
    try:
        with records.held(), _removed_on_failure(part):
            write.get(path.suffix.lower(), _write_csv)(table, part)
            part.replace(path)
    except OSError as error:
        raise MachineError(
            f"{path} cannot be written: {error.strerror}.",
            "Choose another folder, or close the file elsewhere.",
        ) from error
    return len(rows)


class _Table:
    """What is written: heads, and rows one after another."""

    def __init__(self, records: Records, rows: Sequence[int], columns: Sequence[int]) -> None:
        self._records = records
        self._rows = rows
        self._columns = columns
        self.heads = [records.columns[at] for at in columns]

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[list[Any]]:
        for first in range(0, len(self._rows), _PIECE):
            for row in self._records.cells_of(self._rows[first : first + _PIECE]):
                yield [row[at] for at in self._columns]


@contextmanager
def _removed_on_failure(part: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _write_csv(table: _Table, path: Path) -> None:
    """With a byte order mark, which Excel needs to read UTF-8."""
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(map(harmless, table.heads))
        for row in table:
            writer.writerow([_csv_cell(plain_cell(cell)) for cell in row])


def _csv_cell(cell: Cell) -> Cell:
    return "" if cell is None else harmless(cell) if isinstance(cell, str) else cell


def _write_json(table: _Table, path: Path) -> None:
    with path.open("w", encoding="utf-8", errors="replace") as stream:
        stream.write("[")
        for at, row in enumerate(table):
            found = dict(zip(table.heads, row, strict=True))
            stream.write(",\n" if at else "\n")
            stream.write(json.dumps(found, ensure_ascii=False, default=str))
        stream.write("\n]\n")


def _write_excel(table: _Table, path: Path) -> None:
    """Text is written as text, whatever it begins with; what looks like a formula is marked as text."""
    import xlsxwriter  # type: ignore[import-untyped]  # ships no py.typed; only exports need it

    if len(table) > MAX_EXCEL_ROWS or len(table.heads) > MAX_EXCEL_COLUMNS:
        raise BadInputError(
            f"Excel holds {MAX_EXCEL_ROWS:,} rows and {MAX_EXCEL_COLUMNS:,} columns; this table has"
            f" {len(table):,} and {len(table.heads):,}.",
            "Export it as CSV or Parquet, or filter it first.",
        )
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "tmpdir": str(path.parent),
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet("Data")
        head = book.add_format({"bold": True, "quote_prefix": True})
        quoted = book.add_format({"quote_prefix": True})
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(table.heads):
            sheet.write_string(0, column, name[:MAX_EXCEL_TEXT], head)
        sheet.autofilter(0, 0, max(len(table), 1), max(len(table.heads) - 1, 0))
        for line, row in enumerate(table, 1):
            for column, cell in enumerate(map(plain_cell, row)):
                _write_cell(sheet, line, column, cell, quoted)


def _write_cell(sheet: Any, line: int, column: int, cell: Cell, quoted: Any) -> None:
    match cell:
        case None:
            return
        case bool():
            sheet.write_boolean(line, column, cell)
        case int() if abs(cell) >= 2**53:
            sheet.write_string(line, column, str(cell))
        case int() | float():
            sheet.write_number(line, column, cell)
        case str():
            look = quoted if is_formula(cell) else None
            sheet.write_string(line, column, cell[:MAX_EXCEL_TEXT], look)


def _write_parquet(table: _Table, path: Path) -> None:
    """One type a column: numbers or truth values where all are such, else text."""
    import pyarrow as pa  # type: ignore[import-untyped]  # ships no py.typed; only exports need it
    import pyarrow.parquet as pq  # type: ignore[import-untyped]  # likewise

    kinds: list[set[type]] = [set() for _ in table.heads]
    for row in table:
        for kind, cell in zip(kinds, map(plain_cell, row), strict=True):
            if cell is not None:
                kind.add(type(cell))
    types = [_arrow_type(kind) for kind in kinds]
    known = {"int": pa.int64(), "float": pa.float64(), "bool": pa.bool_(), "text": pa.string()}
    schema = pa.schema(
        [(head, known[kind]) for head, kind in zip(_distinct(table.heads), types, strict=True)]
    )
    with pq.ParquetWriter(str(path), schema) as writer:
        rows = iter(table)
        while piece := list(islice(rows, _PIECE)):
            columns = [
                pa.array([_arrow_cell(plain_cell(cell), kind) for cell in cells], known[kind])
                for cells, kind in zip(zip(*piece, strict=True), types, strict=True)
            ]
            writer.write_batch(pa.record_batch(columns, schema=schema))


def _arrow_type(kinds: set[type]) -> str:
    if kinds == {bool}:
        return "bool"
    if kinds == {int}:
        return "int"
    return "float" if kinds and kinds <= {int, float} else "text"


def _arrow_cell(cell: Cell, kind: str) -> Cell:
    if cell is None or kind in ("bool", "int"):
        return cell
    return float(cell) if kind == "float" else str(cell)


def _distinct(names: Sequence[str]) -> list[str]:
    """Each name once: Parquet tells columns apart by it."""
    found: dict[str, None] = {}
    for name in names:
        number, made = 2, name
        while made in found:
            made, number = f"{name} {number}", number + 1
        found[made] = None
    return list(found)
