"""Takes the findings of a run into those of the project: which are new, went on, changed or were resolved."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property

import numpy as np

from bimdesk.domain.changes import Changes
from bimdesk.domain.execution import Execution
from bimdesk.domain.finding_life import FindingState
from bimdesk.domain.finding_rules import Known, Observed, match_findings, state_when_seen
from bimdesk.domain.ids import ExecutionId, FindingId
from bimdesk.domain.model import ModelVersion
from bimdesk.errors import NotFoundError
from bimdesk.services.clock import now
from bimdesk.services.findings.examined import keep_examined, read_examined
from bimdesk.services.findings.reported import Reported, finding_digest, owner_of, parameters_digest
from bimdesk.services.findings.run_elements import ElementsOf, RunElements
from bimdesk.services.findings.verdicts import RunVerdict
from bimdesk.services.findings.version_elements import VersionElements
from bimdesk.services.project import Project
from bimdesk.services.results import load_result
from bimdesk.storage import finding_codes as codes
from bimdesk.storage.database import Transaction
from bimdesk.storage.finding_fold import FindingWrite, FoldTables
from bimdesk.storage.finding_runs import KeptRun, RunTables


def fold_execution(project: Project, execution_id: ExecutionId) -> Changes:
    """Take in the findings of an execution that is over, from its folder; one that was taken in stays.

    For executions of an older bimdesk: `finish_run` takes in those that end now.
    """
    execution = project.executions.get(execution_id)
    if not execution.status.is_over:
        return Changes()
    reported = Reported(
        findings=load_result(project, execution_id).findings,
        parameters=parameters_digest(execution.parameters),
    )
    fold = prepare_fold(project, execution, reported)
    with project.database.write() as transaction:
        return Changes(findings=fold(transaction))


def prepare_fold(project: Project, execution: Execution, reported: Reported) -> Callable[[Transaction], bool]:
    """What takes them in, within the transaction that it is given; it says whether that was news."""
    try:
        version = project.models.get_version(execution.version_id)
    except NotFoundError:
        return lambda _transaction: False
    folders = {
        one.number: one.folder
        for model in project.models.list_models()
        if model.id == version.model_id
        for one in model.versions
    }
    labels = {number: f"{version.model_name} v{number}" for number in folders}

    def fold(transaction: Transaction) -> bool:
        opened: dict[int, VersionElements] = {}

        def elements_of(number: int) -> VersionElements | None:
            if number not in opened and number in folders:
                opened[number] = VersionElements(folders[number])
            return opened.get(number)

        try:
            run = _RunFold(transaction, execution, version, reported, elements_of, labels)
            return run.fold()
        finally:
            for elements in opened.values():
                elements.close()

    return fold


class _RunFold:
    """One run on its way into the tables."""

    def __init__(
        self,
        transaction: Transaction,
        execution: Execution,
        version: ModelVersion,
        reported: Reported,
        elements_of: ElementsOf,
        labels: Mapping[int, str],
    ) -> None:
        self.execution = execution
        self.version = version
        self.reported = reported
        self.labels = labels
        self.tables = FoldTables(transaction, version.model_id, owner_of(execution))
        self.runs = RunTables(transaction, version.model_id, owner_of(execution))
        self.at: datetime = now()
        self.elements = RunElements(transaction, version, elements_of, self.at)
        self.run = 0

    def fold(self) -> bool:
        """True where the run was not taken in before."""
        if self.runs.is_folded(self.execution.id):
            return False
        examined = self.reported.examined
        names = {finding.check for finding in self.reported.findings} | (examined.said.keys() - {""})
        self.checks = self.tables.check_numbers(
            self.execution.script_key, self.execution.script_name, names or {""}
        )
        newest = self.runs.newest_version()
        newer = self.runs.runs_on_newer(self.version.number)
        self.run = self._add_run(names)
        known = self.tables.read_known()
        places = self.elements.find_known(known)
        if self.elements.has_merged:
            known = self.tables.read_known()
        self.elements.take_reported(self.reported.findings)
        observed = self._observe()
        taken = match_findings(observed, known)
        by_ordinal = self._write_seen(observed, taken)
        fresh = [one for one in observed if one.ordinal not in taken]
        by_ordinal |= self._write_fresh(fresh, newer)
        seen = {one.id for one in taken.values()}
        self._write_unseen([one for one in known if one.id not in seen], self._verdict(places))
        self._finish(observed, by_ordinal, is_newest=self.version.number >= newest)
        return True

    def _add_run(self, names: set[str]) -> int:
        seen_set, said_sets = keep_examined(self.runs, self.reported.examined)
        run = KeptRun(
            id=0,
            execution_id=self.execution.id,
            model_id=self.version.model_id,
            version_id=self.version.id,
            version_number=self.version.number,
            status=self.execution.status,
            parameters=self.reported.parameters,
            seen_set=seen_set,
            said_sets=said_sets,
            checks=tuple(sorted(self.checks[name] for name in names)),
        )
        return self.runs.add_run(run, self.version.model_name, self.at)

    def _verdict(self, places: Mapping[int, int]) -> RunVerdict:
        return RunVerdict(
            status=self.execution.status,
            parameters=self.reported.parameters,
            label=self.version.label,
            examined=self.reported.examined,
            places=places,
            is_readable=self.elements.is_readable,
        )

    def _observe(self) -> list[Observed]:
        return [
            Observed(
                ordinal=ordinal,
                check=self.checks[finding.check],
                digest=finding_digest(finding),
                elements=frozenset(self.elements.identities_of(finding)),
            )
            for ordinal, finding in enumerate(self.reported.findings)
        ]

    def _written(
        self,
        observed: Observed,
        *,
        number: FindingId | None,
        state: FindingState,
        reason: str | None,
        said_by: int,
        first_version: int,
    ) -> FindingWrite:
        finding = self.reported.findings[observed.ordinal]
        first = self.elements.first_of(finding)
        return FindingWrite(
            id=number,
            check=observed.check,
            severity=finding.severity,
            state=state,
            digest=observed.digest,
            message=finding.message,
            data=finding.data,
            elements=self.elements.identities_of(finding),
            element_name=first.name if first else "",
            element_class=first.ifc_class if first else "",
            storey=first.storey if first else "",
            reason=reason,
            said_by=said_by,
            first_version=first_version,
            last_version=self.version.number,
            ordinal=observed.ordinal,
        )

    def _write_seen(
        self, observed: Sequence[Observed], taken: Mapping[int, Known]
    ) -> dict[int, tuple[FindingId, FindingState]]:
        """Findings that were known. On a version older than what was said of one, its state stays."""
        number = self.version.number
        writes, moved, events = list[FindingWrite](), list[FindingWrite](), list[tuple[FindingId, str, str]]()
        first, states = list[FindingId](), dict[int, tuple[FindingId, FindingState]]()
        for one in observed:
            known = taken.get(one.ordinal)
            if known is None:
                continue
            state = known.state
            if number >= known.said_by:
                is_same = (known.digest, known.elements) == (one.digest, one.elements)
                state = state_when_seen(known.state, is_same=is_same)
            if state is not known.state:
                events.append((known.id, state.value, self.version.label))
            if number >= known.last_version:
                write = self._written(
                    one,
                    number=known.id,
                    state=state,
                    reason="" if number >= known.said_by else None,
                    said_by=max(number, known.said_by),
                    first_version=known.first_version,
                )
                writes.append(write)
                if known.elements != one.elements:
                    moved.append(write)
            elif number < known.first_version:
                first.append(known.id)
                events.append((known.id, "seen in older", self.version.label))
            states[one.ordinal] = (known.id, state)
        self.tables.write_seen(writes, self.run, self.at)
        self.tables.write_other_elements(moved)
        self.tables.set_first_version(first, number)
        reopened = [finding for finding, kind, _ in events if kind == FindingState.REOPENED.value]
        events += [(one, "open", "Found again after it was closed.") for one in self.tables.reopen(reopened)]
        self._tell(events)
        return states

    def _write_fresh(
        self, fresh: Sequence[Observed], newer: Sequence[KeptRun]
    ) -> dict[int, tuple[FindingId, FindingState]]:
        """Findings that nobody knew. Runs on newer versions, if there were any, had their say already."""
        number, opinions = self.version.number, self._opinions(fresh, newer)
        writes: list[FindingWrite] = []
        events: list[list[tuple[str, str]]] = []
        for one in fresh:
            state, reason, said_by = FindingState.NEW, "", number
            told = [(state.value, self.version.label)]
            names = self._name_of(one.check)
            for verdict, version in opinions:
                why_not = verdict.why_not_evaluated(names, one.elements, self.reported.parameters)
                if why_not and state is FindingState.RESOLVED:
                    continue
                after = FindingState.NOT_EVALUATED if why_not else FindingState.RESOLVED
                if after is not state:
                    told.append((after.value, why_not or verdict.label))
                state, reason, said_by = after, why_not, version
            writes.append(
                self._written(
                    one, number=None, state=state, reason=reason, said_by=said_by, first_version=number
                )
            )
            events.append(told)
        ids = self.tables.write_new(writes, self.run, self.at)
        self._tell([(one, *event) for one, told in zip(ids, events, strict=True) for event in told])
        return {
            one.ordinal: (finding, write.state)
            for one, finding, write in zip(fresh, ids, writes, strict=True)
        }

    def _opinions(self, fresh: Sequence[Observed], newer: Sequence[KeptRun]) -> list[tuple[RunVerdict, int]]:
        """What runs on newer versions examined, oldest version first."""
        if not fresh or not newer:
            return []
        wanted = {element for one in fresh for element in one.elements}
        places: dict[int, tuple[dict[int, int], bool]] = {}
        opinions: list[tuple[RunVerdict, int]] = []
        for run in newer:
            number = run.version_number
            if number not in places:
                places[number] = self.elements.find_elsewhere(wanted, number)
            verdict = RunVerdict(
                status=run.status,
                parameters=run.parameters,
                label=self.labels.get(number, f"{self.version.model_name} v{number}"),
                examined=read_examined(self.runs, run),
                places=places[number][0],
                is_readable=places[number][1],
            )
            opinions.append((verdict, number))
        return opinions

    def _write_unseen(self, known: Sequence[Known], verdict: RunVerdict) -> None:
        """Findings that the run did not report: resolved where it examined them, else not evaluated."""
        number = self.version.number
        resolved, unknown = dict[FindingId, str](), dict[FindingId, str]()
        again, changed = list[FindingId](), list[FindingId]()
        events: list[tuple[FindingId, str, str]] = []
        for one in known:
            if number < one.said_by:
                continue
            why_not = verdict.why_not_evaluated(self._name_of(one.check), one.elements, one.parameters)
            if one.state is FindingState.RESOLVED:
                if not why_not and number > one.said_by:
                    again.append(one.id)
                continue
            state = FindingState.NOT_EVALUATED if why_not else FindingState.RESOLVED
            (unknown if why_not else resolved)[one.id] = why_not
            if state is not one.state:
                changed.append(one.id)
                events.append((one.id, state.value, why_not or self.version.label))
        self.tables.write_unseen(FindingState.RESOLVED, resolved, number)
        self.tables.write_unseen(FindingState.NOT_EVALUATED, unknown, number)
        self.tables.set_changed_in(changed, number)
        self.tables.set_said_by(again, number)
        self._tell(events)

    def _finish(
        self,
        observed: Sequence[Observed],
        by_ordinal: Mapping[int, tuple[FindingId, FindingState]],
        *,
        is_newest: bool,
    ) -> None:
        """The run's own record: which finding each was, and the counts after it."""
        found = [by_ordinal[one.ordinal] for one in observed]
        self.runs.set_reported(
            self.run,
            zlib.compress(np.array([one for one, _ in found], dtype=np.int64).tobytes(), 1),
            bytes(codes.STATE_CODES[state] for _, state in found),
            np.array([one.digest & 0xFFFFFFFF for one in observed], dtype=np.uint32).tobytes(),
        )
        if is_newest:
            self.runs.count_states(self.run, self.version.number)
        else:
            findings = self.reported.findings
            self.runs.count_reported(
                self.run,
                Counter(
                    (one.check, by_ordinal[one.ordinal][1], findings[one.ordinal].severity)
                    for one in observed
                ),
            )

    def _name_of(self, check: int) -> str:
        return self._check_names[check]

    @cached_property
    def _check_names(self) -> dict[int, str]:
        return {number: name for name, number in self.checks.items()}

    def _tell(self, events: Sequence[tuple[FindingId, str, str]]) -> None:
        self.tables.add_events(events, run=self.run, version=self.version.number, at=self.at)
