"""Findings: one problem on one or several elements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bimdesk.domain.ids import ElementId


class Severity(StrEnum):
    """How bad a finding is, worst first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One problem. `elements` and `guids` run in parallel; an element without GlobalId has ''."""

    message: str
    severity: Severity = Severity.ERROR
    check: str = ""
    elements: tuple[ElementId, ...] = ()
    guids: tuple[str, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
