"""The window's program: QApplication, log, hooks for bugs, the project, the window. One project at a time."""

from __future__ import annotations

import faulthandler
import logging
import sys
from collections.abc import Sequence
from functools import partial
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QApplication

from bimdesk import __version__
from bimdesk.errors import BimdeskError
from bimdesk.paths import AppPaths
from bimdesk.services.fonts import prepare_fonts
from bimdesk.settings import Settings, load_settings
from bimdesk.ui.context import Context
from bimdesk.ui.theme import fonts, style
from bimdesk.ui.window.main_window import MainWindow
from bimdesk.ui.window.messages import show_bug, show_problem

SAMPLES = ("house.ifc", "house_mep.ifc")
"""What the sample project holds; the other samples are in the File menu."""

FONTS_AFTER_MS = 5_000
"""When matplotlib's list of fonts is made, at the first start: what is shown comes first."""

_log = logging.getLogger("bimdesk")


class Desk:
    """The running program: owns the open project's context and window, and changes them together."""

    def __init__(self, paths: AppPaths) -> None:
        self.paths = paths
        self.context: Context | None = None
        self.window: MainWindow | None = None

    def open_project(self, folder: Path, files: Sequence[Path] = ()) -> None:
        """Open a project in a new window; the old one closes once the new one stands. Raises BimdeskError."""
        context = Context(folder, self.paths)
        old_context, old_window = self.context, self.window
        context.change_settings(last_project=str(folder))
        window = MainWindow(context)
        window.project_requested.connect(self._switch)
        self.context, self.window = context, window
        window.show()
        context.workers.warm_up("import")
        context.workers.warm_up("confined")
        context.wall.probe()
        QTimer.singleShot(
            FONTS_AFTER_MS, window, lambda: context.operations.run(partial(prepare_fonts, self.paths))
        )
        if files:
            window.open_files(list(files))
        if old_window is not None and old_context is not None:
            old_window.close()
            old_window.deleteLater()
            old_context.close()

    def close(self) -> None:
        """After the event loop: nothing of the project stays open, no child stays alive."""
        if self.window is not None:
            self.window.close()
            self.window.deleteLater()
            self.window = None
        if self.context is not None:
            self.context.close()
            self.context = None
        QCoreApplication.sendPostedEvents()

    def _switch(self, folder: Path) -> None:
        try:
            self.open_project(folder)
        except BimdeskError as error:
            show_problem(self.window, error)


def run_window(paths: AppPaths, files: Sequence[Path] = (), project: Path | None = None) -> int:
    """Open the window and run until it is closed; the exit code of the program."""
    start_log(paths)
    app = make_application()
    desk = Desk(paths)
    sys.excepthook = _report_bug
    try:
        settings = load_settings(paths.settings_file)
        first_time = not paths.settings_file.exists()
        style.apply(app, settings.theme)
        folder, wanted = _what_to_open(paths, settings, files, project, first_time=first_time)
        desk.open_project(folder, wanted)
    except BimdeskError as error:
        show_problem(None, error)
        desk.close()
        return 2
    code = app.exec()
    desk.close()
    return code


def make_application() -> QApplication:
    """The one QApplication, with the settings that must come before it."""
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("bimdesk")
    app.setApplicationDisplayName("bimdesk")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("bimdesk")
    fonts.install()
    return app


def start_log(paths: AppPaths) -> None:
    """A rotating log file; crashes of native code go beside it."""
    paths.logs.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        paths.logs / "bimdesk.log", maxBytes=1_000_000, backupCount=3, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    _log.addHandler(handler)
    _log.setLevel(logging.INFO)
    if not faulthandler.is_enabled() and sys.stderr is not None:
        faulthandler.enable()


def _what_to_open(
    paths: AppPaths, settings: Settings, files: Sequence[Path], project: Path | None, *, first_time: bool
) -> tuple[Path, Sequence[Path]]:
    """The project's folder and the files to import: the sample the first time, else where one left off."""
    if project is not None:
        return project, files
    if first_time and not files:
        samples = paths.resources / "samples"
        return paths.sample_project, [samples / name for name in SAMPLES if (samples / name).exists()]
    last = Path(settings.last_project) if settings.last_project else paths.default_project
    return (last if last.is_dir() else paths.default_project), files


def _report_bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A bug: into the log, and a dialog that lets one go on; Ctrl+C in a terminal just ends."""
    if issubclass(kind, KeyboardInterrupt):
        QApplication.quit()
        return
    _log.error("unexpected error", exc_info=(kind, error, trace))
    sys.__excepthook__(kind, error, trace)
    QTimer.singleShot(0, lambda: show_bug(QApplication.activeWindow(), error))
