"""The import of a file: checks, a start for the worker, and the commit: one rename and one transaction.

`import.json` goes into the version's folder before the rename. So a folder says what it is: after a crash
between rename and transaction, and in the cache that throw-away projects share, the next import adopts it.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bimdesk.domain.changes import Changes
from bimdesk.domain.ids import ElementId, ModelKey
from bimdesk.domain.model import ImportNotice, ImportSummary, ModelVersion
from bimdesk.errors import BadInputError, BimdeskError, ProjectError
from bimdesk.index.schema import VERSION as INDEX_VERSION
from bimdesk.protocol.jobs import ImportJob
from bimdesk.protocol.monitor import Monitor
from bimdesk.protocol.outcome import import_failure
from bimdesk.protocol.state import Ending, JobState
from bimdesk.services.clock import now
from bimdesk.services.launch import Launch, worker_launch
from bimdesk.services.project import Project
from bimdesk.services.source_file import check_room, check_source, hash_source
from bimdesk.services.staging import drop_staging, make_staging
from bimdesk.storage.models import summary_from_json, summary_to_json

RECORD = "import.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportStart:
    """An import that is ready to go: start `launch`, then call `finish_import`, whatever happens."""

    path: Path
    key: ModelKey
    size: int
    model_name: str
    staging: Path
    launch: Launch


@dataclass(frozen=True, slots=True, kw_only=True)
class AlreadyHere:
    """This content is in the project; `changes` where it was adopted just now from a folder on disk."""

    version: ModelVersion
    changes: Changes = field(default_factory=Changes)


def prepare_import(
    project: Project,
    path: Path,
    *,
    model_name: str = "",
    on_found: Callable[[ModelKey, Path], None] | None = None,
) -> ImportStart | AlreadyHere:
    """Check the file and make its staging folder. Raises `BimdeskError`; nothing is left behind then.

    The content becomes the next version of the model `model_name`, else of the one that the file names.
    `on_found` is told of a folder that is on disk and about to be adopted: it can be drawn already.
    """
    path = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links and lose the name given
    model_name = model_name or path.stem
    size = check_source(path)
    key = hash_source(path)
    known = project.models.find_version(key)
    if is_current(project.models_folder / key):
        if known is not None:
            return AlreadyHere(version=known)
        adopted = _adopt(project, key, model_name, path=path, size=size, on_found=on_found)
        if adopted is not None:
            return AlreadyHere(version=adopted, changes=_added(adopted))
    staging = make_staging(project.models_folder)
    try:
        check_room(staging, size)
    except BaseException:
        drop_staging(staging)
        raise
    job = ImportJob(source=str(path), staging=str(staging))
    return ImportStart(
        path=path,
        key=key,
        size=size,
        model_name=model_name,
        staging=staging,
        launch=worker_launch(job, timeout_s=project.settings.import_timeout_s),
    )


def finish_import(
    project: Project, start: ImportStart, monitor: Monitor, ending: Ending
) -> tuple[ModelVersion, Changes]:
    """Commit what the worker made. Raises `BimdeskError` with the project as before. Staging is gone."""
    try:
        failure = import_failure(monitor, ending)
        if failure is not None:
            raise failure
        summary = _summary(monitor.state, start)
        _write_record(start.staging, summary)
        _move_in(start.staging, project.models_folder / start.key)
        version = _save(project, start.key, start.model_name, start.path, start.size, summary)
    finally:
        drop_staging(start.staging)
    return version, _added(version)


def is_current(folder: Path) -> bool:
    """Whether the folder holds a whole version whose index this program can read."""
    index = folder / "index.sqlite"
    if not index.is_file():
        return False
    try:
        with contextlib.closing(
            sqlite3.connect(f"{index.as_uri()}?mode=ro&immutable=1", uri=True)
        ) as connection:
            row = connection.execute("SELECT value FROM meta WHERE key = 'index_version'").fetchone()
    except sqlite3.Error:
        return False
    return row is not None and row[0] == str(INDEX_VERSION)


def _added(version: ModelVersion) -> Changes:
    return Changes(versions_added=frozenset({version.id}))


def _save(
    project: Project, key: ModelKey, model_name: str, path: Path, size: int, summary: ImportSummary
) -> ModelVersion:
    return project.models.save_version(
        key, model_name=model_name, file_name=path.name, size=size, at=now(), summary=summary
    )


def _adopt(
    project: Project,
    key: ModelKey,
    model_name: str,
    *,
    path: Path,
    size: int,
    on_found: Callable[[ModelKey, Path], None] | None,
) -> ModelVersion | None:
    folder = project.models_folder / key
    try:
        data: dict[str, Any] = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        summary = summary_from_json(data)
    except (OSError, ValueError, TypeError, KeyError):
        return None  # not whole: it is imported anew and replaced
    if on_found is not None:
        on_found(key, folder)
    return _save(project, key, model_name, path, size, summary)


def _write_record(staging: Path, summary: ImportSummary) -> None:
    try:
        (staging / RECORD).write_text(json.dumps(summary_to_json(summary)), encoding="utf-8")
    except OSError as error:
        raise _not_written(staging, error) from error


def _move_in(staging: Path, target: Path) -> None:
    """The one rename. An outdated folder in the way is set aside; one that another program made stays."""
    try:
        if target.exists() and not is_current(target):
            target.rename(staging.with_name(f"{staging.name}.old"))
            drop_staging(staging.with_name(f"{staging.name}.old"))
        if not target.exists():
            staging.rename(target)
    except OSError as error:
        if not is_current(target):
            raise _not_written(target, error) from error


def _not_written(path: Path, error: OSError) -> ProjectError:
    return ProjectError(
        f"The import could not be kept in {path.parent}: {error.strerror}.",
        "Look whether there is room on the disk and whether you may write there. The project is as before.",
    )


def _summary(state: JobState, start: ImportStart) -> ImportSummary:
    imported = state.imported
    if imported is None:
        raise BimdeskError("The import ended without saying what it read.")
    if imported.sha256 != start.key:
        raise BadInputError(
            f"{start.path.name} changed while it was read.", "Wait until it is written, and import it again."
        )
    notices = tuple(
        ImportNotice(
            kind=notice.kind,
            message=notice.message,
            elements=tuple(ElementId(element) for element in notice.elements),
        )
        for notice in state.notices
    )
    return ImportSummary(
        schema=imported.schema,
        schema_declared=imported.schema_declared,
        entities=imported.entities,
        products_with_geometry=imported.products_with_geometry,
        triangles=imported.triangles,
        properties=imported.properties,
        storeys=imported.storeys,
        seconds=imported.seconds,
        notices=notices,
    )
