"""Counts of findings over versions, and what single runs reported; read from project.db."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bimdesk.domain.execution import Status
from bimdesk.domain.finding import Severity
from bimdesk.domain.finding_life import FindingFilter, FindingState
from bimdesk.domain.ids import ExecutionId, ModelId, ScriptKey
from bimdesk.storage import finding_codes as codes
from bimdesk.storage.database import Database
from bimdesk.storage.finding_filter import OPEN, merged, unpack_numbers, where
from bimdesk.storage.finding_runs import KeptRun, kept_run
from bimdesk.storage.finding_tables import ExaminedRow, FindingRunRow
from bimdesk.storage.findings import tally

StateCounts = Mapping[tuple[FindingState, Severity], int]
_CHECKS = 1_000_000
"""More than there are checks: a model and a check as one number."""
_LAST_RUNS = "SELECT MAX(id) FROM finding_runs WHERE model_id = :model GROUP BY owner, version_number"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckStanding:
    """A check on a model: its newest run and what is open."""

    model_id: ModelId
    model_name: str
    script_key: ScriptKey | None
    script_name: str
    check: str
    version_number: int
    execution_id: ExecutionId
    status: Status
    open: int
    worst: Severity | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """What a run reported, by ordinal. `digests`: 32 bits of what each said."""

    run: KeptRun
    ids: tuple[int, ...]
    states: tuple[FindingState, ...]
    digests: tuple[int, ...]


class FindingHistoryStore:
    """Reads counts and records of runs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def counts_by_version(self, model_id: ModelId, wanted: FindingFilter) -> dict[int, StateCounts]:
        """By number of the version, from the counts that runs left: for filters by check and severity."""
        sql = (
            "SELECT r.version_number, n.state, n.severity, c.script_key, c.name, SUM(n.count)"
            " FROM finding_counts n JOIN finding_runs r ON r.id = n.run_id"
            " JOIN finding_checks c ON c.id = n.check_id"
            f" WHERE n.run_id IN ({_LAST_RUNS}) GROUP BY 1, 2, 3, 4, 5"
        )
        found: dict[int, Counter[tuple[FindingState, Severity]]] = defaultdict(Counter)
        with self._database.read() as session:
            for version, state, severity, key, check, count in session.execute(
                text(sql), {"model": model_id}
            ):
                one = (codes.STATES[state], codes.SEVERITIES[severity])
                has_script = not wanted.script_keys or key in wanted.script_keys
                has_check = not wanted.checks or (key, check) in wanted.checks
                if has_script and has_check and _is_wanted(wanted, one):
                    found[version][one] += count
        return dict(found)

    def states_by_version(
        self, model_id: ModelId, wanted: FindingFilter, *, today: date
    ) -> dict[int, StateCounts]:
        """The same for any filter, from the events of the findings that meet it."""
        sql = (
            "SELECT f.id, f.severity, e.version_number, e.kind FROM findings f JOIN finding_events e"
            " ON e.finding_id = f.id WHERE e.version_number IS NOT NULL AND f.model_id = :model AND {where}"
            " ORDER BY f.id, e.version_number, e.id"
        )
        with self._database.read() as session:
            found = where(session, wanted, today)
            rows = session.execute(
                text(sql.format(where=found.sql)), {**found.values, "model": model_id}
            ).all()
            versions = sorted(
                row[0]
                for row in session.execute(
                    text("SELECT DISTINCT version_number FROM finding_runs WHERE model_id = :model"),
                    {"model": model_id},
                )
            )
        events: dict[tuple[int, int], dict[int, FindingState]] = defaultdict(dict)
        for finding, severity, version, kind in rows:
            if kind in codes.STATE_WORDS:
                events[finding, severity][version] = _shown(events[finding, severity].get(version), kind)
        return _carried(events, versions)

    def standings(self, model_ids: Iterable[ModelId] | None, *, today: date) -> list[CheckStanding]:
        """Each check on each model."""
        values = {"today": today.toordinal()}
        models = "" if model_ids is None else f"AND r.model_id IN ({_listed(model_ids)})"
        with self._database.read() as session:
            newest = session.execute(
                text(
                    "SELECT r.id, r.model_id, r.model_name, r.owner, r.version_number, r.execution_id,"
                    " r.status, r.checks FROM finding_runs r WHERE r.id IN"
                    " (SELECT (SELECT b.id FROM finding_runs b"
                    " WHERE b.model_id = a.model_id AND b.owner = a.owner"
                    " ORDER BY b.version_number DESC, b.id DESC"
                    f" LIMIT 1) FROM (SELECT DISTINCT model_id, owner FROM finding_runs) a) {models}"
                )
            ).all()
            standing = _open_by_check(session, values)
            checks = session.execute(
                text("SELECT id, owner, script_key, script_name, name FROM finding_checks")
            ).all()
        return [
            CheckStanding(
                model_id=ModelId(run[1]),
                model_name=run[2],
                script_key=None if check[2] is None else ScriptKey(check[2]),
                script_name=check[3],
                check=check[4],
                version_number=run[4],
                execution_id=ExecutionId(run[5]),
                status=Status(run[6]),
                open=standing.get((run[1], check[0]), (0, None))[0],
                worst=_severity(standing.get((run[1], check[0]), (0, None))[1]),
            )
            for run in newest
            for check in _checks_of(run, checks, standing)
        ]

    def record(self, execution_id: ExecutionId) -> RunRecord | None:
        """What a run reported; None for one that was not taken in."""
        query = select(FindingRunRow).where(FindingRunRow.execution_id == execution_id)
        with self._database.read() as session:
            row = session.scalar(query)
            if row is None:
                return None
            return RunRecord(
                run=kept_run(row),
                ids=tuple(merged(session, unpack_numbers(row.finding_ids))),
                states=tuple(codes.STATES[code] for code in row.states),
                digests=tuple(np.frombuffer(row.digests, dtype=np.uint32).tolist()),
            )

    def read_sets(self, digests: Iterable[str]) -> dict[str, bytes]:
        """Sets of ids that runs examined."""
        with self._database.read() as session:
            rows = session.scalars(select(ExaminedRow).where(ExaminedRow.digest.in_(list(digests))))
            return {row.digest: row.ids for row in rows}

    def elements_of(self, ids: Iterable[int]) -> dict[int, frozenset[int]]:
        """The identities that findings are on."""
        found: dict[int, set[int]] = defaultdict(set)
        sql = (
            "SELECT finding_id, identity_id FROM finding_elements"
            " WHERE finding_id IN (SELECT value FROM json_each(:ids))"
        )
        with self._database.read() as session:
            for finding, identity in session.execute(text(sql), {"ids": json.dumps(list(ids))}):
                found[finding].add(identity)
        return {finding: frozenset(elements) for finding, elements in found.items()}


