"""Lists and counts of findings in project.db."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import text
from sqlalchemy.orm import Session

from bimdesk.domain.finding_life import (
    ExecutionFinding,
    FindingFilter,
    GroupCount,
    GroupName,
    KeptFinding,
    OrderName,
    Waiver,
)
from bimdesk.domain.ids import ExecutionId, FindingId, ModelId, ScriptKey
from bimdesk.errors import NotFoundError
from bimdesk.storage import finding_codes as codes
from bimdesk.storage.database import Database
from bimdesk.storage.finding_filter import DECISION, Where, reported_ids, where

MOST_GUIDS = 100
_MOST_COUNTED = 500
_NEWEST = "SELECT (SELECT MAX(id) FROM finding_events), (SELECT MAX(id) FROM finding_runs)"
"""Whatever changes what is counted leaves an event or a run."""
_FACETS = (
    "f.severity, f.state, f.decision, f.expires, f.model_id, f.check_id, f.storey_id, f.class_id,"
    " f.assignee_id, f.due, f.id"
)
_ORDERS: dict[str, str] = {
    "severity": _FACETS,
    "state": "f.state, f.severity, f.id",
    "decision": "f.decision, f.severity, f.id",
    "message": "t.message, t.finding_id",
    "element": "t.element_name, t.finding_id",
    "due": "f.due NULLS LAST, f.id",
    "first_seen": "f.first_seen_at, f.id",
    "last_seen": "f.last_seen_at, f.id",
}
_NEEDS_TEXT = frozenset({"message", "element"})
_INDEX_ORDER = frozenset({"severity", "state", "decision"})
"""Groups that the covering index has together."""
_NAMED = frozenset({"check", "model", "storey", "class", "assignee"})
_MOST_SORTED = 50_000
"""Findings whose texts are read and sorted; with more of them all texts are gone through in their order."""
_WITH_TEXT = "findings f CROSS JOIN finding_texts t ON t.finding_id = f.id"
_IN_TEXT_ORDER = "finding_texts t CROSS JOIN findings f ON f.id = t.finding_id"
_PAGE = """
SELECT f.id, f.model_id, r.model_name, c.script_key, c.script_name, c.name, f.severity, t.message, f.state,
  t.reason, f.decision, f.expires, w.reason, w.author, w.made_at, a.text, f.due, t.element_name, k.text,
  s.text, f.element_count, f.first_version, f.last_version, f.first_seen_at, f.last_seen_at, r.execution_id,
  f.comments, t.data
FROM findings f JOIN finding_texts t ON t.finding_id = f.id JOIN finding_checks c ON c.id = f.check_id
  JOIN finding_runs r ON r.id = f.last_run_id LEFT JOIN finding_waivers w ON w.finding_id = f.id
  LEFT JOIN finding_words a ON a.id = f.assignee_id LEFT JOIN finding_words k ON k.id = f.class_id
  LEFT JOIN finding_words s ON s.id = f.storey_id
