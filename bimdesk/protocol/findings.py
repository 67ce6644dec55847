"""A worker's claim of a finding in the domain's words."""

from __future__ import annotations

from bimdesk.domain.finding import Finding, Severity
from bimdesk.domain.ids import ElementId
from bimdesk.protocol.messages import FindingMessage


def to_finding(message: FindingMessage) -> Finding:
    """The finding that a message tells."""
    return Finding(
        message=message.message,
        severity=Severity(message.severity),
        check=message.check,
        elements=tuple(ElementId(element) for element in message.elements),
        guids=tuple(message.guids),
        data=message.data,
    )
