"""From drop to first picture in the real window: `xvfb-run -a python -m benchmarks.first_picture [MODELS]`.

Side by side, in turns: *bare*, reading the file and tessellating it with ifclite-geom in a process that has
the library loaded; *picture*, from the drop on an open window to the first frame with the model in it;
*whole*, to the imported version in the project. Each drop goes to a new project. Also, for each phase of
the main job, the longest time for which the event loop did not answer, and the same without the time for
which its thread could have run and other programs had the processors (Linux says so): what a busy machine
adds. Medians of several runs.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from benchmarks.import_speed import BARE, DATA, DEFAULT, timed_script
from bimdesk.domain.script import Script
from bimdesk.paths import default_paths
from bimdesk.services.library import find_script
from bimdesk.ui.app import make_application
from bimdesk.ui.context import Context
from bimdesk.ui.theme import style
from bimdesk.ui.window.main_window import MainWindow

LIMIT_S = 300.0
WARM_S = 4.0
"""How long the window stands before the drop: its spare workers have loaded their libraries by then."""

REST_S = 1.0
"""How long the window is given to paint what came."""


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


TABLE, FIGURES, LONG = "GUID validation", "LOD analysis", "Export elements to CSV"
"""Scripts: the first one's result is a table of findings, the second's figures and charts."""

PHASES = (
    "drop and import",
    "first form",
    "second form",
    "third form",
    "run, figures and charts: to its end",
    "run, figures and charts: its result",
    "second form again",
    "run, a table: to its end",
    "run, a table: its result",
    "history",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One drop: seconds, and the longest silence of each of `PHASES`."""

    picture: float
    whole: float
    silences: Mapping[str, Silence]


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("models", nargs="*", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    models = arguments.models or [DATA / name for name in DEFAULT]
    missing = [model for model in models if not model.is_file()]
    if missing:
        print(f"{missing[0]} is not there; name the models to measure.", file=sys.stderr)
        return 2
    app = make_application()
    style.apply(app, "dark")
    for model in models:
        report(app, model, arguments.runs)
    return 0


def report(app: QApplication, model: Path, runs: int) -> None:
    """Print one model's figures."""
    bare: list[float] = []
    drops: list[Run] = []
    for _ in range(runs):
        bare.append(timed_script(BARE, model))
        drops.append(drop(app, model))
    base = statistics.median(bare)
    first = statistics.median(run.picture for run in drops)
    imported = statistics.median(run.whole for run in drops)
    print(f"\n{model.name}  ({model.stat().st_size / 1e6:.1f} MB, medians of {runs} runs, seconds)")
    print(f"  read + ifclite-geom, bare          {base:8.2f}")
    ratio = first / base
    print(f"  drop to first picture              {first:8.2f}   {ratio:5.2f} x bare (target: under 3)")
    print(f"  drop to the version in the project {imported:8.2f}")
    print(f"  longest silence of the event loop, ms{'':10} median   worst     own   (target: under 100)")
    for phase in PHASES:
        whole = [run.silences[phase].whole for run in drops]
        own = statistics.median(run.silences[phase].own for run in drops)
        print(f"    {phase:40} {statistics.median(whole):8.0f}{max(whole):8.0f}{own:8.0f}")


def drop(app: QApplication, model: Path) -> Run:
    """A window on a new project, warmed up; one model dropped, one script run."""
    with tempfile.TemporaryDirectory(prefix="bimdesk-bench-") as folder:
        root = Path(folder)
        paths = replace(default_paths(), data=root, config=root, cache=root, logs=root)
        context = Context(root / "Project", paths)
        window = MainWindow(context)
        window.resize(1280, 800)
        window.show()
        context.workers.warm_up("import")
        context.workers.warm_up("confined")
        context.wall.probe()
        try:
            return _measure(app, context, window, model)
        finally:
            window.close()
            window.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            context.close()


def _measure(app: QApplication, context: Context, window: MainWindow, model: Path) -> Run:
    rested = time.monotonic() + WARM_S
    wait(app, lambda: time.monotonic() > rested and bool(window.viewport.facts.renderer))
    wait(app, lambda: context.operations.is_idle)
    scripts = {name: find_script(context.project, name) for name in (TABLE, FIGURES, LONG)}
    watch = LoopWatch()
    seen: list[float] = []
    window.viewport.stage.feed.drawn.connect(
        lambda picture: seen.append(time.perf_counter()) if picture.frame.models else None
    )
    watch.start()
    begin = time.perf_counter()
    window.open_files([model])
    wait(app, lambda: bool(seen))
    wait(app, lambda: bool(window.scene.versions) and not context.importer.tickets)
    whole = time.perf_counter() - begin
    wait(app, lambda: window.viewport.stage.feed.settled)
    silences = {PHASES[0]: watch.stop()}
    for phase, step in zip(PHASES[1:], _steps(app, context, window, scripts), strict=True):
        watch.start()
        step()
        if not phase.endswith("to its end"):
            wait_rest(app, context, window)
        silences[phase] = watch.stop()
    return Run(picture=seen[0] - begin, whole=whole, silences=silences)


def _steps(
    app: QApplication, context: Context, window: MainWindow, scripts: Mapping[str, Script]
) -> list[Callable[[], None]]:
    """What is done after the import, in the order of `PHASES`."""
    ended: list[object] = []
    context.runner.finished.connect(lambda *_: ended.append(1))

    def form(name: str) -> Callable[[], None]:
        return lambda: window.wiring.scripts.choose(scripts[name])

    def run() -> None:
        ended.clear()
        window.panes.run_form.run()
        wait(app, lambda: bool(ended))

    def rest() -> None:
        """The loop is watched while the result comes."""

    def history() -> None:
        window.panes.bottom.show_tab("history")

    return [form(LONG), form(TABLE), form(FIGURES), run, rest, form(TABLE), run, rest, history]


def wait_rest(app: QApplication, context: Context, window: MainWindow) -> None:
    """Until nothing is pending and all is painted, the careful 3D picture too."""
    rested = time.monotonic() + REST_S
    wait(app, lambda: time.monotonic() > rested and context.operations.is_idle)
    wait(app, lambda: window.viewport.stage.feed.settled)


def wait(app: QApplication, done: Callable[[], bool]) -> None:
    """Run the event loop until `done`, without spinning: the loop sleeps until something comes."""
    end = time.monotonic() + LIMIT_S
    while not done():
        if time.monotonic() > end:
            raise TimeoutError("the window did not come to rest")
        app.processEvents()
        time.sleep(0.0005)


if __name__ == "__main__":
    sys.exit(main())
