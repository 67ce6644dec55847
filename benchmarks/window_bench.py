"""What benchmarks share about the real window: a warm one on a new project, and how it is waited for."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from bimdesk.paths import AppPaths, default_paths
from bimdesk.ui.context import Context
from bimdesk.ui.window.main_window import MainWindow

LIMIT_S = 300.0
WARM_S = 4.0
"""How long the window stands before the drop: its spare workers have loaded their libraries by then."""


def own_paths(root: Path) -> AppPaths:
    """All of a user's folders below `root`."""
    return replace(default_paths(), data=root, config=root, cache=root, logs=root)


@contextmanager
def open_window(project: Path, paths: AppPaths) -> Iterator[MainWindow]:
    """A window on `project` whose spare workers were started; closed and freed at the end."""
    context = Context(project, paths)
    window = MainWindow(context)
    window.resize(1280, 800)
    window.show()
    context.workers.warm_up("import")
    context.workers.warm_up("confined")
    context.wall.probe()
    try:
        yield window
    finally:
        window.close()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        context.close()


def wait_warm(app: QApplication, window: MainWindow, *, seconds: float = WARM_S) -> None:
    """Until the window has stood for so long, can draw, and does nothing."""
    rested = time.monotonic() + seconds
    wait(app, lambda: time.monotonic() > rested and bool(window.viewport.facts.renderer))
    wait(app, lambda: window.context.operations.is_idle)


def drop(
    app: QApplication, window: MainWindow, model: Path, *, limit_s: float = LIMIT_S
) -> tuple[float, float]:
    """Seconds from dropping `model` to the first frame with it, and to the version in the project."""
    seen: list[float] = []
    connection = window.viewport.stage.feed.drawn.connect(
        lambda picture: seen.append(time.perf_counter()) if picture.frame.models else None
    )
    begin = time.perf_counter()
    window.open_files([model])
    wait(app, lambda: bool(seen), limit_s=limit_s)
    wait(app, lambda: bool(window.scene.versions) and not window.context.importer.tickets, limit_s=limit_s)
    whole = time.perf_counter() - begin
    window.viewport.stage.feed.drawn.disconnect(connection)
    return seen[0] - begin, whole


@dataclass(frozen=True, slots=True)
class Silence:
    """Milliseconds of the longest silence; `own`: of the longest without the wait for a processor."""

    whole: float = 0.0
    own: float = 0.0


class LoopWatch(QObject):
    """The longest gap between two ticks of a 5 ms timer."""

    def __init__(self) -> None:
        super().__init__()
        self._worst = Silence()
        self.worst_until = 0.0
        """When the longest silence ended, as time.perf_counter tells."""
        self._waited = 0.0
        self._clock = QElapsedTimer()
        self._timer = QTimer(self, interval=5)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        self._worst = Silence()
        self._waited = waited_ms()
        self._clock.start()
        self._timer.start()

    def stop(self) -> Silence:
        self._timer.stop()
        self._tick()
        return self._worst

    def _tick(self) -> None:
        silence, waited = self._clock.nsecsElapsed() / 1e6, waited_ms()
        own = silence - (waited - self._waited)
        if silence > self._worst.whole:
            self.worst_until = time.perf_counter()
        self._worst = Silence(max(self._worst.whole, silence), max(self._worst.own, own))
        self._waited = waited
        self._clock.restart()


def waited_ms() -> float:
    """For how long this thread was ready to run and had no processor; 0 where the system does not say."""
    try:
        text = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return int(text.split()[1]) / 1e6


def wait(app: QApplication, done: Callable[[], bool], *, limit_s: float = LIMIT_S) -> None:
    """Run the event loop until `done`, without spinning: the loop sleeps until something comes."""
    end = time.monotonic() + limit_s
    while not done():
        if time.monotonic() > end:
            raise TimeoutError("the window did not come to rest")
        app.processEvents()
        time.sleep(0.0005)
