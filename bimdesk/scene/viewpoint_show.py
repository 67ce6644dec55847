"""Viewpoints shown again: their elements looked up in the models that are there now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bimdesk.domain.ids import ModelKey
from bimdesk.domain.viewpoint import Guids, ViewpointScene
from bimdesk.scene.camera import Camera
from bimdesk.scene.entry import Flags, ModelEntry
from bimdesk.scene.ids import ElementIds, Ids, RefSet
from bimdesk.scene.palette import ColorMode
from bimdesk.scene.sections import SectionBox, SectionPlane, Sections
from bimdesk.scene.state import Change, SceneState
from bimdesk.scene.viewpoint import TakenModel

IdsOf = Callable[[ModelKey, Guids], Ids]


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


def selected_in(found: Found) -> RefSet:
    """What was selected, of what is still there."""
    return RefSet(ElementIds({model.key: model.selected for model in found.models}))


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
