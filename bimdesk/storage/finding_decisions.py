"""What people decide of findings, in project.db; each change leaves an event."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, text
from sqlalchemy.orm import Session

from bimdesk.domain.activity import ActivityKind
from bimdesk.domain.finding_life import Decision, FindingComment, FindingEvent
from bimdesk.domain.ids import ExecutionId, FindingId
from bimdesk.storage import finding_codes as codes
from bimdesk.storage.activity import note
from bimdesk.storage.database import Database
from bimdesk.storage.finding_fold import word_number
from bimdesk.storage.finding_tables import (
    CommentRow,
    FindingEventRow,
    FindingLabelRow,
    FindingTextRow,
    WaiverRow,
)
from bimdesk.storage.identities import chunks

WAIVER_OVER = "The waiver ran out."


class DecisionStore:
    """Writes decisions, people, days, labels and comments."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def decide(
        self,
        ids: Iterable[FindingId],
        decision: Decision,
        *,
        reason: str,
        author: str,
        expires: date | None,
        at: datetime,
    ) -> None:
        """Write a decision; an acceptance with its waiver."""
        until = None if expires is None else expires.toordinal()
        all_told: list[FindingId] = []
        with self._database.write() as session:
            for part in chunks(ids):
                self._end_waivers(session, part, at)
                changed = [
                    one for one, was in _values(session, part, "decision") if was != decision_code(decision)
                ]
                told = part if decision is Decision.ACCEPTED else changed
                session.execute(delete(WaiverRow).where(WaiverRow.finding_id.in_(part)))
                _set(
                    session,
                    part,
                    "decision = :decision, expires = :expires",
                    decision=decision_code(decision),
                    expires=until,
                )
                if decision is Decision.ACCEPTED:
                    waiver = {"reason": reason, "author": author, "made_at": at}
                    known = [one for one, _ in _values(session, part, "decision")]
                    session.execute(insert(WaiverRow), [{"finding_id": one, **waiver} for one in known])
                    told = known
                words = reason if expires is None else f"{reason} (until {expires.isoformat()})"
                _tell(session, told, decision.value, words, author, at)
                all_told += told
            _note(session, all_told, decision.value, reason, author, at)

    def _end_waivers(self, session: Session, ids: Sequence[FindingId], at: datetime) -> None:
        """Say of those whose waiver ran out that it did, before something else is decided."""
        rows = session.execute(
            text(
                "SELECT id, expires FROM findings WHERE id IN (SELECT value FROM json_each(:ids))"
                " AND decision = :accepted AND expires < :today"
            ),
            {
                "ids": json.dumps(list(ids)),
                "accepted": codes.ACCEPTED,
                "today": at.astimezone().date().toordinal(),
            },
        ).all()
        for finding, expires in rows:
            _tell(session, [finding], Decision.OPEN.value, WAIVER_OVER, "", expiry(expires))
        _set(session, [row[0] for row in rows], "decision = :decision, expires = NULL", decision=codes.OPEN)

    def assign(self, ids: Iterable[FindingId], assignee: str, *, author: str, at: datetime) -> None:
        """Give findings to a person; '' to nobody."""
        with self._database.write() as session:
            number = word_number(session, assignee)
            all_told: list[FindingId] = []
            for part in chunks(ids):
                changed = [one for one, was in _values(session, part, "assignee_id") if was != number]
                _set(session, changed, "assignee_id = :number", number=number)
                _tell(session, changed, "assignee", assignee, author, at)
                all_told += changed
            _note(session, all_told, "assignee", assignee, author, at)

    def set_due(self, ids: Iterable[FindingId], day: date | None, *, author: str, at: datetime) -> None:
        number = None if day is None else day.toordinal()
        with self._database.write() as session:
            for part in chunks(ids):
                changed = [one for one, was in _values(session, part, "due") if was != number]
                _set(session, changed, "due = :number", number=number)
                _tell(session, changed, "due", "" if day is None else day.isoformat(), author, at)

    def set_labels(
        self, ids: Iterable[FindingId], labels: Iterable[str], *, author: str, at: datetime
    ) -> None:
        """These labels and no others."""
        wanted = sorted(set(labels))
        with self._database.write() as session:
            numbers = [word_number(session, label) for label in wanted]
            for part in chunks(ids):
                known = [one for one, _ in _values(session, part, "id")]
                session.execute(delete(FindingLabelRow).where(FindingLabelRow.finding_id.in_(part)))
                rows = [{"finding_id": one, "word_id": number} for one in known for number in numbers]
                if rows:
                    session.execute(insert(FindingLabelRow), rows)
                _tell(session, known, "labels", ", ".join(wanted), author, at)

    def add_comment(self, finding_id: FindingId, words: str, *, author: str, at: datetime) -> bool:
        """False where the finding is gone."""
        with self._database.write() as session:
            if not _values(session, [finding_id], "id"):
                return False
            session.add(CommentRow(finding_id=finding_id, at=at, author=author, text=words))
            _set(session, [finding_id], "comments = comments + 1")
            _note(session, [finding_id], "comment", words, author, at)
            return True

    def read_comments(self, finding_id: FindingId) -> list[FindingComment]:
        """Oldest first."""
        query = (
            select(CommentRow)
            .where(CommentRow.finding_id == finding_id)
            .order_by(CommentRow.at, CommentRow.id)
        )
        with self._database.read() as session:
            return [
                FindingComment(id=row.id, at=row.at, author=row.author, text=row.text)
                for row in session.scalars(query)
            ]

    def read_events(self, finding_id: FindingId, *, today: date) -> list[FindingEvent]:
        """Oldest first; a waiver that ran out tells so, though nobody has written it down yet."""
        query = select(FindingEventRow).where(FindingEventRow.finding_id == finding_id)
        with self._database.read() as session:
            runs = {
                row[0]: ExecutionId(row[1])
                for row in session.execute(
                    text(
                        "SELECT r.id, r.execution_id FROM finding_runs r WHERE r.id IN"
                        " (SELECT run_id FROM finding_events WHERE finding_id = :id)"
                    ),
                    {"id": finding_id},
                )
            }
            rows = session.scalars(query.order_by(FindingEventRow.at, FindingEventRow.id))
            events = [
                FindingEvent(
                    at=row.at,
                    kind=row.kind,
                    text=row.text,
                    author=row.author,
                    execution_id=None if row.run_id is None else runs.get(row.run_id),
                )
                for row in rows
            ]
            over = session.execute(
                text(
                    "SELECT expires FROM findings"
                    " WHERE id = :id AND decision = :accepted AND expires < :today"
                ),
                {"id": finding_id, "accepted": codes.ACCEPTED, "today": today.toordinal()},
            ).scalar()
        if over is not None:
            events.append(FindingEvent(at=expiry(over), kind=Decision.OPEN.value, text=WAIVER_OVER))
            events.sort(key=lambda event: event.at)
        return events