WHERE f.id IN (SELECT value FROM json_each(:ids))
"""
_GROUPS: dict[str, str] = {
    "state": "f.state",
    "severity": "f.severity",
    "check": "f.check_id",
    "script": "f.check_id",
    "model": "f.model_id",
    "storey": "f.storey_id",
    "class": "f.class_id",
    "assignee": "f.assignee_id",
    "decision": DECISION,
}


class FindingStore:
    """Reads the tables of findings."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._counted: dict[tuple[Hashable, ...], list[tuple[int, int]]] = {}

    def list_page(
        self,
        wanted: FindingFilter,
        *,
        order: OrderName,
        descending: bool,
        limit: int,
        offset: int,
        today: date,
    ) -> list[KeptFinding]:
        """A page of a list."""
        with self._database.read() as session:
            found = where(session, wanted, today)
            if order in _NAMED:
                ids = self._page_by_name(session, found, wanted, order, descending, limit, offset, today)
            else:
                table = "findings f"
                if order in _NEEDS_TEXT:
                    is_much = self.count(wanted, today=today) > _MOST_SORTED
                    table = _IN_TEXT_ORDER if is_much else _WITH_TEXT
                ids = _page(session, found, table, _ORDERS[order], descending, limit, offset)
            return read_findings(session, ids, today)

    def _page_by_name(
        self,
        session: Session,
        found: Where,
        wanted: FindingFilter,
        order: OrderName,
        descending: bool,
        limit: int,
        offset: int,
        today: date,
    ) -> list[int]:
        """A page of a list in the order of names that many share: the groups that it reaches into alone."""
        column, names = _GROUPS[order], _names(session, order)  # type: ignore[arg-type]  # each is a group too
        sql = f"SELECT group_concat({column}) FROM {found.table} WHERE {found.sql}"
        counts = self._count(session, (order, wanted, today), sql, found.values)
        by_name = sorted(counts, key=lambda one: (names.get(one[0], ("", ""))[1], one[0]), reverse=descending)
        ids: list[int] = []
        for code, count in by_name:
            if offset < count and len(ids) < limit:
                within = Where([*found.parts, f"{column} = {code}"], found.values, found.picks_ids)
                ids += _page(session, within, within.table, _FACETS, descending, limit - len(ids), offset)
            offset = max(0, offset - count)
        return ids

    def list_ids(self, wanted: FindingFilter, *, today: date) -> list[FindingId]:
        """All that meet a filter, ascending."""
        with self._database.read() as session:
            found = where(session, wanted, today)
            rows = session.execute(
                text(f"SELECT f.id FROM {found.table} WHERE {found.sql} ORDER BY 1"),
                found.values,
            )
            return [FindingId(row[0]) for row in rows]

    def count(self, wanted: FindingFilter, *, today: date) -> int:
        with self._database.read() as session:
            found = where(session, wanted, today)
            sql = f"SELECT 0, COUNT(*) FROM {found.table} WHERE {found.sql}"
            return self._count(session, ("", wanted, today), sql, found.values)[0][1]

    def count_by(self, wanted: FindingFilter, group: GroupName, *, today: date) -> list[GroupCount]:
        """Groups that have any; the largest first, states and severities in their order."""
        with self._database.read() as session:
            found = where(session, wanted, today)
            column, table = _GROUPS.get(group, "l.word_id"), found.table
            if group == "label":
                table = "finding_labels l CROSS JOIN findings f ON f.id = l.finding_id"
            sql = f"SELECT group_concat({column}) FROM {table} WHERE {found.sql}"
            if group in _INDEX_ORDER and not found.picks_ids:
                inner = f"SELECT severity, state, decision, expires, COUNT(*) AS n FROM {table}"
                inner += f" WHERE {found.sql} GROUP BY 1, 2, 3, 4"
                sql = f"SELECT {column}, SUM(n) FROM ({inner}) f GROUP BY 1"
            counts = self._count(session, (group, wanted, today), sql, found.values)
            return _labelled(session, group, counts)

    def _count(
        self, session: Session, question: tuple[Hashable, ...], sql: str, values: dict[str, Any]
    ) -> list[tuple[int, int]]:
        """(number, how often); asked again only when a run or a person has changed something since."""
        key = (*question, *session.execute(text(_NEWEST)).one())
        if key not in self._counted:
            if len(self._counted) >= _MOST_COUNTED:
                self._counted.clear()
            self._counted[key] = tally(session, sql, values)
        return self._counted[key]

    def read(self, ids: Sequence[int], *, today: date) -> list[KeptFinding]:
        """These findings, in this order; those that are gone are left out."""
        with self._database.read() as session:
            return read_findings(session, ids, today)

    def reported(self, execution_id: ExecutionId) -> list[ExecutionFinding]:
        """What an execution reported, by ordinal."""
        with self._database.read() as session:
            ids = reported_ids(session, execution_id)
            states = session.scalar(
                text("SELECT states FROM finding_runs WHERE execution_id = :id"), {"id": execution_id}
            )
            return [
                ExecutionFinding(FindingId(one), codes.STATES[code], ordinal)
                for ordinal, (one, code) in enumerate(zip(ids, states or b"", strict=True))
            ]

    def model_name(self, model_id: ModelId) -> str:
        """The name that a model had in its last run."""
        sql = "SELECT model_name FROM finding_runs WHERE model_id = :id ORDER BY id DESC LIMIT 1"
        with self._database.read() as session:
            return str(session.scalar(text(sql), {"id": model_id}) or "")

    def model_name_of(self, finding_id: FindingId) -> str:
        """The name of a finding's model."""
        with self._database.read() as session:
            number = session.scalar(text("SELECT model_id FROM findings WHERE id = :id"), {"id": finding_id})
        return "" if number is None else self.model_name(ModelId(number))

    def get(self, finding_id: FindingId, *, today: date) -> KeptFinding:
        """Raises NotFoundError."""
        found = self.read([finding_id], today=today)
        if not found:
            raise NotFoundError("The finding is no longer in the project.")
        return found[0]


def _page(
    session: Session, found: Where, table: str, columns: str, descending: bool, limit: int, offset: int
) -> list[int]:
    sorting = columns
    if descending:  # what has no day comes last either way
        sorting = ", ".join(f"{one.removesuffix(' NULLS LAST')} DESC" for one in columns.split(", "))
    rows = session.execute(
        text(f"SELECT f.id FROM {table} WHERE {found.sql} ORDER BY {sorting} LIMIT :limit OFFSET :offset"),
        {**found.values, "limit": limit, "offset": offset},
    )
    return [row[0] for row in rows]


def tally(session: Session, sql: str, values: dict[str, Any]) -> list[tuple[int, int]]:
    """(number, how often) of a column of numbers: SQLite would sort a million rows to group them."""
    rows = session.execute(text(sql), values).all()
    if not rows or len(rows[0]) == 2:
        return [(row[0], row[1]) for row in rows]
    (listed,) = rows[0]
    if not listed:
        return []
    numbers = np.fromstring(listed, dtype=np.int64, sep=",")
    codes_found, counts = np.unique(numbers, return_counts=True)
    return list(zip(codes_found.tolist(), counts.tolist(), strict=True))


