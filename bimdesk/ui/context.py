"""What a panel gets: the project, the hub, and the ways to do things. Built once, by `app`."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from bimdesk.bootstrap import open_project
from bimdesk.domain.ids import ModelKey
from bimdesk.domain.model import ModelVersion
from bimdesk.index.reader import ModelIndex
from bimdesk.paths import AppPaths
from bimdesk.services.models import list_models
from bimdesk.services.project import Project
from bimdesk.settings import Settings, load_settings, save_settings
from bimdesk.ui.collector import Collector
from bimdesk.ui.hub import Hub
from bimdesk.ui.jobs.controller import JobNeeds
from bimdesk.ui.jobs.importing import ImportController
from bimdesk.ui.jobs.running import RunController
from bimdesk.ui.library_watch import LibraryWatcher
from bimdesk.ui.operations import Operations
from bimdesk.ui.wall import WallWatch
from bimdesk.ui.workers import Workers


class IndexCache:
    """Open indexes by model, for short reads in the GUI thread. Threads open their own."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._open: dict[ModelKey, ModelIndex] = {}

    def get(self, key: ModelKey) -> ModelIndex:
        """Raises BimdeskError where the version's folder is gone or its index is of another format."""
        if key not in self._open:
            self._open[key] = ModelIndex(self._project.models_folder / key)
        return self._open[key]

    def drop(self, key: ModelKey) -> None:
        index = self._open.pop(key, None)
        if index is not None:
            index.close()

    def close(self) -> None:
        for key in list(self._open):
            self.drop(key)


SWITCH_S = 0.0005
"""So long a computing thread keeps Python's lock from the window, which takes it anew for each call of Qt."""


class Context(QObject):
    """One open project in one window."""

    settings_changed = Signal(object)
    closing = Signal()
    """Children of other parts are to end now."""

    def __init__(self, folder: Path, paths: AppPaths, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.paths = paths
        self.project: Project = open_project(folder, paths)
        self.hub = Hub(self)
        self.operations = Operations(self.hub, self)
        self.workers = Workers(paths.run_folders, self)
        self.wall = WallWatch(paths, self.operations, self)
        needs = JobNeeds(self.project, self.hub, self.operations, self.workers)
        self.importer = ImportController(needs, self)
        self.runner = RunController(needs, self)
        self.indexes = IndexCache(self.project)
        self.library_watch = LibraryWatcher(self.project, self.hub, self.operations, self)
        sys.setswitchinterval(SWITCH_S)
        self.collector = Collector(self.is_busy, self)
        self._settings = load_settings(paths.settings_file)

    @property
    def settings(self) -> Settings:
        return self._settings

    def change_settings(self, **values: object) -> None:
        """Keep other values and tell who cares."""
        self._settings = Settings.model_validate(self._settings.model_dump() | values)
        save_settings(self._settings, self.paths.settings_file)
        self.settings_changed.emit(self._settings)

    def versions(self) -> list[ModelVersion]:
        """The latest version of every model in the project."""
        return [model.latest for model in list_models(self.project)]

    def is_busy(self) -> bool:
        """Whether something is imported, run, read or written."""
        return bool(self.importer.tickets or self.runner.tickets) or not self.operations.is_idle

    def close(self) -> None:
        """End all children and threads, then the project; the window is closed already."""
        self.closing.emit()
        self.collector.close()
        self.library_watch.close()
        self.workers.close()
        self.operations.close()
        self.indexes.close()
        self.project.close()
