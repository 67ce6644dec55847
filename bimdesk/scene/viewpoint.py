"""Viewpoints taken: what is shown now, as marks by GlobalId."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bimdesk.domain.ids import ModelKey
from bimdesk.domain.smart_view import SmartView
from bimdesk.domain.viewpoint import BoxMark, CameraPlace, Guids, ModelMark, PlaneMark, Point, ViewpointScene
from bimdesk.scene.camera import Camera
from bimdesk.scene.entry import ModelEntry
from bimdesk.scene.ids import Ids
from bimdesk.scene.state import SceneState

GuidsOf = Callable[[ModelKey, Ids], Guids]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TakenModel:
    """What was set on one model, by STEP id; see `ModelMark`."""

    key: ModelKey
    name: str
    shown: bool = True
    ghosted: bool = False
    tint: str = ""
    only: Ids | None = None
    hidden: Ids
    revealed: Ids
    selected: Ids
    colors: Mapping[str, Ids]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Taken:
    """The scene at one moment, ready to be told by GlobalId in another thread."""

    scene: ViewpointScene
    models: tuple[TakenModel, ...]

    def told(self, guids_of: GuidsOf) -> ViewpointScene:
        """The viewpoint; `guids_of` gives the GlobalIds of STEP ids of a model."""
        return replace(self.scene, models=tuple(_told(model, guids_of) for model in self.models))


def take_viewpoint(
    state: SceneState,
    camera: Camera,
    names: Mapping[ModelKey, str],
    *,
    smart_view: SmartView | None = None,
) -> Taken:
    """All that is shown now; `names` of the models, of which those without one are left out."""
    focal = camera.focal + state.origin
    box = state.sections.box
    scene = ViewpointScene(
        camera=CameraPlace(
            focal=_point(focal),
            distance=float(camera.distance),
            azimuth=float(camera.azimuth),
            elevation=float(camera.elevation),
            parallel=camera.parallel,
        ),
        planes=tuple(
            PlaneMark(point=one.point, normal=one.normal, name=one.name, on=one.on)
            for one in state.sections.planes
        ),
        box=None if box is None else BoxMark(low=box.low, high=box.high, on=box.on),
        color_mode=str(state.color_mode),
        ghosting=state.ghosting,
        isolated=state.isolated,
        smart_view=smart_view,
    )
    models = tuple(_take(entry, names[entry.key]) for entry in state if entry.key in names)
    return Taken(scene=scene, models=models)


def _take(entry: ModelEntry, name: str) -> TakenModel:
    """The shorter of two ways to say what is visible: all of it, or what differs from the default."""
    ids = entry.mesh.element_ids
    hidden, revealed = entry.default & ~entry.visible, entry.visible & ~entry.default
    differing = int(hidden.sum() + revealed.sum())
    is_shorter = int(entry.visible.sum()) < differing
    none = np.zeros_like(entry.visible)
    return TakenModel(
        key=entry.key,
        name=name,
        shown=entry.shown,
        ghosted=entry.ghosted,
        tint=entry.tint,
        only=ids[entry.visible] if is_shorter else None,
        hidden=ids[none if is_shorter else hidden],
        revealed=ids[none if is_shorter else revealed],
        selected=ids[entry.selected],
        colors=_colors(entry),
    )


def _colors(entry: ModelEntry) -> dict[str, Ids]:
    painted = entry.painted[:, 3] > 0
    if not painted.any():
        return {}
    known, which = np.unique(entry.painted[painted, :3], axis=0, return_inverse=True)
    ids = entry.mesh.element_ids[painted]
    return {
        "#{:02x}{:02x}{:02x}".format(*color): ids[which.ravel() == row]
        for row, color in enumerate(known.tolist())
    }


def _told(model: TakenModel, guids_of: GuidsOf) -> ModelMark:
    def told(ids: Ids) -> Guids:
        return guids_of(model.key, ids) if len(ids) else ()

    return ModelMark(
        model=model.name,
        shown=model.shown,
        ghosted=model.ghosted,
        tint=model.tint,
        only=None if model.only is None else told(model.only),
        hidden=told(model.hidden),
        revealed=told(model.revealed),
        selected=told(model.selected),
        colors={color: told(ids) for color, ids in model.colors.items()},
    )


def _point(values: Iterable[float] | NDArray[np.float64]) -> Point:
    x, y, z = (float(value) for value in values)
    return x, y, z
