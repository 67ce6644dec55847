"""What a cell of the list of findings holds, by role."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt

from bimdesk.domain.finding_life import Decision, KeptFinding
from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.models.class_looks import class_icon
from bimdesk.ui.models.finding_words import (
    Column,
    cell_words,
    check_words,
    decision_words,
    is_overdue,
    since_words,
    waiver_words,
)
from bimdesk.ui.theme.states import DECISION, FINDING, SEVERITY
from bimdesk.ui.widgets.chip import ChipLook

_QUIET = frozenset({Column.STOREY, Column.ASSIGNEE, Column.SINCE, Column.CHECK})


def cell_data(finding: KeptFinding, column: Column, role: int, *, now: datetime) -> Any:
    """Of a finding; None where the role says nothing."""
    match role:
        case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
            return cell_words(finding, column, now=now)
        case Qt.ItemDataRole.ToolTipRole:
            return _tip(finding, column, now=now)
        case Role.ID:
            return finding
        case Role.CHIP:
            return _chip(finding, column)
        case Role.ICON:
            return _icon(finding, column)
        case Role.TONE:
            return _tone(finding, column, now=now)
        case Role.MONO:
            return column is Column.GUID
    return None


def decision_chip(decision: Decision) -> ChipLook:
    """Outlined: what a person said."""
    look = DECISION[decision]
    return ChipLook(look.text, look.icon)


def _chip(finding: KeptFinding, column: Column) -> ChipLook | None:
    if column is Column.STATE:
        return ChipLook.of(FINDING[finding.state])
    if column is Column.DECISION and finding.decision is not Decision.OPEN:
        return decision_chip(finding.decision)
    return None


def _icon(finding: KeptFinding, column: Column) -> str | None:
    if column is Column.SEVERITY:
        return SEVERITY[finding.severity].icon
    return class_icon(finding.element_class) if column is Column.ELEMENT and finding.element_class else None


def _tone(finding: KeptFinding, column: Column, *, now: datetime) -> str:
    if column is Column.SEVERITY:
        return SEVERITY[finding.severity].tone
    if column is Column.DUE and is_overdue(finding, today=now.astimezone().date()):
        return "error"
    return "tx2" if column in _QUIET else "tx"


def _tip(finding: KeptFinding, column: Column, *, now: datetime) -> str:
    match column:
        case Column.STATE:
            return finding.state_reason or FINDING[finding.state].text
        case Column.DECISION:
            return waiver_words(finding.waiver) if finding.waiver else decision_words(finding)
        case Column.ELEMENT:
            return "\n".join(part for part in (finding.element_name, finding.element_class) if part)
        case Column.GUID:
            return "\n".join(finding.guids[:12])
        case Column.CHECK:
            return f"{finding.script_name}: {check_words(finding)}" if finding.check else finding.script_name
        case Column.DUE:
            return "" if finding.due is None else finding.due.isoformat()
        case Column.SINCE:
            return since_words(finding, now=now)
    return cell_words(finding, column, now=now)
