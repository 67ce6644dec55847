"""A filter of findings as SQL on the table `findings`, which goes by the name `f`."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bimdesk.domain.finding_life import Decision, FindingFilter
from bimdesk.domain.ids import ExecutionId
from bimdesk.storage import finding_codes as codes
from bimdesk.storage.finding_tables import FindingRunRow

DECISION = "CASE WHEN f.decision = 2 AND f.expires < :today THEN 0 ELSE f.decision END"
"""A waiver that ran out leaves a finding open again."""
OPEN = "(f.state < 5 AND (f.decision < 2 OR (f.decision = 2 AND f.expires < :today)))"


_DECIDED = {
    Decision.OPEN: "f.decision = 0 OR (f.decision = 2 AND f.expires < :today)",
    Decision.IN_PROGRESS: "f.decision = 1",
    Decision.ACCEPTED: "(f.decision = 2 AND (f.expires IS NULL OR f.expires >= :today))",
    Decision.CLOSED: "f.decision = 3",
}


@dataclass(slots=True)
class Where:
    """Conditions joined by AND, with their parameters. `picks_ids`: findings are named by their numbers."""

    parts: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    picks_ids: bool = False

    @property
    def sql(self) -> str:
        return " AND ".join(self.parts) or "1"

    @property
    def table(self) -> str:
        """`findings f`, read through the covering index where that holds all that is asked."""
        return "findings f" if self.picks_ids else "findings f INDEXED BY ix_findings_facets"

    def add_ids(self, part: str, **values: Any) -> None:
        """A condition that names findings by their numbers."""
        self.add(f"f.id IN ({part})", **values)
        self.picks_ids = True

    def add(self, part: str, **values: Any) -> None:
        self.parts.append(part)
        self.values |= values

    def add_numbers(self, column: str, numbers: Iterable[int]) -> None:
        listed = ", ".join(str(int(number)) for number in sorted(numbers))
        self.parts.append(f"{column} IN ({listed})")


def where(session: Session, wanted: FindingFilter, today: date) -> Where:
    """The conditions of a filter."""
    found = Where(values={"today": today.toordinal()})
    _add_codes(found, wanted)
    _add_words(session, found, wanted)
    _add_checks(session, found, wanted)
    if wanted.execution_id is not None:
        found.add_ids(
            "SELECT value FROM json_each(:reported)",
            reported=json.dumps(reported_ids(session, wanted.execution_id)),
        )
    if wanted.guids:
        found.add_ids(
            "SELECT fe.finding_id FROM element_guids g JOIN finding_elements fe"
            " ON fe.identity_id = g.identity_id"
            " WHERE g.model_id IN (SELECT DISTINCT model_id FROM finding_runs)"
            " AND g.guid IN (SELECT value FROM json_each(:guids))",
            guids=json.dumps(sorted(wanted.guids)),
        )
    if words := search_words(wanted.text):
        found.add_ids("SELECT rowid FROM finding_search WHERE finding_search MATCH :words", words=words)
    return found


def search_words(text: str) -> str:
    """A search of FTS5: all words, each as the beginning of one; '' where there is no letter or digit."""
    quoted = (word.replace('"', '""') for word in text.split() if any(map(str.isalnum, word)))
    return " ".join(f'"{word}"*' for word in quoted)


def _add_codes(found: Where, wanted: FindingFilter) -> None:
    if wanted.states:
        found.add_numbers("f.state", (codes.STATE_CODES[one] for one in wanted.states))
    if wanted.severities:
        found.add_numbers("f.severity", (codes.SEVERITY_CODES[one] for one in wanted.severities))
    if wanted.model_ids:
        found.add_numbers("f.model_id", wanted.model_ids)
    if wanted.decisions and wanted.decisions != frozenset(Decision):
        found.add(" OR ".join(_DECIDED[one] for one in sorted(wanted.decisions)).join("()"))
    if wanted.only_open:
        found.add(OPEN)
    if wanted.overdue:
        found.add(f"f.due < :today AND {OPEN}")


def _add_words(session: Session, found: Where, wanted: FindingFilter) -> None:
    columns = (
        ("f.storey_id", wanted.storeys),
        ("f.class_id", wanted.classes),
        ("f.assignee_id", wanted.assignees),
    )
    for column, words in columns:
        if words:
            found.add_numbers(column, word_numbers(session, words))
    if wanted.labels:
        numbers = ", ".join(map(str, word_numbers(session, wanted.labels)))
        found.add_ids(f"SELECT finding_id FROM finding_labels WHERE word_id IN ({numbers})")


def _add_checks(session: Session, found: Where, wanted: FindingFilter) -> None:
    if not wanted.checks and not wanted.script_keys:
        return
    rows = list(session.execute(text("SELECT id, script_key, name FROM finding_checks")))
    is_wanted: Callable[[Any], bool] = lambda row: (  # noqa: E731 - one condition for both lists
        (not wanted.checks or (row[1], row[2]) in wanted.checks)
        and (not wanted.script_keys or row[1] in wanted.script_keys)
    )
    found.add_numbers("f.check_id", [row[0] for row in rows if is_wanted(row)])


def word_numbers(session: Session, words: Iterable[str]) -> list[int]:
    """The numbers of words; 0 for '', none for one that is nowhere."""
    wanted = sorted(words)
    rows = session.execute(
        text("SELECT id FROM finding_words WHERE text IN (SELECT value FROM json_each(:words))"),
        {"words": json.dumps(wanted)},
    )
    return [*(row[0] for row in rows), *([0] if "" in wanted else [])]


def reported_ids(session: Session, execution_id: ExecutionId) -> list[int]:
    """The findings that an execution reported, by ordinal; merged ones are those that they became."""
    packed = session.scalar(
        select(FindingRunRow.finding_ids).where(FindingRunRow.execution_id == execution_id)
    )
    return merged(session, unpack_numbers(packed or b""))


def unpack_numbers(packed: bytes) -> list[int]:
    """Numbers as `fold` writes them."""
    if not packed:
        return []
    numbers: list[int] = np.frombuffer(zlib.decompress(packed), dtype=np.int64).tolist()
    return numbers


def merged(session: Session, ids: list[int]) -> list[int]:
    """The same, with those that turned out to be others replaced."""
    rows = session.execute(text("SELECT old_id, new_id FROM finding_merges"))
    became = {row[0]: row[1] for row in rows}
    if not became:
        return ids
    return [_last(became, one) for one in ids]


def _last(became: dict[int, int], one: int) -> int:
    while one in became:
        one = became[one]
    return one
