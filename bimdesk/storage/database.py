"""Opens project.db and hands out short sessions: many readers, one writer at a time.

Usable from any thread: each session takes its own connection from the pool. SQLite in WAL mode lets readers
go on while one writes; a writer waits up to `BUSY_TIMEOUT_MS` for another one, in this program or not.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from bimdesk.errors import ProjectError
from bimdesk.storage.migrate import bring_up_to_date
from bimdesk.storage.troubles import explained

BUSY_TIMEOUT_MS = 10_000
Transaction = Session
"""What services hand on that write several things at once."""


class Database:
    """The open database of one project; use `open_database`."""

    def __init__(self, file: Path, engine: Engine) -> None:
        self.file = file
        self._readers = engine
        self._writer = engine.execution_options(bimdesk_writes=True)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one state of the database throughout."""
        with explained(self.file), Session(self._readers) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction that holds the write lock from its start: all of it, or nothing."""
        with explained(self.file), Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        self._readers.dispose()


def open_database(file: Path) -> Database:
    """Open or make `file` and migrate it; raises `ProjectError`, and then leaves the file as it was."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ProjectError(
            f"The project's folder {file.parent} cannot be made: {error.strerror}.", "Choose another folder."
        ) from error
    engine = _make_engine(file)
    try:
        with explained(file):
            bring_up_to_date(engine, file)
    except BaseException:
        engine.dispose()
        raise
    return Database(file, engine)


def _make_engine(file: Path) -> Engine:
    engine = create_engine(
        f"sqlite:///{file}",
        poolclass=QueuePool,
        pool_size=5,
        max_overflow=15,
        connect_args={"timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare_connection)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare_connection(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # this package begins transactions itself: BEGIN IMMEDIATE needs that
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "foreign_keys = ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("bimdesk_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
