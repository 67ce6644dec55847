"""Which project a command works in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bimdesk.bootstrap import DATABASE, open_project, throwaway_project
from bimdesk.errors import NotFoundError
from bimdesk.paths import default_paths
from bimdesk.services.project import Project


@contextmanager
def project_to_change(folder: Path | None) -> Iterator[Project]:
    """The project in `folder`, else the default one; made on first use."""
    paths = default_paths()
    project = open_project(folder or paths.default_project, paths)
    try:
        yield project
    finally:
        project.close()


@contextmanager
def project_or_throwaway(folder: Path | None) -> Iterator[Project]:
    """The project in `folder`, else one that nothing remains of."""
    if folder is not None:
        with project_to_change(folder) as project:
            yield project
    else:
        with throwaway_project(default_paths()) as project:
            yield project


@contextmanager
def project_to_read(folder: Path | None) -> Iterator[Project]:
    """The project in `folder`, which must be one; else the default one if it is there, else an empty one."""
    if folder is not None and not (folder / DATABASE).is_file():
        raise NotFoundError(f"There is no project in {folder}.", "A project is a folder with a project.db.")
    default = default_paths().default_project
    if folder is None and (default / DATABASE).is_file():
        folder = default
    with project_or_throwaway(folder) as project:
        yield project
