"""Two executions beside each other: what they were given, what ran, what they said.

Tables of their results: `compare_tables`; their findings: `compare_reported`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bimdesk.domain.execution import Execution
from bimdesk.domain.ids import ExecutionId, VersionId
from bimdesk.errors import NotFoundError
from bimdesk.protocol.messages import Log
from bimdesk.services.history import executed_text
from bimdesk.services.project import Project
from bimdesk.services.results import load_log

MOST_LINES = 3_000
"""Lines of a log that are compared; of longer ones the beginning and the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArgumentPair:
    """A parameter in both runs. `in_a`, `in_b`: whether it was given there at all."""

    name: str
    a: Any = None
    b: Any = None
    in_a: bool = True
    in_b: bool = True

    @property
    def is_same(self) -> bool:
        return self.in_a == self.in_b and _kind(self.a) is _kind(self.b) and bool(self.a == self.b)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRuns:
    """Both runs, A the older one. `elements_a`, `elements_b`: of their model versions, None where gone."""

    a: Execution
    b: Execution
    arguments: tuple[ArgumentPair, ...] = ()
    elements_a: int | None = None
    elements_b: int | None = None

    @property
    def same_script(self) -> bool:
        """The very same text ran."""
        return self.a.script_sha256 == self.b.script_sha256

    @property
    def same_version(self) -> bool:
        """On the same version of the same model."""
        return self.a.version_id == self.b.version_id


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoTexts:
    """Something as text in both runs; a note where one of them is not there, or not whole."""

    a: str
    b: str
    note: str = ""

    @property
    def is_same(self) -> bool:
        return self.a == self.b


def compare_runs(project: Project, first: ExecutionId, second: ExecutionId) -> ComparedRuns:
    """Both rows and their arguments; the one that was asked for earlier is A. Raises NotFoundError."""
    pair = [project.executions.get(first), project.executions.get(second)]
    a, b = sorted(pair, key=lambda one: (one.queued_at, one.id))
    return ComparedRuns(
        a=a,
        b=b,
        arguments=compare_arguments(a.parameters, b.parameters),
        elements_a=_elements(project, a.version_id),
        elements_b=_elements(project, b.version_id),
    )


def compare_arguments(a: Mapping[str, Any], b: Mapping[str, Any]) -> tuple[ArgumentPair, ...]:
    """Each parameter of either run, in the order of A, then what B alone has."""
    return tuple(
        ArgumentPair(name=name, a=a.get(name), b=b.get(name), in_a=name in a, in_b=name in b)
        for name in dict.fromkeys((*a, *b))
    )


def compare_scripts(project: Project, runs: ComparedRuns) -> TwoTexts:
    """The texts that ran; one that was not kept is empty, and the note says so."""
    texts, notes = [], []
    for name, run in (("A", runs.a), ("B", runs.b)):
        try:
            texts.append(executed_text(project, run.id))
        except NotFoundError as error:
            texts.append("")
            notes.append(f"{name}: {error}")
    return TwoTexts(a=texts[0], b=texts[1], note=" ".join(notes))


def compare_logs(project: Project, runs: ComparedRuns) -> TwoTexts:
    """What the runs wrote to their logs, a line a message. Raises ProjectError where one is damaged."""
    texts, notes = [], []
    for name, run in (("A", runs.a), ("B", runs.b)):
        log, dropped = load_log(project, run.id)
        lines = [text for one in log for text in _said(one)]
        hidden = max(len(lines) - MOST_LINES, 0) + dropped
        texts.append("\n".join(_shortened(lines)))
        if hidden:
            notes.append(f"{name}: {hidden:,} more lines are not compared.")
    return TwoTexts(a=texts[0], b=texts[1], note=" ".join(notes))


def _said(one: Log) -> list[str]:
    head = "" if one.level == "print" else f"[{one.level}] "
    return [head + line for line in one.text.split("\n")]


def _shortened(lines: list[str]) -> list[str]:
    if len(lines) <= MOST_LINES:
        return lines
    half = MOST_LINES // 2
    return [*lines[:half], "…", *lines[-half:]]


def _elements(project: Project, version_id: VersionId) -> int | None:
    try:
        return project.models.get_version(version_id).summary.entities
    except NotFoundError:
        return None


def _kind(value: Any) -> type:
    """1 and 1.0 are alike, 1 and True are not."""
    return float if isinstance(value, int | float) and not isinstance(value, bool) else type(value)
