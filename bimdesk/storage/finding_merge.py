"""Two identities that turned out to be one element: their findings are joined, the older history goes on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from bimdesk.domain.finding_life import AliasDoubt
from bimdesk.domain.finding_rules import Known, Observed, match_findings, state_when_seen
from bimdesk.domain.identity import ElementKey
from bimdesk.domain.ids import FindingId, ModelId
from bimdesk.storage import finding_codes as codes
from bimdesk.storage.database import Database
from bimdesk.storage.finding_tables import DoubtRow, FindingEventRow, FindingMergeRow

_OF_IDENTITY = (
    "SELECT f.id, f.check_id, f.digest, f.state, f.said_by, f.first_version, f.last_version, f.last_ordinal"
    " FROM findings f WHERE f.id IN (SELECT finding_id FROM finding_elements WHERE identity_id = :identity)"
)
_MOVED = ("finding_events", "finding_comments")


class DoubtStore:
    """Questions whether two elements are one, and the answers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list_open(self, model_id: ModelId, model_name: str) -> list[AliasDoubt]:
        """The likeliest first."""
        query = select(DoubtRow).where(DoubtRow.model_id == model_id, DoubtRow.status == "open")
        with self._database.read() as session:
            rows = list(session.scalars(query.order_by(DoubtRow.score.desc(), DoubtRow.id)))
            return _doubts(session, rows, model_name)

    def of_finding(self, finding_id: FindingId, model_name: str) -> list[AliasDoubt]:
        """Open questions about the elements of a finding, from either side."""
        sql = text(
            "SELECT d.id FROM alias_doubts d WHERE d.status = 'open' AND (d.identity_id IN"
            " (SELECT identity_id FROM finding_elements WHERE finding_id = :id) OR EXISTS (SELECT 1 FROM"
            " element_guids g JOIN finding_elements e ON e.identity_id = g.identity_id"
            " WHERE e.finding_id = :id AND g.model_id = d.model_id AND g.guid = d.guid"
            " AND g.occurrence = d.occurrence))"
        )
        with self._database.read() as session:
            ids = [row[0] for row in session.execute(sql, {"id": finding_id})]
            rows = list(session.scalars(select(DoubtRow).where(DoubtRow.id.in_(ids)).order_by(DoubtRow.id)))
            return _doubts(session, rows, model_name)

    def confirm(self, doubt_id: int, *, author: str, at: datetime) -> bool:
        """They are one element; False where the question is no longer open."""
        with self._database.write() as session:
            row = session.get(DoubtRow, doubt_id)
            if row is None or row.status != "open":
                return False
            join_identity(
                session,
                row.identity_id,
                ElementKey(row.guid, row.occurrence),
                row.model_id,
                at=at,
                author=author,
            )
            row.status, row.author, row.at = "confirmed", author, at
            session.execute(
                text(
                    "UPDATE alias_doubts SET status = 'gone'"
                    " WHERE status = 'open' AND (identity_id = :identity"
                    " OR (model_id = :model AND guid = :guid AND occurrence = :occurrence))"
                ),
                {
                    "identity": row.identity_id,
                    "model": row.model_id,
                    "guid": row.guid,
                    "occurrence": row.occurrence,
                },
            )
            return True

    def reject(self, doubt_id: int, *, author: str, at: datetime) -> bool:
        """They are two; nobody is asked again."""
        with self._database.write() as session:
            row = session.get(DoubtRow, doubt_id)
            if row is None or row.status != "open":
                return False
            row.status, row.author, row.at = "rejected", author, at
            return True


def join_identity(
    session: Session, keep: int, key: ElementKey, model_id: int, *, at: datetime, author: str = ""
) -> bool:
    """The element `key` is `keep` from now on; True where another identity of that key was joined to it."""
    values = {"model": model_id, "guid": key.guid, "occurrence": key.occurrence, "keep": keep}
    drop = session.scalar(
        text(
            "SELECT identity_id FROM element_guids WHERE model_id = :model AND guid = :guid"
            " AND occurrence = :occurrence"
        ),
        values,
    )
    if drop is None:
        session.execute(text("INSERT INTO element_guids VALUES (:model, :guid, :occurrence, :keep)"), values)
        return False
    if drop == keep:
        return False
    words = f"The element goes on as GlobalId {key.guid}."
    _merge_findings(session, keep, drop, words, author, at)
    for statement in (
        "UPDATE element_guids SET identity_id = :keep WHERE identity_id = :drop",
        "UPDATE finding_elements SET identity_id = :keep WHERE identity_id = :drop",
        "UPDATE OR IGNORE alias_doubts SET identity_id = :keep WHERE identity_id = :drop",
        "DELETE FROM alias_doubts WHERE identity_id = :drop",
        "DELETE FROM element_identities WHERE id = :keep AND EXISTS (SELECT 1 FROM element_identities n"
        " WHERE n.id = :drop)",
        "UPDATE element_identities SET id = :keep WHERE id = :drop",
    ):
        session.execute(text(statement), {"keep": keep, "drop": drop})
    return True


def _merge_findings(session: Session, keep: int, drop: int, words: str, author: str, at: datetime) -> None:
    old, new = _findings_of(session, keep), _findings_of(session, drop)
    became = {drop: keep}
    observed = [
        Observed(
            ordinal=one.id,
            check=one.check,
            digest=one.digest,
            elements=frozenset(became.get(element, element) for element in one.elements),
        )
        for one in new
    ]
    taken = match_findings(observed, old)
    for one in new:
        if one.id in taken:
            _merge_pair(session, taken[one.id], one, words, author, at)


