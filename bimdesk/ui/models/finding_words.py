"""What the findings' views say in words. No Qt but its translation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import IntEnum

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from bimdesk.domain.finding_life import Decision, FindingEvent, GroupName, KeptFinding, OrderName, Waiver
from bimdesk.ui.models.class_looks import short_name
from bimdesk.ui.models.wording import when
from bimdesk.ui.theme.states import DECISION, FINDING, SEVERITY


class Column(IntEnum):
    """The columns of the list, in order."""

    SEVERITY = 0
    STATE = 1
    DECISION = 2
    ELEMENT = 3
    GUID = 4
    STOREY = 5
    CHECK = 6
    MESSAGE = 7
    ASSIGNEE = 8
    DUE = 9
    SINCE = 10


TITLES: tuple[str, ...] = (
    str(QT_TRANSLATE_NOOP("findings", "Severity")),
    str(QT_TRANSLATE_NOOP("findings", "State")),
    str(QT_TRANSLATE_NOOP("findings", "Decision")),
    str(QT_TRANSLATE_NOOP("findings", "Element")),
    "GlobalId",
    str(QT_TRANSLATE_NOOP("findings", "Storey")),
    str(QT_TRANSLATE_NOOP("findings", "Check")),
    str(QT_TRANSLATE_NOOP("findings", "Message")),
    str(QT_TRANSLATE_NOOP("findings", "Assignee")),
    str(QT_TRANSLATE_NOOP("findings", "Due")),
    str(QT_TRANSLATE_NOOP("findings", "Since")),
)
ORDERS: Mapping[Column, OrderName] = {
    Column.SEVERITY: "severity",
    Column.STATE: "state",
    Column.DECISION: "decision",
    Column.ELEMENT: "element",
    Column.STOREY: "storey",
    Column.CHECK: "check",
    Column.MESSAGE: "message",
    Column.ASSIGNEE: "assignee",
    Column.DUE: "due",
    Column.SINCE: "first_seen",
}
"""Columns that the list can be sorted by -> the words of services.findings.listing."""
GROUPS: tuple[tuple[GroupName, str, str], ...] = (
    ("check", str(QT_TRANSLATE_NOOP("findings", "Check")), "list-checks"),
    ("state", str(QT_TRANSLATE_NOOP("findings", "State")), "circle-dot"),
    ("severity", str(QT_TRANSLATE_NOOP("findings", "Severity")), "triangle-alert"),
    ("model", str(QT_TRANSLATE_NOOP("findings", "Model")), "box"),
    ("storey", str(QT_TRANSLATE_NOOP("findings", "Storey")), "layers"),
    ("class", str(QT_TRANSLATE_NOOP("findings", "Class")), "boxes"),
    ("assignee", str(QT_TRANSLATE_NOOP("findings", "Assignee")), "user"),
    ("decision", str(QT_TRANSLATE_NOOP("findings", "Decision")), "stamp"),
    ("label", str(QT_TRANSLATE_NOOP("findings", "Label")), "tag"),
)
"""What findings are grouped by: the word of services.findings.listing, its title, its icon."""
_LOOKS = {key.value: look for key, look in (*FINDING.items(), *DECISION.items())}


def tr(text: str) -> str:
    return QCoreApplication.translate("findings", text)


def cell_words(finding: KeptFinding, column: Column, *, now: datetime) -> str:
    """The text of a cell."""
    match column:
        case Column.SEVERITY:
            return SEVERITY[finding.severity].text
        case Column.STATE:
            return FINDING[finding.state].text
        case Column.DECISION:
            return decision_words(finding)
        case Column.ELEMENT:
            return element_words(finding)
        case Column.GUID:
            return finding.guids[0] if finding.guids else ""
        case Column.STOREY:
            return finding.storey
        case Column.CHECK:
            return check_words(finding)
        case Column.MESSAGE:
            return finding.message
        case Column.ASSIGNEE:
            return finding.assignee
        case Column.DUE:
            return "" if finding.due is None else day_words(finding.due, today=now.astimezone().date())
        case Column.SINCE:
            return finding.first_version


def decision_words(finding: KeptFinding) -> str:
    """Nothing while nobody decided: an open finding needs no second chip."""
    return "" if finding.decision is Decision.OPEN else DECISION[finding.decision].text


def check_words(finding: KeptFinding) -> str:
    return finding.check or finding.script_name


def element_words(finding: KeptFinding) -> str:
    """`Single-Flush : 146596 +1`: the first element, and how many more."""
    name = short_name(finding.element_name, "") or finding.element_class
    if not name and finding.element_count == 0:
        return tr("The model")
    return f"{name} +{finding.element_count - 1}" if finding.element_count > 1 else name


def day_words(day: date, *, today: date) -> str:
    """`today`, `tomorrow`, `3 days over`, then the date."""
    left = (day - today).days
    if left == 0:
        return tr("today")
    if left == 1:
        return tr("tomorrow")
    if left < 0:
        return tr("1 day over") if left == -1 else tr("{0} days over").format(f"{-left:,}")
    return day.isoformat() if day.year != today.year else f"{day.day} {day:%b}"


def since_words(finding: KeptFinding, *, now: datetime) -> str:
    """`House v1, yesterday 17:20`."""
    return f"{finding.first_version}, {when(finding.first_seen_at, now=now)}"


def is_overdue(finding: KeptFinding, *, today: date) -> bool:
    """Past its day, and something is still to be done."""
    return finding.due is not None and finding.due < today and finding.is_open


def waiver_words(waiver: Waiver) -> str:
    """`Agreed with the client. Anna, until 2027-01-31`."""
    until = tr("until {0}").format(waiver.expires.isoformat()) if waiver.expires else tr("for good")
    author = f"{waiver.author}, " if waiver.author else ""
    return f"{waiver.reason}\n{author}{waiver.made_at.astimezone():%Y-%m-%d}, {until}"


def event_words(event: FindingEvent) -> str:
    """What happened, in words: `Persisting: House v2`, `Assigned to Anna`."""
    text = event.text
    match event.kind:
        case "assignee":
            return tr("Assigned to {0}").format(text) if text else tr("Assigned to nobody")
        case "due":
            return tr("Due {0}").format(text) if text else tr("No due date")
        case "labels":
            return tr("Labels: {0}").format(text) if text else tr("No labels")
    said = _LOOKS[event.kind].text if event.kind in _LOOKS else event.kind
    return f"{said}: {text}" if text else said
