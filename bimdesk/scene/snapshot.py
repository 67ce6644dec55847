"""The scene as it was at one moment, packed: a bit for each element, colours only where there are any."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bimdesk.domain.ids import ModelKey
from bimdesk.scene.entry import Flags, ModelEntry
from bimdesk.scene.ids import Ids
from bimdesk.scene.layers_of_rules import ShownRules
from bimdesk.scene.palette import ColorMode
from bimdesk.scene.sections import Sections
from bimdesk.scene.state import Change, SceneState


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedModel:
    """What was set on one model; bits and colours by row of `element_ids` (int64 (e,))."""

    element_ids: Ids = field(compare=False)
    visible: bytes
    before: bytes | None
    painted: bytes
    faint: bytes
    shown: bool
    tint: str
    ghosted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What can be undone: visibility, isolation, colours, ghosts, sections; not selection and camera."""

    models: Mapping[ModelKey, PackedModel]
    isolated: bool
    color_mode: ColorMode
    ghosting: bool
    sections: Sections
    rules: ShownRules


class Packer:
    """Takes snapshots; what did not change since the last one is shared with it, not packed again."""

    def __init__(self) -> None:
        self._kept: dict[tuple[ModelKey, str], tuple[NDArray[np.generic], bytes]] = {}
        self._ids: dict[ModelKey, tuple[Ids, Ids]] = {}

    def take(self, state: SceneState) -> Snapshot:
        """The scene as it is now."""
        before = state.before_isolation
        self._forget_all_but(state)
        return Snapshot(
            models={entry.key: self._pack(entry, before) for entry in state},
            isolated=before is not None,
            color_mode=state.color_mode,
            ghosting=state.ghosting,
            sections=state.sections,
            rules=state.rules,
        )

    def _pack(self, entry: ModelEntry, before: Mapping[ModelKey, Flags] | None) -> PackedModel:
        flags = None if before is None else before.get(entry.key)
        return PackedModel(
            element_ids=self._shared_ids(entry.key, entry.mesh.element_ids),
            visible=self._shared(entry.key, "visible", entry.visible),
            before=None if flags is None else self._shared(entry.key, "before", flags),
            painted=self._shared(entry.key, "painted", entry.painted),
            faint=self._shared(entry.key, "faint", entry.faint),
            shown=entry.shown,
            tint=entry.tint,
            ghosted=entry.ghosted,
        )

    def _shared_ids(self, key: ModelKey, ids: Ids) -> Ids:
        """A copy of the ids, one for all snapshots of a mesh: packing them takes longer than it saves."""
        kept = self._ids.get(key)
        if kept is None or kept[0] is not ids:
            self._ids[key] = kept = ids, np.array(ids)
        return kept[1]

    def _shared(self, key: ModelKey, name: str, array: NDArray[np.generic]) -> bytes:
        """The packed array. An entry replaces its arrays, never writes to them: the same one is unchanged."""
        kept = self._kept.get((key, name))
        if kept is not None and kept[0] is array:
            return kept[1]
        packed = _pack_array(array)
        if kept is not None and kept[1] == packed:
            packed = kept[1]
        self._kept[key, name] = array, packed
        return packed

    def _forget_all_but(self, state: SceneState) -> None:
        for key, name in list(self._kept):
            if key not in state:
                del self._kept[key, name]
        for key in self._ids.keys() - {entry.key for entry in state}:
            del self._ids[key]


def restore(state: SceneState, snapshot: Snapshot) -> Change:
    """Make the scene what it was. Models that came since are shown as they come; says what it touched."""
    change = Change.NONE
    for entry in state:
        change |= _restore_model(entry, snapshot.models.get(entry.key), isolated=snapshot.isolated)
    state.before_isolation = _flags_before(state, snapshot)
    change |= state.set_color_mode(snapshot.color_mode)
    change |= state.ghost_others(snapshot.ghosting)
    if state.rules.number != snapshot.rules.number:
        change |= Change.COLORS
    state.rules = snapshot.rules
    return change | state.set_sections(snapshot.sections)


def _restore_model(entry: ModelEntry, packed: PackedModel | None, *, isolated: bool) -> Change:
    if packed is None:
        visible = np.zeros_like(entry.visible) if isolated else entry.default
        painted, faint = np.zeros_like(entry.painted), np.zeros_like(entry.faint)
        shown, tint, ghosted = True, "", False
    else:
        visible = _unpack_flags(entry, packed.element_ids, packed.visible, entry.default)
        painted = _unpack_colors(entry, packed)
        faint = _unpack_flags(entry, packed.element_ids, packed.faint, np.zeros_like(entry.faint))
        shown, tint, ghosted = packed.shown, packed.tint, packed.ghosted
    change = Change.NONE
    if shown != entry.shown or not np.array_equal(visible, entry.visible):
        change |= Change.VISIBILITY
    if tint != entry.tint or not np.array_equal(painted, entry.painted):
        change |= Change.COLORS
    if ghosted != entry.ghosted or not np.array_equal(faint, entry.faint):
        change |= Change.GHOSTS
    entry.visible, entry.painted, entry.faint = visible, painted, faint
    entry.shown, entry.tint, entry.ghosted = shown, tint, ghosted
    return change


def _flags_before(state: SceneState, snapshot: Snapshot) -> dict[ModelKey, Flags] | None:
    if not snapshot.isolated:
        return None
    before: dict[ModelKey, Flags] = {}
    for entry in state:
        packed = snapshot.models.get(entry.key)
        if packed is None or packed.before is None:
            before[entry.key] = entry.default
        else:
            before[entry.key] = _unpack_flags(entry, packed.element_ids, packed.before, entry.default)
    return before


def _pack_array(array: NDArray[np.generic]) -> bytes:
    raw = np.packbits(array.astype(bool)) if array.dtype == bool else array
    return zlib.compress(raw.tobytes(), 1)


def _unpack_flags(entry: ModelEntry, known: Ids, packed: bytes, default: Flags) -> Flags:
    """The flags in the order of the entry's mesh, which may have more elements: these get `default`."""
    bits = np.unpackbits(np.frombuffer(zlib.decompress(packed), dtype=np.uint8), count=len(known))
    flags = bits.astype(bool)
    rows = _rows_of(entry, known)
    if rows is None:
        return flags
    found = default.copy()
    found[rows >= 0] = flags[rows[rows >= 0]]
    return found


def _unpack_colors(entry: ModelEntry, packed: PackedModel) -> NDArray[np.uint8]:
    known = packed.element_ids
    colors = np.frombuffer(zlib.decompress(packed.painted), dtype=np.uint8).reshape(-1, 4)
    rows = _rows_of(entry, known)
    if rows is None:
        return colors
    found = np.zeros_like(entry.painted)
    found[rows >= 0] = colors[rows[rows >= 0]]
    return found


def _rows_of(entry: ModelEntry, known: NDArray[np.int64]) -> NDArray[np.int64] | None:
    """int64 (e,): where each element of the entry is in `known`, -1 where not; None for the same order."""
    now = entry.mesh.element_ids
    if np.array_equal(now, known):
        return None
    order = np.argsort(known, kind="stable")
    rows = np.full(len(now), -1, dtype=np.int64)
    if len(known):
        place = np.minimum(np.searchsorted(known, now, sorter=order), len(known) - 1)
        hit = known[order[place]] == now
        rows[hit] = order[place[hit]]
    return rows
