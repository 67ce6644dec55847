"""The named filters of a project."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bimdesk.domain.saved_filter import FilterId, SavedFilter
from bimdesk.storage.database import Database
from bimdesk.storage.tables import FilterRow


class FilterStore:
    """Reads and writes the table of filters."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list_filters(self) -> list[SavedFilter]:
        """By name, whatever the case."""
        with self._database.read() as session:
            rows = session.scalars(select(FilterRow).order_by(func.lower(FilterRow.name), FilterRow.id))
            return [_filter(row) for row in rows]

    def find_named(self, name: str) -> SavedFilter | None:
        """The filter of that name, whatever the case."""
        with self._database.read() as session:
            row = _named(session, name)
            return None if row is None else _filter(row)

    def save_filter(self, name: str, text: str, at: datetime) -> SavedFilter:
        """Keep `text` under `name`, in place of what had that name."""
        with self._database.write() as session:
            row = _named(session, name)
            if row is None:
                row = FilterRow(name=name, text=text, changed_at=at)
                session.add(row)
            row.name, row.text, row.changed_at = name, text, at
            session.flush()
            return _filter(row)

    def rename_filter(self, filter_id: FilterId, name: str, at: datetime) -> SavedFilter | None:
        """Give it another name; None where it is gone."""
        with self._database.write() as session:
            row = session.get(FilterRow, filter_id)
            if row is None:
                return None
            row.name, row.changed_at = name, at
            session.flush()
            return _filter(row)

    def delete_filter(self, filter_id: FilterId) -> bool:
        """True where it was there."""
        with self._database.write() as session:
            found = session.get(FilterRow, filter_id) is not None
            session.execute(delete(FilterRow).where(FilterRow.id == filter_id))
            return found


def _named(session: Session, name: str) -> FilterRow | None:
    """Compared in Python: SQLite folds the case of ASCII letters alone."""
    rows = session.scalars(select(FilterRow))
    return next((row for row in rows if row.name.casefold() == name.casefold()), None)


def _filter(row: FilterRow) -> SavedFilter:
    return SavedFilter(id=FilterId(row.id), name=row.name, text=row.text)
