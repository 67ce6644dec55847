"""Which models are there, and which of their elements are shown; every change says what it touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Flag, auto

import numpy as np
from numpy.typing import NDArray

from bimdesk.domain.ids import ElementRef, ModelKey
from bimdesk.scene.entry import Flags, ModelEntry
from bimdesk.scene.ids import ElementIds, RefSet

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
    SECTIONS = auto()
    MARKS = auto()


class ShownModels:
    """Models by key, and what of them is visible. The scene's origin is that of the first, world metres."""

    def __init__(self) -> None:
        self._models: dict[ModelKey, ModelEntry] = {}
        self.before_isolation: dict[ModelKey, Flags] | None = None
        """What was visible before `isolate`; None where nothing is isolated."""
        self._last_shown = ElementIds()
        self.origin: Floats = np.zeros(3)

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
        return self.before_isolation is not None

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
        self._last_shown = ElementIds(
            {key: self._models[key].mesh.element_ids[flags] for key, flags in wanted.items()}
        )
        begun = self.before_isolation is None
        if self.before_isolation is None:
            self.before_isolation = {entry.key: entry.visible for entry in self}
        change = self._set_flags({e.key: wanted.get(e.key, np.zeros_like(e.visible)) for e in self})
        return change | (Change.VISIBILITY if begun else Change.NONE)

    @property
    def can_show_again(self) -> bool:
        """True where something was isolated before, and its model is still here."""
        return any(key in self._models for key in self._last_shown.by_model)

    def show_again(self) -> Change:
        """Isolate what was isolated last."""
        return self.isolate(self._last_shown)

    def invert_visible(self) -> Change:
        """Show what is hidden and hide what is shown, of what is shown by default."""
        return self._set_flags({entry.key: entry.default & ~entry.visible for entry in self})

    def end_isolation(self) -> Change:
        """Go back to what was visible before the first `isolate`."""
        before, self.before_isolation = self.before_isolation, None
        return self._set_flags(before) if before is not None else Change.NONE

    def show_all(self) -> Change:
        """Show all but the classes that are hidden by default (spaces, openings ...)."""
        self.before_isolation = None
        change = self._set_flags({entry.key: entry.default.copy() for entry in self})
        for entry in self:
            change |= self.set_model_visible(entry.key, True)
        return change

    def is_visible(self, ref: ElementRef) -> bool:
        """True where the element has geometry, and it and its model are shown."""
        entry = self._models.get(ref.model)
        return entry is not None and entry.shown and bool((entry.visible & entry.flags([ref.element])).any())

    def hidden_ids(self) -> ElementIds:
        """Elements with geometry that are not shown, as arrays."""
        return ElementIds({e.key: e.mesh.element_ids[~e.visible if e.shown else slice(None)] for e in self})

    def hidden_refs(self) -> RefSet:
        """Elements with geometry that are not shown."""
        return self.hidden_ids().refs()

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
