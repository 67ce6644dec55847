"""The runs whose findings were taken in: what they examined and reported, and the counts after them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.orm import Session

from bimdesk.domain.execution import Status
from bimdesk.domain.finding import Severity
from bimdesk.domain.finding_life import FindingState
from bimdesk.domain.ids import ExecutionId, ModelId, VersionId
from bimdesk.storage import finding_codes as codes
from bimdesk.storage.finding_tables import ExaminedRow, FindingRunRow, table_of


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRun:
    """A run whose findings were taken in. `said`: {check or '' for all: digest of a set}."""

    id: int
    execution_id: ExecutionId
    model_id: ModelId
    version_id: VersionId
    version_number: int
    status: Status
    parameters: str
    seen_set: str | None
    said_sets: Mapping[str, str]
    checks: tuple[int, ...]


class RunTables:
    """The runs of `owner` (a script) on a model, within one transaction."""

    def __init__(self, session: Session, model_id: ModelId, owner: str) -> None:
        self.session = session
        self._model = model_id
        self._owner = owner

    def is_folded(self, execution_id: ExecutionId) -> bool:
        query = select(FindingRunRow.id).where(FindingRunRow.execution_id == execution_id)
        return self.session.scalar(query) is not None

    def runs_on_newer(self, number: int) -> list[KeptRun]:
        """Runs of the script on newer versions of the model, oldest version first."""
        query = (
            select(FindingRunRow)
            .where(
                FindingRunRow.model_id == self._model,
                FindingRunRow.owner == self._owner,
                FindingRunRow.version_number > number,
            )
            .order_by(FindingRunRow.version_number, FindingRunRow.id)
        )
        return [kept_run(row) for row in self.session.scalars(query)]

    def newest_version(self) -> int:
        """The newest version of the model on which the script ran."""
        query = select(func.max(FindingRunRow.version_number)).where(
            FindingRunRow.model_id == self._model, FindingRunRow.owner == self._owner
        )
        return self.session.scalar(query) or 0

    def keep_set(self, digest: str, count: int, packed: bytes) -> None:
        """Keep a set of ids that were examined, once."""
        self.session.execute(
            insert(table_of(ExaminedRow)).prefix_with("OR IGNORE"),
            {"digest": digest, "count": count, "ids": packed},
        )

    def read_set(self, digest: str) -> bytes:
        return self.session.scalar(select(ExaminedRow.ids).where(ExaminedRow.digest == digest)) or b""

    def add_run(self, run: KeptRun, model_name: str, at: datetime) -> int:
        """Write the row of the run; its number."""
        row = FindingRunRow(
            execution_id=run.execution_id,
            model_id=run.model_id,
            model_name=model_name,
            version_id=run.version_id,
            version_number=run.version_number,
            owner=self._owner,
            status=run.status.value,
            parameters=run.parameters,
            seen_set=run.seen_set,
            said_sets=dict(run.said_sets),
            checks=list(run.checks),
            finding_ids=b"",
            states=b"",
            digests=b"",
            at=at,
        )
        self.session.add(row)
        self.session.flush()
        return row.id

    def set_reported(self, run: int, ids: bytes, states: bytes, digests: bytes) -> None:
        """By ordinal of the result: which finding, its state, the digest of what it said."""
        self.session.execute(
            update(FindingRunRow)
            .where(FindingRunRow.id == run)
            .values(finding_ids=ids, states=states, digests=digests)
        )

    def count_states(self, run: int, version: int) -> None:
        """Count the script's findings on the model by check, state and severity, as they are now.

        One that persists counts as new in the version where it was first seen; resolved ones where they went.
        """
        new, persisting = codes.STATE_CODES[FindingState.NEW], codes.STATE_CODES[FindingState.PERSISTING]
        self.session.execute(
            text(
                "INSERT INTO finding_counts (run_id, check_id, state, severity, count)"
                " SELECT :run, check_id, CASE WHEN state = :persisting AND first_version = :version THEN :new"
                " ELSE state END AS shown, severity, COUNT(*) FROM findings WHERE model_id = :model"
                " AND check_id IN (SELECT id FROM finding_checks WHERE owner = :owner)"
                " AND (state <> :resolved OR changed_in = :version) GROUP BY check_id, shown, severity"
            ),
            {
                "run": run,
                "version": version,
                "model": self._model,
                "owner": self._owner,
                "new": new,
                "persisting": persisting,
                "resolved": codes.RESOLVED,
            },
        )

    def count_reported(self, run: int, counts: Mapping[tuple[int, FindingState, Severity], int]) -> None:
        """Counts of a run on an older version: what it reported."""
        rows = [
            {
                "run_id": run,
                "check_id": check,
                "state": codes.STATE_CODES[state],
                "severity": codes.SEVERITY_CODES[severity],
                "count": count,
            }
            for (check, state, severity), count in counts.items()
        ]
        if rows:
            self.session.execute(
                text(
                    "INSERT INTO finding_counts (run_id, check_id, state, severity, count)"
                    " VALUES (:run_id, :check_id, :state, :severity, :count)"
                ),
                rows,
            )


def kept_run(row: FindingRunRow) -> KeptRun:
    """The run that a row tells of."""
    return KeptRun(
        id=row.id,
        execution_id=ExecutionId(row.execution_id),
        model_id=ModelId(row.model_id),
        version_id=VersionId(row.version_id),
        version_number=row.version_number,
        status=Status(row.status),
        parameters=row.parameters,
        seen_set=row.seen_set,
        said_sets=row.said_sets,
        checks=tuple(row.checks),
    )
