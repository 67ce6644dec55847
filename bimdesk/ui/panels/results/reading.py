"""Reads an execution's result into sections that a page can show; runs in a thread of the pool. No Qt."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from bimdesk.domain.execution import Execution, OutputFile
from bimdesk.domain.finding import Finding
from bimdesk.domain.finding_life import ExecutionFinding, FindingState
from bimdesk.domain.ids import ElementId, ElementRef, ExecutionId, FindingId, ModelKey
from bimdesk.domain.model import ModelVersion
from bimdesk.errors import BimdeskError
from bimdesk.index.labels import ElementLabel, read_guids, read_labels
from bimdesk.index.reader import ModelIndex
from bimdesk.protocol.cleaning import clean_text
from bimdesk.protocol.lined_pages import PagedDict, PagedList, close_lined, first_items, open_lined
from bimdesk.protocol.messages import MAX_RESULT_BYTES, MAX_RESULT_NODES, Failed, Output
from bimdesk.services.findings.listing import findings_of_execution
from bimdesk.services.history import get_execution
from bimdesk.services.letting_go import let_go
from bimdesk.services.models import get_version
from bimdesk.services.project import Project
from bimdesk.services.results import FILES_FOLDER, RunResult, open_result
from bimdesk.ui.charts.library import load as load_charts
from bimdesk.ui.models.charts import ChartData, read_chart
from bimdesk.ui.models.paged_rows import table_columns
from bimdesk.ui.models.records import Records, records_of_dicts, records_of_pages, records_of_rows

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")

FINDING_WORDS = {
    FindingState.NEW: "New",
    FindingState.PERSISTING: "Persisting",
    FindingState.CHANGED: "Changed",
    FindingState.RESOLVED: "Resolved",
    FindingState.REOPENED: "Reopened",
    FindingState.NOT_EVALUATED: "Not evaluated",
}
MOST_TABLES = 1000
"""Entries of a value among which tables are looked for."""
SEVERITY_WORDS = {"error": "Error", "warning": "Warning", "info": "Info"}


@dataclass(frozen=True, kw_only=True)
class Kpi:
    """One figure."""

    name: str
    value: Any
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Overview:
    """What stands on one page: figures, texts, charts."""

    kpis: tuple[Kpi, ...] = ()
    texts: tuple[str, ...] = ()
    charts: tuple[ChartData, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.kpis or self.texts or self.charts)


@dataclass(frozen=True, kw_only=True)
class ResultView:
    """All that the panel shows of one execution."""

    execution: Execution
    summary: str = ""
    version: ModelVersion | None = None
    findings: Records | None = None
    overview: Overview = field(default_factory=Overview)
    tables: tuple[tuple[str, Records], ...] = ()
    chart_tables: tuple[tuple[str, Records], ...] = ()
    """The numbers behind the charts."""
    value: Any = None
    files: tuple[OutputFile, ...] = ()
    error: Failed | None = None
    finding_ids: Mapping[int, FindingId] = field(default_factory=dict)
    """Row of `findings` -> what it is in the project."""
    highlights: Mapping[ElementRef, str] = field(default_factory=dict)
    """Colours that the script gave to elements."""

    @property
    def key(self) -> ModelKey | None:
        return None if self.version is None else ModelKey(self.version.sha256)

    @property
    def all_records(self) -> list[Records]:
        """Every table that a page may show."""
        findings = [] if self.findings is None else [self.findings]
        return [*findings, *(table for _name, table in (*self.tables, *self.chart_tables))]

    def let_go(self) -> None:
        """For a thread, once no page shows it any more: free what may be long, in pieces."""
        for records in self.all_records:
            records.let_go()
        let_go(self.value)
        close_lined(self.value)


def read_view(project: Project, execution_id: ExecutionId) -> ResultView:
    """Everything of one execution; a model that is gone leaves names and places empty."""
    execution = get_execution(project, execution_id)
    result = open_result(project, execution_id)
    version = _version(project, execution)
    elements = _Elements.read(version)
    overview = _overview(result.outputs)
    tables = _tables(result, execution.folder, elements)
    behind = [(chart.name, _chart_table(chart)) for chart in overview.charts]
    kept = {one.ordinal: one for one in findings_of_execution(project, execution_id)}
    findings = _findings(result.findings, elements, kept) if result.findings else None
    if overview.charts:
        load_charts()
    highlights = {} if version is None else _highlights(result.outputs, ModelKey(version.sha256))
    tables_said = (output.data.get("rows") for output in result.outputs if output.kind == "table")
    let_go(result.findings, *tables_said)
    view = ResultView(
        execution=execution,
        summary=result.summary,
        version=version,
        findings=findings,
        overview=overview,
        tables=tuple(tables),
        chart_tables=tuple(behind),
        finding_ids={ordinal: one.finding_id for ordinal, one in kept.items()},
        value=result.result,
        files=tuple(result.files),
        error=result.error,
        highlights=highlights,
    )
    for records in view.all_records:
        records.prepare()
    return view


@dataclass(frozen=True, kw_only=True)
class _Elements:
    """Names of a version's elements."""

    labels: Mapping[ElementId, ElementLabel]
    guids: Mapping[str, Sequence[ElementId]]

    @classmethod
    def read(cls, version: ModelVersion | None) -> _Elements:
        if version is None:
            return cls(labels={}, guids={})
        try:
            index = ModelIndex(version.folder)
        except BimdeskError:
            return cls(labels={}, guids={})
        try:
            return cls(labels=read_labels(index.connection), guids=read_guids(index.connection))
        finally:
            index.close()

    def resolve(self, guid: str) -> Sequence[ElementId]:
        return self.guids.get(guid, ())


