"""Brings a database to the newest form with Alembic; a copy is kept before an old one is changed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from bimdesk.errors import ProjectError
from bimdesk.storage import finding_tables, history_tables
from bimdesk.storage.tables import Base

HEAD = "0008"
"""The newest revision (a test compares it with the migrations): most starts need no Alembic at all."""
ROOMS = (finding_tables, history_tables)
"""Modules with tables beside `tables`: loaded with this one, so that all are in the metadata."""
MIGRATIONS = Path(__file__).resolve().parent / "migrations"


def bring_up_to_date(engine: Engine, file: Path) -> None:
    """Make the tables of a new database, migrate an old one, refuse a newer one."""
    with engine.connect() as connection:
        revision = read_revision(connection)
    if revision == HEAD:
        return
    if revision is None:
        _make_tables(engine)
        return
    _refuse_newer(revision, file)
    _keep_copy(file, revision)
    _upgrade(engine)


def read_revision(connection: Connection) -> str | None:
    """The database's revision; None where it is new. Another program's database is refused."""
    tables = inspect(connection).get_table_names()
    if "alembic_version" in tables:
        revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return revision
    if tables:
        raise ProjectError(
            "project.db is a database of another program.", "Choose another folder for the project."
        )
    return None


def _refuse_newer(revision: str, file: Path) -> None:
    from alembic.script import ScriptDirectory

    known = {script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}
    if revision not in known:
        raise ProjectError(
            f"{file} was made by a newer bimdesk (database {revision}; this one knows {HEAD}).",
            "Update bimdesk, or choose another project.",
        )


def _keep_copy(file: Path, revision: str) -> None:
    copy = file.with_name(f"{file.stem}.before-{revision}.db")
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)


def _make_tables(engine: Engine) -> None:
    """A new database gets the newest tables at once: loading Alembic takes a quarter of a second.

    A test holds that this and the migrations come to the same.
    """
    with engine.execution_options(bimdesk_writes=True).begin() as connection:
        if read_revision(connection) is not None:
            return  # another program was faster
        Base.metadata.create_all(connection)
        connection.execute(
            text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
        )
        connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})


def _upgrade(engine: Engine) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.execution_options(bimdesk_writes=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
