"""Undo and redo over snapshots of the scene: bounded, and a drag of one handle is one step."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from bimdesk.scene.snapshot import Snapshot

LIMIT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    after: Snapshot
    merge: str
    what: str


class History:
    """Where the scene has been. `record` after each change; `undo` and `redo` say what to go to."""

    def __init__(self, start: Snapshot, *, limit: int = LIMIT) -> None:
        self._base = start
        self._done: deque[_Step] = deque()
        self._undone: list[_Step] = []
        self._limit = limit

    @property
    def now(self) -> Snapshot:
        """The scene as it was recorded last."""
        return self._done[-1].after if self._done else self._base

    @property
    def undo_text(self) -> str:
        """What the next undo takes back; '' where there is nothing."""
        return self._done[-1].what if self._done else ""

    @property
    def redo_text(self) -> str:
        """What the next redo does again; '' where there is nothing."""
        return self._undone[-1].what if self._undone else ""

    @property
    def can_undo(self) -> bool:
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    def record(self, after: Snapshot, *, what: str = "", merge: str = "") -> bool:
        """Keep a change that led to `after`; false where nothing differs.

        Changes that follow one another with the same `merge` (not '') are one step.
        """
        if after == self.now:
            return False
        if merge and self._done and self._done[-1].merge == merge and not self._undone:
            self._done.pop()
        self._undone.clear()
        self._done.append(_Step(after=after, merge=merge, what=what))
        if len(self._done) > self._limit:
            self._base = self._done.popleft().after
        return True

    def end_merge(self) -> None:
        """What comes next is a step of its own: a drag ended."""
        if self._done:
            last = self._done.pop()
            self._done.append(_Step(after=last.after, merge="", what=last.what))

    def replace_now(self, snapshot: Snapshot) -> None:
        """The scene changed by what is no step (a model came or went): going back leads there too."""
        if self._done:
            last = self._done.pop()
            self._done.append(_Step(after=snapshot, merge=last.merge, what=last.what))
        else:
            self._base = snapshot

    def undo(self) -> Snapshot | None:
        """The snapshot to go back to."""
        if not self._done:
            return None
        self._undone.append(self._done.pop())
        return self.now

    def redo(self) -> Snapshot | None:
        """The snapshot to go forth to."""
        if not self._undone:
            return None
        self._done.append(self._undone.pop())
        return self.now
