"""Opening: files, projects, the sample, recent ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from bimdesk.domain.changes import Changes
from bimdesk.domain.script import Script
from bimdesk.services.library.scripts import install_script
from bimdesk.ui.context import Context
from bimdesk.ui.window.drop import is_script

SAMPLE = "house.ifc"


class Files(QObject):
    """What the File menu, a drop and the welcome page have in common."""

    project_requested = Signal(object)
    script_installed = Signal(object)

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window

    def open_files(self, paths: Iterable[Path]) -> None:
        """Import models, add scripts to the library; anything else gets its sentence from the import."""
        files = [path.absolute() for path in paths]
        for path in files:
            if is_script(path):
                self._install(path)
        models = [path for path in files if not is_script(path)]
        if models:
            self._context.importer.submit(models)
            self.remember(models)

    def ask_files(self) -> None:
        kinds = self.tr("IFC models and scripts (*.ifc *.ifczip *.zip *.py);;All files (*)")
        chosen, _kind = QFileDialog.getOpenFileNames(
            self._window, self.tr("Open files"), self._start(), kinds
        )
        self.open_files(Path(text) for text in chosen)

    def ask_project(self, *, new: bool) -> None:
        """Choose a project's folder; a new one may be empty or not there yet."""
        title = self.tr("New project: choose an empty folder") if new else self.tr("Open project")
        start = str(self._context.project.folder.parent)
        chosen = QFileDialog.getExistingDirectory(self._window, title, start)
        if chosen:
            self.open_project(Path(chosen))

    def open_project(self, folder: Path) -> None:
        if folder != self._context.project.folder:
            self.remember([folder])
            self.project_requested.emit(folder)

    def open_sample(self) -> None:
        samples = self._context.paths.resources / "samples"
        self._context.importer.submit([samples / SAMPLE])

    def open_recent(self, path: Path) -> None:
        if path.is_dir():
            self.open_project(path)
        else:
            self.open_files([path])

    def recent(self) -> list[Path]:
        return [Path(text) for text in self._context.settings.recent]

    def remember(self, paths: Iterable[Path]) -> None:
        """Newest first, each once."""
        settings = self._context.settings
        names = dict.fromkeys([*(str(path) for path in paths), *settings.recent])
        self._context.change_settings(recent=tuple(names)[: settings.recent_limit])

    def _install(self, path: Path) -> None:
        install: Callable[[], tuple[Script, Changes]] = partial(install_script, self._context.project, path)
        self._context.operations.write(install, on_success=self._installed)

    def _installed(self, outcome: tuple[Script, Changes]) -> None:
        script, changes = outcome
        self._context.hub.publish(changes)
        text = self.tr("{0} is in the library").format(script.metadata.name)
        self._context.hub.notify("success", text)
        self.script_installed.emit(script)

    def _start(self) -> str:
        """The folder of the file that was opened last."""
        recent = next((path for path in self.recent() if path.suffix and path.parent.is_dir()), None)
        return str(recent.parent if recent is not None else Path.home())
