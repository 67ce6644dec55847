"""An open project: what every service is given first. `bootstrap` builds it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bimdesk.paths import AppPaths
from bimdesk.settings import ProjectSettings, Settings
from bimdesk.storage.activity import ActivityStore
from bimdesk.storage.database import Database
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A folder on disk with its open database.

    `models_folder` may be shared by several projects (`shares_models`); a throw-away project finds the
    library of the default project in `scripts_folder`. `own_settings`: the project's `project.toml`.
    """

    folder: Path
    paths: AppPaths
    settings: Settings
    own_settings: ProjectSettings
    database: Database
    models: ModelStore
    executions: ExecutionStore
    scripts: ScriptStore
    filters: FilterStore
    findings: FindingStore
    finding_history: FindingHistoryStore
    decisions: DecisionStore
    doubts: DoubtStore
    presets: PresetStore
    viewpoints: ViewpointStore
    smart_views: SmartViewStore
    activity: ActivityStore
    retention: RetentionStore
    models_folder: Path
    scripts_folder: Path
    shares_models: bool = False

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def settings_file(self) -> Path:
        """What the project sets for itself."""
        return self.folder / "project.toml"

    @property
    def executions_folder(self) -> Path:
        return self.executions.folder

    def close(self) -> None:
        """Give the database back; the project cannot be used after."""
        self.database.close()
