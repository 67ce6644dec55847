"""The stores: models and versions, scripts and their texts, the history."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from bimdesk.domain.execution import Execution, StartedBy, Status
from bimdesk.domain.history import ExecutionFilter
from bimdesk.domain.ids import ElementId, ExecutionId, ModelKey, ScriptKey, VersionId
from bimdesk.domain.model import ImportNotice, ImportSummary, ModelVersion
from bimdesk.errors import NotFoundError
from bimdesk.storage.database import Database
from bimdesk.storage.executions import ExecutionStore
from bimdesk.storage.models import ModelStore
from bimdesk.storage.owner import Owner
from bimdesk.storage.scripts import ScriptStore

NOON = datetime(2026, 3, 31, 12, 0, tzinfo=UTC)
OWNER = Owner(pid=1, started=2.5, host="here")
SUMMARY = ImportSummary(
    schema="IFC4",
    schema_declared="IFC4X1",
    entities=5,
    products_with_geometry=4,
    triangles=300,
    properties=12,
    storeys=2,
    seconds={"total": 0.5},
    notices=(ImportNotice(kind="schema", message="Read as IFC4.", elements=(ElementId(7),)),),
)
QUEUED = Execution(
    id=ExecutionId("a" * 32),
    script_key=ScriptKey("builtin/guid_validation"),
    script_name="GUID validation",
    script_version=1,
    script_sha256="b" * 64,
    version_id=VersionId(1),
    model_label="House v1",
    parameters={"limit": 5, "names": ["Ä", "b"]},
    started_by=StartedBy.HAND,
    status=Status.QUEUED,
    queued_at=NOON,
    started_at=None,
    duration_ms=None,
    sentence="",
    findings=0,
    folder=Path("unused"),
    sandbox={"process": "active"},
)


@pytest.fixture
def models(database: Database, tmp_path: Path) -> ModelStore:
    return ModelStore(database, tmp_path / "models")


@pytest.fixture
def executions(database: Database, tmp_path: Path) -> ExecutionStore:
    return ExecutionStore(database, tmp_path / "executions")


def _save(models: ModelStore, key: str, name: str = "House") -> ModelVersion:
    return models.save_version(
        ModelKey(key), model_name=name, file_name=f"{name}.ifc", size=10, at=NOON, summary=SUMMARY
    )


def test_that_a_version_comes_back_as_it_was_saved(models: ModelStore, tmp_path: Path) -> None:
    saved = _save(models, "k1")
    assert models.get_version(saved.id) == saved == models.find_version(ModelKey("k1"))
    assert saved.summary == SUMMARY
    assert saved.imported_at == NOON
    assert saved.folder == tmp_path / "models" / "k1"
    assert saved.label == "House v1"


def test_that_contents_of_one_name_are_versions_of_one_model(models: ModelStore) -> None:
    first, second, other = _save(models, "k1"), _save(models, "k2"), _save(models, "k3", "annex")
    assert (first.number, second.number, other.number) == (1, 2, 1)
    assert [model.name for model in models.list_models()] == ["annex", "House"]
    assert models.list_models()[1].versions == (first, second)
    assert models.find_previous(second) == first
    assert models.find_previous(first) is None


def test_that_the_same_content_again_is_refreshed_in_place(models: ModelStore) -> None:
    first = _save(models, "k1")
    again = models.save_version(
        ModelKey("k1"),
        model_name="Other name",
        file_name="Other.ifc",
        size=10,
        at=NOON + timedelta(days=1),
        summary=replace(SUMMARY, entities=6),
    )
    assert (again.id, again.model_name, again.summary.entities) == (first.id, "House", 6)
    assert len(models.list_models()) == 1


def test_that_ids_of_removed_models_are_not_used_again(models: ModelStore) -> None:
    first = _save(models, "k1")
    _save(models, "k2")
    assert models.remove_model(first.model_id, NOON) == ["k1", "k2"]
    assert models.list_models() == []
    assert models.find_version(ModelKey("k1")) is None
    assert _save(models, "k1").id > first.id + 1
    with pytest.raises(NotFoundError):
        models.get_version(first.id)
    with pytest.raises(NotFoundError):
        models.remove_model(first.model_id, NOON)


def test_that_a_text_keeps_its_number_and_runs_are_counted(database: Database) -> None:
    scripts, key = ScriptStore(database), ScriptKey("project/a")
    later = NOON + timedelta(hours=1)
    assert scripts.remember_text(key, "one", NOON, used=True) == 1
    assert scripts.remember_text(key, "two", NOON) == 2
    assert scripts.remember_text(key, "one", later, used=True) == 1
    assert scripts.remember_text(ScriptKey("project/b"), "one", NOON) == 1
    assert (scripts.list_uses()[key].uses, scripts.list_uses()[key].last_used_at) == (2, later)
    versions = scripts.list_versions(key)
    assert [(version.number, version.text) for version in versions] == [(2, "two"), (1, "one")]
    assert scripts.find_text(versions[0].sha256) == "two"
    assert scripts.find_text("none") is None


def test_that_an_execution_goes_from_queued_to_its_end(executions: ExecutionStore, tmp_path: Path) -> None:
    executions.add(QUEUED, OWNER)
    expected = replace(QUEUED, folder=tmp_path / "executions" / QUEUED.id)
    assert executions.get(QUEUED.id) == expected
    assert executions.list_unfinished() == [(QUEUED.id, OWNER)]
    executions.set_running(QUEUED.id, NOON)
    ended = executions.finish(
        QUEUED.id,
        status=Status.FAILED,
        sentence="3 of 9",
        duration_ms=41,
        findings=3,
        sandbox={"files": "active"},
    )
    assert ended == replace(
        expected,
        status=Status.FAILED,
        started_at=NOON,
        sentence="3 of 9",
        duration_ms=41,
        findings=3,
        sandbox={"files": "active"},
    )
    assert executions.list_unfinished() == []


def test_that_only_unfinished_executions_become_interrupted(executions: ExecutionStore) -> None:
    other = ExecutionId("c" * 32)
    executions.add(QUEUED, OWNER)
    executions.add(replace(QUEUED, id=other, status=Status.SUCCESS), OWNER)
    executions.set_interrupted([QUEUED.id, other], "Gone.")
    assert executions.get(QUEUED.id).status is Status.INTERRUPTED
    assert executions.get(other).status is Status.SUCCESS


def test_that_an_execution_that_is_not_there_is_told(executions: ExecutionStore) -> None:
    with pytest.raises(NotFoundError):
        executions.get(ExecutionId("nothing"))


def test_that_the_history_is_filtered_by_words_status_script_and_version(executions: ExecutionStore) -> None:
    executions.add(QUEUED, OWNER)
    executions.add(
        replace(
            QUEUED,
            id=ExecutionId("d" * 32),
            script_key=None,
            script_name="Rooms 100%_done",
            model_label="Annex v2",
            version_id=VersionId(2),
            status=Status.ERROR,
            queued_at=NOON + timedelta(seconds=1),
        ),
        OWNER,
    )

    def names(**words: Any) -> list[str]:
        wanted = ExecutionFilter(**words)
        page = executions.list_page(wanted, limit=10, offset=0)
        assert executions.count(wanted) == len(page)
        return [execution.script_name[:5] for execution in page]

    assert names() == ["Rooms", "GUID "]
    assert names(text="guid HOUSE") == ["GUID "]
    assert names(text="guid annex") == []
    assert names(text="0%_d") == ["Rooms"]
    assert names(statuses=frozenset({Status.ERROR})) == ["Rooms"]
    assert names(scripts=frozenset({ScriptKey("builtin/guid_validation")})) == ["GUID "]
    assert names(version_ids=frozenset({VersionId(2)})) == ["Rooms"]


def test_that_pages_of_a_long_history_come_from_an_index(executions: ExecutionStore, tmp_path: Path) -> None:
    executions.add(QUEUED, OWNER)
    with closing(sqlite3.connect(tmp_path / "project.db")) as connection, connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(script_executions)")]
        copied = ", ".join(
            {
                "id": "printf('%032d', n)",
                "queued_at": "datetime('2026-01-01', n || ' seconds') || '.000000'",
            }.get(c, c)
            for c in columns
        )
        connection.execute(
            "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 100000) "
            f"INSERT INTO script_executions ({', '.join(columns)}) "
            f"SELECT {copied} FROM numbers, script_executions"
        )
    statements: list[str] = []

    def keep(*arguments: object, **_names: object) -> None:
        statements.append(str(arguments[2]))

    event.listen(Engine, "before_cursor_execute", keep)
    page = executions.list_page(ExecutionFilter(), limit=200, offset=99_000)
    event.remove(Engine, "before_cursor_execute", keep)
    assert [int(execution.id) for execution in page[:2]] == [1001, 1000]
    assert executions.count(ExecutionFilter()) == 100_001
    wanted = next(statement for statement in statements if "LIMIT" in statement)
    with closing(sqlite3.connect(tmp_path / "project.db")) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {wanted}", (200, 99_000)).fetchall()
    assert "USING INDEX" in str(plan)
    assert "TEMP B-TREE" not in str(plan)