def _version(project: Project, execution: Execution) -> ModelVersion | None:
    try:
        return get_version(project, execution.version_id)
    except BimdeskError:
        return None


def _findings(
    findings: Sequence[Finding], elements: _Elements, kept: Mapping[int, ExecutionFinding]
) -> Records:
    """Severity, finding, element, storey, GlobalId; check and state where any finding has one."""
    with_check = any(finding.check for finding in findings)
    more = [*(["Check"] if with_check else []), *(["State"] if kept else [])]
    rows = []
    for at, finding in enumerate(findings):
        label = elements.labels.get(finding.elements[0]) if finding.elements else None
        guid = finding.guids[0] if finding.guids else ""
        row = (
            SEVERITY_WORDS[finding.severity.value],
            finding.message,
            _element_text(label, len(finding.elements)),
            label.storey if label is not None else "",
            guid,
        )
        state = (FINDING_WORDS[kept[at].state] if at in kept else "",) if kept else ()
        rows.append((*row, *((finding.check,) if with_check else ()), *state))
    return Records(
        columns=("Severity", "Finding", "Element", "Storey", "GlobalId", *more),
        rows=rows,
        elements=[finding.elements for finding in findings],
        categories=[SEVERITY_WORDS[finding.severity.value] for finding in findings],
        mono=frozenset({4}),
    )


def _element_text(label: ElementLabel | None, number: int) -> str:
    if label is None:
        return "" if number == 0 else f"{number} elements"
    name = short_name(label)
    return name if number < 2 else f"{name} +{number - 1}"


def short_name(label: ElementLabel) -> str:
    """`Single-Flush : 146596` of the `Family:Type:Tag` that some programs write; other names as they are."""
    parts = label.name.split(":")
    if len(parts) >= 3 and label.tag and parts[-1] == label.tag:
        return f"{parts[0]} : {label.tag}"
    return label.name or label.class_name


