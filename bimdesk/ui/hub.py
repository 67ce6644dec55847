"""The hub: three signals, one selection. No widget tells another what to redraw; each listens here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import QObject, Signal

from bimdesk.domain.changes import Changes
from bimdesk.domain.ids import ElementRef
from bimdesk.errors import BimdeskError
from bimdesk.scene.ids import ElementIds, RefSet

Level = Literal["info", "success", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Notification:
    """Something that a person should know and did not ask for: shown as a toast.

    `action`: the words of a button in it, and `on_action` what that does ("Undo").
    """

    level: Level
    text: str
    hint: str = ""
    action: str = ""
    on_action: Callable[[], object] | None = None


@dataclass(frozen=True)
class Selection:
    """What is selected, everywhere. `origin`: who selected it; `reveal`: bring it into view."""

    refs: RefSet = field(default_factory=RefSet)
    origin: str = ""
    reveal: bool = False

    @property
    def ids(self) -> ElementIds:
        """The same by model, as arrays."""
        return self.refs.ids


class Hub(QObject):
    """`changed` carries Changes, `selection_changed` a Selection, `notified` a Notification."""

    changed = Signal(object)
    selection_changed = Signal(object)
    notified = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._selection = Selection()

    @property
    def selection(self) -> RefSet:
        return self._selection.refs

    def select(self, refs: Iterable[ElementRef], *, origin: str = "", reveal: bool = False) -> None:
        """Make `refs` the selection; says so once, and only where something is new or is to be revealed."""
        selection = Selection(RefSet(refs), origin, reveal)
        if selection.refs == self._selection.refs and not reveal:
            return
        self._selection = selection
        self.selection_changed.emit(selection)

    def publish(self, changes: Changes) -> None:
        """Tell every view what a service changed; nothing is said of nothing."""
        if changes:
            self.changed.emit(changes)

    def notify(
        self,
        level: Level,
        text: str,
        hint: str = "",
        *,
        action: str = "",
        on_action: Callable[[], object] | None = None,
    ) -> None:
        self.notified.emit(Notification(level, text, hint, action, on_action))

    def notify_error(self, error: BimdeskError) -> None:
        self.notify("error", error.message, error.hint)
