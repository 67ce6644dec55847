"""The tables of findings while a run is taken in: all within the transaction that ends its execution."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.orm import Session

from bimdesk.domain.finding import Severity
from bimdesk.domain.finding_life import FindingState
from bimdesk.domain.finding_rules import Known
from bimdesk.domain.ids import FindingId, ModelId, ScriptKey
from bimdesk.storage import finding_codes as codes
from bimdesk.storage.finding_tables import (
    CheckRow,
    FindingElementRow,
    FindingEventRow,
    FindingRow,
    FindingRunRow,
    FindingTextRow,
    WordRow,
    table_of,
)
from bimdesk.storage.identities import chunks


@dataclass(slots=True, kw_only=True)
class FindingWrite:
    """What is written of a finding that a run reported. `id`: None for a new one; `said_by` ...: FindingRow.

    `reason`: None leaves the one that is there.
    """

    id: FindingId | None
    check: int
    severity: Severity
    state: FindingState
    digest: int
    message: str
    data: Mapping[str, Any]
    elements: tuple[int, ...]
    element_name: str
    element_class: str
    storey: str
    reason: str | None
    said_by: int
    first_version: int
    last_version: int
    ordinal: int


class FoldTables:
    """Reads and writes for the fold of one run of `owner` (a script) on a version of `model_id`."""

    def __init__(self, session: Session, model_id: ModelId, owner: str) -> None:
        self.session = session
        self._model = model_id
        self._owner = owner
        self._words: dict[str, int] = {"": 0}

    def check_numbers(self, key: ScriptKey | None, name: str, checks: Iterable[str]) -> dict[str, int]:
        """The numbers of checks of this script, made where they are new."""
        self.session.execute(
            update(CheckRow)
            .where(CheckRow.owner == self._owner, CheckRow.script_name != name)
            .values(script_name=name)
        )
        known = self._known_checks()
        new = sorted(set(checks) - known.keys())
        if new:
            self.session.execute(
                insert(table_of(CheckRow)),
                [
                    {"owner": self._owner, "script_key": key, "script_name": name, "name": check}
                    for check in new
                ],
            )
            known = self._known_checks()
        return known

    def _known_checks(self) -> dict[str, int]:
        rows = self.session.execute(select(CheckRow.name, CheckRow.id).where(CheckRow.owner == self._owner))
        return {row.name: row.id for row in rows}

    def read_known(self) -> list[Known]:
        """All findings of the script's checks on the model."""
        elements = self._elements()
        query = (
            select(
                FindingRow.id,
                FindingRow.check_id,
                FindingRow.digest,
                FindingRow.state,
                FindingRow.said_by,
                FindingRow.first_version,
                FindingRow.last_version,
                FindingRow.last_ordinal,
                FindingRunRow.parameters,
            )
            .join(FindingRunRow, FindingRunRow.id == FindingRow.last_run_id)
            .where(FindingRow.model_id == self._model, FindingRow.check_id.in_(self._check_ids))
        )
        return [
            Known(
                id=FindingId(row[0]),
                check=row[1],
                digest=row[2],
                elements=frozenset(elements.get(row[0], ())),
                state=codes.STATES[row[3]],
                said_by=row[4],
                first_version=row[5],
                last_version=row[6],
                ordinal=row[7],
                parameters=row[8],
            )
            for row in self.session.execute(query)
        ]

    @property
    def _check_ids(self) -> Any:
        return select(CheckRow.id).where(CheckRow.owner == self._owner).scalar_subquery()

    def _elements(self) -> dict[int, list[int]]:
        query = (
            select(FindingElementRow.finding_id, FindingElementRow.identity_id)
            .join(FindingRow, FindingRow.id == FindingElementRow.finding_id)
            .where(FindingRow.model_id == self._model, FindingRow.check_id.in_(self._check_ids))
        )
        found: dict[int, list[int]] = defaultdict(list)
        for finding, identity in self.session.execute(query):
            found[finding].append(identity)
        return found

    def write_new(self, findings: Sequence[FindingWrite], run: int, at: datetime) -> list[FindingId]:
        """Add findings; their numbers in order."""
        top = self.session.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = 'findings'")) or 0
        ids = [FindingId(top + place) for place in range(1, len(findings) + 1)]
        if not findings:
            return []
        numbered = list(zip(ids, findings, strict=True))
        ms = codes.to_ms(at)
        self.session.execute(
            insert(table_of(FindingRow)),
            [
                {
                    **self._seen_columns(one, run, ms),
                    "id": number,
                    "model_id": self._model,
                    "check_id": one.check,
                    "decision": codes.OPEN,
                    "expires": None,
                    "due": None,
                    "assignee_id": 0,
                    "comments": 0,
                    "changed_in": one.said_by,
                    "first_seen_at": ms,
                }
                for number, one in numbered
            ],
        )
        self.session.execute(
            insert(table_of(FindingTextRow)),
            [{"finding_id": number, **_texts(one)} for number, one in numbered],
        )
        self._write_elements(numbered)
        return ids

    def write_seen(self, findings: Sequence[FindingWrite], run: int, at: datetime) -> None:
        """Findings that were reported again: how they are now."""
        if not findings:
            return
        ms = codes.to_ms(at)
        rows = [{**self._seen_columns(one, run, ms), "number": one.id} for one in findings]
        names = [name for name in rows[0] if name != "number"]
        settings = ", ".join(f"{name} = :{name}" for name in names)
        changed = "changed_in = CASE WHEN state = :state THEN changed_in ELSE :last_version END"
        self.session.execute(text(f"UPDATE findings SET {settings}, {changed} WHERE id = :number"), rows)
        self.session.execute(
            text(
                "UPDATE finding_texts SET message = :message, element_name = :element_name,"
                " reason = COALESCE(:reason, reason), data = :data WHERE finding_id = :number"
            ),
            [{**_texts(one), "data": _json(one.data), "number": one.id} for one in findings],
        )

    def write_other_elements(self, findings: Sequence[FindingWrite]) -> None:
        """The elements of findings that are on others than before."""
        numbered = [(one.id, one) for one in findings if one.id is not None]
        for part in chunks(number for number, _ in numbered):
            self.session.execute(delete(FindingElementRow).where(FindingElementRow.finding_id.in_(part)))
        self._write_elements(numbered)

    def _write_elements(self, findings: Sequence[tuple[FindingId, FindingWrite]]) -> None:
        rows = [
            {"finding_id": number, "place": place, "identity_id": identity}
            for number, one in findings
            for place, identity in enumerate(one.elements)
        ]
        if rows:
            self.session.execute(insert(table_of(FindingElementRow)), rows)

    def _seen_columns(self, one: FindingWrite, run: int, ms: int) -> dict[str, Any]:
        return {
            "severity": codes.SEVERITY_CODES[one.severity],
            "state": codes.STATE_CODES[one.state],
            "storey_id": self.word(one.storey),
            "class_id": self.word(one.element_class),
            "element_count": len(one.elements),
            "digest": one.digest,
            "said_by": one.said_by,
            "first_version": one.first_version,
            "last_version": one.last_version,
            "last_seen_at": ms,
            "last_run_id": run,
            "last_ordinal": one.ordinal,
        }

    def write_unseen(self, state: FindingState, reasons: Mapping[FindingId, str], version: int) -> None:
        """Findings that the run did not report."""
        if not reasons:
            return
        self.session.execute(
            text("UPDATE findings SET state = :state, said_by = :version WHERE id = :id"),
            [{"state": codes.STATE_CODES[state], "version": version, "id": one} for one in reasons],
        )
        self.session.execute(
            text("UPDATE finding_texts SET reason = :reason WHERE finding_id = :id"),
            [{"reason": reason, "id": one} for one, reason in reasons.items()],
        )

    def set_changed_in(self, ids: Iterable[FindingId], version: int) -> None:
        """They came to another state in `version`."""
        rows = [{"version": version, "id": one} for one in ids]
        if rows:
            self.session.execute(text("UPDATE findings SET changed_in = :version WHERE id = :id"), rows)

    def set_first_version(self, ids: Iterable[FindingId], version: int) -> None:
        """An older version has them too."""
        rows = [{"version": version, "id": one} for one in ids]
        if rows:
            self.session.execute(text("UPDATE findings SET first_version = :version WHERE id = :id"), rows)

    def set_said_by(self, ids: Iterable[FindingId], version: int) -> None:
        """Resolved ones that a newer version passes too."""
        rows = [{"version": version, "id": one} for one in ids]
        if rows:
            self.session.execute(text("UPDATE findings SET said_by = :version WHERE id = :id"), rows)

    def reopen(self, ids: Iterable[FindingId]) -> list[FindingId]:
        """Those of them that a person had closed are open again."""
        found: list[FindingId] = []
        for part in chunks(ids):
            closed = list(
                self.session.scalars(
                    select(FindingRow.id).where(FindingRow.id.in_(part), FindingRow.decision == codes.CLOSED)
                )
            )
            self.session.execute(
                update(FindingRow).where(FindingRow.id.in_(closed)).values(decision=codes.OPEN)
            )
            found += [FindingId(one) for one in closed]
        return found

    def add_events(
        self, events: Iterable[tuple[FindingId, str, str]], *, run: int, version: int, at: datetime
    ) -> None:
        """(finding, kind, text) of what the run did."""
        rows = [
            {
                "finding_id": finding,
                "at": at,
                "kind": kind,
                "text": words,
                "author": "",
                "run_id": run,
                "version_number": version,
            }
            for finding, kind, words in events
        ]
        if rows:
            self.session.execute(insert(table_of(FindingEventRow)), rows)

    def word(self, words: str) -> int:
        """The number of a storey, class, assignee or label."""
        found = self._words.get(words)
        if found is None:
            found = self._words[words] = word_number(self.session, words)
        return found


def word_number(session: Session, words: str) -> int:
    """The number of a word, made where it is new; 0 for ''."""
    if not words:
        return 0
    found = session.scalar(select(WordRow.id).where(WordRow.text == words))
    if found is not None:
        return found
    row = WordRow(text=words)
    session.add(row)
    session.flush()
    return row.id


def _texts(one: FindingWrite) -> dict[str, Any]:
    return {
        "message": one.message,
        "element_name": one.element_name,
        "reason": one.reason,
        "data": dict(one.data),
    }


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(dict(value))
