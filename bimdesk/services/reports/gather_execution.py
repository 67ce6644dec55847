"""Gathers the report of one execution."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bimdesk import __version__
from bimdesk.domain.execution import Execution, Status
from bimdesk.domain.finding import Finding
from bimdesk.domain.finding_life import FindingFilter, FindingState, KeptFinding
from bimdesk.domain.ids import ElementId, FindingId
from bimdesk.domain.model import ModelVersion
from bimdesk.errors import BadInputError, BimdeskError
from bimdesk.index.labels import ElementLabel, read_labels
from bimdesk.index.reader import ModelIndex
from bimdesk.services.clock import now
from bimdesk.services.findings.listing import findings_of_execution, list_findings
from bimdesk.services.history import get_execution
from bimdesk.services.models import get_version
from bimdesk.services.project import Project
from bimdesk.services.reports import result_tables
from bimdesk.services.reports.gathered import CLOSE_UPS, MOST_ELEMENTS, Gathered, Shot
from bimdesk.services.reports.grouping import (
    MOST_GROUPS,
    MOST_SHOWN,
    by_check,
    count_severities,
    make_group,
    severity_sentence,
    shares,
)
from bimdesk.services.reports.model import Count, Cover, Group, Pair, Report, Sheet
from bimdesk.services.reports.rows import SHEET_COLUMNS, row_of_run, sheet_row
from bimdesk.services.reports.scope import ExecutionScope, ReportOptions
from bimdesk.services.reports.words import (
    STATES,
    STATUSES,
    byte_size,
    cell,
    counted,
    moment,
    seconds,
    style_key,
)
from bimdesk.services.results import RunResult, load_result

MOST_KEPT = 20_000
"""Findings whose decisions are looked up for a workbook of one run."""


class _Seen(NamedTuple):
    """A finding of the run with what the project knows of it."""

    finding: Finding
    state: FindingState | None
    kept: KeptFinding | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """All that is read of one execution."""

    execution: Execution
    result: RunResult
    version: ModelVersion | None
    labels: Mapping[ElementId, ElementLabel]
    seen: Sequence[_Seen]

    def label(self, finding: Finding) -> ElementLabel | None:
        return self.labels.get(finding.elements[0]) if finding.elements else None


def gather_execution(project: Project, scope: ExecutionScope, options: ReportOptions) -> Gathered:
    """Read all that the report of an execution says. Raises BadInputError while it runs."""
    run = _read(project, scope)
    groups, shots = _groups(run)
    shown = sum(len(group.findings) for group in groups)
    tables = result_tables.named_tables(run.result.outputs, run.result.result)
    severities = count_severities(Counter(one.finding.severity.value for one in run.seen))
    report = Report(
        kind="execution",
        cover=_cover(project, run, options),
        sentence=run.result.sentence or run.result.summary,
        tiles=result_tables.tiles(run.result.outputs),
        severities=severities,
        states=_states(run.seen),
        charts=result_tables.charts(run.result.outputs),
        texts=result_tables.texts(run.result.outputs),
        tables=[result_tables.short_table(one) for one in tables[: result_tables.MOST_TABLES]],
        groups=groups,
        findings_total=len(run.seen),
        findings_shown=shown,
        error=_error(run.result),
        parameters=_parameters(run.execution),
        made=_made(run),
        notes=_notes(run, shown, len(tables)),
    )
    if run.seen and not report.sentence:
        report.sentence = severity_sentence(severities)
    return Gathered(report=report, sheets=_sheets(run, tables), shots=shots)


def _read(project: Project, scope: ExecutionScope) -> _Run:
    execution = get_execution(project, scope.execution_id)
    if not execution.status.is_over:
        raise BadInputError(
            f"{execution.script_name} on {execution.model_label} is {execution.status.value}.",
            "Make the report when it has ended.",
        )
    result = load_result(project, execution.id)
    version = _version(project, execution)
    return _Run(
        execution=execution,
        result=result,
        version=version,
        labels=_labels(version) if result.findings else {},
        seen=_seen(project, execution, result.findings),
    )


def _version(project: Project, execution: Execution) -> ModelVersion | None:
    try:
        return get_version(project, execution.version_id)
    except BimdeskError:
        return None


def _labels(version: ModelVersion | None) -> Mapping[ElementId, ElementLabel]:
    """Names of the version's elements; none where its folder is gone."""
    if version is None:
        return {}
    try:
        index = ModelIndex(version.folder)
    except BimdeskError:
        return {}
    try:
        return read_labels(index.connection)
    finally:
        index.close()


def _seen(project: Project, execution: Execution, findings: Sequence[Finding]) -> list[_Seen]:
    if not findings:
        return []
    wanted = FindingFilter(execution_id=execution.id)
    kept: dict[FindingId, KeptFinding] = {
        one.id: one for one in list_findings(project, wanted, limit=MOST_KEPT, offset=0)
    }
    by_place = {one.ordinal: one for one in findings_of_execution(project, execution.id)}
    seen = []
    for at, finding in enumerate(findings):
        known = by_place.get(at)
        if known is None:
            seen.append(_Seen(finding, None, None))
        else:
            seen.append(_Seen(finding, known.state, kept.get(known.finding_id)))
    return seen


