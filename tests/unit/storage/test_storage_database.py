"""Opening a database: new, old, newer, damaged, read-only, full, busy; migrations agree with the models."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from bimdesk.domain.ids import ScriptKey
from bimdesk.errors import ProjectError
from bimdesk.storage import database as database_module
from bimdesk.storage import migrate
from bimdesk.storage.database import Database, open_database
from bimdesk.storage.scripts import ScriptStore
from bimdesk.storage.tables import Base

NOBODY = 65534


def _schema(file: Path) -> list[tuple[str, ...]]:
    """Tables, columns (order apart) and indexes as SQLite has them."""
    with closing(sqlite3.connect(file)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        facts = [
            ("index", *row)
            for row in connection.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'index'")
        ]
        for table in tables:
            facts += [
                (table, *map(str, row[1:])) for row in connection.execute(f"PRAGMA table_info({table})")
            ]
            facts += [
                (table, *map(str, row[2:])) for row in connection.execute(f"PRAGMA foreign_key_list({table})")
            ]
    return sorted(facts)


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """All but the tables that SQLite keeps a full text index in."""
    return kind != "table" or name is None or not name.startswith(("execution_search", "finding_search"))


def _migrated(file: Path) -> Database:
    """A database made by the migrations from the first one on."""
    engine = database_module._make_engine(file)
    migrate._upgrade(engine)
    return Database(file, engine)


def test_that_the_migrations_make_what_the_models_describe(tmp_path: Path) -> None:
    migrated = _migrated(tmp_path / "migrated.db")
    with migrated.read() as session:
        context = MigrationContext.configure(
            session.connection(), opts={"compare_type": True, "include_name": _is_ours}
        )
        assert compare_metadata(context, Base.metadata) == []
    migrated.close()
    open_database(tmp_path / "new.db").close()
    assert _schema(tmp_path / "new.db") == _schema(tmp_path / "migrated.db")


def test_that_programs_that_start_a_project_at_once_make_it_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(open_database, [tmp_path / "project.db"] * 4))
    for one in opened:
        assert ScriptStore(one).list_uses() == {}
        one.close()


def test_that_the_newest_revision_is_the_one_the_program_compares_with() -> None:
    assert ScriptDirectory(str(migrate.MIGRATIONS)).get_heads() == [migrate.HEAD]


def test_that_connections_use_wal_foreign_keys_and_wait_for_one_another(database: Database) -> None:
    with database.read() as session:
        pragmas = {
            name: session.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 10_000}


def test_that_an_old_database_is_migrated_and_a_copy_of_it_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "project.db"
    opened = open_database(file)
    ScriptStore(opened).remember_text(ScriptKey("project/a"), "x = 1", datetime.now(UTC))
    opened.close()
    migrations = tmp_path / "migrations"
    shutil.copytree(migrate.MIGRATIONS, migrations, ignore=shutil.ignore_patterns("__pycache__"))
    before = migrate.HEAD
    (migrations / "versions" / "r9000_more.py").write_text(
        f"import sqlalchemy as sa\nfrom alembic import op\nrevision = '9000'\ndown_revision = '{before}'\n"
        "def upgrade():\n    op.add_column('scripts', sa.Column('colour', sa.String))\n"
    )
    monkeypatch.setattr(migrate, "MIGRATIONS", migrations)
    monkeypatch.setattr(migrate, "HEAD", "9000")
    opened = open_database(file)
    with opened.read() as session:
        assert session.execute(text("SELECT key, colour FROM scripts")).all() == [("project/a", None)]
    opened.close()
    with closing(sqlite3.connect(tmp_path / f"project.before-{before}.db")) as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == (before,)
        assert copy.execute("SELECT key FROM scripts").fetchall() == [("project/a",)]


def test_that_a_migration_that_fails_leaves_the_database_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "project.db"
    open_database(file).close()
    migrations = tmp_path / "migrations"
    shutil.copytree(migrate.MIGRATIONS, migrations, ignore=shutil.ignore_patterns("__pycache__"))
    (migrations / "versions" / "r9000_broken.py").write_text(
        f"from alembic import op\nrevision = '9000'\ndown_revision = '{migrate.HEAD}'\n"
        "def upgrade():\n    op.drop_table('script_executions')\n    raise ZeroDivisionError\n"
    )
    with monkeypatch.context() as patch:
        patch.setattr(migrate, "MIGRATIONS", migrations)
        patch.setattr(migrate, "HEAD", "9000")
        with pytest.raises(ZeroDivisionError):
            open_database(file)
    opened = open_database(file)
    with opened.read() as session:
        assert session.execute(text("SELECT count(*) FROM script_executions")).scalar() == 0
    opened.close()


def test_that_a_newer_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "project.db"
    open_database(file).close()
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(ProjectError, match="made by a newer bimdesk"):
        open_database(file)
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("9999",)


def test_that_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "project.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE bookmarks (url)")
    with pytest.raises(ProjectError, match="another program"):
        open_database(file)


@pytest.mark.parametrize(
    "content", [b"this is no database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 5000]
)
def test_that_a_damaged_database_is_named_and_left_alone(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "project.db"
    file.write_bytes(content)
    with pytest.raises(ProjectError, match="is damaged") as caught:
        open_database(file)
    assert str(file) in caught.value.message
    assert "Traceback" not in str(caught.value)
    assert file.read_bytes() == content


def test_that_a_page_that_is_damaged_later_is_told_too(tmp_path: Path) -> None:
    file = tmp_path / "project.db"
    opened = open_database(file)
    store = ScriptStore(opened)
    for number in range(50):
        store.remember_text(ScriptKey(f"project/{number}"), "x" * 4000, datetime.now(UTC))
    opened.close()
    size = file.stat().st_size
    with file.open("r+b") as stream:
        stream.seek(4096)
        stream.write(b"\xa5" * (size - 4096))
    with pytest.raises(ProjectError, match="is damaged"):
        ScriptStore(open_database(file)).list_uses()


def test_that_a_full_disk_is_one_sentence_and_loses_nothing(database: Database) -> None:
    store = ScriptStore(database)
    store.remember_text(ScriptKey("project/a"), "kept", datetime.now(UTC))
    with database.write() as session:  # the same connection comes back from the pool
        pages = session.execute(text("PRAGMA page_count")).scalar()
        session.execute(text(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(ProjectError, match="The disk is full"):
        store.remember_text(ScriptKey("project/b"), "y" * 1_000_000, datetime.now(UTC))
    assert list(store.list_uses()) == ["project/a"]


def test_that_a_writer_that_never_lets_go_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "BUSY_TIMEOUT_MS", 50)
    opened = open_database(tmp_path / "project.db")
    with closing(sqlite3.connect(tmp_path / "project.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ProjectError, match="in use by another program"):
            ScriptStore(opened).remember_text(ScriptKey("project/a"), "", datetime.now(UTC))
        assert ScriptStore(opened).list_uses() == {}
    opened.close()


def test_that_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ProjectError, match="cannot be made"):
        open_database(tmp_path / "file" / "project" / "project.db")


_READ_ONLY = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
import alembic.command
from bimdesk.errors import ProjectError
from bimdesk.storage.database import open_database
from bimdesk.storage.scripts import ScriptStore
warm = open_database(Path(sys.argv[2]) / "warm.db")
ScriptStore(warm).remember_text("project/a", "", datetime.now(UTC))
os.setgid({nobody}); os.setuid({nobody})
try:
    store = ScriptStore(open_database(Path(sys.argv[1])))
    store.remember_text("project/a", "", datetime.now(UTC))
except ProjectError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="needs root to become another user")
@pytest.mark.parametrize("is_there", [True, False])
def test_that_a_read_only_folder_is_one_sentence(is_there: bool, tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if is_there:
            open_database(folder / "project.db").close()
        folder.chmod(0o555)
        child = subprocess.run(
            [
                sys.executable,
                "-c",
                _READ_ONLY.format(nobody=NOBODY),
                str(folder / "project.db"),
                str(tmp_path),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        assert child.stderr == ""
        assert child.stdout.startswith(str(folder / "project.db"))
        assert "cannot be" in child.stdout


def test_that_threads_read_while_one_writes(database: Database) -> None:
    store = ScriptStore(database)
    failures: list[BaseException] = []

    def read() -> None:
        try:
            for _ in range(30):
                store.list_uses()
        except BaseException as error:  # noqa: BLE001 - a thread's failure is brought to the test
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for number in range(30):
        store.remember_text(ScriptKey(f"project/{number}"), "x", datetime.now(UTC), used=True)
    for reader in readers:
        reader.join()
    assert failures == []
    assert len(store.list_uses()) == 30


def test_that_two_programs_write_to_one_project_without_losing_anything(tmp_path: Path) -> None:
    stores = [ScriptStore(open_database(tmp_path / "project.db")) for _ in range(3)]

    def write(store: ScriptStore) -> None:
        for _ in range(20):
            store.remember_text(ScriptKey("project/a"), "x", datetime.now(UTC), used=True)

    writers = [threading.Thread(target=write, args=(store,)) for store in stores]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert stores[0].list_uses()[ScriptKey("project/a")].uses == 60
