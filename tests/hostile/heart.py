"""How long the event loop of the window is held up, and by what."""

from __future__ import annotations

import gc
import sys
import threading
import time
import traceback

from PySide6.QtCore import QObject, Qt, QTimer

BEAT_MS = 5
OVERDUE_S = 0.045


class Heart(QObject):
    """A timer of 5 ms; the longest wait between two beats is the longest stall of the event loop.

    A thread notes what all threads are doing when a beat is overdue.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._last = time.perf_counter()
        self._worst = 0.0
        self._notes: list[str] = []
        self._collecting = 0.0
        gc.callbacks.append(self._collected)
        threading.Thread(target=self._watch, daemon=True).start()
        self._timer = QTimer(self, interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def take(self) -> float:
        """The worst stall since the last call, in milliseconds."""
        worst, self._worst = self._worst, 0.0
        return worst

    def take_notes(self) -> list[str]:
        """Where the threads were at the stalls since the last call."""
        notes, self._notes = self._notes, []
        return notes

    def _collected(self, phase: str, facts: dict[str, int]) -> None:
        now = time.perf_counter()
        if phase == "start":
            self._collecting = now
        elif now - self._collecting > OVERDUE_S / 2:
            took = (now - self._collecting) * 1000
            self._notes.append(f"garbage collection of generation {facts['generation']}: {took:.0f} ms")

    def _watch(self) -> None:
        noted = 0.0
        while True:
            time.sleep(0.01)
            last = self._last
            if time.perf_counter() - last > OVERDUE_S and noted != last:
                noted = last
                frames = sys._current_frames().values()
                stacks = ["".join(traceback.format_stack(frame, 60)[-8:]) for frame in frames]
                self._notes = [*self._notes[-4:], "\n--\n".join(stacks)]

    def _beat(self) -> None:
        now = time.perf_counter()
        self._worst = max(self._worst, (now - self._last) * 1000 - BEAT_MS)
        self._last = now
