"""Findings of two runs beside each other: by what the project knows of them, else by what they say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bimdesk.domain.finding import Finding
from bimdesk.domain.finding_life import ComparedFinding, ComparedKind
from bimdesk.domain.ids import FindingId
from bimdesk.errors import BadInputError
from bimdesk.services.compare import ComparedRuns
from bimdesk.services.findings.comparing import RESOLVED, compare_findings
from bimdesk.services.project import Project
from bimdesk.services.results import load_result

UNKNOWN = FindingId(0)
"""Of a finding that the project does not keep."""
MOST_GUIDS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedReports:
    """Findings of both runs, those that differ first. `is_known`: the project tells which are the same."""

    findings: tuple[ComparedFinding, ...] = ()
    is_known: bool = True

    @property
    def differing(self) -> tuple[ComparedFinding, ...]:
        return tuple(one for one in self.findings if one.kind != "both")

    @property
    def counts(self) -> Counter[ComparedKind]:
        return Counter(one.kind for one in self.findings)

    @property
    def resolved(self) -> int:
        """Of those that A alone has: how many B examined and did not report."""
        return sum(one.kind == "only_a" and one.reason == RESOLVED for one in self.findings)


def compare_reported(project: Project, runs: ComparedRuns) -> ComparedReports:
    """Findings that the project took in are matched as it does; others by check, text and elements."""
    try:
        return ComparedReports(findings=tuple(compare_findings(project, runs.a.id, runs.b.id)))
    except BadInputError:
        a, b = load_result(project, runs.a.id).findings, load_result(project, runs.b.id).findings
        return ComparedReports(findings=tuple(match_said(a, b)), is_known=False)


def match_said(a: Sequence[Finding], b: Sequence[Finding]) -> list[ComparedFinding]:
    """Equal findings are in both, as often as both have them; the rest is in one alone."""
    left = Counter(map(_key, b))
    only_a, both = [], []
    for at, one in enumerate(a):
        if left[_key(one)]:
            left[_key(one)] -= 1
            both.append(_compared("both", one, ordinal_a=at))
        else:
            only_a.append(_compared("only_a", one, ordinal_a=at))
    only_b = []
    for at in range(len(b) - 1, -1, -1):  # the last of several that are equal are the ones too many
        if left[_key(b[at])]:
            left[_key(b[at])] -= 1
            only_b.append(_compared("only_b", b[at], ordinal_b=at))
    return [*only_a, *reversed(only_b), *both]


def _key(one: Finding) -> tuple[str, str, str, tuple[str, ...]]:
    elements = one.guids if any(one.guids) else tuple(map(str, one.elements))
    return one.check, one.severity.value, one.message, tuple(sorted(elements))


def _compared(
    kind: ComparedKind, one: Finding, *, ordinal_a: int | None = None, ordinal_b: int | None = None
) -> ComparedFinding:
    return ComparedFinding(
        kind=kind,
        finding_id=UNKNOWN,
        check=one.check,
        severity=one.severity,
        message=one.message,
        guids=one.guids[:MOST_GUIDS],
        ordinal_a=ordinal_a,
        ordinal_b=ordinal_b,
    )
