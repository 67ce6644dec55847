"""The history as it is asked for: words, arguments, dates, marks, orders, what menus offer."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bimdesk.bootstrap import open_project
from bimdesk.domain.execution import Execution, StartedBy, Status
from bimdesk.domain.history import ExecutionFilter
from bimdesk.domain.ids import ExecutionId, ScriptKey, VersionId
from bimdesk.errors import BadInputError
from bimdesk.paths import AppPaths
from bimdesk.protocol.messages import Log
from bimdesk.services.execution_text import HEAD, TAIL, read_in_texts, searchable
from bimdesk.services.history import (
    LONGEST_NAME,
    find_executions,
    list_facets,
    mark_executions,
    order_executions,
    read_executions,
    typed_filter,
)
from bimdesk.services.kept_result import LOG_FILE
from bimdesk.services.project import Project
from bimdesk.storage.execution_texts import ExecutionTexts
from bimdesk.storage.owner import Owner

GUID = ScriptKey("builtin/guid")
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def project(tmp_path: Path, app_paths: AppPaths) -> Iterator[Project]:
    made = open_project(tmp_path / "project", app_paths)
    yield made
    made.close()


def _add(project: Project, letter: str, *, log: str | None = "", **values: Any) -> Execution:
    """An execution that ended; `log` None: the search does not know it."""
    execution_id = ExecutionId(letter * 32)
    given: dict[str, Any] = {
        "script_key": ScriptKey("project/walls"),
        "script_name": "Walls",
        "version_id": VersionId(1),
        "model_label": "House v1",
        "parameters": {},
        "status": Status.SUCCESS,
        "queued_at": NOON + timedelta(minutes=ord(letter)),
        "duration_ms": ord(letter),
        "sentence": "",
        "findings": 0,
        **values,
    }
    execution = Execution(
        id=execution_id,
        script_version=1,
        script_sha256="0" * 64,
        started_by=StartedBy.HAND,
        started_at=None,
        folder=project.executions_folder / execution_id,
        **given,
    )
    project.executions.add(execution, Owner(pid=1, started=0.0, host="host"))
    if log is not None:
        ExecutionTexts(project.database).write([(execution_id, log)])
    return execution


def _found(project: Project, wanted: ExecutionFilter | None = None, **order: Any) -> str:
    """The first letters of the ids, in order."""
    numbers = order_executions(project, wanted or ExecutionFilter(), **order)
    assert len(numbers) == project.executions.count(wanted or ExecutionFilter())
    return "".join(execution.id[0] for execution in read_executions(project, numbers))


def test_that_words_are_found_in_rows_arguments_and_logs(project: Project) -> None:
    _add(project, "a", log="Door 17 has no fire rating", parameters={"element_class": "IfcWall"})
    _add(project, "b", log="Nothing to say", parameters={"storey": ["Größe", "Level_1"]}, sentence="3 of 4")
    _add(project, "c", log='odd "quotes" * OR (', script_name="100% of rooms")
    for text, letters in (
        ("fire", "a"), ("FIRE rat", "a"), ("ating", ""), ("ifcw", "a"), ("walls rating", "a"), ("Größe", "b"),
        ("level_1", "b"), ("level%1", ""), ("100%", "c"), ('"quotes"', "c"), ("quotes OR", "c"),
        ("* (", ""), ("house", "cba"), ("'", ""), ("door nothing", ""), ("---", ""),
    ):  # fmt: skip
        assert _found(project, ExecutionFilter(text=text)) == letters, text


def test_that_arguments_are_found_by_value_item_and_json(project: Project) -> None:
    _add(project, "a", parameters={"minimum": 95, "storey": ["Level 1", "Level 2"], "deep": True})
    _add(project, "b", parameters={"minimum": 9.5, "storey": ["Level 2"], "a.b": "x"})
    for name, value, letters in (
        ("minimum", "95", "a"), ("minimum", "9.5", "b"), ("storey", "Level 2", "ba"), ("deep", "true", "a"),
        ("storey", '["Level 2"]', "b"), ("minimum", "9", ""), ("mini", "95", ""), ("a.b", "x", "b"),
        ('"', "x", ""), ("minimum", "'", ""),
    ):  # fmt: skip
        assert _found(project, ExecutionFilter(arguments=((name, value),))) == letters, (name, value)


def test_that_typed_text_holds_words_and_arguments() -> None:
    found = typed_filter(ExecutionFilter(), 'wall storey="Level 1" a=b=c minimum=95 x = y')
    assert found.text == "wall x = y"
    assert found.arguments == (("storey", "Level 1"), ("a", "b=c"), ("minimum", "95"))


def test_that_each_filter_and_each_order_does_what_it_says(project: Project) -> None:
    _add(project, "a", status=Status.FAILED, findings=7, version_id=VersionId(2), model_label="Annex v1")
    _add(project, "b", script_key=None, script_name="loose", duration_ms=900)
    _add(project, "c", script_key=ScriptKey("builtin/guid"), script_name="GUID")
    mark_executions(project, [ExecutionId("c" * 32)], name="  before  the delivery", pinned=True)
    mark_executions(project, [ExecutionId("a" * 32)], labels=["gate", " gate ", "", "two words"])
    for wanted, letters in (
        (ExecutionFilter(statuses=frozenset({Status.FAILED})), "a"),
        (ExecutionFilter(scripts=frozenset({ScriptKey("builtin/guid")})), "c"),
        (ExecutionFilter(scripts=frozenset({GUID}), loose_scripts=frozenset({"loose"})), "cb"),
        (ExecutionFilter(version_ids=frozenset({VersionId(2)})), "a"),
        (ExecutionFilter(since=NOON + timedelta(minutes=ord("b"))), "cb"),
        (ExecutionFilter(before=NOON + timedelta(minutes=ord("b"))), "a"),
        (ExecutionFilter(pinned=True), "c"),
        (ExecutionFilter(labels=frozenset({"gate"})), "a"),
        (ExecutionFilter(text="delivery"), "c"),
        (ExecutionFilter(started_by=frozenset({StartedBy.CLI})), ""),
    ):  # fmt: skip
        assert _found(project, wanted) == letters, wanted
    assert _found(project, order="start", descending=False) == "abc"
    assert _found(project, order="script", descending=False) == "cba"
    assert _found(project, order="model", descending=False) == "acb"
    assert _found(project, order="result", descending=True)[0] == "a"
    assert _found(project, order="time", descending=True)[0] == "b"
    assert [
        one.id[0] for one in find_executions(project, [ExecutionId("a" * 32), ExecutionId("c" * 32)])
    ] == ["c", "a"]
    marked = project.executions.get(ExecutionId("c" * 32))
    assert (marked.name, marked.pinned) == ("before the delivery", True)
    assert project.executions.get(ExecutionId("a" * 32)).labels == ("gate", "two words")
    with pytest.raises(BadInputError, match="characters"):
        mark_executions(project, [marked.id], name="x" * (LONGEST_NAME + 1))


def test_that_menus_offer_what_there_is_with_counts(project: Project) -> None:
    _add(project, "a", parameters={"minimum": 95, "empty": ""})
    _add(project, "b", version_id=VersionId(2), model_label="House v2", parameters={"minimum": 95})
    _add(project, "c", script_key=None, script_name="loose", status=Status.ERROR)
    assert [(one.key, one.count) for one in list_facets(project, "status")] == [("error", 1), ("success", 2)]
    assert [(one.key, one.label) for one in list_facets(project, "script")] == [
        ("name:loose", "loose"),
        ("key:project/walls", "Walls"),
    ]
    assert [(one.key, one.label, one.count) for one in list_facets(project, "model")] == [("1,2", "House", 3)]
    assert [one.label for one in list_facets(project, "version")] == ["House v1", "House v2"]
    assert [(one.label, one.key, one.count) for one in list_facets(project, "argument")] == [
        ("minimum", "95", 2)
    ]


def test_that_logs_of_older_executions_are_read_in_once(project: Project) -> None:
    for letter in "abc":
        execution = _add(project, letter, log=None)
        if letter != "c":
            execution.folder.mkdir(parents=True)
            (execution.folder / LOG_FILE).write_bytes(
                b"\xffcopper pipes\n" + b"x" * (HEAD + TAIL) + b" last words"
            )
    _add(project, "d", log=None, status=Status.RUNNING)
    assert [read_in_texts(project, limit=2) for _ in range(3)] == [2, 1, 0]
    assert _found(project, ExecutionFilter(text="copper last")) == "ba"


def test_that_texts_find_their_executions_after_a_vacuum(project: Project) -> None:
    for letter in "abc":
        _add(project, letter, log=f"word{letter}")
    with closing(sqlite3.connect(project.database.file)) as connection, connection:
        connection.execute("UPDATE script_executions SET rowid = rowid + 100")
    assert _found(project, ExecutionFilter(text="wordb")) == ""
    assert read_in_texts(project) == 0
    assert _found(project, ExecutionFilter(text="wordb")) == "b"


@given(st.lists(st.text(max_size=200), max_size=30), st.integers(0, 3))
def test_that_what_is_searched_of_a_log_is_bounded_and_can_be_kept(lines: list[str], times: int) -> None:
    log = [Log(level="print", text=line * 1000**times if times < 2 else line) for line in lines]
    text = searchable(log)
    assert len(text) <= HEAD + TAIL + 1
    text.encode("utf-8")
