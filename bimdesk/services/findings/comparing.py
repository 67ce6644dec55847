"""Two runs side by side: which findings only one of them has, which both, which changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from bimdesk.domain.finding import Finding
from bimdesk.domain.finding_life import ComparedFinding, ComparedKind, KeptFinding
from bimdesk.domain.ids import ExecutionId, FindingId
from bimdesk.errors import BadInputError, NotFoundError
from bimdesk.protocol.id_sets import unpack_ids
from bimdesk.services.findings.examined import NO_IDS, ExaminedElements
from bimdesk.services.findings.places import find_places
from bimdesk.services.findings.verdicts import RunVerdict
from bimdesk.services.findings.version_elements import VersionElements
from bimdesk.services.project import Project
from bimdesk.services.results import load_result
from bimdesk.storage.finding_history import RunRecord
from bimdesk.storage.identities import IdentityTables

RESOLVED = "The other run examined it and did not report it."


def compare_findings(project: Project, a: ExecutionId, b: ExecutionId) -> list[ComparedFinding]:
    """Findings of two runs, those that differ first. Raises BadInputError where one was never taken in."""
    first, second = _record(project, a), _record(project, b)
    said_a, said_b = load_result(project, a).findings, load_result(project, b).findings
    at_a = {one: ordinal for ordinal, one in enumerate(first.ids)}
    at_b = {one: ordinal for ordinal, one in enumerate(second.ids)}
    every = sorted(at_a.keys() | at_b.keys())
    kept = {one.id: one for one in project.findings.read(every, today=date.today())}
    gone = _why_gone(project, first, second, [one for one in at_a if one not in at_b], kept)
    found: list[ComparedFinding] = []
    for one in every:
        ordinal_a, ordinal_b = at_a.get(one), at_b.get(one)
        said = said_b[ordinal_b] if ordinal_b is not None and ordinal_b < len(said_b) else None
        if said is None and ordinal_a is not None and ordinal_a < len(said_a):
            said = said_a[ordinal_a]
        if one not in kept and said is None:
            continue
        compared = _compared(FindingId(one), kept.get(FindingId(one)), said)
        found.append(
            replace(
                compared,
                kind=_kind(first, second, ordinal_a, ordinal_b),
                ordinal_a=ordinal_a,
                ordinal_b=ordinal_b,
                reason=gone.get(one, ""),
            )
        )
    order = {"only_a": 0, "only_b": 1, "changed": 2, "both": 3}
    return sorted(found, key=lambda one: (order[one.kind], one.finding_id))


def _kind(first: RunRecord, second: RunRecord, a: int | None, b: int | None) -> ComparedKind:
    if a is None or b is None:
        return "only_a" if b is None else "only_b"
    return "both" if first.digests[a] == second.digests[b] else "changed"


def _compared(number: FindingId, kept: KeptFinding | None, said: Finding | None) -> ComparedFinding:
    severity = said.severity if said else kept.severity if kept else None
    assert severity is not None
    return ComparedFinding(
        kind="both",
        finding_id=number,
        check=kept.check if kept else said.check if said else "",
        severity=severity,
        message=said.message if said else kept.message if kept else "",
        guids=said.guids[:100] if said else kept.guids if kept else (),
        element_name=kept.element_name if kept else "",
    )


def _record(project: Project, execution_id: ExecutionId) -> RunRecord:
    found = project.finding_history.record(execution_id)
    if found is None:
        execution = project.executions.get(execution_id)
        raise BadInputError(
            f"The findings of {execution.script_name} on {execution.model_label} were never taken in.",
            "Its model version is gone, or the run did not end. Compare runs that ended.",
        )
    return found


def _why_gone(
    project: Project,
    first: RunRecord,
    second: RunRecord,
    ids: list[int],
    kept: Mapping[FindingId, KeptFinding],
) -> dict[int, str]:
    """Of findings that only the first run has: what the second one knows of them."""
    if first.run.model_id != second.run.model_id or not ids:
        return {}
    try:
        version = project.models.get_version(second.run.version_id)
    except NotFoundError:
        return {}
    on = project.finding_history.elements_of(ids)
    elements = VersionElements(version.folder)
    try:
        with project.database.read() as transaction:
            wanted = {identity for several in on.values() for identity in several}
            places = find_places(IdentityTables(transaction, version.model_id), elements, wanted)
        verdict = RunVerdict(
            status=second.run.status,
            parameters=second.run.parameters,
            label=version.label,
            examined=_examined(project, second),
            places=places,
            is_readable=elements.is_readable,
        )
    finally:
        elements.close()
    return {
        one: verdict.why_not_evaluated(
            kept[FindingId(one)].check, on.get(one, frozenset()), first.run.parameters
        )
        or RESOLVED
        for one in ids
        if FindingId(one) in kept
    }


def _examined(project: Project, record: RunRecord) -> ExaminedElements:
    run = record.run
    digests = [*run.said_sets.values(), *([run.seen_set] if run.seen_set else [])]
    sets = {digest: unpack_ids(ids) for digest, ids in project.finding_history.read_sets(digests).items()}
    said = {check: sets[digest] for check, digest in run.said_sets.items() if digest in sets}
    return ExaminedElements(seen=sets.get(run.seen_set or "", NO_IDS), said=said)
