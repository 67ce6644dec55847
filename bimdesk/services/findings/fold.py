"""Takes the findings of a run into those of the project: which are new, went on, changed or were resolved."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

import numpy as np

from bimdesk.domain.changes import Changes
from bimdesk.domain.execution import Execution
from bimdesk.domain.finding import Finding
from bimdesk.domain.finding_life import FindingState
from bimdesk.domain.finding_rules import Known, Observed, match_findings, state_when_seen
from bimdesk.domain.identity import ElementDescription, ElementKey
from bimdesk.domain.ids import ExecutionId, FindingId
from bimdesk.domain.model import ModelVersion
from bimdesk.errors import NotFoundError
from bimdesk.services.clock import now
from bimdesk.services.findings.examined import ExaminedElements, keep_examined, read_examined
from bimdesk.services.findings.places import find_aliases, find_places
from bimdesk.services.findings.verdicts import RunVerdict
from bimdesk.services.findings.version_elements import VersionElements
from bimdesk.services.project import Project
from bimdesk.services.results import load_result
from bimdesk.storage import finding_codes as codes
from bimdesk.storage.database import Transaction
from bimdesk.storage.finding_fold import FindingWrite, FoldTables, KeptRun
from bimdesk.storage.finding_merge import join_identity
from bimdesk.storage.identities import IdentityTables


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What a run told. `parameters`: digest of the values as they were given, variables not filled in."""

    findings: Sequence[Finding] = ()
    examined: ExaminedElements = field(default_factory=ExaminedElements)
    parameters: str


def parameters_digest(values: Mapping[str, object]) -> str:
    """Runs with the same digest had the same parameters."""
    text = json.dumps(values, sort_keys=True, default=str)
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()


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
        elements_of: Callable[[int], VersionElements | None],
        labels: Mapping[int, str],
    ) -> None:
        self.execution = execution
        self.version = version
        self.reported = reported
        self.elements_of = elements_of
        self.labels = labels
        self.tables = FoldTables(transaction, version.model_id, owner_of(execution))
        self.identities = IdentityTables(transaction, version.model_id)
        self.elements = elements_of(version.number) or VersionElements(version.folder)
        self.at: datetime = now()
        self.described: dict[int, ElementDescription] = {}
        self.run = 0
        self.transaction = transaction
        self.has_merged = False

    def fold(self) -> bool:
        """True where the run was not taken in before."""
        if self.tables.is_folded(self.execution.id):
            return False
        examined = self.reported.examined
        names = {finding.check for finding in self.reported.findings} | (examined.said.keys() - {""})
        self.checks = self.tables.check_numbers(
            self.execution.script_key, self.execution.script_name, names or {""}
        )
        newest = self.tables.newest_version()
        newer = self.tables.runs_on_newer(self.version.number)
        self.run = self._add_run(names)
        known = self.tables.read_known()
        places = self._places(known)
        if self.has_merged:
            known = self.tables.read_known()
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
        seen_set, said_sets = keep_examined(self.tables, self.reported.examined)
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
        return self.tables.add_run(run, self.version.model_name, self.at)

    def _verdict(self, places: Mapping[int, int]) -> RunVerdict:
        return RunVerdict(
            status=self.execution.status,
            parameters=self.reported.parameters,
            label=self.version.label,
            examined=self.reported.examined,
            places=places,
            is_readable=self.elements.is_readable,
        )

    def _places(self, known: Sequence[Known]) -> dict[int, int]:
        """Where the elements of known findings are; GlobalIds that changed are found, or asked about."""
        wanted = {element for one in known for element in one.elements}
        places = find_places(self.identities, self.elements, wanted)
        if not self.elements.is_readable:
            return places
        missing = self.identities.not_sought_in(wanted - places.keys(), self.version.number)
        if not missing:
            return places
        found = find_aliases(self.identities, self.elements, missing, self.version.number, self.elements_of)
        for identity, (_, new) in found.certain.items():
            self.has_merged |= join_identity(
                self.transaction, identity, new.key, self.version.model_id, at=self.at
            )
        self.identities.refresh(
            {identity: new for identity, (_, new) in found.certain.items()}, self.version.number
        )
        self.identities.close_doubts(found.certain)
        self.identities.add_doubts(found.doubts, self.version.number)
        self.identities.set_sought(set(missing) - found.certain.keys(), self.version.number)
        return places | {identity: step for identity, (step, _) in found.certain.items()}

    def _observe(self) -> list[Observed]:
        """The run's findings with the identities of their elements, made where they are new."""
        guids = {
            int(step): guid
            for finding in self.reported.findings
            for step, guid in zip(finding.elements, finding.guids, strict=False)
        }
        self.described = self.elements.describe(guids)
        for step in guids.keys() - self.described.keys():
            key = ElementKey(guids[step] or f"~#{step}")
            self.described[step] = ElementDescription(key=key, guid=guids[step])
        found = self.identities.find(one.key for one in self.described.values())
        unknown = {one.key: one for one in self.described.values() if one.key not in found}
        self.identities.refresh(
            {found[one.key]: one for one in self.described.values() if one.key in found}, self.version.number
        )
        found |= self.identities.add(list(unknown.values()), self.version.number)
        self.identity_of = {step: found[one.key] for step, one in self.described.items()}
        return [
            Observed(
                ordinal=ordinal,
                check=self.checks[finding.check],
                digest=finding_digest(finding),
                elements=frozenset(self.identity_of[step] for step in finding.elements if step in guids),
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
        first = self.described.get(finding.elements[0]) if finding.elements else None
        elements = (self.identity_of[one] for one in finding.elements if one in self.identity_of)
        return FindingWrite(
            id=number,
            check=observed.check,
            severity=finding.severity,
            state=state,
            digest=observed.digest,
            message=finding.message,
            data=finding.data,
            elements=tuple(dict.fromkeys(elements)),
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
        places: dict[int, dict[int, int]] = {}
        opinions: list[tuple[RunVerdict, int]] = []
        for run in newer:
            number = run.version_number
            elements = self.elements_of(number)
            if number not in places:
                places[number] = {} if elements is None else find_places(self.identities, elements, wanted)
            verdict = RunVerdict(
                status=run.status,
                parameters=run.parameters,
                label=self.labels.get(number, f"{self.version.model_name} v{number}"),
                examined=read_examined(self.tables, run),
                places=places[number],
                is_readable=elements is not None and elements.is_readable,
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
        self.tables.set_reported(
            self.run,
            zlib.compress(np.array([one for one, _ in found], dtype=np.int64).tobytes(), 1),
            bytes(codes.STATE_CODES[state] for _, state in found),
            np.array([one.digest & 0xFFFFFFFF for one in observed], dtype=np.uint32).tobytes(),
        )
        if is_newest:
            self.tables.count_states(self.run, self.version.number)
        else:
            findings = self.reported.findings
            self.tables.count_reported(
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


def finding_digest(finding: Finding) -> int:
    """A number of 63 bits that two findings share which say the same."""
    text = json.dumps(
        [finding.severity.value, finding.message, finding.data], sort_keys=True, default=str
    ).encode("utf-8", "replace")
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big") >> 1


def owner_of(execution: Execution) -> str:
    """Whose checks they are: a script of the library, or one that was run by its path, by its name."""
    return execution.script_key or f"file:{execution.script_name}"
