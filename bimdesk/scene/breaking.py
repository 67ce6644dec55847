"""Breaks a frame off between its actors, inside VTK's passes too, and knows how long input waits at most."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from time import perf_counter

from vtkmodules.vtkCommonCore import vtkCommand, vtkObject
from vtkmodules.vtkRenderingCore import vtkActor, vtkRenderWindow


class Breaker:
    """Asked before each watched actor is drawn. VTK's mappers draw nothing once their window says so.

    `longest`: seconds of the last frame between two questions, its passes over the whole picture included.
    """

    def __init__(self, window: vtkRenderWindow) -> None:
        self._window = window
        self._overtaken: Callable[[], bool] = _never
        self._asked = 0.0
        self.longest = 0.0
        self.broken = False

    def watch(self, actor: vtkActor) -> None:
        """Ask before `actor` is drawn, as long as it lives."""
        me = weakref.ref(self)  # VTK keeps the function: it must not keep the window

        def ask(_mapper: vtkObject, _event: str) -> None:
            breaker = me()
            if breaker is not None:
                breaker._ask()

        actor.GetMapper().AddObserver(vtkCommand.StartEvent, ask)

    def begin(self, overtaken: Callable[[], bool]) -> None:
        """A frame begins."""
        self._overtaken = overtaken
        self._asked = perf_counter()
        self.longest, self.broken = 0.0, False

    def end(self) -> bool:
        """The pixels are there; false where the frame was broken off and is not to be shown."""
        self._note()
        self._overtaken = _never
        return not self.broken

    def _ask(self) -> None:
        self._note()
        if not self.broken and self._overtaken():
            self.broken = True
            self._window.SetAbortRender(1)  # until the next frame begins

    def _note(self) -> None:
        now = perf_counter()
        self.longest = max(self.longest, now - self._asked)
        self._asked = now


def _never() -> bool:
    return False
