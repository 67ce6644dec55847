"""Full garbage collections happen while the window rests, never in the middle of somebody's work.

A full collection walks through every object that Python keeps, in whichever thread made the last one, and
holds all threads meanwhile: a quarter of a second with the libraries that the window loads.
"""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QCursor, QGuiApplication

FREEZE_AFTER_MS = 400
"""The window is painted by then: what it is made of is walked through no more."""
LOOK_MS = 3_000
"""How long the pointer has to stand still."""
WORTH = 20
"""Collections of the middle generation since the last full one: some 140,000 new objects."""
OVERDUE = 50 * WORTH
"""From here on the window does not wait for rest: it must not grow without bound."""
_NEVER = 1_000_000_000
_pythons = [700, 10, 10]
_held_by: set[Collector] = set()
"""The thresholds are the process's, and while projects are changed there are two of them."""


class Collector(QObject):
    """Takes the full collection over from Python; the young generations stay Python's own.

    `is_busy`: whether something runs whose end somebody waits for.
    """

    def __init__(self, is_busy: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._is_busy = is_busy
        self._pointer = QPoint()
        if not _held_by:
            _pythons[:] = gc.get_threshold()
        _held_by.add(self)
        gc.set_threshold(_pythons[0], _pythons[1], _NEVER)
        QTimer.singleShot(FREEZE_AFTER_MS, self, gc.freeze)
        self._timer = QTimer(self, interval=LOOK_MS, timerType=Qt.TimerType.VeryCoarseTimer)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> bool:
        """Collect if it is worth it and nobody is at work; whether it was done."""
        waiting = gc.get_count()[2]
        rests = self._rests()
        if waiting < WORTH or not (rests or waiting >= OVERDUE):
            return False
        gc.collect()
        return True

    def close(self) -> None:
        """Python's own way again, unless the window of another project has opened meanwhile."""
        self._timer.stop()
        _held_by.discard(self)
        if not _held_by:
            gc.set_threshold(*_pythons)

    def _rests(self) -> bool:
        pointer, self._pointer = self._pointer, QCursor.pos()
        is_held = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        return pointer == self._pointer and not is_held and not self._is_busy()
