"""What is shown: models, visibility, selection, colours. No VTK, no Qt; every change says what it touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Flag, auto

import numpy as np
from numpy.typing import NDArray

from bimdesk.domain.ids import ElementId, ElementRef, ModelKey
from bimdesk.scene.entry import Flags, ModelEntry
from bimdesk.scene.ids import ElementIds
from bimdesk.scene.palette import ColorMode, parse_color
from bimdesk.scene.ranges import counts
from bimdesk.scene.views import ModelView

Floats = NDArray[np.float64]
Refs = Iterable[ElementRef]


class Change(Flag):
    """What a call on the state touched; falsy where it changed nothing."""

    NONE = 0
    MODELS = auto()
    VISIBILITY = auto()
    COLORS = auto()
    SELECTION = auto()
    GHOSTS = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneFacts:
    """Counts over all models of the scene: elements and triangles shown, of all that have geometry."""

    shown: int = 0
    all: int = 0
    triangles: int = 0
    selected: int = 0


class SceneState:
    """The scene as the user set it. The scene's origin is that of the first model, in world metres."""

    def __init__(self) -> None:
        self._models: dict[ModelKey, ModelEntry] = {}
        self._before_isolation: dict[ModelKey, Flags] | None = None
        self.origin: Floats = np.zeros(3)
        self.selection: frozenset[ElementRef] = frozenset()
        self.color_mode = ColorMode.MUTED
        self.ghosting = False

    def __contains__(self, key: ModelKey) -> bool:
        return key in self._models

    def __iter__(self) -> Iterator[ModelEntry]:
        return iter(self._models.values())

    def __len__(self) -> int:
        return len(self._models)

    def entry(self, key: ModelKey) -> ModelEntry:
        """The model `key`. Raises KeyError."""
        return self._models[key]

    @property
    def isolated(self) -> bool:
        """True from `isolate` until `end_isolation` or `show_all`."""
        return self._before_isolation is not None

    def put_model(self, entry: ModelEntry) -> Change:
        """Add a model, or swap in a better mesh of it: visibility, selection and highlights stay."""
        old = self._models.get(entry.key)
        if old is not None:
            entry.take_over(old)
        elif not self._models:
            self.origin = np.asarray(entry.mesh.origin, dtype=np.float64)
        self._models[entry.key] = entry
        if self._before_isolation is not None:
            self._before_isolation[entry.key] = entry.default
            if old is None:
                entry.visible = np.zeros_like(entry.visible)
        entry.selected = self._flags_by_model(self.selection).get(entry.key, np.zeros_like(entry.selected))
        return Change.MODELS

    def remove_model(self, key: ModelKey) -> Change:
        """Take a model out, and its elements out of the selection."""
        if self._models.pop(key, None) is None:
            return Change.NONE
        if self._before_isolation is not None:
            self._before_isolation.pop(key, None)
        if not self._models:
            self._before_isolation = None  # nothing is left to go back to
        kept = frozenset(ref for ref in self.selection if ref.model != key)
        return Change.MODELS | self.set_selection(kept)

    def set_model_visible(self, key: ModelKey, visible: bool) -> Change:
        """Show or hide a whole model; what was hidden inside it stays so."""
        entry = self._models[key]
        changed = entry.shown != visible
        entry.shown = visible
        return Change.VISIBILITY if changed else Change.NONE

    def set_visible(self, refs: Refs, visible: bool) -> Change:
        """Show or hide elements."""
        wanted = self._flags_by_model(refs)
        return self._set_flags(
            {
                key: (self._models[key].visible | flags) if visible else (self._models[key].visible & ~flags)
                for key, flags in wanted.items()
            }
        )

    def set_class_visible(self, ifc_class: str, visible: bool) -> Change:
        """Show or hide every element of exactly this class, in all models."""
        refs = [ref for entry in self for ref in entry.refs(entry.class_flags(ifc_class))]
        return self.set_visible(refs, visible)

    def isolate(self, refs: Refs) -> Change:
        """Show `refs` and nothing else; nothing happens where none of them has geometry."""
        wanted = self._flags_by_model(refs)
        if not any(flags.any() for flags in wanted.values()):
            return Change.NONE
        if self._before_isolation is None:
            self._before_isolation = {entry.key: entry.visible for entry in self}
        return self._set_flags({e.key: wanted.get(e.key, np.zeros_like(e.visible)) for e in self})

    def end_isolation(self) -> Change:
        """Go back to what was visible before the first `isolate`."""
        before, self._before_isolation = self._before_isolation, None
        return self._set_flags(before) if before is not None else Change.NONE

    def show_all(self) -> Change:
        """Show all but the classes that are hidden by default (spaces, openings ...)."""
        self._before_isolation = None
        change = self._set_flags({entry.key: entry.default.copy() for entry in self})
        for entry in self:
            change |= self.set_model_visible(entry.key, True)
        if self.ghosting:
            change |= self.ghost_others(False)
        return change

    def set_selection(self, refs: Refs) -> Change:
        """Select `refs`; those without geometry stay selected too, there is just nothing to draw."""
        selection = frozenset(refs)
        if selection == self.selection:
            return Change.NONE
        self.selection = selection
        flags = self._flags_by_model(selection)
        for entry in self:
            entry.selected = flags.get(entry.key, np.zeros_like(entry.selected))
        return Change.SELECTION | (Change.GHOSTS if self.ghosting else Change.NONE)

    def ghost_others(self, ghosting: bool) -> Change:
        """Draw all but the selection (and what is highlighted) as faint shapes; follows the selection."""
        changed = ghosting != self.ghosting
        self.ghosting = ghosting
        return Change.GHOSTS if changed else Change.NONE

    def highlight(self, colors: Mapping[ElementRef, str]) -> Change:
        """Replace all highlights: element -> `#rrggbb`. Raises ValueError on another colour."""
        for color in set(colors.values()):
            parse_color(color)  # before anything changes
        by_model: dict[ModelKey, dict[ElementId, str]] = {entry.key: {} for entry in self}
        for ref, color in colors.items():
            if ref.model in by_model:
                by_model[ref.model][ref.element] = color
        changed = [self._models[key].paint(wanted) for key, wanted in by_model.items()]
        return Change.COLORS if any(changed) else Change.NONE

    def set_color_mode(self, mode: ColorMode) -> Change:
        """Colour by the muted palette or as authored."""
        changed = mode is not self.color_mode
        self.color_mode = mode
        return Change.COLORS if changed else Change.NONE

    def is_visible(self, ref: ElementRef) -> bool:
        """True where the element has geometry, and it and its model are shown."""
        entry = self._models.get(ref.model)
        return entry is not None and entry.shown and bool((entry.visible & entry.flags([ref.element])).any())

    def hidden_ids(self) -> ElementIds:
        """Elements with geometry that are not shown, as arrays."""
        return ElementIds({e.key: e.mesh.element_ids[~e.visible if e.shown else slice(None)] for e in self})

    def hidden_refs(self) -> frozenset[ElementRef]:
        """Elements with geometry that are not shown."""
        return self.hidden_ids().refs()

    def facts(self) -> SceneFacts:
        """Count what is shown."""
        shown = triangles = everything = selected = 0
        for entry in self:
            everything += entry.mesh.element_count
            selected += int(entry.selected.sum())
            if entry.shown:
                shown += int(entry.visible.sum())
                triangles += int(element_triangles(entry)[entry.visible].sum())
        return SceneFacts(shown=shown, all=everything, triangles=triangles, selected=selected)

    def bounds(self, refs: Refs | None = None) -> Floats:
        """float64 (n, 6): boxes of `refs`, or of all that is shown, in scene coordinates."""
        wanted = None if refs is None else self._flags_by_model(refs)
        found = [np.zeros((0, 6))]
        for entry in self:
            flags = entry.visible & entry.shown if wanted is None else wanted.get(entry.key)
            if flags is not None and flags.any():
                found.append(
                    entry.mesh.element_bounds[flags].astype(np.float64) + np.tile(self._offset(entry), 2)
                )
        return np.concatenate(found)

    def views(self) -> tuple[ModelView, ...]:
        """What the renderer draws of each shown model."""
        return tuple(self._view(entry) for entry in self if entry.shown)

    def _view(self, entry: ModelEntry) -> ModelView:
        strong = entry.selected | (entry.painted[:, 3] > 0)
        ghosted = self.ghosting and any(
            other.selected.any() or other.painted[:, 3].any() for other in self if other.shown
        )
        return ModelView(
            key=entry.key,
            mesh=entry.mesh,
            offset=self._offset(entry),
            solid=entry.visible & strong if ghosted else entry.visible,
            ghost=entry.visible & ~strong if ghosted else np.zeros_like(entry.visible),
            selected=entry.selected & entry.visible,
            colors=entry.colors(self.color_mode),
        )

    def _offset(self, entry: ModelEntry) -> Floats:
        return np.asarray(entry.mesh.origin - self.origin)

    def _flags_by_model(self, refs: Refs) -> dict[ModelKey, Flags]:
        found = ElementIds.of(refs).by_model.items()
        return {key: self._models[key].flags(ids) for key, ids in found if key in self._models}

    def _set_flags(self, wanted: Mapping[ModelKey, Flags]) -> Change:
        changed = False
        for key, flags in wanted.items():
            entry = self._models[key]
            if not np.array_equal(entry.visible, flags):
                entry.visible = flags
                changed = True
        return Change.VISIBILITY if changed else Change.NONE


def element_triangles(entry: ModelEntry) -> NDArray[np.int64]:
    """int64 (e,): triangles of each element."""
    return counts(entry.mesh.part_faces[entry.mesh.element_parts.astype(np.int64)])
