"""Which findings are looked at: one filter, shared by list, groups, timeline, matrix and details."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from bimdesk.domain.finding import Severity
from bimdesk.domain.finding_life import OPEN_DECISIONS, Decision, FindingFilter, FindingState, GroupName
from bimdesk.domain.ids import ModelId, ScriptKey

SETS: Mapping[GroupName, str] = {
    "state": "states",
    "severity": "severities",
    "decision": "decisions",
    "check": "checks",
    "script": "script_keys",
    "model": "model_ids",
    "storey": "storeys",
    "class": "classes",
    "assignee": "assignees",
    "label": "labels",
}
"""A group's word -> the field of the filter that holds its values."""
_DONE: Mapping[GroupName, frozenset[Any]] = {
    "state": frozenset({FindingState.RESOLVED}),
    "decision": frozenset(Decision) - OPEN_DECISIONS,
}
"""What is not among the open ones."""


def filter_value(group: GroupName, key: str) -> Any:
    """What a filter takes for the key of a group."""
    match group:
        case "state":
            return FindingState(key)
        case "severity":
            return Severity(key)
        case "decision":
            return Decision(key)
        case "model":
            return ModelId(int(key))
        case "script":
            return ScriptKey(key) if key else None
        case "check":
            script, _, check = key.partition("|")
            return (ScriptKey(script) if script else None, check)
    return key


def narrowed(wanted: FindingFilter, group: GroupName, key: str) -> FindingFilter:
    """The findings of one group alone."""
    values: dict[str, Any] = {SETS[group]: frozenset({filter_value(group, key)})}
    return replace(wanted, **values)


class FindingScope(QObject):
    """`changed`: another filter holds. Begins with what is open."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted = FindingFilter(only_open=True)
        self.words: dict[tuple[GroupName, Any], str] = {}
        """What the values of the filter are called, for the chips that take them away."""

    @property
    def wanted(self) -> FindingFilter:
        return self._wanted

    @property
    def is_narrowed(self) -> bool:
        """More is left out than what is done."""
        return replace(self._wanted, only_open=False) != FindingFilter()

    def show(self, wanted: FindingFilter) -> None:
        """Look at these."""
        if wanted != self._wanted:
            self._wanted = wanted
            self.changed.emit()

    def clear(self) -> None:
        """All that is open, or all where what is done is shown too."""
        self.show(FindingFilter(only_open=self._wanted.only_open))

    def values(self, group: GroupName) -> frozenset[Any]:
        """What the filter holds of a group; empty: all."""
        found: frozenset[Any] = getattr(self._wanted, SETS[group])
        return found

    def toggle(self, group: GroupName, value: Any, *, words: str = "") -> None:
        """Add a value to the filter, or take it away."""
        self.choose(group, self.values(group) ^ {value}, words={value: words} if words else {})

    def choose(
        self, group: GroupName, values: frozenset[Any], *, words: Mapping[Any, str] | None = None
    ) -> None:
        """Only these values of a group; none: all of them. What is done shows where it is asked for."""
        for value, text in (words or {}).items():
            self.words[group, value] = text
        only_open = self._wanted.only_open and not values & _DONE.get(group, frozenset())
        changes: dict[str, Any] = {SETS[group]: values, "only_open": only_open}
        self.show(replace(self._wanted, **changes))

    def set_only_open(self, only_open: bool) -> None:
        """Leave out what is done, or show it too."""
        wanted = replace(self._wanted, only_open=only_open)
        if only_open:
            states, decisions = wanted.states - _DONE["state"], wanted.decisions - _DONE["decision"]
            wanted = replace(wanted, states=states, decisions=decisions)
        self.show(wanted)

    def set_text(self, text: str) -> None:
        """Words that a finding has to have."""
        self.show(replace(self._wanted, text=text))

    def set_overdue(self, overdue: bool) -> None:
        """Only what is past its day."""
        self.show(replace(self._wanted, overdue=overdue))

    def show_elements(self, guids: frozenset[str]) -> None:
        """Only findings on these elements, done or not."""
        self.show(replace(self._wanted, guids=guids, only_open=False))

    def forget_elements(self) -> None:
        """On any element again."""
        self.show(replace(self._wanted, guids=frozenset(), only_open=True))
