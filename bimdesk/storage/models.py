"""Models and their versions in project.db."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bimdesk.domain.activity import ActivityKind
from bimdesk.domain.ids import ElementId, ModelId, ModelKey, VersionId
from bimdesk.domain.model import ImportNotice, ImportSummary, Model, ModelVersion
from bimdesk.errors import NotFoundError
from bimdesk.storage.activity import note
from bimdesk.storage.database import Database
from bimdesk.storage.tables import ModelRow, VersionRow


def summary_to_json(summary: ImportSummary) -> dict[str, Any]:
    """What is kept of a summary, as plain JSON values."""
    return asdict(summary) | {"seconds": dict(summary.seconds)}


def summary_from_json(data: Mapping[str, Any]) -> ImportSummary:
    """The opposite of `summary_to_json`."""
    notices = tuple(
        ImportNotice(
            kind=notice["kind"],
            message=notice["message"],
            elements=tuple(ElementId(element) for element in notice["elements"]),
        )
        for notice in data["notices"]
    )
    return ImportSummary(**{**data, "notices": notices})


class ModelStore:
    """Reads and writes models; version folders are `models_folder / sha256`."""

    def __init__(self, database: Database, models_folder: Path) -> None:
        self._database = database
        self._folder = models_folder

    def list_models(self) -> list[Model]:
        """All models with their versions, by name."""
        with self._database.read() as session:
            rows = session.scalars(select(ModelRow).order_by(func.lower(ModelRow.name), ModelRow.id))
            return [self._model(row) for row in rows if row.versions]

    def get_version(self, version_id: VersionId) -> ModelVersion:
        """Raises `NotFoundError` where the version was removed."""
        with self._database.read() as session:
            row = session.get(VersionRow, version_id)
            if row is None:
                raise NotFoundError(
                    "This model version is no longer in the project.", "Import its file again."
                )
            return self._version(row)

    def find_version(self, key: ModelKey) -> ModelVersion | None:
        """The version with this content."""
        with self._database.read() as session:
            row = session.scalar(select(VersionRow).where(VersionRow.sha256 == key))
            return None if row is None else self._version(row)

    def find_previous(self, version: ModelVersion) -> ModelVersion | None:
        """The version of the same model before this one."""
        query = (
            select(VersionRow)
            .where(VersionRow.model_id == version.model_id, VersionRow.number < version.number)
            .order_by(VersionRow.number.desc())
            .limit(1)
        )
        with self._database.read() as session:
            row = session.scalar(query)
            return None if row is None else self._version(row)

    def save_version(
        self,
        key: ModelKey,
        *,
        model_name: str,
        file_name: str,
        size: int,
        at: datetime,
        summary: ImportSummary,
    ) -> ModelVersion:
        """Add the content as the next version of the model of this name; a known one is refreshed."""
        with self._database.write() as session:
            row = session.scalar(select(VersionRow).where(VersionRow.sha256 == key))
            if row is None:
                row = VersionRow(
                    model_id=_model_id(session, model_name),
                    number=0,
                    sha256=key,
                    file_name=file_name,
                    size=size,
                    imported_at=at,
                    summary=summary_to_json(summary),
                )
                row.number = _next_number(session, row.model_id)
                session.add(row)
            else:
                row.imported_at, row.summary = at, summary_to_json(summary)
            session.flush()
            session.refresh(row, ["model"])
            return self._version(row)

    def remove_model(self, model_id: ModelId, at: datetime) -> list[ModelKey]:
        """Forget a model and its versions; the contents that it had."""
        with self._database.write() as session:
            row = session.get(ModelRow, model_id)
            if row is None:
                raise NotFoundError("This model is no longer in the project.")
            keys = [ModelKey(version.sha256) for version in row.versions]
            note(session, at, ActivityKind.PROJECT, row.name, "removed", data={"versions": len(keys)})
            session.delete(row)
            return keys

    def _model(self, row: ModelRow) -> Model:
        return Model(
            id=ModelId(row.id),
            name=row.name,
            versions=tuple(self._version(version) for version in row.versions),
        )

    def _version(self, row: VersionRow) -> ModelVersion:
        return ModelVersion(
            id=VersionId(row.id),
            model_id=ModelId(row.model_id),
            model_name=row.model.name,
            number=row.number,
            sha256=row.sha256,
            file_name=row.file_name,
            size=row.size,
            imported_at=row.imported_at,
            folder=self._folder / row.sha256,
            summary=summary_from_json(row.summary),
        )


def _model_id(session: Session, name: str) -> int:
    row = session.scalar(select(ModelRow).where(ModelRow.name == name))
    if row is None:
        row = ModelRow(name=name)
        session.add(row)
        session.flush()
    return row.id


def _next_number(session: Session, model_id: int) -> int:
    highest = session.scalar(select(func.max(VersionRow.number)).where(VersionRow.model_id == model_id))
    return (highest or 0) + 1
