"""Tables of results: cells, filters, order, 200,000 rows; and Qt's own check of the models."""

from __future__ import annotations

import math
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from bimdesk.domain.ids import ElementId
from bimdesk.protocol.messages import Log
from bimdesk.ui.models.charts import read_chart
from bimdesk.ui.models.json_model import JsonModel
from bimdesk.ui.models.log_model import AT_ONCE, LogModel, lines_of
from bimdesk.ui.models.records import Records, cell_text, records_of_dicts, records_of_rows
from bimdesk.ui.models.records_model import RecordsModel

_FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (math.nan, ""),
        (True, "True"),
        (3, "3"),
        (12345, "12,345"),
        (0.1 + 0.2, "0.3"),
        (1234567.891, "1,234,567.89"),
        ("Wand", "Wand"),
        ([1, "a"], '[1, "a"]'),
    ],
)
def test_that_a_cell_is_told_in_words(value: object, text: str) -> None:
    assert cell_text(value) == text


def _no_elements(_guid: str) -> list[ElementId]:
    return []


def test_that_columns_come_in_the_order_in_which_they_are_met() -> None:
    records = records_of_dicts([{"a": 1, "b": 2}, {"c": 3, "a": 4}], _no_elements)
    assert records.columns == ("a", "b", "c")
    assert list(records.rows) == [(1, 2, None), (4, None, 3)]


def test_that_guid_and_id_columns_name_elements() -> None:
    found = {"guid 1": [ElementId(7), ElementId(8)]}
    by_guid = records_of_dicts(
        [{"GlobalId": "guid 1"}, {"GlobalId": "other"}], lambda guid: found.get(guid, [])
    )
    assert by_guid.elements == [(7, 8), ()]
    assert by_guid.mono == {0}
    by_id = records_of_rows(["name", "entity_id"], [["a", "#12"], ["b", 13], ["c"]], _no_elements)
    assert by_id.elements == [(12,), (13,), ()]
    assert by_id.named.rows_naming(np.array([13])).tolist() == [1]
    assert by_id.named.rows_naming(np.array([12, 13])).tolist() == [0, 1]


_cells = st.none() | st.integers(-1000, 1000) | st.floats(allow_nan=False, allow_infinity=False, width=32)


@given(st.lists(_cells, max_size=30))
def test_that_sorting_orders_numbers_and_puts_empty_cells_last(cells: list[float | None]) -> None:
    records = Records(columns=("n",), rows=[(cell,) for cell in cells])
    values = [cells[row] for row in records.order(sort=0).tolist()]
    full = [value for value in values if value is not None]
    assert full == sorted(full)
    assert values[len(full) :] == [None] * (len(cells) - len(full))
    backwards = [cells[row] for row in records.order(sort=0, descending=True).tolist()]
    assert [value for value in backwards if value is not None] == full[::-1]


@given(st.lists(st.text(max_size=5), max_size=20), st.text(max_size=2))
def test_that_the_filter_keeps_rows_with_all_words(cells: list[str], text: str) -> None:
    records = Records(columns=("t",), rows=[(cell,) for cell in cells])
    kept = records.order(text=text).tolist()
    words = text.casefold().split()
    assert kept == [at for at, cell in enumerate(cells) if all(word in cell.casefold() for word in words)]


def test_that_text_is_sorted_without_regard_to_case() -> None:
    records = Records(columns=("t",), rows=[("b",), ("A",), ("",), ("c",)])
    assert records.order(sort=0).tolist() == [1, 0, 3, 2]


def test_that_a_number_is_found_with_and_without_grouping() -> None:
    records = Records(columns=("n",), rows=[(12345,), (None,), (5,)])
    assert records.order(text="12,345").tolist() == records.order(text="12345").tolist() == [0]
    assert records.order(text="none").tolist() == []


def test_that_a_category_narrows_the_rows() -> None:
    records = Records(columns=("s",), rows=[("x",), ("y",), ("z",)], categories=["Error", "Info", "Error"])
    assert records.order(category="Error").tolist() == [0, 2]


def test_that_200_000_rows_are_ordered_and_shown_in_time(qtbot: QtBot) -> None:
    rows = [(f"Wall {n * 7919 % 200_000}", n, n % 13 / 7) for n in range(200_000)]
    records = Records(columns=("name", "n", "x"), rows=rows)
    started = time.perf_counter()
    order = records.order(sort=0)
    assert time.perf_counter() - started < 5
    model = RecordsModel(records)
    started = time.perf_counter()
    model.show_order(order)
    shown = [model.index(row, 0).data() for row in (0, 150_000)]
    assert time.perf_counter() - started < 0.2
    in_order = sorted(str(row[0]).casefold() for row in rows)
    assert [text.casefold() for text in shown] == [in_order[0], in_order[150_000]]