def _groups(run: _Run) -> tuple[list[Group], list[Shot]]:
    grouped = by_check(run.seen, lambda one: one.finding.check, lambda one: one.finding.severity.value)
    grouped = grouped[:MOST_GROUPS]
    groups: list[Group] = []
    shots: list[Shot] = []
    for items, shown in zip(grouped, shares([len(group) for group in grouped], MOST_SHOWN), strict=True):
        rows = [row_of_run(one.finding, run.label(one.finding), one.state, one.kept) for one in items[:shown]]
        shots += _shots(run, items, len(groups))
        title = items[0].finding.check or run.execution.script_name
        groups.append(make_group(title, rows, total=len(items)))
    return groups, shots


def _shots(run: _Run, items: Sequence[_Seen], group: int) -> list[Shot]:
    """One picture of all elements of a group, then some of its first findings from near by."""
    version = run.version
    named = [one.finding for one in items if one.finding.elements]
    if version is None or not named:
        return []
    elements = list(dict.fromkeys(element for one in named for element in one.elements))
    severity = named[0].severity.value
    shots = [
        Shot(
            group=group,
            version=version,
            elements=elements[:MOST_ELEMENTS],
            severity=severity,
            caption=f"{counted(len(elements), 'element')} of {version.label}",
            overview=True,
        )
    ]
    for one in [one for one in named if len(one.elements) < len(elements)][:CLOSE_UPS]:
        label = run.label(one)
        name = label.name if label is not None and label.name else f"#{one.elements[0]}"
        shots.append(
            Shot(
                group=group,
                version=version,
                elements=one.elements[:MOST_ELEMENTS],
                severity=one.severity.value,
                caption=name,
                overview=False,
            )
        )
    return shots


def _states(seen: Sequence[_Seen]) -> list[Count]:
    counts = Counter(style_key(one.state.value) for one in seen if one.state is not None)
    return [Count(key=key, label=label, count=counts[key]) for key, label in STATES.items() if counts[key]]


def _cover(project: Project, run: _Run, options: ReportOptions) -> Cover:
    execution, version = run.execution, run.version
    return Cover(
        title=execution.script_name,
        subtitle=execution.model_label,
        project=project.name,
        model=version.model_name if version is not None else execution.model_label,
        version=f"v{version.number}" if version is not None else "",
        file=f"{version.file_name}, {byte_size(version.size)}" if version is not None else "",
        schema=version.summary.schema if version is not None else "",
        script=_script_words(execution),
        status=execution.status.value,
        status_label=STATUSES[execution.status],
        date=moment(now()),
        author=options.author,
    )


def _script_words(execution: Execution) -> str:
    """A script that was run by its path has no versions."""
    version = f", version {execution.script_version}" if execution.script_version else ""
    return f"{execution.script_name}{version}"


def _error(result: RunResult) -> list[Pair]:
    if result.error is None or result.status not in (Status.ERROR, Status.TIMEOUT, Status.KILLED):
        return []
    found = [Pair(name="Message", value=result.error.message)]
    if result.error.traceback:
        found.append(Pair(name="Traceback", value=result.error.traceback.rstrip(), mono=True))
    return found


def _parameters(execution: Execution) -> list[Pair]:
    return [Pair(name=name, value=cell(value) or "–") for name, value in execution.parameters.items()]


def _made(run: _Run) -> list[Pair]:
    execution, version = run.execution, run.version
    started = execution.started_at or execution.queued_at
    found = [
        Pair(name="Script", value=_script_words(execution)),
        Pair(name="Script SHA-256", value=execution.script_sha256, mono=True),
        Pair(name="Execution", value=execution.id, mono=True),
        Pair(name="Started", value=moment(started)),
        Pair(name="Duration", value=seconds(execution.duration_ms) or "–"),
        Pair(name="Started by", value=execution.started_by.value),
    ]
    if version is not None:
        found += [
            Pair(name="File", value=version.file_name),
            Pair(name="File SHA-256", value=version.sha256, mono=True),
            Pair(name="Imported", value=moment(version.imported_at)),
        ]
    found += [Pair(name=f"Protection: {name}", value=said) for name, said in execution.sandbox.items()]
    return [*found, Pair(name="bimdesk", value=__version__)]


def _notes(run: _Run, shown: int, tables: int) -> list[str]:
    notes = []
    if shown < len(run.seen):
        notes.append(
            f"{shown:,} of {counted(len(run.seen), 'finding')} are shown, the worst of each check first."
            " A report as workbook has all."
        )
    if tables > result_tables.MOST_TABLES:
        notes.append(f"{result_tables.MOST_TABLES} of {tables:,} tables are shown.")
    if run.version is None:
        notes.append(f"{run.execution.model_label} is not in the project any more: elements have no names.")
    return notes


def _sheets(run: _Run, tables: Sequence[result_tables.NamedRows]) -> list[Sheet]:
    rows = (
        sheet_row(row_of_run(one.finding, run.label(one.finding), one.state, one.kept), one.finding.data)
        for one in run.seen
    )
    findings = [Sheet(name="Findings", columns=SHEET_COLUMNS, rows=rows)] if run.seen else []
    return [*findings, *(result_tables.whole_sheet(one) for one in tables)]