def _open_by_check(session: Session, values: dict[str, Any]) -> dict[tuple[int, int], tuple[int, int | None]]:
    """(how many are open, the worst of them) by model and check, of those that have any findings."""
    sql = (
        f"SELECT group_concat(((f.model_id * {_CHECKS} + f.check_id) * 3 + f.severity) * 2 + {OPEN})"
        " FROM findings f INDEXED BY ix_findings_facets"
    )
    found: dict[tuple[int, int], tuple[int, int | None]] = {}
    for code, count in tally(session, sql, values):
        is_open, severity, place = code % 2, code // 2 % 3, divmod(code // 6, _CHECKS)
        opened, worst = found.get(place, (0, None))
        if is_open:
            opened, worst = opened + count, severity if worst is None else min(worst, severity)
        found[place] = (opened, worst)
    return found


def _checks_of(run: Any, checks: Any, open_ones: Mapping[tuple[int, int], Any]) -> list[Any]:
    """Checks of the run's script that it evaluated, or that have findings on its model."""
    evaluated = set(json.loads(run[7]))
    own = [check for check in checks if check[1] == run[3]]
    found = [check for check in own if check[0] in evaluated or (run[1], check[0]) in open_ones]
    return found or own[:1]


def _is_wanted(wanted: FindingFilter, one: tuple[FindingState, Severity]) -> bool:
    return (not wanted.states or one[0] in wanted.states) and (
        not wanted.severities or one[1] in wanted.severities
    )


def _shown(before: FindingState | None, kind: str) -> FindingState:
    """One that is found again on the version where it was new stays new there."""
    state = FindingState(kind)
    is_again = state is FindingState.PERSISTING and before is FindingState.NEW
    return FindingState.NEW if is_again else state


def _carried(
    events: Mapping[tuple[int, int], Mapping[int, FindingState]], versions: list[int]
) -> dict[int, StateCounts]:
    """Counts a version: a state goes on until another comes; resolved ones count once."""
    counts: dict[int, Counter[tuple[FindingState, Severity]]] = {version: Counter() for version in versions}
    for (_, severity), states in events.items():
        last: FindingState | None = None
        for version in versions:
            state = states.get(version)
            if state is None and last in (FindingState.NEW, FindingState.CHANGED, FindingState.REOPENED):
                state = FindingState.PERSISTING
            elif state is None and last is not FindingState.RESOLVED:
                state = last
            if state is not None:
                counts[version][state, codes.SEVERITIES[severity]] += 1
                last = state
    return dict(counts)


def _severity(code: int | None) -> Severity | None:
    return None if code is None else codes.SEVERITIES[code]


def _listed(ids: Iterable[int]) -> str:
    return ", ".join(str(int(one)) for one in ids) or "NULL"
