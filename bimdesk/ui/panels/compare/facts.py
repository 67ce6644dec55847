"""What two executions were and were given, as rows of two cells. No Qt but its translation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from bimdesk.domain.execution import Execution, Status
from bimdesk.services.compare import ArgumentPair, ComparedRuns
from bimdesk.ui.models.records import cell_text
from bimdesk.ui.models.wording import duration, when
from bimdesk.ui.theme.states import EXECUTION

_WORDS = (
    QT_TRANSLATE_NOOP("compare", "Status"),
    QT_TRANSLATE_NOOP("compare", "Model"),
    QT_TRANSLATE_NOOP("compare", "Findings"),
    QT_TRANSLATE_NOOP("compare", "Time"),
    QT_TRANSLATE_NOOP("compare", "Script"),
    QT_TRANSLATE_NOOP("compare", "not set"),
    QT_TRANSLATE_NOOP("compare", "the same"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A row. Tones are tokens; `marked`: B's cell stands out; `note`: behind B, in `note_tone`."""

    name: str
    a: str
    b: str
    tone_a: str = "tx"
    tone_b: str = "tx"
    marked: bool = False
    note: str = ""
    note_tone: str = "tx3"
    status: tuple[Status, Status] | None = None


def said(word: str) -> str:
    """A word of this pane in the user's language."""
    return QCoreApplication.translate("compare", word)


def facts_of(runs: ComparedRuns, *, only_differences: bool) -> list[Fact]:
    """Status, model, arguments, findings, time, script; arguments that are the same where asked for."""
    shown = [one for one in runs.arguments if not (only_differences and one.is_same)]
    return [
        Fact(
            name=said("Status"),
            a=EXECUTION[runs.a.status].text,
            b=EXECUTION[runs.b.status].text,
            status=(runs.a.status, runs.b.status),
        ),
        _model(runs),
        *map(_argument, shown),
        _findings(runs),
        Fact(name=said("Time"), a=duration(runs.a.duration_ms) or "–", b=duration(runs.b.duration_ms) or "–"),
        _script(runs),
    ]


def heading(letter: str, execution: Execution, now: datetime) -> str:
    """`A · Duplex_A v1 · yesterday 17:20`."""
    at = when(execution.started_at or execution.queued_at, now=now)
    return f"{letter} · {execution.name or execution.model_label} · {at}"


def _model(runs: ComparedRuns) -> Fact:
    (name_a, number_a), (name_b, number_b) = (_parted(one.model_label) for one in (runs.a, runs.b))
    same_name = name_a == name_b
    texts = []
    for label, number, count in (
        (runs.a.model_label, number_a, runs.elements_a),
        (runs.b.model_label, number_b, runs.elements_b),
    ):
        elements = "" if count is None else f" · {count:,} elements"
        texts.append((number if same_name else label) + elements)
    return Fact(name=said("Model"), a=texts[0], b=texts[1])


def _argument(one: ArgumentPair) -> Fact:
    a, b = (_value(value, given=given) for value, given in ((one.a, one.in_a), (one.b, one.in_b)))
    return Fact(
        name=one.name,
        a=a or said("not set"),
        b=b or said("not set"),
        tone_a="tx" if a else "tx3",
        tone_b="tx" if b else "tx3",
        marked=not one.is_same,
    )


def _value(value: object, *, given: bool) -> str:
    if not given or value in (None, "", []):
        return ""
    return ", ".join(map(cell_text, value)) if isinstance(value, list) else cell_text(value)


def _findings(runs: ComparedRuns) -> Fact:
    more = runs.b.findings - runs.a.findings
    return Fact(
        name=said("Findings"),
        a=f"{runs.a.findings:,}",
        b=f"{runs.b.findings:,}",
        note="" if not more else f"+{more:,}" if more > 0 else f"−{-more:,}",
        note_tone="error" if more > 0 else "ok",
    )


def _script(runs: ComparedRuns) -> Fact:
    a, b = (_version(one) for one in (runs.a, runs.b))
    if runs.same_script:
        return Fact(name=said("Script"), a=f"{said('the same')}: {a}", b="")
    return Fact(name=said("Script"), a=a, b=b, marked=True)


def _version(run: Execution) -> str:
    number = f"v{run.script_version} " if run.script_version else ""
    return f"{number}{run.script_sha256[:7]}"


def _parted(label: str) -> tuple[str, str]:
    name, _space, number = label.rpartition(" ")
    return name or label, number
