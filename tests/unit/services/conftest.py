"""Projects in temporary folders, and workers that are tiny real Python children speaking the protocol."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from service_workers import IMPORTER, SPEAK, RunWorker

from bimdesk.bootstrap import open_project
from bimdesk.domain.execution import Execution
from bimdesk.domain.model import ModelVersion
from bimdesk.paths import AppPaths
from bimdesk.protocol.monitor import Monitor
from bimdesk.protocol.state import Ending
from bimdesk.services.children import run_child
from bimdesk.services.importing import ImportStart, finish_import, prepare_import
from bimdesk.services.launch import Launch
from bimdesk.services.project import Project
from bimdesk.services.running import RunStart, finish_run, mark_running


@pytest.fixture
def paths(tmp_path: Path) -> AppPaths:
    builtin = tmp_path / "builtin"
    builtin.mkdir()
    return AppPaths(
        data=tmp_path / "data",
        config=tmp_path / "config",
        cache=tmp_path / "cache",
        logs=tmp_path / "logs",
        builtin_scripts=builtin,
        resources=tmp_path / "resources",
    )


@pytest.fixture
def project(tmp_path: Path, paths: AppPaths) -> Iterator[Project]:
    opened = open_project(tmp_path / "Project", paths)
    yield opened
    opened.close()


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A file that the test's importer takes for a model."""
    file = tmp_path / "House.ifc"
    file.write_bytes(b"ISO-10303-21; first")
    return file


@pytest.fixture
def run_worker() -> RunWorker:
    """Run a launch with Python code in place of the worker."""

    def run(launch: Launch, code: str) -> tuple[Monitor, Ending]:
        monitor = Monitor()
        kind = "import" if launch.kind == "import" else "script"
        plain = dataclasses.replace(launch, kind=kind, argv=(sys.executable, "-c", code))
        return monitor, run_child(plain, monitor)

    return run


@pytest.fixture
def import_model(project: Project, run_worker: RunWorker) -> Callable[[Path], ModelVersion]:
    """Import a file with the test's importer."""

    def run(path: Path) -> ModelVersion:
        start = prepare_import(project, path)
        assert isinstance(start, ImportStart)
        return finish_import(project, start, *run_worker(start.launch, IMPORTER))[0]

    return run


@pytest.fixture
def end_run(project: Project, run_worker: RunWorker) -> Callable[[RunStart, str], Execution]:
    """Run a queued execution with Python code in place of the worker."""

    def run(start: RunStart, code: str) -> Execution:
        mark_running(project, start)
        return finish_run(project, start, *run_worker(start.launch, SPEAK + code), duration_ms=12)[0]

    return run
