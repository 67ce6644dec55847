"""The numbers that stand for states, severities and decisions in the tables; lists sort by them."""

from __future__ import annotations

from datetime import UTC, datetime

from bimdesk.domain.finding import Severity
from bimdesk.domain.finding_life import Decision, FindingState

STATES = (
    FindingState.NEW,
    FindingState.REOPENED,
    FindingState.CHANGED,
    FindingState.PERSISTING,
    FindingState.NOT_EVALUATED,
    FindingState.RESOLVED,
)
SEVERITIES = tuple(Severity)
DECISIONS = tuple(Decision)
STATE_CODES = {state: code for code, state in enumerate(STATES)}
SEVERITY_CODES = {severity: code for code, severity in enumerate(SEVERITIES)}
DECISION_CODES = {decision: code for code, decision in enumerate(DECISIONS)}
RESOLVED = STATE_CODES[FindingState.RESOLVED]
ACCEPTED = DECISION_CODES[Decision.ACCEPTED]
CLOSED = DECISION_CODES[Decision.CLOSED]
OPEN = DECISION_CODES[Decision.OPEN]
IN_PROGRESS = DECISION_CODES[Decision.IN_PROGRESS]


def to_ms(at: datetime) -> int:
    """Milliseconds since 1970."""
    return round(at.timestamp() * 1000)


def from_ms(number: int) -> datetime:
    return datetime.fromtimestamp(number / 1000, UTC)


def from_text(at: str) -> datetime:
    """A time as SQLite keeps it, read without its column's type."""
    return datetime.fromisoformat(at).replace(tzinfo=UTC)


STATE_WORDS = frozenset(state.value for state in FindingState)