def _tables(result: RunResult, folder: Path, elements: _Elements) -> list[tuple[str, Records]]:
    """Those that the script showed, then those in `result` that are not the same again."""
    found: list[tuple[str, Records]] = []
    for output in result.outputs:
        if output.kind == "table":
            made = _long_table(output, folder, elements) or _said_table(output, elements)
            found.append((output.name or "Table", made))
    value = result.result
    known = {(name.casefold(), len(records)) for name, records in found}
    parts = first_items(value, MOST_TABLES) if isinstance(value, dict | PagedDict) else [("Rows", value)]
    for name, part in parts:
        is_new = isinstance(part, list | PagedList) and (name.casefold(), len(part)) not in known
        records = _value_table(part, elements) if is_new else None
        if records is not None:
            found.append((name, records))
    return found


def _said_table(output: Output, elements: _Elements) -> Records:
    """The rows of a message."""
    columns = [str(name) for name in output.data.get("columns", ())]
    return records_of_rows(columns, output.data.get("rows", ()), elements.resolve)


def _long_table(output: Output, folder: Path, elements: _Elements) -> Records | None:
    """A table that was too long for a message, from the file beside it; None where it is none or gone."""
    name = output.data.get("rows_file")
    if not isinstance(name, str) or Path(name).name != name:
        return None
    path = folder / FILES_FOLDER / name
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > MAX_RESULT_BYTES:
            return None
        opened = open_lined(path, most=MAX_RESULT_NODES)
        columns = table_columns(opened) if isinstance(opened, PagedList) else None
        if columns is not None:
            return records_of_pages(opened, columns, elements.resolve)
        close_lined(opened)
    except (OSError, RecursionError, msgspec.DecodeError):
        return None
    return None


def _value_table(part: Any, elements: _Elements) -> Records | None:
    """A list of objects as a table; None for any other. A long one stays in its file."""
    if isinstance(part, PagedList):
        columns = table_columns(part)
        return None if columns is None else records_of_pages(part, columns, elements.resolve)
    return records_of_dicts(part, elements.resolve) if _is_table(part) else None


def _chart_table(chart: ChartData) -> Records:
    """The numbers behind a chart: a column for each series."""
    heads = [series.name or chart.y_title or "Value" for series in chart.series]
    units = f" ({chart.unit})" if chart.unit else ""
    values = [series.values.tolist() for series in chart.series]
    labels = chart.labels if chart.numbers is None else [_plain(number) for number in chart.numbers.tolist()]
    elements = [
        tuple(dict.fromkeys(one for series in chart.series for one in series.elements_of(at)))
        for at in range(len(chart.labels))
    ]
    return Records(
        columns=(chart.x_title or "Label", *(f"{head}{units}" for head in heads)),
        rows=[(label, *map(_plain, row)) for label, *row in zip(labels, *values, strict=True)],
        elements=elements if any(elements) else (),
    )


def _plain(number: Any) -> Any:
    """A number as the script gave it: 3 for 3.0, nothing for NaN."""
    if not isinstance(number, float) or number != number:
        return None if isinstance(number, float) else number
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def _is_table(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, Mapping) for row in value)


def _overview(outputs: Sequence[Output]) -> Overview:
    kpis, texts, charts = [], [], []
    for output in outputs:
        match output.kind:
            case "kpi":
                unit = clean_text(str(output.data.get("unit", "")))
                kpis.append(Kpi(name=output.name, value=output.data.get("value"), unit=unit))
            case "markdown":
                texts.append(clean_text(str(output.data.get("text", ""))))
            case "chart":
                chart = read_chart(output.name, output.data)
                if chart is not None:
                    charts.append(chart)
            case "table" | "highlight":
                pass  # shown elsewhere: as tables of their own, in 3D
    return Overview(kpis=tuple(kpis), texts=tuple(texts), charts=tuple(charts))


def _highlights(outputs: Sequence[Output], key: ModelKey) -> dict[ElementRef, str]:
    """A later colour goes over an earlier one."""
    return {
        ElementRef(key, ElementId(element)): str(output.data.get("color", ""))
        for output in outputs
        if output.kind == "highlight"
        for element in output.data.get("elements", ())
        if isinstance(element, int) and _COLOR.fullmatch(str(output.data.get("color", "")))
    }
