"""What executions have in common: statuses, scripts, versions, arguments, with how many have them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Text, func, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute

from bimdesk.storage.database import Database
from bimdesk.storage.tables import ExecutionRow

RECENT = 2_000
"""So many executions tell which arguments there are."""


class ExecutionFacets:
    """Counts over the whole history; each reads one index, or the newest rows."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def statuses(self) -> list[tuple[str, int]]:
        return self._grouped(ExecutionRow.status)

    def starters(self) -> list[tuple[str, int]]:
        return self._grouped(ExecutionRow.started_by)

    def scripts(self) -> list[tuple[str | None, str, int]]:
        """Key, newest name and count; scripts without a key by their name."""
        found: list[tuple[str | None, str, int]] = []
        with self._database.read() as session:
            keyed = select(ExecutionRow.script_key, func.count()).group_by(ExecutionRow.script_key)
            counts: dict[str | None, int] = {row[0]: row[1] for row in session.execute(keyed)}
            for key, count in counts.items():
                if key is not None:
                    newest = (
                        select(ExecutionRow.script_name)
                        .where(ExecutionRow.script_key == key)
                        .order_by(ExecutionRow.queued_at.desc(), ExecutionRow.id.desc())
                        .limit(1)
                    )
                    found.append((key, session.scalar(newest) or key, count))
            if counts.get(None):
                loose = (
                    select(ExecutionRow.script_name, func.count())
                    .where(ExecutionRow.script_key.is_(None))
                    .group_by(ExecutionRow.script_name)
                )
                found += [(None, name, count) for name, count in session.execute(loose)]
        return found

    def versions(self) -> list[tuple[int, str, int]]:
        """Id, label as it was last written, count."""
        found: list[tuple[int, str, int]] = []
        with self._database.read() as session:
            counts = select(ExecutionRow.version_id, func.count()).group_by(ExecutionRow.version_id)
            for version_id, count in session.execute(counts):
                newest = (
                    select(ExecutionRow.model_label)
                    .where(ExecutionRow.version_id == version_id)
                    .order_by(ExecutionRow.queued_at.desc(), ExecutionRow.id.desc())
                    .limit(1)
                )
                found.append((version_id, session.scalar(newest) or "", count))
        return found

    def labels(self) -> Counter[str]:
        """All labels that people gave."""
        query = select(ExecutionRow.labels).where(type_coerce(ExecutionRow.labels, Text) != "[]")
        with self._database.read() as session:
            return Counter(label for labels in session.scalars(query) for label in labels)

    def arguments(self) -> Counter[tuple[str, str]]:
        """Names and values, as JSON, of the newest executions."""
        newest = (
            select(ExecutionRow.parameters)
            .order_by(ExecutionRow.queued_at.desc(), ExecutionRow.id.desc())
            .limit(RECENT)
        )
        with self._database.read() as session:
            return Counter(
                (name, json.dumps(value, separators=(",", ":")))
                for parameters in session.scalars(newest)
                for name, value in parameters.items()
                if value not in (None, "", [])
            )

    def _grouped(self, column: InstrumentedAttribute[Any]) -> list[tuple[str, int]]:
        query = select(column, func.count()).group_by(column)
        with self._database.read() as session:
            rows: Sequence[tuple[str, int]] = [(str(key), count) for key, count in session.execute(query)]
        return list(rows)
