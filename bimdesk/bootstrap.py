"""The composition root: paths, settings, project. The only place that wires things together."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bimdesk.errors import MachineError, ProjectError
from bimdesk.paths import AppPaths
from bimdesk.services.history import mark_interrupted
from bimdesk.services.project import Project
from bimdesk.services.staging import sweep_staging
from bimdesk.settings import load_project_settings, load_settings
from bimdesk.storage.activity import ActivityStore
from bimdesk.storage.database import open_database
from bimdesk.storage.executions import ExecutionStore
from bimdesk.storage.filters import FilterStore
from bimdesk.storage.finding_decisions import DecisionStore
from bimdesk.storage.finding_history import FindingHistoryStore
from bimdesk.storage.finding_merge import DoubtStore
from bimdesk.storage.findings import FindingStore
from bimdesk.storage.models import ModelStore
from bimdesk.storage.presets import PresetStore
from bimdesk.storage.retention import RetentionStore
from bimdesk.storage.scripts import ScriptStore
from bimdesk.storage.smart_views import SmartViewStore
from bimdesk.storage.viewpoints import ViewpointStore

DATABASE = "project.db"
PROJECT_SETTINGS = "project.toml"


def open_project(folder: Path, paths: AppPaths) -> Project:
    """Open the project in `folder`, made on first use; what a program that died left is put in order."""
    folder = folder.absolute()
    return _build(folder, paths, models_folder=folder / "models", scripts_folder=folder / "scripts")


@contextmanager
def throwaway_project(paths: AppPaths) -> Iterator[Project]:
    """A project in a temporary folder; imported models are kept in the user's cache for the next time."""
    try:
        paths.shared_models.mkdir(parents=True, exist_ok=True)
        temporary = tempfile.TemporaryDirectory(prefix="bimdesk-", ignore_cleanup_errors=True)
    except OSError as error:
        raise MachineError(
            f"No temporary project can be made: {error.strerror} ({error.filename}).",
            "Name a project with --project, or set BIMDESK_HOME and TMPDIR to folders that can be written.",
        ) from error
    with temporary as folder:
        project = _build(
            Path(folder).resolve() / "project",
            paths,
            models_folder=paths.shared_models,
            scripts_folder=paths.default_project / "scripts",
            shares_models=True,
        )
        try:
            yield project
        finally:
            project.close()


def _build(
    folder: Path, paths: AppPaths, *, models_folder: Path, scripts_folder: Path, shares_models: bool = False
) -> Project:
    settings = load_settings(paths.settings_file)
    if folder.exists() and not folder.is_dir():
        raise ProjectError(f"{folder} is a file; a project is a folder.", "Name a folder.")
    own_settings = load_project_settings(folder / PROJECT_SETTINGS)
    database = open_database(folder / DATABASE)
    try:
        project = Project(
            folder=folder,
            paths=paths,
            settings=settings,
            own_settings=own_settings,
            database=database,
            models=ModelStore(database, models_folder),
            executions=ExecutionStore(database, folder / "executions"),
            scripts=ScriptStore(database),
            filters=FilterStore(database),
            findings=FindingStore(database),
            finding_history=FindingHistoryStore(database),
            decisions=DecisionStore(database),
            doubts=DoubtStore(database),
            presets=PresetStore(database),
            viewpoints=ViewpointStore(database),
            smart_views=SmartViewStore(database),
            activity=ActivityStore(database),
            retention=RetentionStore(database),
            models_folder=models_folder,
            scripts_folder=scripts_folder,
            shares_models=shares_models,
        )
        _make_folders(project)
        sweep_staging(models_folder)
        mark_interrupted(project)
    except BaseException:
        database.close()
        raise
    return project


def _make_folders(project: Project) -> None:
    try:
        for folder in (project.models_folder, project.executions_folder):
            folder.mkdir(parents=True, exist_ok=True)
        if not project.shares_models:
            project.scripts_folder.mkdir(exist_ok=True)
    except OSError as error:
        raise ProjectError(
            f"The project's folder {project.folder} cannot be written: {error.strerror}.",
            "Give yourself write permission there, or choose another folder.",
        ) from error
