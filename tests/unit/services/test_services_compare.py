"""Two executions beside each other: arguments, tables of results, findings, texts."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bimdesk.domain.execution import Execution
from bimdesk.domain.finding import Finding, Severity
from bimdesk.domain.model import ModelVersion
from bimdesk.services.compare import (
    ComparedRuns,
    compare_arguments,
    compare_logs,
    compare_runs,
    compare_scripts,
)
from bimdesk.services.compare_findings import compare_reported, match_said
from bimdesk.services.compare_tables import (
    MOST_KEPT,
    VALUES,
    ComparedTable,
    Table,
    compare_table,
    compare_tables,
    same,
)
from bimdesk.services.library.scripts import create_script, save_script
from bimdesk.services.project import Project
from bimdesk.services.running import RunStart, make_request, queue_run

Import = Callable[[Path], ModelVersion]
EndRun = Callable[[RunStart, str], Execution]
SCRIPT = """# /// script
# [tool.bimdesk.parameters.properties.least]
# type = "integer"
# default = 1
# ///
result = {}
"""
SPEECH = """
say(**{"type": "hello", "job": "script", "pid": 1})
say(**{"type": "log", "level": "print", "text": "the same"})
say(**{"type": "log", "level": "warning", "text": "%(log)s"})
say(**{"type": "finding", "message": "%(finding)s", "check": "c"})
say(**{"type": "output", "kind": "table", "name": "Doors",
     "data": {"columns": ["guid", "width"], "rows": [["a", 1], ["b", %(width)s]]}})
say(**{"type": "output", "kind": "kpi", "name": "Score", "data": {"value": %(width)s, "unit": ""}})
say(**{"type": "result", "value": {"rooms": [{"name": "Hall", "area": 2.0}, {"name": "Bath", "area": 1.0}],
                                 "total": %(width)s}})
