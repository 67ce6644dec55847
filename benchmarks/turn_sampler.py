"""What the GUI thread did in its longest turn: its stack, looked at each 2 ms by a signal.

A thread beside it could not: a frame that it holds frees the widgets of that frame in the wrong thread. The
handler runs between two steps of Python; a long call of native code counts for the line that made it. Times
are the thread's own on a processor: what a busy machine adds is left out.
"""

from __future__ import annotations

import signal
import time
from collections import Counter
from types import FrameType

EVERY_S = 0.002
_DEPTH = 14
_OURS = ("bimdesk", "benchmarks")


class TurnSampler:
    """Samples the main thread, from `start` to `stop`."""

    def __init__(self) -> None:
        self._samples: list[tuple[float, float, tuple[str, ...]]] = []

    def start(self) -> None:
        self._samples.clear()
        signal.signal(signal.SIGALRM, self._look)
        signal.setitimer(signal.ITIMER_REAL, EVERY_S, EVERY_S)

    def stop(self) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)

    def between(self, begin: float, end: float, *, most: int = 6) -> list[str]:
        """The stacks between two `time.perf_counter` times that took longest, innermost last, in ms."""
        spent: Counter[tuple[str, ...]] = Counter()
        before = 0.0
        for at, own, stack in self._samples:
            if begin <= at <= end and before:
                spent[stack] += int((own - before) * 1e6)
            before = own
        return [f"{us / 1000:5.0f} ms  {' > '.join(stack)}" for stack, us in spent.most_common(most)]

    def _look(self, _number: int, frame: FrameType | None) -> None:
        names: list[str] = []
        while frame is not None and len(names) < _DEPTH:
            module = str(frame.f_globals.get("__name__", ""))
            if module.startswith(_OURS) or not names:
                names.append(f"{module.removeprefix('bimdesk.')}.{frame.f_code.co_name}:{frame.f_lineno}")
            frame = frame.f_back
        self._samples.append((time.perf_counter(), time.thread_time(), tuple(reversed(names))))
