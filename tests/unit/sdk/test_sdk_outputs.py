"""Files, tables, charts and figures that a script leaves."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from sdk_bench import Bench

from bimdesk.protocol.messages import MAX_LINE, FileSaved, Log, Output, Progress, encode
from bimdesk.sdk.execute import ScriptFailedError
from bimdesk.sdk.frames import harmless, write_frame
from bimdesk.sdk.outputs import clean_name


def outputs(bench: Bench) -> list[Output]:
    return [message for message in bench.said if isinstance(message, Output)]


@pytest.mark.parametrize(
    "name",
    [
        "a/b.csv",
        "..",
        "../x.csv",
        "C:\\x.csv",
        "",
        "  ",
        "result-data.json",
        "Findings-Data.jsonl",
        "con.csv",
    ],
)
def test_that_a_name_that_is_no_plain_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r"path|file name|reserved"):
        clean_name(name)


def test_that_signs_that_some_systems_forbid_are_replaced() -> None:
    assert clean_name('Wall: "A" <1>.csv') == "Wall_ _A_ _1_.csv"
    assert clean_name("Wände und Türen.xlsx") == "Wände und Türen.xlsx"


def test_that_every_kind_of_file_is_written_and_announced(bench: Bench) -> None:
    bench.run(
        "import matplotlib.pyplot as plt\n"
        "df = entities.to_df(properties=True)\n"
        "for suffix in ('csv', 'tsv', 'xlsx', 'parquet', 'json'):\n    save_output('t.' + suffix, df)\n"
        "save_output('q.csv', entities)\nsave_output('l.xlsx', [{'a': 1}])\n"
        "save_output('d.json', {'x': np.int64(1)})\n"
        "save_output('t.txt', 'täxt')\nsave_output('b.bin', b'raw')\n"
        "figure, axes = plt.subplots()\naxes.plot([1, 2])\n"
        "for suffix in ('png', 'svg', 'pdf'):\n    save_output('f.' + suffix, figure)\n"
        "save_output('axes.png', axes)\nplt.close('all')\n"
    )
    said = [message for message in bench.said if isinstance(message, FileSaved)]
    assert len(said) == 14
    for message in said:
        data = (bench.output / message.name).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (message.size, message.sha256)
    assert (bench.output / "t.txt").read_text(encoding="utf-8") == "täxt"
    assert json.loads((bench.output / "d.json").read_text(encoding="utf-8")) == {"x": 1}
    assert pd.read_parquet(bench.output / "t.parquet")["id"].tolist()[-1] == 110
    assert len(json.loads((bench.output / "t.json").read_text(encoding="utf-8"))) == 11


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+x", "'+x"),
        ("-cmd", "'-cmd"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("-5.2", "-5.2"),
        ("+1e3", "+1e3"),
        ("plain", "plain"),
        (-5.2, -5.2),
        (None, None),
    ],
)
def test_that_text_that_a_spreadsheet_would_calculate_is_made_harmless(cell: Any, expected: Any) -> None:
    assert harmless(cell) == expected


def test_that_spreadsheets_hold_no_formula_of_the_model(bench: Bench) -> None:
    bench.run("rows = [{'=head': '=1+1', 'n': -3}]\nsave_output('x.csv', rows)\nsave_output('x.xlsx', rows)")
    with (bench.output / "x.csv").open(encoding="utf-8", newline="") as stream:
        assert list(csv.reader(stream)) == [["'=head", "n"], ["'=1+1", "-3"]]
    sheet = openpyxl.load_workbook(bench.output / "x.xlsx").active
    assert sheet is not None
    cell = sheet["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_that_excel_takes_dates_with_zones_lists_and_empty_cells(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "day": pd.to_datetime(["2026-01-31", None], utc=True),
            "list": [["a"], None],
            "n": [float("nan"), 1.5],
        }
    )
    write_frame(tmp_path / "x.xlsx", frame)
    rows = list(openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0].values)
    assert rows == [("day", "list", "n"), ("2026-01-31 00:00:00+00:00", '["a"]', None), (None, None, 1.5)]


def test_that_a_column_of_mixed_types_fits_into_parquet(tmp_path: Path) -> None:
    write_frame(tmp_path / "x.parquet", pd.DataFrame({"m": [1, "a", None], 2: [1, 2, 3]}))
    assert pd.read_parquet(tmp_path / "x.parquet")["m"].tolist()[:2] == ["1", "a"]


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("save_output('x.txt', [1])", "save it as .csv, .xlsx, .parquet or .json"),
        ("save_output('x.png', [1])", "save it as .csv"),
        ("save_output('x.csv2', 5)", "as .json where JSON can hold it"),
        ("save_output('x.json', {'a': b'x'})", "data['a'] holds bytes"),
        ("save_output('../x.csv', [])", "is a path"),
    ],
)
def test_that_data_that_does_not_fit_its_name_gets_advice(bench: Bench, statement: str, message: str) -> None:
    with pytest.raises(ScriptFailedError) as caught:
        bench.run(statement)
    assert message in caught.value.failed.message


@pytest.mark.parametrize(
    ("rows", "columns", "cells"),
    [
        ("[{'a': 1}, {'b': 2}]", ["a", "b"], [[1, None], [None, 2]]),
        ("[[1, 2], [3]]", ["column 1", "column 2"], [[1, 2], [3, None]]),
        ("[1, 2]", ["value"], [[1], [2]]),
        ("{'x': [1, 2], 'y': [3]}", ["x", "y"], [[1, 3], [2, None]]),
        ("{'x': 1}", ["name", "value"], [["x", 1]]),
        ("pd.DataFrame({'a': []})", ["a"], []),
        ("entities.filter(id=100).values('id')", ["id"], [[100]]),
    ],
)
def test_that_a_table_takes_rows_of_any_form(
    bench: Bench, rows: str, columns: list[str], cells: list[Any]
) -> None:
    bench.run(f"table('T', {rows})")
    assert outputs(bench) == [Output(kind="table", name="T", data={"columns": columns, "rows": cells})]


def test_that_a_table_too_long_to_show_is_cut_and_saved_whole(bench: Bench) -> None:
    bench.run("table('Big', [{'n': n, 'text': 'x' * 50} for n in range(50_000)])")
    (shown,) = outputs(bench)
    assert len(encode(shown)) < MAX_LINE
    assert shown.data["total"] == 50_000
    assert 0 < len(shown.data["rows"]) < 50_000
    assert len(pd.read_csv(bench.output / shown.data["file"])) == 50_000
    rows = json.loads((bench.output / shown.data["rows_file"]).read_bytes())
    assert (len(rows), list(rows[0])) == (50_000, shown.data["columns"])
    assert any(isinstance(message, Log) and "50,000 rows" in message.text for message in bench.said)


@pytest.mark.parametrize(
    ("call", "labels", "series"),
    [
        ("'bar', {'a': 1, 'b': 2}", ["a", "b"], [("", [1, 2])]),
        ("'bar', {'a': {'x': 1}, 'b': {'y': 2}}", ["a", "b"], [("x", [1, None]), ("y", [None, 2])]),
        ("'pie', [('a', 1)]", ["a"], [("", [1])]),
        ("'line', [3, 4]", [1, 2], [("", [3, 4])]),
        ("'bar', [{'k': 'a', 'v': 1, 't': 'x'}]", ["a"], [("v", [1])]),
        ("'scatter', [{'k': 1, 'v': 2, 'w': 3}], x='v', y=['w']", [2], [("w", [3])]),
        ("'bar', pd.Series({'a': 1})", ["a"], [("", [1])]),
        ("'bar', pd.DataFrame({'v': [1]}, index=['a'])", ["a"], [("v", [1])]),
    ],
)
def test_that_a_chart_takes_data_of_any_form(bench: Bench, call: str, labels: Any, series: Any) -> None:
    bench.run(f"chart({call}, title='T', unit='m')")
    (shown,) = outputs(bench)
    assert shown.name == "T"
    assert shown.data["unit"] == "m"
    assert shown.data["data"]["labels"] == labels
    assert [(one["name"], one["values"]) for one in shown.data["data"]["series"]] == series


def _elements(bench: Bench) -> list[list[list[int]]]:
    return [one.get("elements") for one in outputs(bench)[-1].data["data"]["series"]]


@pytest.mark.parametrize(
    ("call", "elements"),
    [
        (
            "'bar', {'a': 1, 'b': 2}, elements={'a': [100, 101], 'b': entities.filter(id=101)}",
            [[[100, 101], [101]]],
        ),
        ("'bar', {'a': 1, 'b': 2}, elements={'a': 100}", [[[100], []]]),
        ("'stacked', {'a': {'x': 1, 'y': 2}}, elements={'a': {'x': 100, 'y': [101]}}", [[[100]], [[101]]]),
        ("'histogram', [1.5, 2.5], elements=[100, 101]", [[[100], [101]]]),
        (
            "'scatter', [{'n': 1, 'v': 2, 'entity_id': 100}, {'n': 2, 'v': 3, 'entity_id': None}]",
            [[[100], []]],
        ),
        ("'bar', [{'n': 'a', 'v': 2, 'guid': entities.get(id=100).ifc_guid}]", [[[100]]]),
        ("'bar', [{'n': 'a', 'v': 2, 'elements': [entities.get(id=100), 101]}]", [[[100, 101]]]),
        ("'bar', [{'n': 'a', 'v': 2, 'guid': 'no such element'}]", [None]),
        ("'bar', {'a': 1}", [None]),
    ],
)
def test_that_a_chart_says_which_elements_stand_behind_it(bench: Bench, call: str, elements: Any) -> None:
    bench.run(f"chart({call})")
    assert _elements(bench) == elements


def test_that_a_chart_with_too_many_elements_is_shown_without(bench: Bench) -> None:
    bench.run("chart('histogram', [1.12345678901234] * 24_000, elements=[entities.get(id=100)] * 24_000)")
    assert _elements(bench) == [None]
    assert any("too many elements" in message.text for message in bench.said if isinstance(message, Log))


def test_that_figures_text_and_colours_are_shown(bench: Bench) -> None:
    bench.run(
        "kpi('Area', np.float64(2.5), 'm²')\nmarkdown('# T')\n"
        "highlight([100, 101], 'Red')\nhighlight(100, '#0F0')"
    )
    assert [(message.kind, message.data) for message in outputs(bench)] == [
        ("kpi", {"value": 2.5, "unit": "m²"}),
        ("markdown", {"text": "# T"}),
        ("highlight", {"elements": [100, 101], "color": "#d64545"}),
        ("highlight", {"elements": [100], "color": "#00ff00"}),
    ]


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("chart('bra', {})", "Unknown chart 'bra'; did you mean 'bar'?"),
        ("chart('bar', {'a': 'x'})", "A chart shows numbers"),
        ("chart('bar', [{'a': 1}], y='b')", "no column 'b'"),
        ("chart('bar', [1, 2], elements=[100])", "2 values and elements for 1"),
        ("highlight(100, 'rde')", "Unknown colour 'rde'; did you mean 'red'?"),
        ("finding(100, 'x', severity='bad')", "Unknown severity 'bad'"),
        ("finding(100, 'x', where=object())", "data['where'] is an object"),
        ("finding(9999, 'x')", "no element with the id 9999"),
        ("kpi('x', [1])", "one number or text"),
        ("progress(float('nan'))", "0 to 1"),
        ("markdown('x' * 2_000_000)", "1 MB can be shown"),
    ],
)
def test_that_wrong_calls_say_what_is_right(bench: Bench, statement: str, message: str) -> None:
    with pytest.raises(ScriptFailedError) as caught:
        bench.run(statement)
    assert message in caught.value.failed.message


def test_that_progress_is_sparse_and_its_last_word_always_comes(bench: Bench) -> None:
    bench.run("for n in range(10_000):\n    progress(n / 9_999, 'step')\nprogress(7)")
    sent = [message.done for message in bench.said if isinstance(message, Progress)]
    assert len(sent) < 100
    assert sent[-1] == 1.0


def test_that_the_log_has_levels_arguments_and_lines(bench: Bench) -> None:
    bench.run(
        "log.info('a %s', 1)\nlog.warning('100 %')\nlog.error('x\\ny')\nlog('plain')\nlog.info('x' * 20_000)"
    )
    said = [(message.level, message.text) for message in bench.said if isinstance(message, Log)]
    assert said[:5] == [
        ("info", "a 1"),
        ("warning", "100 %"),
        ("error", "x"),
        ("error", "y"),
        ("info", "plain"),
    ]
    assert said[5][1].endswith("(3,616 more characters)")
