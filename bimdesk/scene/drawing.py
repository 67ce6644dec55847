"""What is drawn and counted of models as the user set them: from entries to views."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bimdesk.scene.cut import Cut
from bimdesk.scene.entry import ModelEntry
from bimdesk.scene.palette import ColorMode
from bimdesk.scene.views import ModelView


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneFacts:
    """Counts over all models of the scene: elements and triangles shown, of all that have geometry."""

    shown: int = 0
    all: int = 0
    triangles: int = 0
    selected: int = 0


def count_shown(entries: Iterable[ModelEntry]) -> SceneFacts:
    """Count what is shown of all `entries`."""
    shown = triangles = everything = selected = 0
    for entry in entries:
        everything += entry.mesh.element_count
        selected += int(entry.selected.sum())
        if entry.shown:
            shown += int(entry.visible.sum())
            triangles += int(entry.triangles @ entry.visible)
    return SceneFacts(shown=shown, all=everything, triangles=triangles, selected=selected)


def view_models(
    entries: Iterable[ModelEntry],
    *,
    origin: NDArray[np.float64],
    mode: ColorMode,
    ghosting: bool,
    cut: Cut,
) -> tuple[ModelView, ...]:
    """The views of the shown `entries` in a scene about `origin`; `cut` in scene coordinates.

    With `ghosting`, all but the selected and the highlighted is faint, as long as there are such.
    """
    shown = [entry for entry in entries if entry.shown]
    others_faint = ghosting and any(_emphasised(entry).any() for entry in shown)
    return tuple(
        _view(entry, np.asarray(entry.mesh.origin - origin), mode, faint=others_faint, cut=cut)
        for entry in shown
    )


def _view(
    entry: ModelEntry, offset: NDArray[np.float64], mode: ColorMode, *, faint: bool, cut: Cut
) -> ModelView:
    strong = _emphasised(entry)
    ghosted = np.full_like(strong, faint or entry.ghosted) | entry.faint
    return ModelView(
        key=entry.key,
        mesh=entry.mesh,
        offset=offset,
        solid=entry.visible & (strong | ~ghosted),
        ghost=entry.visible & ghosted & ~strong,
        selected=entry.selected & entry.visible,
        colors=entry.colors(mode),
        cut=cut,
        boxes=entry.boxes,
    )


def _emphasised(entry: ModelEntry) -> NDArray[np.bool_]:
    strong = entry.selected | (entry.painted[:, 3] > 0)
    return np.asarray(strong if entry.marked is None else strong | entry.marked)
