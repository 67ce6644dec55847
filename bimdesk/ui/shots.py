"""Pictures of the real window, to look at: `python -m bimdesk.ui.shots OUT [--model FILE] [--theme both]`.

Opens a project of its own in a temporary folder, imports the model, waits until everything is idle, then
grabs. Works under Xvfb. `--script NAME` also runs a script of the library and waits for its result.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication

from bimdesk.domain.filter_text import parse_filter
from bimdesk.domain.ids import ElementRef, ModelKey
from bimdesk.domain.smart_views_built_in import BUILT_IN
from bimdesk.paths import default_paths
from bimdesk.services.library.scripts import find_script
from bimdesk.ui.app import make_application
from bimdesk.ui.context import Context
from bimdesk.ui.theme import style
from bimdesk.ui.window.main_window import MainWindow

WAIT_S = 120.0
_THEMES: dict[str, tuple[style.ThemeName, ...]] = {
    "dark": ("dark",),
    "light": ("light",),
    "both": ("dark", "light"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Write `<page>-<theme>.png` into the folder; prints each file's name."""
    options = _parser().parse_args(arguments)
    app = make_application()
    out = Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    themes = _THEMES[options.theme]
    width, height = (int(side) for side in options.size.split("x"))
    with tempfile.TemporaryDirectory(prefix="bimdesk-shots-") as folder:
        root = Path(folder)
        paths = replace(
            default_paths(),
            data=root / "data",
            config=root / "config",
            cache=root / "cache",
            logs=root / "logs",
        )
        context = Context(root / "Birch house", paths)
        context.change_settings(theme=themes[0], reduce_motion=True)
        style.apply(app, themes[0])
        window = MainWindow(context)
        context.wall.probe()
        window.resize(width, height)
        window.show()
        shooter = _Shooter(app, window, out, themes)
        shooter.run(options.model, options.script, options.select)
        window.close()
        window.deleteLater()
        context.close()
    return 0


class _Shooter:
    """Walks through the pages and grabs each in every theme."""

    def __init__(
        self, app: QApplication, window: MainWindow, out: Path, themes: Sequence[style.ThemeName]
    ) -> None:
        self._app = app
        self._window = window
        self._out = out
        self._themes = themes

    def run(self, models: list[str], script: str, select: str) -> None:
        window = self._window
        self._settle()
        self._shoot("welcome")
        if not models:
            return
        window.open_files([Path(model) for model in models])
        self._wait(lambda: len(window.scene.versions) == len(models) and not window.queue.count)
        self._settle()
        self._shoot("model")
        self._select(select)
        self._shoot("selected")
        self._show_tools()
        if script:
            self._run_script(script)

    def _select(self, ifc_class: str) -> None:
        window = self._window
        version = window.scene.versions[0]
        index = window.context.indexes.get(ModelKey(version.sha256))
        query = "SELECT id FROM entities WHERE class = ? AND has_geometry ORDER BY id LIMIT 2"
        refs = [ElementRef(ModelKey(version.sha256), row[0]) for row in index.rows(query, (ifc_class,))]
        window.context.hub.select(refs, origin="shots", reveal=True)
        self._settle()

    def _show_tools(self) -> None:
        """The tools of the 3D view and of the model's data, one at a time."""
        window, view = self._window, self._window.viewport
        window.context.hub.select(frozenset(), origin="shots")
        for kind in ("level", "x"):
            view.sectioning.add(kind)
        view.sectioning.set_open(True)
        self._shoot("sections")
        window.commands["page_viewpoints"].trigger()
        window.commands["save_viewpoint"].trigger()
        self._settle()
        self._shoot("viewpoints")
        view.sectioning.set_open(False)
        view.sectioning.remove_all()
        window.commands["page_search"].trigger()
        window.panes.search.field.setText("wall")
        self._shoot("search")
        window.commands["page_filters"].trigger()
        window.wiring.data.show_filters(parse_filter('IfcWall, ! IfcSlab + IfcDoor, OverallHeight>"2 m"'))
        self._shoot("filters")
        window.commands["page_model"].trigger()
        window.wiring.smart_views.show(BUILT_IN[0])
        self._shoot("smart-view")
        window.wiring.smart_views.end()
        floors = [floor for _model, of_model in window.view_tools.floors() for floor in of_model]
        if floors:
            view.plan.enter(floors[-1])
            self._shoot("plan")
            view.plan.leave()

    def _run_script(self, name: str) -> None:
        window = self._window
        found = find_script(window.context.project, name)
        window.wiring.scripts.choose(found)
        self._settle()
        self._shoot("form")
        ended: list[object] = []
        window.context.runner.finished.connect(lambda *_: ended.append(1))
        window.panes.run_form.run()
        self._wait(lambda: bool(ended))
        self._settle()
        window.commands["page_model"].trigger()
        self._settle()
        self._shoot("results")
        window.scripts.open(found)
        window.commands["page_library"].trigger()
        self._settle()
        self._shoot("editor")
        self._show_findings()
        window.commands["page_history"].trigger()
        self._settle()
        self._shoot("history")
        window.commands["commands"].trigger()
        window.palette_popup.field.setText("wall")
        self._settle()
        self._shoot("palette")
        window.palette_popup.close_popover()

    def _show_findings(self) -> None:
        """What the run reported, in each of the views, and beside the 3D view."""
        window = self._window
        window.commands["page_findings"].trigger()
        self._settle()
        window.commands["next_finding"].trigger()
        for view in ("list", "timeline", "matrix"):
            window.commands[f"findings_{view}"].trigger()
            self._settle()
            self._shoot(f"findings-{view}")
        window.commands["page_model"].trigger()
        window.commands["next_finding"].trigger()
        self._settle()
        if window.commands["finding_accept"].isEnabled():
            window.commands["finding_accept"].trigger()
        self._shoot("finding")

    def _shoot(self, page: str) -> None:
        for theme in self._themes:
            self._window.context.change_settings(theme=theme)
            self._settle()
            file = self._out / f"{page}-{theme}.png"
            self._window.grab().save(str(file))
            sys.stdout.write(f"{file}\n")

    def _settle(self, seconds: float = 0.8) -> None:
        """Let threads deliver and pictures be drawn: a moment, then until nothing is pending."""
        end = time.monotonic() + seconds
        self._wait(lambda: time.monotonic() > end)
        view = self._window.viewport
        self._wait(lambda: self._window.context.operations.is_idle and view.stage.feed.settled)

    def _wait(self, done: Callable[[], bool]) -> None:
        end = time.monotonic() + WAIT_S
        while not done():
            if time.monotonic() > end:
                raise TimeoutError("the window did not come to rest")
            self._app.processEvents()
            time.sleep(0.005)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bimdesk.ui.shots", description=__doc__)
    parser.add_argument("out")
    parser.add_argument("--model", action="append", default=[])
    parser.add_argument("--theme", choices=tuple(_THEMES), default="both")
    parser.add_argument("--size", default="1600x1000")
    parser.add_argument("--script", default="")
    parser.add_argument("--select", default="IfcDoor", help="class of which two elements are selected")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