def test_that_the_models_keep_qts_rules(qtbot: QtBot) -> None:
    records = Records(columns=("a", "b"), rows=[(n, str(n)) for n in range(20)])
    table = RecordsModel(records)
    testers = [QAbstractItemModelTester(table, _FATAL)]
    table.show_order(records.order(text="1"))
    table.show_order(records.order(sort=0, descending=True))
    tree = JsonModel({"a": [1, {"b": None}], "c": "d"})
    testers.append(QAbstractItemModelTester(tree, _FATAL))
    log = LogModel()
    testers.append(QAbstractItemModelTester(log, _FATAL))
    log.append(lines_of([Log(level="info", text="one\ntwo"), Log(level="error", text="three")]))
    log.narrow(frozenset({"info"}))
    log.find("t")
    log.append(lines_of([Log(level="print", text="ten")]))
    log.clear()
    assert table.headerData(0, Qt.Orientation.Horizontal) == "a"


def test_that_json_is_a_tree_of_keys_and_values(qtbot: QtBot) -> None:
    model = JsonModel({"total": 3, "by": {"IfcWall": 2}, "list": [None]})
    first = model.index(0, 0)
    assert (first.data(), model.index(0, 1).data()) == ("total", "3")
    by = model.index(1, 0)
    assert model.index(1, 1).data() == "1 key"
    assert model.rowCount(by) == 1
    inner = model.index(0, 0, by)
    assert inner.data() == "IfcWall"
    assert inner.parent() == by
    assert model.rowCount(QModelIndex()) == 3


def test_that_log_lines_are_narrowed_by_level_and_found_by_text() -> None:
    model = LogModel()
    model.append(
        lines_of([Log(level="info", text="Wall 1"), Log(level="error", text="Door")], time="10:00:00.000")
    )
    model.find("wall")
    assert list(model.hits) == [0]
    model.append(lines_of([Log(level="info", text="wall 2"), Log(level="info", text="slab")]))
    assert list(model.hits) == [0, 2]
    assert [model.hit_beside(row, by) for row, by in ((-1, 1), (0, 1), (2, 1), (2, -1), (0, -1))] == [
        0,
        2,
        0,
        0,
        2,
    ]
    model.narrow(frozenset({"error"}))
    assert [model.line(row).text for row in range(model.rowCount())] == ["Door"]
    assert (model.total, model.counts["error"], list(model.hits)) == (4, 1, [])


def test_that_a_very_long_log_is_looked_through_in_many_turns(qtbot: QtBot) -> None:
    """No turn of the event loop looks at more than so many lines; in the end all are there, in order."""
    model = LogModel()
    lines = lines_of(Log(level="info", text=f"line {number}") for number in range(AT_ONCE * 2 + 7))
    model.append(lines)
    assert model.rowCount() == AT_ONCE
    model.append(lines_of([Log(level="info", text="the last")]))
    qtbot.waitUntil(lambda: model.rowCount() == len(lines) + 1)
    assert model.line(model.rowCount() - 1).text == "the last"
    assert model.line(AT_ONCE).text == f"line {AT_ONCE}"
    model.find("line 77")
    qtbot.waitUntil(lambda: not model.is_looking)
    assert len(model.hits) == sum("line 77" in line.text for line in lines)


@pytest.mark.parametrize(
    "data",
    [
        {"chart": "bar", "data": {"a": 1, "b": 2.5}},
        {"chart": "bar", "data": [["a", 1], ["b", 2.5]]},
        {"chart": "pie", "data": [{"label": "a", "value": 1}, {"label": "b", "value": 2.5}]},
        {"chart": "bar", "labels": ["a", "b"], "values": [1, 2.5]},
        {"chart": "bar", "data": {"labels": ["a", "b"], "values": [1, 2.5]}},
    ],
)
def test_that_charts_are_read_in_whatever_form(data: dict[str, object]) -> None:
    chart = read_chart("By class", data)
    assert chart is not None
    assert (chart.labels, chart.values) == (("a", "b"), (1.0, 2.5))


def test_that_a_chart_without_numbers_is_none() -> None:
    assert read_chart("x", {"chart": "bar", "data": {"a": "b"}}) is None


def test_that_no_page_of_a_result_shows_control_codes_or_reversed_text(qtbot: QtBot) -> None:
    bad = "a\x1b[2J\u202eb\x9b"
    good = "a\ufffd[2J\ufffdb\ufffd"
    table = RecordsModel(records_of_dicts([{bad: bad, "deep": [bad]}], _no_elements))
    assert table.headerData(0, Qt.Orientation.Horizontal) == good
    assert table.index(0, 0).data() == good
    assert not {"\u202e", "\x9b"} & set(str(table.index(0, 1).data()))
    tree = JsonModel({bad: bad})
    assert (tree.index(0, 0).data(), tree.index(0, 1).data()) == (good, good)
    chart = read_chart("", {"title": bad, "unit": bad, "data": {bad: 1}})
    assert chart is not None
    assert (chart.name, chart.unit, chart.labels) == (good, good, (good,))
