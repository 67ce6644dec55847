"""Opens the index of one model version for reading."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import msgspec

from bimdesk.errors import BadInputError
from bimdesk.index.derived import complete, has_table
from bimdesk.index.names import PropertyNames, read_names
from bimdesk.index.schema import INDEXES, TABLES, VERSION

INDEX_FILE = "index.sqlite"
_CACHE_KB = 16_000
"""Pages that a connection keeps. Mapping the file instead is no faster and counts as a script's memory."""


class ModelIndex:
    """The read-only connection to `index.sqlite` in `folder`; any thread may use it, one at a time.

    Nothing is locked and nothing written, temporary tables are in memory: it works where only reading is
    allowed. Without a folder: a model with nothing in it, as after an import that failed.
    Raises BadInputError where the index is missing, unreadable or of another version of the program.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.connection = _empty() if folder is None else _opened(folder)
        self.connection.create_function("casefold", 1, _casefold, deterministic=True)
        self.connection.create_function("regexp", 2, _regexp, deterministic=True)
        try:
            self._check()
            self.connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
            self.connection.execute("PRAGMA temp_store = MEMORY")
            self.has_property_values = has_table(self.connection, "property_values")
        except BaseException:
            self.connection.close()
            raise

    def _check(self) -> None:
        try:
            found = self.meta.get("index_version", "")
        except sqlite3.DatabaseError as error:
            raise BadInputError(
                f"{self.folder}/{INDEX_FILE} is damaged: {error}.", "Import the IFC file again."
            ) from error
        if found != str(VERSION):
            raise BadInputError(
                f"The model was imported by another version of bimdesk (index {found}, here {VERSION}).",
                "Import the IFC file again.",
            )

    @cached_property
    def meta(self) -> dict[str, str]:
        """What the header and the project say: schema, project_name, length_unit ... (index.schema)."""
        return dict(self.connection.execute("SELECT key, value FROM meta"))

    @cached_property
    def property_names(self) -> PropertyNames:
        """The names of all properties by (set, property); read once."""
        self.complete("property_kinds", "property_values")
        return read_names(self.connection)

    @cached_property
    def property_labels(self) -> dict[int, str]:
        """`Set.Property` by the id of the name."""
        return {name.id: f"{name.owner}.{name.name}" for name in self.property_names.values()}

    def complete(self, *tables: str) -> None:
        """See to it that the named derived tables are there (index.derived)."""
        complete(self.connection, *tables)

    def rows(self, sql: str, parameters: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
        """Run one statement; rows come as they are read."""
        return iter(self.connection.execute(sql, parameters))

    def close(self) -> None:
        self.connection.close()

    def __enter__(self) -> ModelIndex:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def _opened(folder: Path) -> sqlite3.Connection:
    file = (folder / INDEX_FILE).absolute()
    if not file.is_file():
        raise BadInputError(f"{folder} holds no imported model.", "Import the IFC file again.")
    return sqlite3.connect(
        f"{file.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False, isolation_level=None
    )


def _empty() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
    connection.executescript(TABLES + INDEXES)
    connection.execute("INSERT INTO meta VALUES ('index_version', ?)", (str(VERSION),))
    return connection


def read_value(value: Any, kind: str | None) -> Any:
    """A value of the table `properties` as Python has it: None, bool, int, float, str, list or dict."""
    if kind == "bool":
        return bool(value)
    if kind == "json":
        return read_json(value)
    return value


def read_json(text: str) -> Any:
    """A list or the like; Python's reader takes NaN and infinity too, which a broken file may have."""
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return json.loads(text)


def _casefold(value: Any) -> Any:
    """SQLite's LIKE folds ASCII alone; names here have umlauts."""
    return value.casefold() if isinstance(value, str) else value


def _regexp(pattern: str, value: Any) -> bool:
    return isinstance(value, str) and _compiled(pattern).search(value) is not None


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
