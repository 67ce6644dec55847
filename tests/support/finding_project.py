"""Projects with model versions made of a few lines, and runs that report what a test says."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from bimdesk.domain.execution import Execution, StartedBy, Status
from bimdesk.domain.finding import Finding, Severity
from bimdesk.domain.ids import ElementId, ExecutionId, ModelKey, ScriptKey
from bimdesk.domain.model import ImportSummary, ModelVersion
from bimdesk.index.schema import INDEXES, TABLES, VERSION
from bimdesk.meshes import Mesh, save_mesh
from bimdesk.protocol.id_sets import as_ids
from bimdesk.services.findings.examined import ExaminedElements
from bimdesk.services.findings.fold import prepare_fold
from bimdesk.services.findings.reported import Reported, parameters_digest
from bimdesk.services.project import Project
from bimdesk.storage.owner import Owner

SCRIPT = ScriptKey("project/check")
START = datetime(2026, 1, 5, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Part:
    """An element of a made model. `place`: middle of its box of 1 m, or of `size`."""

    guid: str
    name: str = ""
    ifc_class: str = "IfcWall"
    tag: str = ""
    place: tuple[float, float, float] | None = None
    size: float = 1.0
    storey: str = ""


def write_version(folder: Path, parts: Mapping[int, Part]) -> None:
    """The index and mesh of a version with these elements by STEP id."""
    folder.mkdir(parents=True)
    connection = sqlite3.connect(folder / "index.sqlite")
    connection.execute("PRAGMA synchronous = OFF")
    connection.executescript(TABLES)
    connection.execute("INSERT INTO meta VALUES ('index_version', ?)", (str(VERSION),))
    storeys = {
        name: 900_000 + place for place, name in enumerate(sorted({one.storey for one in parts.values()}))
    }
    connection.executemany(
        "INSERT INTO entities (id, kind, guid, class, name) VALUES (?, 'product', ?, 'IfcBuildingStorey', ?)",
        [(number, f"storey{number}", name) for name, number in storeys.items() if name],
    )
    connection.executemany(
        "INSERT INTO entities (id, kind, guid, class, name, tag, storey_id)"
        " VALUES (?, 'product', ?, ?, ?, ?, ?)",
        [
            (number, one.guid, one.ifc_class, one.name, one.tag, storeys[one.storey])
            for number, one in parts.items()
        ],
    )
    connection.executemany(
        "INSERT INTO roots VALUES (?, ?, ?, ?)",
        [(number, one.guid, one.ifc_class, one.name) for number, one in parts.items()],
    )
    connection.executescript(INDEXES)
    connection.commit()
    connection.close()
    save_mesh(_mesh({number: one for number, one in parts.items() if one.place is not None}), folder / "mesh")


def _mesh(parts: Mapping[int, Part]) -> Mesh:
    count = len(parts)
    middles = np.array([one.place for one in parts.values()], dtype=np.float64).reshape(count, 3)
    halves = np.array([[one.size / 2] * 3 for one in parts.values()], dtype=np.float64).reshape(count, 3)
    none = np.zeros(count + 1, np.uint32)
    return Mesh(
        origin=np.zeros(3),
        vertices=np.zeros((0, 3), np.float32),
        faces=np.zeros((0, 3), np.uint32),
        edges=np.zeros((0, 2), np.uint32),
        element_ids=np.array(list(parts), dtype=np.int64),
        element_class=np.zeros(count, np.uint16),
        element_parts=np.arange(count + 1, dtype=np.uint32),
        element_bounds=np.concatenate([middles - halves, middles + halves], axis=1).astype(np.float32),
        part_vertices=none,
        part_faces=none,
        part_edges=none,
        part_colors=np.full((count, 4), -1, np.float32),
        classes=("IfcWall",),
    )


def add_version(project: Project, parts: Mapping[int, Part], *, model: str = "House") -> ModelVersion:
    """The next version of a model."""
    key = ModelKey(uuid.uuid4().hex * 2)
    write_version(project.models_folder / key, parts)
    summary = ImportSummary(
        schema="IFC4",
        schema_declared="IFC4",
        entities=len(parts),
        products_with_geometry=0,
        triangles=0,
        properties=0,
        storeys=0,
    )
    return project.models.save_version(
        key, model_name=model, file_name=f"{model}.ifc", size=1, at=START, summary=summary
    )


def problem(
    version_parts: Mapping[int, Part],
    steps: int | Sequence[int] | None,
    message: str = "No fire rating",
    *,
    check: str = "rating",
    severity: Severity = Severity.ERROR,
    **data: Any,
) -> Finding:
    """A finding on elements of a made version."""
    numbers = () if steps is None else (steps,) if isinstance(steps, int) else tuple(steps)
    return Finding(
        message=message,
        severity=severity,
        check=check,
        elements=tuple(ElementId(one) for one in numbers),
        guids=tuple(version_parts[one].guid if one in version_parts else "" for one in numbers),
        data=data,
    )


def run(
    project: Project,
    version: ModelVersion,
    findings: Sequence[Finding],
    *,
    seen: Sequence[int] | set[int] = (),
    said: Mapping[str, Sequence[int]] | None = None,
    status: Status = Status.FAILED,
    parameters: Mapping[str, Any] | None = None,
    script: ScriptKey | None = SCRIPT,
) -> Execution:
    """An execution that ended, its findings taken in as `finish_run` does."""
    execution = queued(project, version, parameters=parameters, script=script)
    reported = Reported(
        findings=findings,
        examined=ExaminedElements(
            seen=as_ids(seen), said={check: as_ids(ids) for check, ids in (said or {}).items()}
        ),
        parameters=parameters_digest(parameters or {}),
    )
    fold = prepare_fold(project, replace(execution, status=status), reported)
    return project.executions.finish(
        execution.id,
        status=status,
        sentence="",
        duration_ms=1,
        findings=len(findings),
        sandbox={},
        also=fold,
    )


def queued(
    project: Project,
    version: ModelVersion,
    *,
    parameters: Mapping[str, Any] | None = None,
    script: ScriptKey | None = SCRIPT,
) -> Execution:
    """The row of an execution that waits."""
    identity = ExecutionId(uuid.uuid4().hex)
    execution = Execution(
        id=identity,
        script_key=script,
        script_name="Check",
        script_version=1,
        script_sha256="0" * 64,
        version_id=version.id,
        model_label=version.label,
        parameters=dict(parameters or {}),
        started_by=StartedBy.HAND,
        status=Status.QUEUED,
        queued_at=START + timedelta(minutes=1),
        started_at=None,
        duration_ms=None,
        sentence="",
        findings=0,
        folder=project.executions_folder / identity,
    )
    project.executions.add(execution, Owner(pid=1, started=0.0, host="test"))
    return execution