def decision_code(decision: Decision) -> int:
    return codes.DECISION_CODES[decision]


def expiry(last_day: int) -> datetime:
    """The moment after the last day on which a waiver holds, in the person's own time zone."""
    day = date.fromordinal(last_day) + timedelta(days=1)
    return datetime.combine(day, time()).astimezone().astimezone(UTC)


def _values(session: Session, ids: Sequence[int], column: str) -> list[tuple[FindingId, Any]]:
    """(number, value of a column) of those that there are."""
    rows = session.execute(
        text(f"SELECT id, {column} FROM findings WHERE id IN (SELECT value FROM json_each(:ids))"),
        {"ids": json.dumps(list(ids))},
    )
    return [(FindingId(row[0]), row[1]) for row in rows]


def _set(session: Session, ids: Sequence[int], settings: str, **values: Any) -> None:
    if ids:
        session.execute(
            text(f"UPDATE findings SET {settings} WHERE id IN (SELECT value FROM json_each(:ids))"),
            {"ids": json.dumps(list(ids)), **values},
        )


def _tell(session: Session, ids: Sequence[int], kind: str, words: str, author: str, at: datetime) -> None:
    rows = [
        {"finding_id": one, "at": at, "kind": kind, "text": words, "author": author, "run_id": None,
         "version_number": None}
        for one in ids
    ]  # fmt: skip
    if rows:
        session.execute(insert(FindingEventRow), rows)


def _note(
    session: Session, ids: Sequence[FindingId], kind: str, words: str, author: str, at: datetime
) -> None:
    """One entry of the feed for all of them, with the message of the first."""
    if not ids:
        return
    message = session.scalar(
        select(FindingTextRow.message).where(FindingTextRow.finding_id == ids[0]).limit(1)
    )
    data = {"act": kind, "count": len(ids), "finding": ids[0]}
    note(session, at, ActivityKind.FINDING, message or "", words, author=author, data=data)
