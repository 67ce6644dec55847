"""What the history is narrowed to: choices of the chips and what was typed, as one filter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from PySide6.QtCore import QObject, Signal

from bimdesk.domain.execution import StartedBy, Status
from bimdesk.domain.history import ExecutionFilter, FacetName
from bimdesk.domain.ids import ScriptKey, VersionId
from bimdesk.services.history import typed_filter

NOBODY = VersionId(-1)
"""A version that no execution has: models and versions that have nothing in common."""


@dataclass(frozen=True, slots=True)
class Days:
    """From local midnight `back` days ago on; `until` days ago is no longer in it (None: till now)."""

    word: str
    back: int
    until: int | None = None


DAYS = (
    Days("Today", 0),
    Days("Yesterday", 1, 0),
    Days("Last 7 days", 6),
    Days("Last 30 days", 29),
    Days("Last 12 months", 364),
)


class HistoryScope(QObject):
    """`changed`: another filter is wanted. Choices are kept by facet as key -> label."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._chosen: dict[FacetName, dict[str, str]] = {}
        self._fixed: ExecutionFilter = ExecutionFilter()
        self.typed = ""
        self.days: Days | None = None
        self.pinned = False

    @property
    def is_narrowed(self) -> bool:
        """Whether a person left something out."""
        return bool(self.typed.strip() or self.days or self.pinned or any(self._chosen.values()))

    def chosen(self, facet: FacetName) -> Mapping[str, str]:
        """Key -> label; of arguments name=value -> name."""
        return self._chosen.get(facet, {})

    def toggle(self, facet: FacetName, key: str, label: str) -> None:
        """Choose a value, or leave it again; an argument has one value at a time."""
        held = self._chosen.setdefault(facet, {})
        if key in held and held[key] == label:
            del held[key]
        else:
            if facet == "argument":
                self._chosen[facet] = held = {one: name for one, name in held.items() if name != label}
            held[key] = label
        self.changed.emit()

    def clear(self, facet: FacetName | None = None) -> None:
        """Any value again, of one facet or of all."""
        if facet is None:
            self._chosen.clear()
            self.typed, self.days, self.pinned = "", None, False
        else:
            self._chosen.pop(facet, None)
        self.changed.emit()

    def type(self, text: str) -> None:
        if text != self.typed:
            self.typed = text
            self.changed.emit()

    def set_days(self, days: Days | None) -> None:
        self.days = days
        self.changed.emit()

    def set_pinned(self, pinned: bool) -> None:
        self.pinned = pinned
        self.changed.emit()

    def fix(self, fixed: ExecutionFilter) -> None:
        """What the place of the panel narrows it to: a script and a model version of the dock."""
        if fixed != self._fixed:
            self._fixed = fixed
            self.changed.emit()

    def wanted(self, now: datetime) -> ExecutionFilter:
        """All of it as a filter; days begin at midnight where the person is."""
        fixed = self._fixed
        scripts = self.chosen("script")
        keys = frozenset(ScriptKey(one[4:]) for one in scripts if one.startswith("key:"))
        since, before = _times(self.days, now)
        wanted = ExecutionFilter(
            statuses=frozenset(Status(one) for one in self.chosen("status")),
            scripts=keys or fixed.scripts,
            loose_scripts=frozenset(one[5:] for one in scripts if one.startswith("name:")),
            version_ids=self._versions() or fixed.version_ids,
            started_by=frozenset(StartedBy(one) for one in self.chosen("started_by")),
            since=since,
            before=before,
            arguments=tuple((name, value) for value, name in self.chosen("argument").items()),
            labels=frozenset(self.chosen("label")),
            pinned=self.pinned,
        )
        return typed_filter(wanted, self.typed)

    def _versions(self) -> frozenset[VersionId]:
        models = _numbers(self.chosen("model"))
        versions = _numbers(self.chosen("version"))
        return (models & versions or frozenset({NOBODY})) if models and versions else models | versions


def _numbers(keys: Mapping[str, str]) -> frozenset[VersionId]:
    return frozenset(VersionId(int(number)) for key in keys for number in key.split(","))


def _times(days: Days | None, now: datetime) -> tuple[datetime | None, datetime | None]:
    if days is None:
        return None, None
    local = now.astimezone()

    def midnight(back: int) -> datetime:
        return datetime.combine(local.date() - timedelta(days=back), time()).astimezone()

    return midnight(days.back), None if days.until is None else midnight(days.until)
