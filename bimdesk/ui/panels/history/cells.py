"""What each cell of the history says. No Qt."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

from bimdesk.domain.execution import Execution, StartedBy, Status
from bimdesk.domain.protection import protection_of
from bimdesk.ui.models.wording import counted, duration, start_time
from bimdesk.ui.theme.states import EXECUTION, PROTECTION, StateLook


class Column(IntEnum):
    """The columns, in order."""

    STATUS = 0
    SCRIPT = 1
    MODEL = 2
    STARTED_BY = 3
    PROTECTION = 4
    ARGUMENTS = 5
    RESULT = 6
    START = 7
    TIME = 8


TITLES = (
    "Status", "Script", "Model", "Started by", "Protection", "Arguments", "Result", "Start", "Time",
)  # fmt: skip
STARTERS = {
    StartedBy.HAND: ("mouse-pointer-click", "By hand"),
    StartedBy.CLI: ("square-terminal", "Command line"),
}
_LIMIT = re.compile(r"^Stopped at a limit: it (.*?)\. ")
_LINE = re.compile(r"^Line (\d+):")
VALUE_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Argument:
    """One parameter of an execution, short enough for a chip."""

    name: str
    value: str


def arguments(parameters: Mapping[str, Any]) -> list[Argument]:
    """The parameters as chips; those without a value are left out."""
    found = [(name, value_text(value)) for name, value in parameters.items()]
    return [Argument(name, text) for name, text in found if text]


def value_text(value: Any) -> str:
    """`IfcWall`, `Level 1, Level 2`, `yes`, `3 values`."""
    match value:
        case None | "" | []:
            return ""
        case bool():
            return "yes" if value else "no"
        case str() | int() | float():
            text = str(value)
        case list():
            text = ", ".join(map(str, value))
            if len(text) > VALUE_LENGTH:
                return counted(len(value), "value")
        case _:
            text = json.dumps(value, ensure_ascii=False, default=str)
    text = " ".join(text.split())
    return text if len(text) <= VALUE_LENGTH else text[: VALUE_LENGTH - 1] + "…"


def result_text(execution: Execution) -> str:
    """The findings, the line of an error, or the sentence."""
    if execution.findings:
        return counted(execution.findings, "finding")
    line = _LINE.match(execution.sentence)
    if execution.status is Status.ERROR and line is not None:
        return f"line {line[1]}"
    limit = _LIMIT.match(execution.sentence)
    return limit[1] if limit is not None else execution.sentence.rstrip(".")


def protection_look(execution: Execution) -> StateLook:
    """What confined an execution; nothing is known of one that has not begun."""
    return PROTECTION[protection_of(execution.sandbox)]


def cell_words(execution: Execution, column: Column, *, now: datetime, live_s: float | None) -> str:
    """The text of a cell; `live_s`: seconds so far of one that runs."""
    match column:
        case Column.STATUS:
            return EXECUTION[execution.status].text
        case Column.SCRIPT:
            return execution.script_name
        case Column.MODEL:
            return execution.model_label.rpartition(" ")[0] or execution.model_label
        case Column.STARTED_BY:
            return STARTERS[execution.started_by][1]
        case Column.PROTECTION:
            return protection_look(execution).text
        case Column.ARGUMENTS:
            return ", ".join(f"{one.name} {one.value}" for one in arguments(execution.parameters))
        case Column.RESULT:
            return result_text(execution)
        case Column.START:
            return start_time(execution.started_at or execution.queued_at, now=now)
        case Column.TIME:
            return f"{live_s:.1f} s" if live_s is not None else duration(execution.duration_ms)
