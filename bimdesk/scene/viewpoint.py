"""Viewpoints and the scene: what is shown now as marks by GlobalId, and marks back into what is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bimdesk.domain.ids import ElementRef, ModelKey
from bimdesk.domain.viewpoint import BoxMark, CameraPlace, Guids, ModelMark, PlaneMark, Point, ViewpointScene
from bimdesk.scene.camera import Camera
from bimdesk.scene.entry import Flags, ModelEntry
from bimdesk.scene.ids import ElementIds
from bimdesk.scene.palette import ColorMode
from bimdesk.scene.sections import SectionBox, SectionPlane, Sections
from bimdesk.scene.state import Change, SceneState

Ids = NDArray[np.int64]
GuidsOf = Callable[[ModelKey, Ids], Guids]
IdsOf = Callable[[ModelKey, Guids], Ids]


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
        return ViewpointScene(
            camera=self.scene.camera,
            models=tuple(_told(model, guids_of) for model in self.models),
            planes=self.scene.planes,
            box=self.scene.box,
            color_mode=self.scene.color_mode,
            ghosting=self.scene.ghosting,
            isolated=self.scene.isolated,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """What a viewpoint shows and is no longer there: models by name, and elements of those that are."""

    models: tuple[str, ...] = ()
    elements: Mapping[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.models or self.elements)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Found:
    """A viewpoint told by the STEP ids of the models that are there now."""

    scene: ViewpointScene
    models: tuple[TakenModel, ...]
    missing: Missing


def take_viewpoint(state: SceneState, camera: Camera, names: Mapping[ModelKey, str]) -> Taken:
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
    )
    models = tuple(_take(entry, names[entry.key]) for entry in state if entry.key in names)
    return Taken(scene=scene, models=models)


def find_viewpoint(scene: ViewpointScene, keys: Mapping[str, ModelKey], ids_of: IdsOf) -> Found:
    """Look a viewpoint's elements up; `keys`: the models that are there, by name. Fit for another thread."""
    models: list[TakenModel] = []
    gone: list[str] = []
    lost: dict[str, int] = {}
    for mark in scene.models:
        key = keys.get(mark.model)
        if key is None:
            gone.append(mark.model)
            continue
        known = _Lookup(key, ids_of)
        models.append(
            TakenModel(
                key=key,
                name=mark.model,
                shown=mark.shown,
                ghosted=mark.ghosted,
                tint=mark.tint,
                only=None if mark.only is None else known(mark.only),
                hidden=known(mark.hidden),
                revealed=known(mark.revealed),
                selected=known(mark.selected),
                colors={color: known(guids) for color, guids in mark.colors.items()},
            )
        )
        if known.lost:
            lost[mark.model] = len(known.lost)
    return Found(scene=scene, models=tuple(models), missing=Missing(models=tuple(gone), elements=lost))


def show_viewpoint(state: SceneState, found: Found) -> Change:
    """Make visibility, colours, ghosts and sections the viewpoint's; models it does not know are hidden.

    The selection and the camera are left to who asks: see `selected_in` and `camera_of`.
    """
    change = state.end_rules()
    by_key = {model.key: model for model in found.models}
    for entry in state:
        change |= _show(entry, by_key.get(entry.key))
    was_isolated = state.isolated
    state.before_isolation = {entry.key: entry.default for entry in state} if found.scene.isolated else None
    if was_isolated != found.scene.isolated:
        change |= Change.VISIBILITY
    mode = found.scene.color_mode
    change |= state.set_color_mode(ColorMode(mode) if mode in list(ColorMode) else ColorMode.MUTED)
    change |= state.ghost_others(found.scene.ghosting)
    return change | state.set_sections(_sections(found.scene))


def selected_in(found: Found) -> frozenset[ElementRef]:
    """What was selected, of what is still there."""
    return frozenset(ElementIds({model.key: model.selected for model in found.models}))


def camera_of(scene: ViewpointScene, origin: NDArray[np.float64]) -> Camera:
    """The viewpoint's camera in a scene about `origin` (world metres)."""
    place = scene.camera
    return Camera(
        focal=np.asarray(place.focal) - origin,
        distance=place.distance,
        azimuth=place.azimuth,
        elevation=place.elevation,
        parallel=place.parallel,
    )


class _Lookup:
    """STEP ids by GlobalId, remembering which were not found."""

    def __init__(self, key: ModelKey, ids_of: IdsOf) -> None:
        self._key = key
        self._ids_of = ids_of
        self.lost: set[str] = set()

    def __call__(self, guids: Guids) -> Ids:
        if not guids:
            return np.zeros(0, dtype=np.int64)
        found = self._ids_of(self._key, guids)
        if len(found) < len(guids):
            self.lost.update(guid for guid in guids if not len(self._ids_of(self._key, (guid,))))
        return found


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


def _show(entry: ModelEntry, model: TakenModel | None) -> Change:
    if model is None:
        changed, entry.shown = entry.shown, False
        return Change.VISIBILITY if changed else Change.NONE
    visible = _visible(entry, model)
    painted = np.zeros_like(entry.painted)
    for color, ids in model.colors.items():
        painted[entry.rows(ids)] = (*bytes.fromhex(color[1:]), 255)
    change = Change.NONE
    if model.shown != entry.shown or not np.array_equal(visible, entry.visible):
        change |= Change.VISIBILITY
    if model.tint != entry.tint or not np.array_equal(painted, entry.painted):
        change |= Change.COLORS
    if model.ghosted != entry.ghosted:
        change |= Change.GHOSTS
    entry.visible, entry.painted = visible, painted
    entry.shown, entry.tint, entry.ghosted = model.shown, model.tint, model.ghosted
    return change


def _visible(entry: ModelEntry, model: TakenModel) -> Flags:
    if model.only is not None:
        return entry.flags(model.only)
    return (entry.default & ~entry.flags(model.hidden)) | entry.flags(model.revealed)


def _sections(scene: ViewpointScene) -> Sections:
    planes = tuple(
        SectionPlane(id=number, point=one.point, normal=one.normal, name=one.name, on=one.on)
        for number, one in enumerate(scene.planes, start=1)
    )
    box = scene.box
    return Sections(
        planes=planes, box=None if box is None else SectionBox(low=box.low, high=box.high, on=box.on)
    )


def _point(values: Iterable[float] | NDArray[np.float64]) -> Point:
    x, y, z = (float(value) for value in values)
    return x, y, z