def _findings_of(session: Session, identity: int) -> list[Known]:
    rows = list(session.execute(text(_OF_IDENTITY), {"identity": identity}))
    elements: dict[int, set[int]] = {row[0]: set() for row in rows}
    for row in rows:
        found = session.execute(
            text("SELECT identity_id FROM finding_elements WHERE finding_id = :id"), {"id": row[0]}
        )
        elements[row[0]] |= {one[0] for one in found}
    return [
        Known(
            id=FindingId(row[0]),
            check=row[1],
            digest=row[2],
            elements=frozenset(elements[row[0]]),
            state=codes.STATES[row[3]],
            said_by=row[4],
            first_version=row[5],
            last_version=row[6],
            ordinal=row[7],
            parameters="",
        )
        for row in rows
    ]


def _merge_pair(session: Session, old: Known, new: Known, words: str, author: str, at: datetime) -> None:
    """`new` goes into `old`, which keeps its history and its decisions, and shows what is newer."""
    pair: dict[str, Any] = {"old": old.id, "new": new.id}
    for table in _MOVED:
        session.execute(text(f"UPDATE {table} SET finding_id = :old WHERE finding_id = :new"), pair)
    session.execute(
        text(
            "INSERT OR IGNORE INTO finding_labels"
            " SELECT :old, word_id FROM finding_labels WHERE finding_id = :new"
        ),
        pair,
    )
    state = new.state
    if new.last_version >= old.last_version:
        if state is not old.state and state in (codes.STATES[0], codes.STATES[2], codes.STATES[3]):
            state = state_when_seen(old.state, is_same=old.digest == new.digest)
        _take_over(session, pair, codes.STATE_CODES[state])
    _keep_decision(session, pair)
    session.execute(
        text(
            "UPDATE findings SET comments = (SELECT COUNT(*) FROM finding_comments WHERE finding_id = :old),"
            " first_version = MIN(first_version, (SELECT first_version FROM findings WHERE id = :new)),"
            " first_seen_at = MIN(first_seen_at, (SELECT first_seen_at FROM findings WHERE id = :new))"
            " WHERE id = :old"
        ),
        pair,
    )
    session.execute(text("DELETE FROM findings WHERE id = :new"), pair)
    session.execute(insert(FindingMergeRow), {"old_id": new.id, "new_id": old.id})
    event = {"finding_id": old.id, "at": at, "kind": "merged", "text": words, "author": author}
    session.execute(insert(FindingEventRow), {**event, "run_id": None, "version_number": None})


def _take_over(session: Session, pair: dict[str, Any], state: int) -> None:
    """What the newer one says, in place of what the older said."""
    columns = (
        "severity", "storey_id", "class_id", "element_count", "digest", "said_by", "changed_in",
        "last_version", "last_seen_at", "last_run_id", "last_ordinal",
    )  # fmt: skip
    settings = ", ".join(f"{name} = n.{name}" for name in columns)
    session.execute(
        text(
            f"UPDATE findings SET state = :state, {settings} FROM findings n"
            " WHERE findings.id = :old AND n.id = :new"
        ),
        {**pair, "state": state},
    )
    session.execute(
        text(
            "UPDATE finding_texts SET message = n.message, element_name = n.element_name, reason = n.reason,"
            " data = n.data FROM finding_texts n"
            " WHERE finding_texts.finding_id = :old AND n.finding_id = :new"
        ),
        pair,
    )


def _keep_decision(session: Session, pair: dict[str, Any]) -> None:
    """The older one's decision stays; where it is open and the newer one's is not, that one is taken."""
    sql = "SELECT decision, assignee_id, due FROM findings WHERE id = :{}"
    old = session.execute(text(sql.format("old")), pair).one()
    new = session.execute(text(sql.format("new")), pair).one()
    if old[0] == codes.OPEN and new[0] != codes.OPEN:
        session.execute(
            text(
                "UPDATE findings SET decision = n.decision, expires = n.expires FROM findings n"
                " WHERE findings.id = :old AND n.id = :new"
            ),
            pair,
        )
        session.execute(
            text("UPDATE OR IGNORE finding_waivers SET finding_id = :old WHERE finding_id = :new"), pair
        )
    session.execute(
        text("UPDATE findings SET assignee_id = :assignee, due = :due WHERE id = :old"),
        {**pair, "assignee": old[1] or new[1], "due": old[2] if old[2] is not None else new[2]},
    )


def _doubts(session: Session, rows: Sequence[DoubtRow], model_name: str) -> list[AliasDoubt]:
    old_guids = _guids_of(session, {row.identity_id for row in rows})
    return [
        AliasDoubt(
            id=row.id,
            model_id=ModelId(row.model_id),
            old=row.old_words,
            new=row.new_words,
            old_guid=old_guids.get(row.identity_id, ""),
            new_guid=row.guid,
            version_label=f"{model_name} v{row.version_number}",
            evidence=row.evidence,
            score=row.score,
        )
        for row in rows
    ]


def _guids_of(session: Session, identities: Iterable[int]) -> dict[int, str]:
    listed = ", ".join(str(int(one)) for one in sorted(identities)) or "NULL"
    rows = session.execute(text(f"SELECT id, guid FROM element_identities WHERE id IN ({listed})"))
    return {row[0]: row[1] for row in rows}
