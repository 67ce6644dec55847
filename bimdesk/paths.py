"""Where things live on this machine; injectable, so that tests and throw-away projects have their own."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs


@dataclass(frozen=True, slots=True, kw_only=True)
class AppPaths:
    """The program's folders. Nothing is created here; who writes, creates."""

    data: Path
    config: Path
    cache: Path
    logs: Path
    builtin_scripts: Path
    resources: Path

    @property
    def default_project(self) -> Path:
        return self.data / "projects" / "My project"

    @property
    def sample_project(self) -> Path:
        return self.data / "projects" / "Sample project"

    @property
    def personal_scripts(self) -> Path:
        """Scripts of this person, in the library of every project."""
        return self.data / "scripts"

    @property
    def script_templates(self) -> Path:
        """What a new script may start from."""
        return self.resources / "templates"

    @property
    def settings_file(self) -> Path:
        return self.config / "settings.toml"

    @property
    def shared_models(self) -> Path:
        """Imported model folders of throw-away projects, by content."""
        return self.cache / "models"

    @property
    def run_folders(self) -> Path:
        """Where scripts write while they run; emptied by the supervisor, swept at its next start."""
        return self.cache / "runs"


def _bundled(name: str) -> Path:
    """A data folder: beside the package in a checkout, inside it (`_data`) when installed or frozen."""
    package = Path(__file__).resolve().parent
    inside = package / "_data" / name
    return inside if inside.is_dir() else package.parent / name


def default_paths() -> AppPaths:
    """The folders of the user who runs the program; `BIMDESK_HOME` puts them all under one folder."""
    home = os.environ.get("BIMDESK_HOME")
    bundled = {"builtin_scripts": _bundled("builtin_scripts"), "resources": _bundled("resources")}
    if home:
        root = Path(home)
        return AppPaths(
            data=root / "data", config=root / "config", cache=root / "cache", logs=root / "logs", **bundled
        )
    dirs = platformdirs.PlatformDirs("bimdesk", appauthor=False, roaming=sys.platform == "win32")
    return AppPaths(
        data=dirs.user_data_path,
        config=dirs.user_config_path,
        cache=dirs.user_cache_path,
        logs=dirs.user_log_path,
        **bundled,
    )
