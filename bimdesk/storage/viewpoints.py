"""The viewpoints of a project."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, defer

from bimdesk.domain.viewpoint import Viewpoint, ViewpointId
from bimdesk.errors import NotFoundError
from bimdesk.storage.database import Database
from bimdesk.storage.tables import ViewpointRow


class ViewpointStore:
    """Reads and writes the table of viewpoints; scenes are JSON here, `services.viewpoints` reads them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list_viewpoints(self) -> list[Viewpoint]:
        """In the order they were made, without their scenes."""
        query = select(ViewpointRow).options(defer(ViewpointRow.scene)).order_by(ViewpointRow.id)
        with self._database.read() as session:
            return [_viewpoint(row) for row in session.scalars(query)]

    def get_scene(self, viewpoint_id: ViewpointId) -> dict[str, Any]:
        """What the viewpoint shows. Raises NotFoundError where it is gone."""
        with self._database.read() as session:
            return _get(session, viewpoint_id).scene

    def add_viewpoint(self, name: str, scene: dict[str, Any], thumbnail: bytes, at: datetime) -> Viewpoint:
        with self._database.write() as session:
            row = ViewpointRow(name=name, scene=scene, thumbnail=thumbnail, created_at=at, changed_at=at)
            session.add(row)
            session.flush()
            return _viewpoint(row)

    def update_viewpoint(
        self, viewpoint_id: ViewpointId, scene: dict[str, Any], thumbnail: bytes, at: datetime
    ) -> Viewpoint:
        """Show something else under the same name. Raises NotFoundError where it is gone."""
        with self._database.write() as session:
            row = _get(session, viewpoint_id)
            row.scene, row.thumbnail, row.changed_at = scene, thumbnail, at
            session.flush()
            return _viewpoint(row)

    def rename_viewpoint(self, viewpoint_id: ViewpointId, name: str, at: datetime) -> Viewpoint:
        """Raises NotFoundError where it is gone."""
        with self._database.write() as session:
            row = _get(session, viewpoint_id)
            row.name, row.changed_at = name, at
            session.flush()
            return _viewpoint(row)

    def delete_viewpoint(self, viewpoint_id: ViewpointId) -> bool:
        """True where it was there."""
        with self._database.write() as session:
            found = session.get(ViewpointRow, viewpoint_id) is not None
            session.execute(delete(ViewpointRow).where(ViewpointRow.id == viewpoint_id))
            return found


def _get(session: Session, viewpoint_id: ViewpointId) -> ViewpointRow:
    row = session.get(ViewpointRow, viewpoint_id)
    if row is None:
        raise NotFoundError("The viewpoint is no longer there.", "Save it anew.")
    return row


def _viewpoint(row: ViewpointRow) -> Viewpoint:
    return Viewpoint(
        id=ViewpointId(row.id),
        name=row.name,
        thumbnail=row.thumbnail,
        created_at=row.created_at,
        changed_at=row.changed_at,
    )
