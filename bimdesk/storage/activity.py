"""The feed of what happened: read from the rows that tell it anyway, and from those written for it alone.

Imports, executions and versions of scripts are rows of their own and need no second one; what leaves no
row (a model that was removed, a decision about many findings) is noted in the transaction that does it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from heapq import nlargest
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bimdesk.domain.activity import Activity, ActivityKind, Place
from bimdesk.storage.database import Database
from bimdesk.storage.history_tables import ActivityRow
from bimdesk.storage.tables import ExecutionRow, ModelRow, ScriptRow, ScriptVersionRow, VersionRow

_NOTES, _IMPORTS, _SCRIPTS, _EXECUTIONS = range(4)
"""Of one moment: an execution comes after the text that it was first seen with."""
_NOTED = (ActivityKind.FINDING, ActivityKind.SCRIPT, ActivityKind.PROJECT)


def note(
    session: Session,
    at: datetime,
    kind: ActivityKind,
    title: str,
    text: str,
    *,
    subject: str = "",
    author: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    """Write an entry with the change that it tells of, in the same transaction."""
    session.add(
        ActivityRow(
            at=at,
            kind=kind.value,
            subject=subject,
            text=text,
            data={"title": title, "author": author, "more": data or {}},
        )
    )


class ActivityStore:
    """Reads the feed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list_page(
        self, kinds: Collection[ActivityKind], *, before: Place | None, limit: int
    ) -> list[Activity]:
        """Newest first, those before a place; no kinds are all kinds."""
        wanted = frozenset(kinds) or frozenset(ActivityKind)
        with self._database.read() as session:
            found = [
                entry
                for source_kinds, read in _SOURCES
                if wanted & source_kinds
                for entry in _page(session, read, before, limit)
                if entry.kind in wanted
            ]
        return nlargest(limit, found, key=lambda entry: entry.place)

    def note(self, at: datetime, kind: ActivityKind, title: str, text: str, **more: Any) -> None:
        """An entry of its own, for what changes files and no row."""
        with self._database.write() as session:
            note(session, at, kind, title, text, **more)


_Read = Callable[[Session, datetime | None, int, int], Iterable[Activity]]


def _page(session: Session, read: _Read, before: Place | None, limit: int) -> list[Activity]:
    """Some entries of one source; many may share a moment, so more are read until there are enough."""
    until, offset, found = None if before is None else before.at, 0, list[Activity]()
    while len(found) < limit:
        entries = list(read(session, until, limit, offset))
        found += [entry for entry in entries if before is None or entry.place < before]
        offset += len(entries)
        if len(entries) < limit:
            break
    return found[:limit]


def _executions(session: Session, until: datetime | None, limit: int, offset: int) -> Iterable[Activity]:
    query = select(ExecutionRow).order_by(ExecutionRow.queued_at.desc(), ExecutionRow.id.desc())
    if until is not None:
        query = query.where(ExecutionRow.queued_at <= until)
    for row in session.scalars(query.limit(limit).offset(offset)):
        yield Activity(
            place=Place(row.queued_at, _EXECUTIONS, row.id),
            kind=ActivityKind.EXECUTION,
            subject=row.id,
            title=row.name or row.script_name,
            text=row.sentence,
            data={
                "status": row.status,
                "model": row.model_label,
                "findings": row.findings,
                "started_by": row.started_by,
                "duration_ms": row.duration_ms,
            },
        )


def _imports(session: Session, until: datetime | None, limit: int, offset: int) -> Iterable[Activity]:
    query = (
        select(VersionRow, ModelRow.name)
        .join(ModelRow, ModelRow.id == VersionRow.model_id)
        .order_by(VersionRow.imported_at.desc(), VersionRow.id.desc())
    )
    if until is not None:
        query = query.where(VersionRow.imported_at <= until)
    for row, name in session.execute(query.limit(limit).offset(offset)):
        yield Activity(
            place=Place(row.imported_at, _IMPORTS, f"{row.id:020}"),
            kind=ActivityKind.IMPORT,
            subject=str(row.id),
            title=f"{name} v{row.number}",
            text=row.file_name,
            data={"size": row.size, **_counts(row.summary)},
        )


def _counts(summary: dict[str, Any]) -> dict[str, Any]:
    counts = {name: summary.get(name) for name in ("schema", "entities", "triangles")}
    return counts | {"notices": [notice["message"] for notice in summary.get("notices", ())]}


def _scripts(session: Session, until: datetime | None, limit: int, offset: int) -> Iterable[Activity]:
    """Texts that were saved; those that only ran are told by their execution."""
    query = (
        select(ScriptVersionRow, ScriptRow.key)
        .join(ScriptRow, ScriptRow.id == ScriptVersionRow.script_id)
        .where(ScriptRow.key.not_like("builtin/%"))
        .order_by(ScriptVersionRow.created_at.desc(), ScriptVersionRow.id.desc())
    )
    if until is not None:
        query = query.where(ScriptVersionRow.created_at <= until)
    for row, key in session.execute(query.limit(limit).offset(offset)):
        yield Activity(
            place=Place(row.created_at, _SCRIPTS, f"{row.id:020}"),
            kind=ActivityKind.SCRIPT,
            subject=key,
            title=key.rpartition("/")[2],
            text=row.note,
            author=row.author,
            data={"version": row.number, "label": row.label},
        )


def _notes(session: Session, until: datetime | None, limit: int, offset: int) -> Iterable[Activity]:
    query = select(ActivityRow).order_by(ActivityRow.at.desc(), ActivityRow.id.desc())
    if until is not None:
        query = query.where(ActivityRow.at <= until)
    for row in session.scalars(query.limit(limit).offset(offset)):
        yield Activity(
            place=Place(row.at, _NOTES, f"{row.id:020}"),
            kind=ActivityKind(row.kind),
            subject=row.subject,
            title=row.data["title"],
            text=row.text,
            author=row.data["author"],
            data=row.data["more"],
        )


_SOURCES: tuple[tuple[frozenset[ActivityKind], _Read], ...] = (
    (frozenset({ActivityKind.EXECUTION}), _executions),
    (frozenset({ActivityKind.IMPORT}), _imports),
    (frozenset({ActivityKind.SCRIPT}), _scripts),
    (frozenset(_NOTED), _notes),
)