def read_findings(session: Session, ids: Sequence[int], today: date) -> list[KeptFinding]:
    """Whole findings by number, in the order of `ids`."""
    if not ids:
        return []
    asked = {"ids": json.dumps(list(ids))}
    guids, labels = _guids(session, asked), _labels(session, asked)
    rows = {row[0]: row for row in session.execute(text(_PAGE), asked)}
    return [_finding(rows[one], guids.get(one, ()), labels.get(one, ()), today) for one in ids if one in rows]


def _guids(session: Session, asked: dict[str, Any]) -> dict[int, list[str]]:
    sql = (
        "SELECT e.finding_id, i.guid FROM finding_elements e"
        " JOIN element_identities i ON i.id = e.identity_id"
        f" WHERE e.finding_id IN (SELECT value FROM json_each(:ids)) AND e.place < {MOST_GUIDS}"
        " ORDER BY e.finding_id, e.place"
    )
    found: dict[int, list[str]] = defaultdict(list)
    for finding, guid in session.execute(text(sql), asked):
        found[finding].append(guid)
    return found


def _labels(session: Session, asked: dict[str, Any]) -> dict[int, list[str]]:
    sql = (
        "SELECT l.finding_id, w.text FROM finding_labels l JOIN finding_words w ON w.id = l.word_id"
        " WHERE l.finding_id IN (SELECT value FROM json_each(:ids)) ORDER BY w.text"
    )
    found: dict[int, list[str]] = defaultdict(list)
    for finding, label in session.execute(text(sql), asked):
        found[finding].append(label)
    return found


def _finding(row: Any, guids: Iterable[str], labels: Iterable[str], today: date) -> KeptFinding:
    decision, expires = row[10], row[11]
    is_over = decision == codes.ACCEPTED and expires is not None and expires < today.toordinal()
    waiver = None
    if decision == codes.ACCEPTED and not is_over and row[12] is not None:
        until = None if expires is None else date.fromordinal(expires)
        waiver = Waiver(reason=row[12], author=row[13], made_at=codes.from_text(row[14]), expires=until)
    return KeptFinding(
        id=FindingId(row[0]),
        model_id=ModelId(row[1]),
        model_name=row[2],
        script_key=None if row[3] is None else ScriptKey(row[3]),
        script_name=row[4],
        check=row[5],
        severity=codes.SEVERITIES[row[6]],
        message=row[7],
        state=codes.STATES[row[8]],
        state_reason=row[9],
        decision=codes.DECISIONS[codes.OPEN if is_over else decision],
        waiver=waiver,
        assignee=row[15] or "",
        due=None if row[16] is None else date.fromordinal(row[16]),
        labels=tuple(labels),
        guids=tuple(guids),
        element_name=row[17],
        element_class=row[18] or "",
        storey=row[19] or "",
        element_count=row[20],
        first_version=f"{row[2]} v{row[21]}",
        last_version=f"{row[2]} v{row[22]}",
        first_seen_at=codes.from_ms(row[23]),
        last_seen_at=codes.from_ms(row[24]),
        last_execution=ExecutionId(row[25]),
        comments=row[26],
        data=json.loads(row[27]),
    )


def _labelled(session: Session, group: GroupName, counts: list[tuple[int, int]]) -> list[GroupCount]:
    fixed = {"state": codes.STATES, "severity": codes.SEVERITIES, "decision": codes.DECISIONS}
    if group in fixed:
        values = fixed[group]
        return [
            GroupCount(key=str(values[code]), label=str(values[code]).capitalize(), count=count)
            for code, count in sorted(counts)
        ]
    names = _names(session, group)
    joined: dict[tuple[str, str], int] = defaultdict(int)
    for code, count in counts:
        joined[names.get(code, ("", ""))] += count
    groups = [GroupCount(key=key, label=label, count=count) for (key, label), count in joined.items()]
    return sorted(groups, key=lambda one: (-one.count, one.label))


def _names(session: Session, group: GroupName) -> dict[int, tuple[str, str]]:
    """(key, label) of the numbers of a group."""
    match group:
        case "check" | "script":
            rows = session.execute(text("SELECT id, script_key, script_name, name FROM finding_checks"))
            if group == "script":
                return {row[0]: (row[1] or "", row[2]) for row in rows}
            return {row[0]: (f"{row[1] or ''}|{row[3]}", row[3] or row[2]) for row in rows}
        case "model":
            rows = session.execute(text("SELECT model_id, model_name FROM finding_runs GROUP BY model_id"))
            return {row[0]: (str(row[0]), row[1]) for row in rows}
    rows = session.execute(text("SELECT id, text FROM finding_words"))
    return {row[0]: (row[1], row[1]) for row in rows}
