"""Tables of results: filters, groups, sums, rows that stay in their file, export without formulas."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from bimdesk.domain.ids import ElementId, ModelKey
from bimdesk.errors import BadInputError, MachineError, ProjectError
from bimdesk.protocol.lined_json import encode_lined
from bimdesk.protocol.lined_pages import PagedList, close_lined, open_lined
from bimdesk.services.spreadsheet_cells import harmless, is_formula
from bimdesk.ui.models.column_colors import ColorWish, column_colors
from bimdesk.ui.models.json_search import find_text
from bimdesk.ui.models.log_links import links_of
from bimdesk.ui.models.paged_rows import table_columns
from bimdesk.ui.models.records import Records, records_of_dicts, records_of_pages
from bimdesk.ui.models.records_model import PAGE, RecordsModel
from bimdesk.ui.models.table_query import ColumnFilter, TableQuery
from bimdesk.ui.panels.results import exporting
from bimdesk.ui.panels.results.exporting import export_records

ROWS = [
    {"name": "Wall 1", "storey": "EG", "area": 12.5, "guid": "a"},
    {"name": "Wall 2", "storey": "OG", "area": 7, "guid": "b"},
    {"name": "Slab", "storey": "EG", "area": None, "guid": "c"},
    {"name": "", "storey": None, "area": 20, "guid": "b"},
]
IDS = {"a": [ElementId(1)], "b": [ElementId(2), ElementId(3)], "c": [ElementId(4)]}


@pytest.fixture
def records() -> Records:
    return records_of_dicts(ROWS, lambda guid: IDS.get(guid, []))


def paged(rows: list[dict[str, Any]], folder: Path) -> tuple[Records, PagedList]:
    """The same rows, left in a file."""
    path = folder / "value.json"
    path.write_bytes(b"".join(encode_lined(rows)))
    opened = open_lined(path, most=10_000_000)
    assert isinstance(opened, PagedList)
    columns = table_columns(opened)
    assert columns is not None
    return records_of_pages(opened, columns, lambda guid: IDS.get(guid, [])), opened


@pytest.mark.parametrize(
    ("column", "text", "rows"),
    [
        (0, "wall", [0, 1]),
        (0, "= slab", [2]),
        (0, "!= slab", [0, 1, 3]),
        (0, "empty", [3]),
        (1, "not empty", [0, 1, 2]),
        (2, "> 7", [0, 3]),
        (2, ">=7", [0, 1, 3]),
        (2, "< 12.5", [1]),
        (2, "= 7", [1]),
        (2, "12.5", [0]),
        (0, "> slab", [0, 1]),
    ],
)
def test_that_a_column_is_filtered_by_words_or_a_comparison(
    records: Records, column: int, text: str, rows: list[int]
) -> None:
    assert records.answer(TableQuery(filters=(ColumnFilter(column, text),))).order.tolist() == rows


def test_that_rows_are_grouped_with_counts_and_sums(records: Records) -> None:
    answer = records.answer(TableQuery(group=1, sort=2, descending=True))
    assert [(group.value, group.count, group.sums) for group in answer.groups] == [
        ("EG", 2, {2: 12.5}),
        ("OG", 1, {2: 7.0}),
        (None, 1, {2: 20.0}),
    ]
    assert answer.order.tolist() == [0, 2, 1, 3]
    total = answer.totals[2]
    assert (total.count, total.sum, total.mean, total.least, total.most) == (3, 39.5, 39.5 / 3, 7, 20)


@given(st.lists(st.tuples(st.sampled_from([None, 1, 1.0, "1", True, "x"]), st.integers(-9, 9)), max_size=30))
def test_that_groups_hold_every_row_once(rows: list[tuple[object, int]]) -> None:
    answer = Records(columns=("g", "n"), rows=rows).answer(TableQuery(group=0))
    assert sorted(answer.order.tolist()) == list(range(len(rows)))
    assert sum(group.count for group in answer.groups) == len(rows)
    at = 0
    for group in answer.groups:
        assert group.first == at
        at += group.count


def test_that_closed_groups_hide_their_rows_and_a_head_stands_for_all_of_them(
    records: Records, qtbot: QtBot
) -> None:
    model = RecordsModel(records)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_answer(records.answer(TableQuery(group=1)))
    assert [model.group_at(row) for row in range(model.rowCount())] == [0, -1, -1, 1, -1, 2, -1]
    assert model.index(0, 0).data() == "EG  (2)"
    assert model.index(0, 2).data() == "12.5"
    model.toggle_group(0)
    assert model.rowCount() == 5
    assert model.records_at([0]).tolist() == [0, 2]
    assert records.all_elements(model.records_at([0, 2])) == {1, 4, 2, 3}
    model.close_groups()
    assert model.rowCount() == 3
    del tester


def test_that_a_row_whose_guid_two_elements_have_names_both(records: Records) -> None:
    assert records.named[1] == (2, 3)
    assert records.named.rows_naming(np.array([3])).tolist() == [1, 3]


def test_that_paged_rows_answer_as_those_in_memory(tmp_path: Path, records: Records) -> None:
    rows = ROWS * 2000
    long, opened = paged(rows, tmp_path)
    short = records_of_dicts(rows, lambda guid: IDS.get(guid, []))
    assert long.is_paged
    for query in (
        TableQuery(text="wall eg"),
        TableQuery(sort=2, descending=True),
        TableQuery(filters=(ColumnFilter(2, "> 7"),), group=1),
    ):
        one, other = long.answer(query), short.answer(query)
        assert one.order.tolist() == other.order.tolist()
        assert (one.groups, one.totals) == (other.groups, other.totals)
    assert long.cells_of([7999, 0, 4001]) == short.cells_of([7999, 0, 4001])
    assert long.named == short.named
    close_lined(opened)


def test_that_paged_rows_come_by_pages_and_late_ones_are_dropped(tmp_path: Path, qtbot: QtBot) -> None:
    long, opened = paged(ROWS * 2000, tmp_path)
    model = RecordsModel(long)
    assert model.index(300, 0).data() is None
    with qtbot.waitSignal(model.page_wanted) as wanted:
        pass
    generation, page, numbers = wanted.args
    assert (page, numbers[0], len(numbers)) == (300 // PAGE, 256, PAGE)
    with qtbot.waitSignal(model.dataChanged):
        model.take_page(generation, page, long.cells_of(numbers))
    assert model.index(300, 0).data() == "Wall 1"
    model.show_answer(long.answer(TableQuery(sort=0)))
    model.take_page(generation, page, long.cells_of(numbers))
    assert model.index(300, 0).data() is None
    close_lined(opened)


def test_that_rows_that_are_gone_are_told_in_words(tmp_path: Path) -> None:
    long, opened = paged(ROWS * 2000, tmp_path)
    close_lined(opened)
    with pytest.raises(ProjectError, match="cannot be read any more"):
        long.cells_of([5])


BAD = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", "＝1"]
GOOD: list[Any] = ["plain", "-5", "+3.5", "a=b", 5, -2.5, True, None, "'=1"]


def test_that_formulas_are_known_and_numbers_are_none() -> None:
    assert all(map(is_formula, BAD))
    assert [harmless(text) for text in BAD] == [f"'{text}" for text in BAD]
    assert not any(is_formula(one) for one in GOOD if isinstance(one, str))


@given(st.text(max_size=8))
def test_that_no_text_stays_a_formula(text: str) -> None:
    assert not is_formula(harmless(text))


def _table() -> Records:
    rows = [{"=head": one, "n": number, "deep": {"a": [1]}} for number, one in enumerate([*BAD, *GOOD])]
    return records_of_dicts(rows, lambda _guid: [])


def test_that_csv_holds_no_formula_and_numbers_stay_numbers(tmp_path: Path) -> None:
    table = _table()
    assert export_records(table, range(len(table)), tmp_path / "out.csv") == len(BAD) + len(GOOD)
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as stream:
        head, *rows = csv.reader(stream)
    assert head == ["'=head", "n", "deep"]
    assert [row[0] for row in rows] == [
        *(f"'{text}" for text in BAD),
        *("plain", "-5", "+3.5", "a=b", "5", "-2.5", "True", "", "'=1"),
    ]
    assert rows[0][1:] == ["0", '{"a": [1]}']


def test_that_excel_holds_texts_as_texts(tmp_path: Path) -> None:
    table = _table()
    export_records(table, range(len(table)), tmp_path / "out.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert sheet is not None
    cells = [row[0] for row in sheet.iter_rows(min_row=1)]
    for cell, text in zip(cells[1:], BAD, strict=False):
        assert (cell.data_type, cell.quotePrefix) == ("s", True)
        assert str(cell.value).replace("_x000D_", "\r").strip() == text.strip()
    assert [cell.value for cell in cells[1 + len(BAD) :]] == GOOD
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "b"}


def test_that_json_and_parquet_hold_what_is_shown(tmp_path: Path, records: Records) -> None:
    export_records(records, [3, 0], tmp_path / "out.json", columns=[2, 0])
    assert json.loads((tmp_path / "out.json").read_text()) == [
        {"area": 20, "name": ""},
        {"area": 12.5, "name": "Wall 1"},
    ]
    export_records(records, range(4), tmp_path / "out.parquet")
    read = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert read == [{**row, "area": None if row["area"] is None else float(str(row["area"]))} for row in ROWS]


def test_that_a_failed_export_leaves_nothing(
    tmp_path: Path, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(MachineError, match="cannot be written"):
        export_records(records, [0], tmp_path / "missing" / "out.csv")
    monkeypatch.setattr(exporting, "MAX_EXCEL_ROWS", 2)
    with pytest.raises(BadInputError, match="Excel holds 2 rows"):
        export_records(records, range(4), tmp_path / "out.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_that_a_column_of_numbers_colours_by_a_ramp(records: Records) -> None:
    colors = column_colors(ColorWish(records=records, column=2, key=ModelKey("k")), ["#111111"], {})
    entries = [row for row in colors.rows if row.count]
    assert sum(row.count for row in entries) == 4
    assert entries[-1].text == "Without a value"
    assert list(entries[-1].ids) == [("k", 4)]
    assert {ref for layer in colors.layers for ref in layer.ids} == {("k", one) for one in (1, 2, 3, 4)}


def test_that_a_column_of_texts_colours_by_value(records: Records) -> None:
    wish = ColorWish(records=records, column=1, key=ModelKey("k"))
    colors = column_colors(wish, ["#111111", "#222222"], {"EG": "#ff0000"})
    assert [(row.text, row.count, row.color) for row in colors.rows] == [
        ("EG", 2, "#ff0000"),
        ("OG", 2, "#111111"),
    ]


def test_that_a_value_is_searched_in_keys_and_values() -> None:
    import threading

    value = {"walls": [{"name": "South wall"}, {"name": "Roof"}], "n": 12345, "wall": {}}
    find: Callable[[str], list[tuple[int, ...]]] = lambda text: find_text(value, text, threading.Event())  # noqa: E731
    assert find("wall") == [(0,), (0, 0, 0), (2,)]
    assert find("12,345") == [(1,)]
    assert find("name roof") == [(0, 1, 0)]
    assert find("") == []


def test_that_a_line_of_a_log_names_elements() -> None:
    guid = "1hOSvn6df7F8_7GcBWlRGQ"
    found = links_of(f"bad {guid}, #12 and x{guid} and #1a; {guid[:-1]}")
    assert [(one.text, one.guid, one.number) for one in found] == [(guid, guid, None), ("#12", "", 12)]


def test_that_an_empty_model_keeps_qts_rules(qtbot: QtBot) -> None:
    model = RecordsModel(Records(columns=("a",), rows=[(1,)]))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.empty()
    assert model.rowCount(QModelIndex()) == 0
    del tester