say(**{"type": "done"})
"""


@pytest.fixture
def runs(project: Project, house: Path, import_model: Import, end_run: EndRun) -> ComparedRuns:
    """Two runs of a script that was changed between them."""
    version = import_model(house)
    script, _changes = create_script(project, name="My check", text=SCRIPT)
    ended = []
    for at, text in enumerate((SCRIPT, SCRIPT + "# more\n")):
        script, _changes = save_script(project, script.key, text)
        start, _changes = queue_run(
            project, make_request(project, script, version.id, parameters={"least": at + 1})
        )
        words = {"log": f"line {at}", "finding": "Too low" if at else "Too narrow", "width": at + 2}
        ended.append(end_run(start, SPEECH % words))
    return compare_runs(project, ended[1].id, ended[0].id)


def by_name(tables: list[ComparedTable]) -> dict[str, ComparedTable]:
    return {one.name: one for one in tables}


def test_that_the_earlier_run_is_a_and_arguments_stand_beside_each_other(runs: ComparedRuns) -> None:
    assert runs.a.queued_at <= runs.b.queued_at
    assert [(one.name, one.a, one.b, one.is_same) for one in runs.arguments] == [("least", 1, 2, False)]
    assert runs.same_version and not runs.same_script


def test_that_texts_and_logs_are_what_ran_and_was_said(project: Project, runs: ComparedRuns) -> None:
    scripts = compare_scripts(project, runs)
    assert scripts.b == f"{scripts.a}# more\n" and not scripts.note
    logs = compare_logs(project, runs)
    assert (logs.a, logs.b) == ("the same\n[warning] line 0", "the same\n[warning] line 1")


def test_that_a_text_or_result_that_is_gone_is_told_and_the_rest_compared(
    project: Project, runs: ComparedRuns
) -> None:
    for name in ("result.json", "said.jsonl", "log.txt"):
        (runs.a.folder / name).unlink(missing_ok=True)
    tables = by_name(compare_tables(project, runs))
    assert {one.only for one in tables.values()} == {"b"}
    assert compare_logs(project, runs).a == ""


def test_that_tables_shown_and_left_in_the_value_are_compared_row_by_row(
    project: Project, runs: ComparedRuns
) -> None:
    tables = by_name(compare_tables(project, runs))
    assert set(tables) == {"Doors", "rooms", VALUES}
    doors = tables["Doors"]
    assert doors.key == "guid" and dict(doors.counts) == {"both": 1, "changed": 1}
    changed = doors.rows[0]
    assert (changed.a, changed.b, changed.changed) == (("b", 2), ("b", 3), frozenset({1}))
    assert tables["rooms"].differing == 0 and tables["rooms"].key == "name"
    assert dict(tables[VALUES].counts) == {"changed": 2}, "the figure and the total"


def test_that_a_finding_on_the_model_itself_that_says_something_else_has_changed(
    project: Project, runs: ComparedRuns
) -> None:
    found = compare_reported(project, runs)
    assert found.is_known and [(one.kind, one.message) for one in found.findings] == [("changed", "Too low")]


def test_that_findings_nobody_took_in_are_told_apart_by_what_they_say() -> None:
    def finding(message: str, *guids: str) -> Finding:
        return Finding(message=message, severity=Severity.ERROR, guids=guids)

    a = [finding("x", "1"), finding("x", "1"), finding("y")]
    b = [finding("x", "1"), finding("z", "2", "3"), finding("z", "3", "2")]
    assert [(one.kind, one.message, one.ordinal_a, one.ordinal_b) for one in match_said(a, b)] == [
        ("only_a", "x", 1, None),
        ("only_a", "y", 2, None),
        ("only_b", "z", None, 1),
        ("only_b", "z", None, 2),
        ("both", "x", 0, None),
    ]


@pytest.mark.parametrize(
    ("a", "b", "equal"),
    [
        (None, "", True),
        (math.nan, None, True),
        (math.nan, math.nan, True),
        (1, 1.0, True),
        (0.1 + 0.2, 0.3, True),
        (1, True, False),
        (1, "1", False),
        ([1], [1], True),
        (0, None, False),
    ],
)
def test_that_cells_are_equal_where_people_see_no_difference(a: Any, b: Any, equal: bool) -> None:
    assert same(a, b) is equal and same(b, a) is equal


def test_that_step_ids_say_nothing_between_model_versions() -> None:
    a = Table(columns=("entity_id", "name"), rows=[(1, "Hall"), (2, "Bath")])
    b = Table(columns=("entity_id", "name"), rows=[(2, "Hall"), (3, "Bath")])
    within = compare_table("t", a, b)
    assert within.key == "entity_id" and within.differing == 3
    across = compare_table("t", a, b, same_version=False)
    assert across.key == "name" and across.differing == 0


def test_that_an_element_with_several_rows_keeps_them_apart() -> None:
    a = Table(columns=("guid", "pset"), rows=[("g", "A"), ("g", "B"), ("h", "A")])
    b = Table(columns=("guid", "pset"), rows=[("g", "A"), ("g", "C"), ("g", "D")])
    assert dict(compare_table("t", a, b).counts) == {"both": 1, "changed": 1, "only_a": 1, "only_b": 1}


def test_that_columns_that_one_run_lacks_are_empty_there() -> None:
    a = Table(columns=("name", "area"), rows=[("Hall", 2)])
    b = Table(columns=("area", "name", "height"), rows=[(2, "Hall", 3)])
    found = compare_table("t", a, b)
    assert found.columns == ("name", "area", "height")
    assert found.rows[0].changed == frozenset({2})


def test_that_all_rows_are_counted_though_some_alone_are_kept() -> None:
    many = Table(columns=("n",), rows=[(at,) for at in range(MOST_KEPT + 10)])
    found = compare_table("t", many, Table(columns=("n",), rows=[]))
    assert found.counts["only_a"] == MOST_KEPT + 10 and len(found.rows) == MOST_KEPT


rows = st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 2)), max_size=8)


@settings(max_examples=60, deadline=None)
@given(a=rows, b=rows)
def test_that_no_row_is_lost_or_counted_twice(a: list[tuple[Any, ...]], b: list[tuple[Any, ...]]) -> None:
    columns = ("guid", "value")
    found = compare_table("t", Table(columns=columns, rows=a), Table(columns=columns, rows=b))
    assert sorted(row.a for row in found.rows if row.a is not None) == sorted(a)
    assert sorted(row.b for row in found.rows if row.b is not None) == sorted(b)
    assert sum(found.counts.values()) == len(found.rows)
    if a == b:
        assert found.differing == 0


def test_that_one_and_true_are_different_arguments_and_none_is_not_nothing() -> None:
    found = {one.name: one for one in compare_arguments({"x": 1, "y": None, "z": 1}, {"x": True, "z": 1.0})}
    assert not found["x"].is_same and not found["y"].is_same and found["z"].is_same
    assert not found["y"].in_b
