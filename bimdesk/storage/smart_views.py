"""The smart views of a project, in the order a person gave them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bimdesk.errors import NotFoundError
from bimdesk.storage.database import Database
from bimdesk.storage.tables import SmartViewRow


class KeptView(NamedTuple):
    """A row as it was kept; what reads the rules says where they are damaged."""

    id: int
    name: str
    group: str
    rules: list[dict[str, Any]]


class SmartViewStore:
    """Reads and writes the table of smart views."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list_views(self) -> list[KeptView]:
        """In order, those of a group together."""
        with self._database.read() as session:
            return [_kept(row) for row in _rows(session)]

    def add_view(self, name: str, group: str, rules: list[dict[str, Any]], at: datetime) -> KeptView:
        """Behind all others."""
        with self._database.write() as session:
            last = session.scalar(select(func.max(SmartViewRow.position)))
            row = SmartViewRow(
                name=name,
                group_name=group,
                position=0 if last is None else last + 1,
                rules=rules,
                changed_at=at,
            )
            session.add(row)
            session.flush()
            return _kept(row)

    def update_view(
        self, view_id: int, name: str, group: str, rules: list[dict[str, Any]], at: datetime
    ) -> KeptView:
        """Keep something else in its place. Raises NotFoundError where it is gone."""
        with self._database.write() as session:
            row = session.get(SmartViewRow, view_id)
            if row is None:
                raise NotFoundError("The smart view is no longer there.", "Save it anew.")
            row.name, row.group_name, row.rules, row.changed_at = name, group, rules, at
            session.flush()
            return _kept(row)

    def arrange(self, order: Sequence[tuple[int, str]]) -> None:
        """Put these (id and group) in this order; others keep theirs, behind them."""
        with self._database.write() as session:
            known = {row.id: row for row in _rows(session)}
            for view_id, group in order:
                if view_id in known:
                    known[view_id].group_name = group
            named = [known.pop(view_id) for view_id, _ in order if view_id in known]
            for position, row in enumerate([*named, *known.values()]):
                row.position = position

    def delete_view(self, view_id: int) -> bool:
        """True where it was there."""
        with self._database.write() as session:
            found = session.get(SmartViewRow, view_id) is not None
            session.execute(delete(SmartViewRow).where(SmartViewRow.id == view_id))
            return found


def _rows(session: Session) -> list[SmartViewRow]:
    return list(session.scalars(select(SmartViewRow).order_by(SmartViewRow.position, SmartViewRow.id)))


def _kept(row: SmartViewRow) -> KeptView:
    return KeptView(row.id, row.name, row.group_name, row.rules)
