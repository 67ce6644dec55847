"""A library of 500 scripts: `xvfb-run -a python -m benchmarks.library_speed [COUNT]`.

Milliseconds, medians of several runs, and how many of them the processor worked in this process (where others
keep the machine busy, the rest was waiting). *first glance*: files never seen before, by name, category and
tags, as the panel shows them first; *first listing* reads and judges every file for the first time ever,
*after a start* in a new process state with what is remembered of them, *again* in a running program;
*shown* from asking to painted rows in the panel, *filtered* from a word in the search to painted rows,
*opened* from a row to its text in a tab.
"""

from __future__ import annotations

import math
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from benchmarks.window_bench import own_paths
from bimdesk.bootstrap import open_project
from bimdesk.domain.ids import ScriptKey
from bimdesk.paths import AppPaths
from bimdesk.services.library.cache import MetadataCache
from bimdesk.services.library.files import read_folder
from bimdesk.services.library.roots import list_folders
from bimdesk.services.library.scripts import get_script, list_scripts
from bimdesk.services.project import Project
from bimdesk.ui.app import make_application
from bimdesk.ui.context import Context
from bimdesk.ui.editor.document import ScriptDocument
from bimdesk.ui.panels.library import LibraryPanel

RUNS = 7
WORDS = ("wall", "guid", "storey", "quantit", "nothing at all")


def main() -> int:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    app = make_application()
    with tempfile.TemporaryDirectory(prefix="bimdesk-library-") as folder:
        paths = own_paths(Path(folder))
        project = open_project(Path(folder) / "project", paths)
        fill(project, count)
        time_listings(project, paths)
        project.close()
        context = Context(Path(folder) / "project", paths)
        time_panel(app, context)
        context.close()
    return 0


def fill(project: Project, count: int) -> None:
    """Copies of the built-in scripts, each with another name; ten of them broken."""
    sources = [file.read_text() for file in sorted(project.paths.builtin_scripts.glob("*.py"))]
    for number in range(count):
        text = sources[number % len(sources)].replace('# name = "', f'# name = "{number:03} ', 1)
        if number % (count // 10) == 0:
            text = text.replace("# [tool.bimdesk]", "# [tool.bimdesk", 1)
        (project.scripts_folder / f"script_{number:03}.py").write_text(text)


def time_listings(project: Project, paths: AppPaths) -> None:
    cache = paths.cache / "scripts.json"
    show("first glance", [timed(lambda: _read(project, cache, time.monotonic())) for _ in range(RUNS)])
    show("first listing", [timed(lambda: _read(project, cache)) for _ in range(2) if not cache.unlink(True)])
    show("after a start", [timed(lambda: _read(project, cache)) for _ in range(RUNS)])
    list_scripts(project)
    show("again", [timed(lambda: list_scripts(project)) for _ in range(RUNS)])


def _read(project: Project, file: Path, until: float = math.inf) -> None:
    cache = MetadataCache(file)
    for folder in list_folders(project):
        read_folder(folder, cache, until=until)
    cache.save()


def time_panel(app: QApplication, context: Context) -> None:
    panel = LibraryPanel(context)
    panel.resize(300, 900)
    panel.show()
    seen: list[int] = []
    panel.count_changed.connect(seen.append)
    shown, filtered, opened = [], [], []
    for _ in range(RUNS):
        seen.clear()
        shown.append(timed(lambda: (panel.refresh(), _until(app, lambda: bool(seen)))))
    for word in (*WORDS, *WORDS):
        filtered.append(timed(lambda word=word: (panel._on_search(word), _paint(app))))
    panel._on_search("")
    for number in range(RUNS):
        key = ScriptKey(f"project/script_{number * 50 + 1:03}")
        opened.append(timed(lambda key=key: _open(app, context, key)))
    show("shown", shown)
    show("filtered", filtered)
    show("opened", opened)
    panel.close()


def _open(app: QApplication, context: Context, key: ScriptKey) -> None:
    document = ScriptDocument(context, get_script(context.project, key))
    document.resize(900, 700)
    document.show()
    _paint(app)
    document.close()


def _paint(app: QApplication) -> None:
    for _ in range(3):
        app.processEvents()


def _until(app: QApplication, holds: Callable[[], bool]) -> None:
    while not holds():
        app.processEvents()
    _paint(app)


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds, and those of the processor."""
    start, worked = time.perf_counter(), time.process_time()
    act()
    return (time.perf_counter() - start) * 1000, (time.process_time() - worked) * 1000


def show(name: str, times: list[tuple[float, float]]) -> None:
    whole, worked = ([one[part] for one in times] for part in (0, 1))
    median = statistics.median
    figures = f"{median(whole):8.0f} ms   longest {max(whole):8.0f} ms   processor {median(worked):6.0f} ms"
    print(f"{name:14} {figures}")


if __name__ == "__main__":
    raise SystemExit(main())
