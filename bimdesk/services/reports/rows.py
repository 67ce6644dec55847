"""One finding as a row of a report: from a run's result, and from what the project keeps of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bimdesk.domain.finding import Finding
from bimdesk.domain.finding_life import Decision, FindingState, KeptFinding, Waiver
from bimdesk.index.labels import ElementLabel
from bimdesk.services.reports.model import FindingRow
from bimdesk.services.reports.words import (
    DECISIONS,
    EXPECTED,
    FOUND,
    SEVERITIES,
    STATES,
    cell,
    counted,
    style_key,
)

SHEET_COLUMNS = (
    "Severity",
    "State",
    "Decision",
    "Check",
    "Finding",
    "Element",
    "Class",
    "GlobalId",
    "Elements",
    "Storey",
    "Expected",
    "Found",
    "Model",
    "Since",
    "Assignee",
    "Due",
    "Reason",
    "Data",
)


def row_of_run(
    finding: Finding, label: ElementLabel | None, state: FindingState | None, kept: KeptFinding | None
) -> FindingRow:
    """A finding of one run. `state`: as that run left it; `kept`: what people decided since."""
    severity = finding.severity.value
    element = _name(label) if label is not None else ""
    row = FindingRow(
        message=finding.message,
        severity=severity,
        severity_label=SEVERITIES[severity],
        check=finding.check,
        element=element or _many(len(finding.elements)),
        element_class=label.class_name if label is not None else "",
        more_elements=max(0, len(finding.elements) - 1) if element else 0,
        guid=finding.guids[0] if finding.guids else "",
        storey=label.storey if label is not None else "",
        expected=_said(finding.data, EXPECTED),
        found=_said(finding.data, FOUND),
    )
    _add_life(row, state or (kept.state if kept is not None else None), kept)
    return row


def row_of_kept(kept: KeptFinding, *, with_model: bool) -> FindingRow:
    """A finding of the project; the model where the report is about several."""
    severity = kept.severity.value
    row = FindingRow(
        message=kept.message,
        severity=severity,
        severity_label=SEVERITIES[severity],
        check=kept.check,
        element=kept.element_name or kept.element_class or _many(kept.element_count),
        element_class=kept.element_class,
        more_elements=max(0, kept.element_count - 1) if kept.element_name or kept.element_class else 0,
        guid=kept.guids[0] if kept.guids else "",
        storey=kept.storey,
        expected=_said(kept.data, EXPECTED),
        found=_said(kept.data, FOUND),
        model=kept.last_version if with_model else "",
    )
    _add_life(row, kept.state, kept)
    return row


def sheet_row(row: FindingRow, data: Mapping[str, Any]) -> tuple[Any, ...]:
    """The cells of SHEET_COLUMNS."""
    return (
        row.severity_label,
        row.state_label,
        row.decision_label,
        row.check,
        row.message,
        row.element,
        row.element_class,
        row.guid,
        row.more_elements + 1 if row.element else 0,
        row.storey,
        row.expected,
        row.found,
        row.model,
        row.since,
        row.assignee,
        row.due,
        row.reason,
        cell(dict(data)) if data else "",
    )


def _add_life(row: FindingRow, state: FindingState | None, kept: KeptFinding | None) -> None:
    if state is not None:
        row.state = style_key(state.value)
        row.state_label = STATES[row.state]
    if kept is None:
        return
    if row.state not in ("new", ""):
        row.since = kept.first_version.removeprefix(f"{kept.model_name} ")
    row.assignee = kept.assignee
    row.due = "" if kept.due is None else kept.due.isoformat()
    if kept.decision is not Decision.OPEN:
        row.decision = style_key(kept.decision.value)
        row.decision_label = DECISIONS[row.decision]
    row.reason = _reason(kept.waiver)


def _reason(waiver: Waiver | None) -> str:
    if waiver is None:
        return ""
    until = f", until {waiver.expires.isoformat()}" if waiver.expires is not None else ""
    by = f" ({waiver.author}{until})" if waiver.author else until.replace(", ", " ", 1)
    return f"{waiver.reason}{by}"


def _said(data: Mapping[str, Any], names: tuple[str, ...]) -> str:
    lower = {str(key).lower(): value for key, value in data.items()}
    return next((cell(lower[name]) for name in names if name in lower), "")


def _name(label: ElementLabel) -> str:
    name = label.name or label.class_name.removeprefix("Ifc")
    return f"{name} : {label.tag}" if label.tag and label.tag not in name else name


def _many(number: int) -> str:
    return counted(number, "element") if number else ""
