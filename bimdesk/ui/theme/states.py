"""How states look: always icon + word + colour, told once for chips, logs, toasts and the status bar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from bimdesk.domain.execution import Status
from bimdesk.domain.finding import Severity
from bimdesk.domain.finding_life import Decision, FindingState
from bimdesk.domain.protection import Protection


@dataclass(frozen=True, slots=True, kw_only=True)
class StateLook:
    """`tone` is a token name (`ok`); its ground is `<tone>_soft`."""

    word: str
    icon: str
    tone: str

    @property
    def soft(self) -> str:
        return f"{self.tone}_soft"

    @property
    def text(self) -> str:
        """The word in the user's language."""
        return QCoreApplication.translate("states", self.word)


def _look(word: str, icon: str, tone: str) -> StateLook:
    return StateLook(word=word, icon=icon, tone=tone)


EXECUTION: Mapping[Status, StateLook] = {
    Status.QUEUED: _look(str(QT_TRANSLATE_NOOP("states", "Queued")), "clock", "neutral"),
    Status.RUNNING: _look(str(QT_TRANSLATE_NOOP("states", "Running")), "loader-circle", "info"),
    Status.SUCCESS: _look(str(QT_TRANSLATE_NOOP("states", "Success")), "circle-check", "ok"),
    Status.WARNING: _look(str(QT_TRANSLATE_NOOP("states", "Warning")), "triangle-alert", "warning"),
    Status.FAILED: _look(str(QT_TRANSLATE_NOOP("states", "Failed")), "circle-x", "error"),
    Status.ERROR: _look(str(QT_TRANSLATE_NOOP("states", "Script error")), "bug", "crash"),
    Status.TIMEOUT: _look(str(QT_TRANSLATE_NOOP("states", "Timeout")), "timer", "error"),
    Status.CANCELLED: _look(str(QT_TRANSLATE_NOOP("states", "Cancelled")), "circle-slash", "neutral"),
    Status.KILLED: _look(str(QT_TRANSLATE_NOOP("states", "Killed")), "shield-x", "error"),
    Status.INTERRUPTED: _look(str(QT_TRANSLATE_NOOP("states", "Interrupted")), "unplug", "neutral"),
}

SEVERITY: Mapping[Severity, StateLook] = {
    Severity.ERROR: _look(str(QT_TRANSLATE_NOOP("states", "Error")), "circle-x", "error"),
    Severity.WARNING: _look(str(QT_TRANSLATE_NOOP("states", "Warning")), "triangle-alert", "warning"),
    Severity.INFO: _look(str(QT_TRANSLATE_NOOP("states", "Info")), "info", "info"),
}

FINDING: Mapping[FindingState, StateLook] = {
    FindingState.NEW: _look(str(QT_TRANSLATE_NOOP("states", "New")), "circle-plus", "info"),
    FindingState.PERSISTING: _look(str(QT_TRANSLATE_NOOP("states", "Persisting")), "circle-dot", "neutral"),
    FindingState.CHANGED: _look(str(QT_TRANSLATE_NOOP("states", "Changed")), "pencil", "warning"),
    FindingState.RESOLVED: _look(str(QT_TRANSLATE_NOOP("states", "Resolved")), "circle-check", "ok"),
    FindingState.REOPENED: _look(str(QT_TRANSLATE_NOOP("states", "Reopened")), "rotate-ccw", "error"),
    FindingState.NOT_EVALUATED: _look(
        str(QT_TRANSLATE_NOOP("states", "Not evaluated")), "circle-dashed", "neutral"
    ),
}
"""What runs say of a finding: a filled chip."""

DECISION: Mapping[Decision, StateLook] = {
    Decision.OPEN: _look(str(QT_TRANSLATE_NOOP("states", "Open")), "circle", "neutral"),
    Decision.IN_PROGRESS: _look(str(QT_TRANSLATE_NOOP("states", "In progress")), "hammer", "info"),
    Decision.ACCEPTED: _look(str(QT_TRANSLATE_NOOP("states", "Accepted")), "stamp", "ok"),
    Decision.CLOSED: _look(str(QT_TRANSLATE_NOOP("states", "Closed")), "archive", "neutral"),
}
"""What a person says of it: an outlined chip."""

BROKEN = _look(str(QT_TRANSLATE_NOOP("states", "Broken")), "file-warning", "warning")
NEVER_RUN = _look(str(QT_TRANSLATE_NOOP("states", "Never run")), "circle-dashed", "neutral")

PROTECTION: Mapping[Protection, StateLook] = {
    Protection.PROTECTED: _look(str(QT_TRANSLATE_NOOP("states", "Protected")), "shield-check", "ok"),
    Protection.FALLBACK: _look(
        str(QT_TRANSLATE_NOOP("states", "Protected (fallback)")), "shield-check", "info"
    ),
    Protection.LIMITED: _look(str(QT_TRANSLATE_NOOP("states", "Limited")), "shield-alert", "warning"),
    Protection.UNAVAILABLE: _look(str(QT_TRANSLATE_NOOP("states", "Not available")), "shield-off", "error"),
    Protection.OFF: _look(str(QT_TRANSLATE_NOOP("states", "Without protection")), "shield-off", "error"),
    Protection.UNKNOWN: _look(str(QT_TRANSLATE_NOOP("states", "Being checked")), "loader-circle", "neutral"),
}
