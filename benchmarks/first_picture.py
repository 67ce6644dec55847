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
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication

from benchmarks.window_bench import LoopWatch, Silence, drop, open_window, own_paths, wait, wait_warm
from benchmarks.workers import BARE, DATA, DEFAULT, missing_model, timed_script
from bimdesk.domain.script import Script
from bimdesk.services.library.scripts import find_script
from bimdesk.ui.app import make_application
from bimdesk.ui.context import Context
from bimdesk.ui.theme import style
from bimdesk.ui.window.main_window import MainWindow

REST_S = 1.0
"""How long the window is given to paint what came."""

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
    if missing_model(models):
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
        drops.append(job(app, model))
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


def job(app: QApplication, model: Path) -> Run:
    """A window on a new project, warmed up; one model dropped, scripts run."""
    with tempfile.TemporaryDirectory(prefix="bimdesk-bench-") as folder:
        root = Path(folder)
        with open_window(root / "Project", own_paths(root)) as window:
            return _measure(app, window.context, window, model)


def _measure(app: QApplication, context: Context, window: MainWindow, model: Path) -> Run:
    wait_warm(app, window)
    scripts = {name: find_script(context.project, name) for name in (TABLE, FIGURES, LONG)}
    watch = LoopWatch()
    watch.start()
    picture, whole = drop(app, window, model)
    wait(app, lambda: window.viewport.stage.feed.settled)
    silences = {PHASES[0]: watch.stop()}
    for phase, step in zip(PHASES[1:], _steps(app, context, window, scripts), strict=True):
        watch.start()
        step()
        if not phase.endswith("to its end"):
            wait_rest(app, context, window)
        silences[phase] = watch.stop()
    return Run(picture=picture, whole=whole, silences=silences)


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


if __name__ == "__main__":
    sys.exit(main())
