"""Draws frames in a thread of its own: VTK lets go of Python's lock while it renders; the window never waits.

Only the newest request is drawn; those that it overtook are dropped. On macOS, whose windows belong to the
main thread, a request is drawn where it is made.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass

from bimdesk.errors import MachineError
from bimdesk.scene.heap import settle_heap
from bimdesk.scene.renderer import SceneRenderer
from bimdesk.scene.views import Frame, Picture
from bimdesk.scene.warm import warm_up

_STOP_SECONDS = 20.0
_NICENESS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """Who hears of frames, in the render thread; after `failed`, or once `stop` returned, nothing more."""

    ready: Callable[[str], None]
    drawn: Callable[[Picture], None]
    failed: Callable[[MachineError], None]


class RenderLoop:
    """One renderer in one thread, from `start` to `stop`."""

    def __init__(self, listener: Listener, *, threaded: bool = sys.platform != "darwin") -> None:
        self._mailbox = _Mailbox()
        self._listener = listener
        self._renderer: SceneRenderer | None = None
        self._thread: threading.Thread | None = None
        if threaded:
            target, arguments = _serve, (self._mailbox, listener)
            self._thread = threading.Thread(target=target, args=arguments, name="bimdesk-render", daemon=True)
        self._end = weakref.finalize(self, _stop, self._mailbox, self._thread)

    def start(self) -> None:
        """Make the context; frames may be requested at once."""
        if self._thread is not None:
            self._thread.start()
            return
        self._renderer = _make_renderer(self._listener)

    def request(self, frame: Frame) -> None:
        """Draw `frame` next, in place of any that waits."""
        if self._thread is not None:
            self._mailbox.put(frame)
        elif self._renderer is not None:
            self._listener.drawn(self._renderer.draw(frame))

    def stop(self) -> None:
        """End the thread and free the context; waits for the frame that is being drawn."""
        self._end()
        if self._renderer is not None:
            self._renderer.close()
            self._renderer = None


class _Mailbox:
    """Room for one frame between two threads."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._frame: Frame | None = None
        self.closed = False

    def put(self, frame: Frame) -> None:
        with self._condition:
            self._frame = frame
            self._condition.notify()

    def take(self) -> Frame | None:
        """Wait for a frame; None once the mailbox is closed."""
        with self._condition:
            self._condition.wait_for(lambda: self.closed or self._frame is not None)
            frame, self._frame = self._frame, None
            return None if self.closed else frame

    def has_news(self) -> bool:
        """True where another frame waits, or none is wanted any more."""
        return self.closed or self._frame is not None

    def close(self) -> None:
        with self._condition:
            self.closed = True
            self._condition.notify()


def _serve(mailbox: _Mailbox, listener: Listener) -> None:
    """The render thread: makes the renderer, draws what comes, frees it."""
    _stand_back()
    settle_heap()
    renderer = _make_renderer(listener)
    if renderer is None:
        return
    try:
        while (frame := mailbox.take()) is not None:
            picture = renderer.draw_unless(frame, mailbox.has_news)
            if picture is not None and not mailbox.closed:
                listener.drawn(picture)
    finally:
        renderer.close()


def _stand_back() -> None:
    """Let the window's own thread go first where there are few processors and no graphics card.

    Linux counts niceness by thread, and the threads in which Mesa draws inherit it from this one.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)


def _make_renderer(listener: Listener) -> SceneRenderer | None:
    try:
        renderer = SceneRenderer()
    except MachineError as error:
        listener.failed(error)
        return None
    warm_up(renderer)
    listener.ready(renderer.gl_name)
    return renderer


def _stop(mailbox: _Mailbox, thread: threading.Thread | None) -> None:
    """Also runs at the interpreter's end, before daemon threads are cut off amid a native call."""
    mailbox.close()
    if thread is not None and thread.is_alive() and thread is not threading.current_thread():
        thread.join(_STOP_SECONDS)
