"""Words of a report: severities, states, counts, texts of cells."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bimdesk.domain.execution import Status
from bimdesk.protocol.cleaning import clean_text

SEVERITIES: Mapping[str, str] = {"error": "Error", "warning": "Warning", "info": "Info"}
"""Worst first."""
STATES: Mapping[str, str] = {
    "new": "New",
    "reopened": "Reopened",
    "changed": "Changed",
    "persisting": "Persisting",
    "not_evaluated": "Not evaluated",
    "resolved": "Resolved",
}
DECISIONS: Mapping[str, str] = {
    "open": "Open",
    "in_progress": "In progress",
    "accepted": "Accepted",
    "closed": "Closed",
}
STATUSES: Mapping[Status, str] = {
    Status.QUEUED: "Queued",
    Status.RUNNING: "Running",
    Status.SUCCESS: "Success",
    Status.WARNING: "Warning",
    Status.FAILED: "Failed",
    Status.ERROR: "Script error",
    Status.TIMEOUT: "Timeout",
    Status.CANCELLED: "Cancelled",
    Status.KILLED: "Killed",
    Status.INTERRUPTED: "Interrupted",
}
EXPECTED = ("expected", "required", "should_be", "wanted")
FOUND = ("found", "actual", "value", "is")
"""Keys of a finding's data that say what was wanted and what was there."""
LONGEST_CELL = 400


def style_key(value: str) -> str:
    """The word that styles go by: `Not evaluated`, `not-evaluated` and `NOT_EVALUATED` are one."""
    return value.lower().replace("-", "_").replace(" ", "_")


def counted(number: int, one: str, many: str = "") -> str:
    """`1 finding`, `1,284 findings`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def cell(value: Any) -> str:
    """The text of a cell; nothing for None and NaN."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value:,}" if abs(value) >= 10_000 else str(value)
        case float():
            return "" if math.isnan(value) else f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.2f}"
        case str():
            text = value
        case _:
            text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST_CELL else text[:LONGEST_CELL] + "…"


def moment(at: datetime) -> str:
    """`22 November 2026, 18:41`, in the zone of this machine."""
    local = at.astimezone()
    return f"{local.day} {local:%B %Y, %H:%M}"


def seconds(milliseconds: int | None) -> str:
    """`0.41 s`; nothing where it is not known."""
    return "" if milliseconds is None else f"{milliseconds / 1000:,.2f} s"


def byte_size(number: int) -> str:
    """`812 B`, `2.3 MB`."""
    value, unit = float(number), "B"
    for larger in ("kB", "MB", "GB"):
        if value < 1000:
            break
        value, unit = value / 1000, larger
    return f"{number} B" if unit == "B" else f"{value:.1f} {unit}"


def cleaned(value: Any) -> Any:
    """The same plain data, no text of it with control codes or reversed writing."""
    match value:
        case str():
            return clean_text(value)
        case list() | tuple():
            return [cleaned(inner) for inner in value]
        case dict():
            return {clean_text(str(key)): cleaned(inner) for key, inner in value.items()}
    return value
