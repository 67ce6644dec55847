"""What each cell of the history says. No Qt."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

from bimdesk.domain.execution import Execution, StartedBy, Status
from bimdesk.domain.history import OrderName
from bimdesk.domain.protection import protection_of
from bimdesk.ui.models.wording import counted, duration, start_time
from bimdesk.ui.theme.states import EXECUTION, PROTECTION, StateLook


class Column(IntEnum):
    """The columns, in order."""

    CHOSEN = 0
    STATUS = 1
    SCRIPT = 2
    MODEL = 3
    STARTED_BY = 4
    PROTECTION = 5
    ARGUMENTS = 6
    NAME = 7
    LABELS = 8
    RESULT = 9
    START = 10
    TIME = 11


TITLES = (
    "", "Status", "Script", "Model", "Started by", "Protection", "Arguments", "Name", "Labels", "Result",
    "Start", "Time",
)  # fmt: skip
ORDERS: Mapping[Column, OrderName] = {
    Column.STATUS: "status",
    Column.SCRIPT: "script",
    Column.MODEL: "model",
    Column.STARTED_BY: "started_by",
    Column.NAME: "name",
    Column.RESULT: "result",
    Column.START: "start",
    Column.TIME: "time",
}
"""Columns by which the history can be sorted."""
GREATEST_FIRST = frozenset({Column.RESULT, Column.START, Column.TIME})
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


_PLAIN: Mapping[Column, Callable[[Execution], str]] = {
    Column.CHOSEN: lambda _execution: "",
    Column.STATUS: lambda execution: EXECUTION[execution.status].text,
    Column.SCRIPT: lambda execution: execution.script_name,
    Column.MODEL: lambda execution: execution.model_label.rpartition(" ")[0] or execution.model_label,
    Column.STARTED_BY: lambda execution: STARTERS[execution.started_by][1],
    Column.PROTECTION: lambda execution: protection_look(execution).text,
    Column.NAME: lambda execution: execution.name,
    Column.LABELS: lambda execution: ", ".join(execution.labels),
}


def cell_words(execution: Execution, column: Column, *, now: datetime, live_s: float | None) -> str:
    """The text of a cell; `live_s`: seconds so far of one that runs."""
    if column in _PLAIN:
        return _PLAIN[column](execution)
    match column:
        case Column.ARGUMENTS:
            return ", ".join(f"{one.name} {one.value}" for one in arguments(execution.parameters))
        case Column.RESULT:
            return result_text(execution)
        case Column.START:
            return start_time(execution.started_at or execution.queued_at, now=now)
        case _:
            return f"{live_s:.1f} s" if live_s is not None else duration(execution.duration_ms)
