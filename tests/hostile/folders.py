"""Where things are on the stage of the suite."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from bimdesk.paths import AppPaths, default_paths


@dataclass(frozen=True, slots=True)
class Folders:
    """Where things are on the stage."""

    root: Path

    @property
    def home(self) -> Path:
        return self.root / "home"

    @property
    def program(self) -> Path:
        return self.home / "bimdesk"

    @property
    def project(self) -> Path:
        return self.program / "data" / "projects" / "P"

    @property
    def scratch(self) -> Path:
        return self.root / "scratch"

    @property
    def temporary(self) -> Path:
        return self.root / "tmp"

    @property
    def paths(self) -> AppPaths:
        """As `default_paths` with BIMDESK_HOME."""
        program = self.program
        return replace(
            default_paths(),
            data=program / "data",
            config=program / "config",
            cache=program / "cache",
            logs=program / "logs",
        )
