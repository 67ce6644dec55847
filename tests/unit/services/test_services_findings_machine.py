"""Random runs, versions, parameters, crashes, changed GlobalIds, against a small oracle that knows the truth.

The oracle knows elements by what they really are; the program knows them by GlobalId and likeness alone.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from finding_project import Part, add_version, problem, queued, run
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import text

from bimdesk.bootstrap import open_project
from bimdesk.domain.execution import Status
from bimdesk.domain.finding_life import FindingState
from bimdesk.domain.model import ModelVersion
from bimdesk.paths import AppPaths
from bimdesk.services.findings.fold import prepare_fold
from bimdesk.services.findings.listing import findings_of_execution, list_findings
from bimdesk.services.findings.reported import Reported

ELEMENTS = (1, 2, 3)
CHECKS = ("fire", "name")
COMPLETE = {Status.SUCCESS, Status.WARNING, Status.FAILED}
Key = tuple[str, int]


@dataclass
class Ran:
    """What really happened in a run; elements by what they are."""

    version: int
    status: Status
    parameters: int
    reported: dict[Key, str]
    seen: set[int]
    said: dict[str, set[int]]

    def judges(self, key: Key, present: set[int], parameters: int) -> bool:
        """Whether the run examined the element by the check."""
        check, element = key
        if self.status not in COMPLETE or element not in present:
            return False
        if element in self.said.get(check, set()) | self.said.get("", set()):
            return True
        return element in self.seen and parameters == self.parameters


@dataclass
class Truth:
    """What the project should know of a finding."""

    state: FindingState
    said_by: int
    last_version: int
    message: str
    parameters: int


@dataclass
class Oracle:
    """The rules of docs/findings.md, one run after the other."""

    present: dict[int, set[int]] = field(default_factory=dict)
    runs: list[Ran] = field(default_factory=list)
    findings: dict[Key, Truth] = field(default_factory=dict)

    def take(self, ran: Ran) -> None:
        for key in set(self.findings) - set(ran.reported):
            self._unseen(self.findings[key], key, ran)
        for key, message in ran.reported.items():
            if key in self.findings:
                self._seen(self.findings[key], message, ran)
            else:
                self.findings[key] = self._fresh(key, message, ran)
        self.runs.append(ran)

    def _seen(self, truth: Truth, message: str, ran: Ran) -> None:
        if ran.version >= truth.said_by:
            if truth.state is FindingState.RESOLVED:
                truth.state = FindingState.REOPENED
            else:
                same = message == truth.message
                truth.state = FindingState.PERSISTING if same else FindingState.CHANGED
            truth.said_by = ran.version
        if ran.version >= truth.last_version:
            truth.message, truth.last_version, truth.parameters = message, ran.version, ran.parameters

    def _unseen(self, truth: Truth, key: Key, ran: Ran) -> None:
        if ran.version < truth.said_by:
            return
        if ran.judges(key, self.present[ran.version], truth.parameters):
            truth.state, truth.said_by = FindingState.RESOLVED, ran.version
        elif truth.state is not FindingState.RESOLVED:
            truth.state, truth.said_by = FindingState.NOT_EVALUATED, ran.version

    def _fresh(self, key: Key, message: str, ran: Ran) -> Truth:
        truth = Truth(FindingState.NEW, ran.version, ran.version, message, ran.parameters)
        for later in sorted(
            (one for one in self.runs if one.version > ran.version), key=lambda one: one.version
        ):
            self._unseen(truth, key, later)
        return truth


class Findings(RuleBasedStateMachine):
    """Each step does something to a real project in a folder of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.temporary = tempfile.TemporaryDirectory()
        folder = Path(self.temporary.name)
        paths = AppPaths(
            data=folder / "data",
            config=folder / "config",
            cache=folder / "cache",
            logs=folder / "logs",
            builtin_scripts=folder,
            resources=folder,
        )
        self.project = open_project(folder / "Project", paths)
        self.oracle = Oracle()
        self.versions: list[ModelVersion] = []
        self.parts: list[dict[int, Part]] = []
        self.guids = {element: f"guid{element}" for element in ELEMENTS}
        self.names = 0

    def teardown(self) -> None:
        self.project.close()
        self.temporary.cleanup()

    @initialize()
    def first_version(self) -> None:
        self.import_version(present=set(ELEMENTS), renamed=set())

    @rule(present=st.sets(st.sampled_from(ELEMENTS)), renamed=st.sets(st.sampled_from(ELEMENTS)))
    def import_version(self, present: set[int], renamed: set[int]) -> None:
        for element in renamed:
            self.names += 1
            self.guids[element] = f"guid{element}-{self.names}"
        number = len(self.versions) + 1
        parts = {
            element + 10 * number: Part(
                self.guids[element], f"Wall {element}", tag=f"T{element}", place=(element * 3.0, 0.0, 0.0)
            )
            for element in sorted(present)
        }
        self.parts.append(parts)
        self.versions.append(add_version(self.project, parts))
        self.oracle.present[number] = set(present)

    @rule(data=st.data())
    def run_script(self, data: st.DataObject) -> None:
        ran, findings, reported = self._drawn(data)
        step = self._steps(ran.version)
        execution = run(
            self.project,
            self.versions[ran.version - 1],
            findings,
            seen=[step[one] for one in ran.seen],
            said={check: [step[one] for one in ones] for check, ones in ran.said.items()},
            status=ran.status,
            parameters={"p": ran.parameters},
        )
        before = {key: (truth.state, truth.said_by) for key, truth in self.oracle.findings.items()}
        self.oracle.take(ran)
        for key, (state, said_by) in before.items():
            assert said_by <= ran.version or self.oracle.findings[key].state is state
        told = findings_of_execution(self.project, execution.id)
        assert [one.ordinal for one in told] == list(range(len(reported)))
        kept = {one.id: one for one in list_findings(self.project)}
        assert [(kept[one.finding_id].check, kept[one.finding_id].element_name) for one in told] == [
            (check, f"Wall {element}") for check, element in reported
        ]

    @rule(data=st.data())
    def die_while_it_is_written(self, data: st.DataObject) -> None:
        """All of it, or nothing: the row of the execution, and what became of the findings."""
        ran, findings, _ = self._drawn(data)
        execution = queued(self.project, self.versions[ran.version - 1])
        fold = prepare_fold(
            self.project, replace(execution, status=ran.status), Reported(findings=findings, parameters="x")
        )

        def die(transaction: Any) -> None:
            fold(transaction)
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            self.project.executions.finish(
                execution.id, status=ran.status, sentence="", duration_ms=1, findings=0, sandbox={}, also=die
            )
        assert not self.project.executions.get(execution.id).status.is_over

    def _drawn(self, data: st.DataObject) -> tuple[Ran, list[Any], list[Key]]:
        number = data.draw(st.integers(1, len(self.versions)), label="version")
        here = sorted(self.oracle.present[number])
        some = st.sets(st.sampled_from(here)) if here else st.just(set())
        keys = [(check, element) for check in CHECKS for element in here]
        said = data.draw(st.dictionaries(st.sampled_from(("", *CHECKS)), some, max_size=2), label="said")
        ran = Ran(
            version=number,
            status=data.draw(
                st.sampled_from(
                    (Status.FAILED, Status.SUCCESS, Status.FAILED, Status.ERROR, Status.CANCELLED)
                )
            ),
            parameters=data.draw(st.sampled_from((1, 1, 2)), label="parameters"),
            reported=data.draw(
                st.dictionaries(st.sampled_from(keys), st.sampled_from("ab")) if keys else st.just({}),
                label="reported",
            ),
            seen=data.draw(st.one_of(st.just(set(here)), some), label="seen"),
            said=said,
        )
        step, parts = self._steps(number), self.parts[number - 1]
        reported = list(ran.reported)
        findings = [
            problem(parts, step[element], ran.reported[check, element], check=check)
            for check, element in reported
        ]
        return ran, findings, reported

    def _steps(self, number: int) -> dict[int, int]:
        return {element: element + 10 * number for element in ELEMENTS}

    @invariant()
    def the_project_knows_what_the_oracle_knows(self) -> None:
        found = list_findings(self.project)
        states = {(one.check, one.element_name): (one.state, one.message) for one in found}
        assert len(states) == len(found), "one finding twice"
        assert states == {
            (check, f"Wall {element}"): (truth.state, truth.message)
            for (check, element), truth in self.oracle.findings.items()
        }

    @invariant()
    def no_element_has_two_identities(self) -> None:
        with self.project.database.read() as session:
            names = session.execute(text("SELECT name FROM element_identities")).scalars().all()
        assert len(names) == len(set(names))


Findings.TestCase.settings = settings(
    max_examples=25, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
)
TestFindings = Findings.TestCase
