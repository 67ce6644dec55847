"""What a window makes ready while it rests, so that the first form, run and result do not stop it.

Qt gives a widget its style when it is first shown, a millisecond each: some hundred at once are a visible
pause. Here they get it before, a few in a turn of the event loop. The library that checks a form's values
takes longer to load than a form to open, so a thread of the pool loads it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from bimdesk.errors import BimdeskError
from bimdesk.services.library.scripts import list_scripts
from bimdesk.services.parameters.check import check_values, default_values
from bimdesk.services.project import Project
from bimdesk.ui.operations import Operations

A_TURN = 6
"""Widgets that get their style in one turn of the event loop."""
A_WALK = 40
"""Widgets whose children are asked for in one turn: PySide makes an object for each, 0.1 ms."""
MOST_CHECKED = 24
"""Scripts whose checks are made ready; services.parameters keeps a few more."""
PAUSE_MS = 15
"""Between two turns: whoever uses the window already comes first."""
AFTER_MS = 400
"""The window is painted and its worker processes are started by then."""


class Readiness(QObject):
    """Styles the hidden widgets under `roots`, in slices, and loads what the first form needs."""

    def __init__(
        self, project: Project, operations: Operations, roots: Iterable[QWidget], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._project = project
        self._operations = operations
        self._roots = deque(roots)
        self._seen: list[QWidget] = []
        """The root that is walked through and what was met under it; each after the one that holds it."""
        self._asked = 0
        """So many of these were asked for their children."""
        self._left: deque[QWidget] = deque()
        self._turn = QTimer(self, interval=PAUSE_MS)
        self._turn.timeout.connect(self.step)

    def begin(self) -> None:
        """Once, when the window is shown."""
        QTimer.singleShot(AFTER_MS, self, self._begin)

    @property
    def is_done(self) -> bool:
        return not (self._roots or self._seen or self._left or self._turn.isActive())

    def step(self) -> int:
        """One turn; how many widgets got their style: none while what there is is still being gathered."""
        if self._gather():
            return 0
        count = 0
        while self._left and count < A_TURN:
            widget = self._left.popleft()
            if isValid(widget):  # a form or a row may have gone since it was gathered
                widget.ensurePolished()
                count += 1
        if not self._left:
            self._turn.stop()
        return count

    def _gather(self) -> bool:
        """A piece of the walk; false where it is over. Leaves come first: Qt styles a widget together with
        all in it that have no style yet."""
        if self._asked == len(self._seen):
            self._left.extend(reversed(self._seen))
            self._seen, self._asked = [], 0
            if not self._roots:
                return False
            self._seen.append(self._roots.popleft())
        for widget in self._seen[self._asked : self._asked + A_WALK]:
            self._asked += 1
            if isValid(widget):
                self._seen.extend(child for child in widget.children() if isinstance(child, QWidget))
        return True

    def _begin(self) -> None:
        self._operations.run(partial(_load_checks, self._project))
        self._turn.start()


def _load_checks(project: Project) -> None:
    """The first check of all loads jsonschema: a quarter of a second; the first of a schema reads it."""
    for script in list_scripts(project)[:MOST_CHECKED]:
        with suppress(BimdeskError):  # a schema that is wrong is told by its form
            check_values(script.metadata.parameters, default_values(script.metadata.parameters))
