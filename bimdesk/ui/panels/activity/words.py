"""What an entry of the feed says, and what it unfolds to."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from bimdesk.domain.activity import Activity, ActivityKind
from bimdesk.domain.execution import Status
from bimdesk.domain.finding_life import FindingState
from bimdesk.services.activity import ExecutionOutput
from bimdesk.ui.models.wording import counted, duration, size
from bimdesk.ui.theme.states import EXECUTION, FINDING
from bimdesk.ui.widgets.chip import ChipLook

ICONS = {
    ActivityKind.IMPORT: "download",
    ActivityKind.EXECUTION: "play",
    ActivityKind.FINDING: "flag",
    ActivityKind.SCRIPT: "file-code",
    ActivityKind.PROJECT: "folder-open",
}
NOTICES = 20
_STATES = {state.value: look for state, look in FINDING.items()}


def _tr(text: str) -> str:
    return QCoreApplication.translate("activity", text)


def day_title(day: date, *, today: date) -> str:
    """`Today`, `Yesterday`, `Monday`, then the date."""
    days = (today - day).days
    if days == 0:
        return _tr("Today")
    if days == 1:
        return _tr("Yesterday")
    if 1 < days < 7:
        return f"{day:%A}"
    return f"{day.day} {day:%B}" if day.year == today.year else f"{day.day} {day:%B %Y}"


def entry_title(entry: Activity) -> str:
    """One line: what happened to what."""
    match entry.kind:
        case ActivityKind.IMPORT:
            return _tr("{0} imported").format(entry.title)
        case ActivityKind.EXECUTION:
            return _tr("{0} on {1}").format(entry.title, entry.data["model"])
        case ActivityKind.SCRIPT:
            return _tr("{0}, version {1}").format(entry.title, entry.data["version"])
        case ActivityKind.FINDING:
            return _finding_title(entry)
    if "runs" in entry.data:
        return _tr("Result files of {0} removed").format(counted(int(entry.data["runs"]), "execution"))
    return f"{entry.title} {_tr(entry.text)}"


def _finding_title(entry: Activity) -> str:
    findings = counted(int(entry.data["count"]), "finding")
    words = {
        "accepted": _tr("{0} accepted"),
        "closed": _tr("{0} closed"),
        "in progress": _tr("{0} in progress"),
        "open": _tr("{0} open again"),
        "assignee": _tr("{0} given to {1}") if entry.text else _tr("{0} given to nobody"),
        "comment": _tr("Comment on {0}"),
    }
    return words.get(str(entry.data["act"]), "{0}").format(findings, entry.text)


def entry_below(entry: Activity) -> str:
    """The second line: the time of day, who, and what else one wants to know at a glance."""
    clock = f"{entry.at.astimezone():%H:%M}"
    return " · ".join(part for part in (clock, entry.author, *_facts(entry)) if part)


def _facts(entry: Activity) -> list[str]:
    data = entry.data
    match entry.kind:
        case ActivityKind.IMPORT:
            elements = counted(int(data["entities"] or 0), "element")
            return [entry.text, str(data["schema"]), elements, size(int(data["size"]))]
        case ActivityKind.EXECUTION:
            found = counted(int(data["findings"]), "finding") if data["findings"] else ""
            return [found or entry.text, duration(data["duration_ms"])]
        case ActivityKind.SCRIPT:
            return [str(data["label"]), entry.text]
        case ActivityKind.FINDING:
            reason = entry.text if data["act"] != "assignee" else ""
            return [entry.title, reason]
    if "runs" in data:
        return [size(int(data["size"]))]
    return [counted(int(data["versions"]), "version")] if "versions" in data else []


def entry_chip(entry: Activity) -> ChipLook | None:
    """How an execution ended."""
    if entry.kind is not ActivityKind.EXECUTION:
        return None
    return ChipLook.of(EXECUTION[Status(entry.data["status"])])


def unfolds(entry: Activity) -> bool:
    """Whether there is more to say than two lines."""
    if entry.kind is ActivityKind.EXECUTION:
        return Status(entry.data["status"]).is_over
    return bool(own_lines(entry))


def own_lines(entry: Activity) -> list[str]:
    """What an entry unfolds to without a look elsewhere."""
    if entry.kind is not ActivityKind.IMPORT:
        return []
    notices = [" ".join(str(one).split()) for one in entry.data["notices"]]
    more = len(notices) - NOTICES
    return notices[:NOTICES] + ([_tr("and {0} more").format(f"{more:,}")] if more > 0 else [])


def output_lines(entry: Activity, output: ExecutionOutput) -> list[str]:
    """What an execution unfolds to: how it ended, arguments, findings by state, the end of its log."""
    lines = [entry.text] if entry.text else []
    given = ", ".join(
        f"{name} = {value}" for name, value in output.parameters.items() if value not in (None, "")
    )
    if given:
        lines.append(given)
    states = [f"{output.findings[state.value]:,} {_STATES[state.value].text}" for state in FindingState
              if output.findings.get(state.value)]  # fmt: skip
    if states:
        lines.append(" · ".join(states))
    hidden = output.log_lines - len(output.log)
    if hidden > 0:
        lines.append(_tr("{0} more lines in the log").format(f"{hidden:,}"))
    lines += [" ".join(line.text.split()) for line in output.log]
    return [line for line in lines if line] or [_tr("It left nothing.")]
