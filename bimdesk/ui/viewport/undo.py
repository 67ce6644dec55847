"""Undo and redo in the 3D view: keeps the scene's history and goes back and forth in it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from bimdesk.scene.history import History
from bimdesk.scene.snapshot import Packer, Snapshot, restore
from bimdesk.scene.state import Change, SceneState

_STEPS = Change.VISIBILITY | Change.COLORS | Change.GHOSTS | Change.SECTIONS
"""What is undone; the selection is not, nor are models that come and go."""


class UndoStack(QObject):
    """`undo_text` and `redo_text` say in words what the next step is; '' where there is none."""

    changed = Signal()

    def __init__(self, state: SceneState, restored: Callable[[Change], object], parent: QObject) -> None:
        super().__init__(parent)
        self._state = state
        self._restored = restored
        self._packer = Packer()
        self._history = History(self._packer.take(state))

    @property
    def undo_text(self) -> str:
        return self._history.undo_text

    @property
    def redo_text(self) -> str:
        return self._history.redo_text

    def record(self, change: Change, *, what: str, merge: str = "") -> None:
        """Keep what a change of the scene led to; those with the same `merge` in a row are one step."""
        if change & Change.MODELS:
            self._history.replace_now(self._packer.take(self._state))
        elif change & _STEPS:
            self._history.record(self._packer.take(self._state), what=what, merge=merge)
        else:
            return
        self.changed.emit()

    def end_drag(self) -> None:
        """The next change is a step of its own."""
        self._history.end_merge()

    def undo(self) -> bool:
        """Take the last step back; false where there is none."""
        return self._go(self._history.undo())

    def redo(self) -> bool:
        """Take the step again that was undone last; false where there is none."""
        return self._go(self._history.redo())

    def _go(self, snapshot: Snapshot | None) -> bool:
        if snapshot is None:
            return False
        self._restored(restore(self._state, snapshot))
        self.changed.emit()
        return True
