"""Tables to files: CSV, Excel, Parquet. Text that a spreadsheet would take for a formula is made harmless."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bimdesk.sdk.convert import to_json

if TYPE_CHECKING:
    import pandas as pd

TABULAR = (".csv", ".tsv", ".xlsx", ".parquet")
MAX_EXCEL_ROWS = 1_048_575
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_frame(path: Path, data: Any, *, separator: str = "", bom: bool = False) -> None:
    """Write rows by the suffix of `path`. `separator` and `bom` (a mark that old Excel needs) are for CSV.

    CSV: a text cell (or column name) that starts with = + - @, a tab or a line end gets an apostrophe,
    unless it is a number. Excel: such cells are written as text. Lists and dicts become JSON text.
    """
    frame = as_frame(data)
    match path.suffix.lower():
        case ".csv" | ".tsv":
            sign = separator or ("\t" if path.suffix.lower() == ".tsv" else ",")
            _write_csv(path, frame, sign, "utf-8-sig" if bom else "utf-8")
        case ".xlsx":
            _write_excel(path, frame)
        case _:
            _write_parquet(path, frame)


def _write_csv(path: Path, frame: pd.DataFrame, separator: str, encoding: str) -> None:
    """Column by column with Python's csv, faster than pandas where there are thousands of columns."""
    head = [harmless(str(name)) for name in frame.columns]
    columns = [[_csv_cell(value) for value in column.tolist()] for _name, column in frame.items()]
    with path.open("w", encoding=encoding, errors="replace", newline="") as stream:
        writer = csv.writer(stream, delimiter=separator, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(zip(*columns, strict=True))


def _csv_cell(value: Any) -> Any:
    """The commonest kinds first: wide tables are mostly empty."""
    kind = type(value)
    if value is None or (kind is float and value != value):
        return ""
    if kind is float or kind is int or kind is bool:
        return value
    plain = harmless(value) if kind is str else harmless(_plain_cell(value))
    return "" if plain is None or plain != plain else plain


def as_frame(data: Any) -> pd.DataFrame:
    """A DataFrame as it is (a named index becomes columns); rows, queries and Series as one."""
    import pandas as pd

    if isinstance(data, pd.Series):
        data = data.to_frame()
    if isinstance(data, pd.DataFrame):
        plain = all(name is None for name in data.index.names) and isinstance(data.index, pd.RangeIndex)
        named = any(name is not None for name in data.index.names)
        return data.reset_index() if named and not plain else data
    from bimdesk.sdk.tables import as_table

    columns, rows = as_table(data)
    return pd.DataFrame(rows, columns=columns)


def harmless(cell: Any) -> Any:
    """Text that a spreadsheet would calculate, behind an apostrophe; numbers written as text stay."""
    if not isinstance(cell, str) or not cell.startswith(_FORMULA) or _is_number(cell):
        return cell
    return f"'{cell}"


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _cells(frame: pd.DataFrame) -> pd.DataFrame:
    """Cells that are no plain value (lists, dicts, elements) as JSON text."""
    objects = [place for place, kind in enumerate(frame.dtypes) if str(kind) == "object"]
    if not objects:
        return frame
    plain = frame.copy()
    for place in objects:
        plain.isetitem(place, [_plain_cell(value) for value in frame.iloc[:, place]])
    return plain


def _plain_cell(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float):
        return value
    plain = to_json(value, root="cell")
    return json.dumps(plain, ensure_ascii=False) if isinstance(plain, list | dict) else plain


def _write_excel(path: Path, frame: pd.DataFrame) -> None:
    import pandas as pd

    if len(frame) > MAX_EXCEL_ROWS:
        raise ValueError(
            f"Excel holds {MAX_EXCEL_ROWS:,} rows and this table has {len(frame):,}; save it as .csv."
        )
    plain = _cells(frame).copy()
    for place, kind in enumerate(plain.dtypes):
        if isinstance(kind, pd.DatetimeTZDtype):
            plain.isetitem(
                place, [None if pd.isna(moment) else str(moment) for moment in plain.iloc[:, place]]
            )
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with pd.ExcelWriter(path, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
        plain.to_excel(writer, index=False, sheet_name="Data", freeze_panes=(1, 0))
        sheet = writer.sheets["Data"]
        sheet.autofilter(0, 0, max(len(plain), 1), max(len(plain.columns) - 1, 0))
        sheet.autofit()


def _write_parquet(path: Path, frame: pd.DataFrame) -> None:
    """A column of mixed types becomes text: Parquet knows one type a column."""
    plain = _cells(frame).copy()
    plain.columns = [str(name) for name in plain.columns]
    for place, kind in enumerate(plain.dtypes):
        column = plain.iloc[:, place]
        if str(kind) == "object" and len({type(value) for value in column if value is not None}) > 1:
            plain.isetitem(
                place, [None if value is None or value != value else str(value) for value in column]
            )
    plain.to_parquet(path, index=False)
