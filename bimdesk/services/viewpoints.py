"""Viewpoints that a project keeps: list, read, save, update, rename, delete."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, replace
from typing import Any

from bimdesk.domain.changes import Changes
from bimdesk.domain.filters import FilterError
from bimdesk.domain.smart_view import SmartView
from bimdesk.domain.smart_view_file import read_views, write_views
from bimdesk.domain.viewpoint import (
    BoxMark,
    CameraPlace,
    ModelMark,
    PlaneMark,
    Point,
    Viewpoint,
    ViewpointId,
    ViewpointScene,
)
from bimdesk.errors import BadInputError, ProjectError
from bimdesk.services.clock import now
from bimdesk.services.project import Project

LONGEST_NAME = 255
_CHANGED = Changes(viewpoints=True)


def list_viewpoints(project: Project) -> list[Viewpoint]:
    """All viewpoints in the order they were made."""
    return project.viewpoints.list_viewpoints()


def read_viewpoint(project: Project, viewpoint_id: ViewpointId) -> ViewpointScene:
    """What a viewpoint shows. Raises NotFoundError where it is gone, ProjectError where it is damaged."""
    kept = project.viewpoints.get_scene(viewpoint_id)
    try:
        return _scene(kept)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ProjectError(
            "The viewpoint is damaged and cannot be read.", "Delete it, save it anew."
        ) from error


def save_viewpoint(
    project: Project, name: str, scene: ViewpointScene, thumbnail: bytes
) -> tuple[Viewpoint, Changes]:
    """Keep a new viewpoint; `thumbnail` is a PNG. Names may be alike."""
    made = project.viewpoints.add_viewpoint(_checked(name), _kept(scene), thumbnail, now())
    return made, _CHANGED


def update_viewpoint(
    project: Project, viewpoint_id: ViewpointId, scene: ViewpointScene, thumbnail: bytes
) -> tuple[Viewpoint, Changes]:
    """Show something else under the same name. Raises NotFoundError where it is gone."""
    return project.viewpoints.update_viewpoint(viewpoint_id, _kept(scene), thumbnail, now()), _CHANGED


def rename_viewpoint(project: Project, viewpoint_id: ViewpointId, name: str) -> tuple[Viewpoint, Changes]:
    """Give a viewpoint another name. Raises NotFoundError where it is gone."""
    return project.viewpoints.rename_viewpoint(viewpoint_id, _checked(name), now()), _CHANGED


def delete_viewpoint(project: Project, viewpoint_id: ViewpointId) -> Changes:
    """Forget a viewpoint; one that is gone already is no error."""
    return _CHANGED if project.viewpoints.delete_viewpoint(viewpoint_id) else Changes()


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise BadInputError(
            "A viewpoint needs a name of at most 255 characters.", "Type a name, such as Stairs, level 2."
        )
    return name


def _kept(scene: ViewpointScene) -> dict[str, Any]:
    """A smart view as a file has it, so that one that was deleted since comes back too."""
    views = None if scene.smart_view is None else write_views([scene.smart_view])
    return {**asdict(replace(scene, smart_view=None)), "smart_view": views}


def _smart_view(kept: object) -> SmartView | None:
    """Older viewpoints have none; one that this program cannot read leaves the colours without a legend."""
    with suppress(BadInputError, FilterError):
        return read_views(kept)[0] if kept else None
    return None


def _scene(kept: dict[str, Any]) -> ViewpointScene:
    camera, box = kept["camera"], kept["box"]
    return ViewpointScene(
        camera=CameraPlace(
            focal=_point(camera["focal"]),
            distance=float(camera["distance"]),
            azimuth=float(camera["azimuth"]),
            elevation=float(camera["elevation"]),
            parallel=bool(camera["parallel"]),
        ),
        models=tuple(_model(model) for model in kept["models"]),
        planes=tuple(
            PlaneMark(
                point=_point(plane["point"]),
                normal=_point(plane["normal"]),
                name=str(plane["name"]),
                on=bool(plane["on"]),
            )
            for plane in kept["planes"]
        ),
        box=None
        if box is None
        else BoxMark(low=_point(box["low"]), high=_point(box["high"]), on=bool(box["on"])),
        color_mode=str(kept["color_mode"]),
        ghosting=bool(kept["ghosting"]),
        isolated=bool(kept["isolated"]),
        smart_view=_smart_view(kept.get("smart_view")),
    )


def _model(kept: dict[str, Any]) -> ModelMark:
    return ModelMark(
        model=str(kept["model"]),
        shown=bool(kept["shown"]),
        ghosted=bool(kept["ghosted"]),
        tint=str(kept["tint"]),
        only=None if kept["only"] is None else _guids(kept["only"]),
        hidden=_guids(kept["hidden"]),
        revealed=_guids(kept["revealed"]),
        selected=_guids(kept["selected"]),
        colors={str(color): _guids(guids) for color, guids in kept["colors"].items()},
    )


def _guids(values: list[Any]) -> tuple[str, ...]:
    return tuple(map(str, values))


def _point(values: list[Any]) -> Point:
    x, y, z = map(float, values)
    return x, y, z
