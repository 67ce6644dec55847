"""The presets of forms, and the values that each form had last."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bimdesk.domain.ids import ScriptKey
from bimdesk.domain.preset import Preset, PresetId
from bimdesk.storage.database import Database
from bimdesk.storage.tables import LastValuesRow, PresetRow


class PresetStore:
    """Reads and writes the tables of presets and last values."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list_presets(self, key: ScriptKey) -> list[Preset]:
        """Those of a script by name, whatever the case."""
        query = (
            select(PresetRow)
            .where(PresetRow.script_key == key)
            .order_by(func.lower(PresetRow.name), PresetRow.id)
        )
        with self._database.read() as session:
            return [_preset(row) for row in session.scalars(query)]

    def find_named(self, key: ScriptKey, name: str) -> Preset | None:
        """The script's preset of that name, whatever the case."""
        with self._database.read() as session:
            row = _named(session, key, name)
            return None if row is None else _preset(row)

    def save_preset(self, key: ScriptKey, name: str, values: Mapping[str, Any], at: datetime) -> Preset:
        """Keep values under a name, in place of what the script had under it."""
        with self._database.write() as session:
            row = _named(session, key, name)
            if row is None:
                row = PresetRow(script_key=key, name=name, values={}, changed_at=at)
                session.add(row)
            row.name, row.values, row.changed_at = name, dict(values), at
            session.flush()
            return _preset(row)

    def rename_preset(self, preset_id: PresetId, name: str, at: datetime) -> Preset | None:
        """Give it another name; None where it is gone."""
        with self._database.write() as session:
            row = session.get(PresetRow, preset_id)
            if row is None:
                return None
            row.name, row.changed_at = name, at
            session.flush()
            return _preset(row)

    def delete_preset(self, preset_id: PresetId) -> bool:
        """True where it was there."""
        with self._database.write() as session:
            found = session.get(PresetRow, preset_id) is not None
            session.execute(delete(PresetRow).where(PresetRow.id == preset_id))
            return found

    def last_values(self, key: ScriptKey) -> dict[str, Any] | None:
        """What the script's form had when it ran last; None where it never did."""
        with self._database.read() as session:
            row = session.get(LastValuesRow, key)
            return None if row is None else dict(row.values)

    def keep_last(self, key: ScriptKey, values: Mapping[str, Any], at: datetime) -> None:
        """Remember what the form had, in place of the time before."""
        with self._database.write() as session:
            session.merge(LastValuesRow(script_key=key, values=dict(values), changed_at=at))


def _named(session: Session, key: ScriptKey, name: str) -> PresetRow | None:
    """Compared in Python: SQLite folds the case of ASCII letters alone."""
    rows = session.scalars(select(PresetRow).where(PresetRow.script_key == key))
    return next((row for row in rows if row.name.casefold() == name.casefold()), None)


def _preset(row: PresetRow) -> Preset:
    return Preset(
        id=PresetId(row.id), script_key=ScriptKey(row.script_key), name=row.name, values=dict(row.values)
    )
