"""One model of the scene: its mesh, what of it is visible, and its colours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bimdesk.domain.georeference import AS_IT_IS, Placement
from bimdesk.domain.ids import ElementId, ElementRef, ModelKey
from bimdesk.errors import BadInputError
from bimdesk.meshes import Mesh, load_mesh, placed_mesh
from bimdesk.scene.boxtree import BoxTree
from bimdesk.scene.classes import is_hidden_by_default
from bimdesk.scene.ids import Ids, ascending, make_refs
from bimdesk.scene.palette import (
    ColorMode,
    authored_colors,
    marked_colors,
    muted_colors,
    parse_color,
    tinted,
)
from bimdesk.scene.ranges import counts

Flags = NDArray[np.bool_]
Rows = NDArray[np.int64]


@dataclass(slots=True, kw_only=True, eq=False)
class ModelEntry:
    """What the scene knows of one model. Arrays are replaced, never written to: views share them."""

    key: ModelKey
    mesh: Mesh
    title: str
    shown: bool
    tint: str = ""
    """`#rrggbb` that is mixed into all of its colours; '' for none."""
    ghosted: bool = False
    visible: Flags
    default: Flags
    selected: Flags
    painted: NDArray[np.uint8]
    """uint8 (e, 4): the highlight of each element; alpha 0 where there is none."""
    faint: Flags
    """bool (e,): drawn as a faint shape by the smart view that is shown."""
    marked: Flags | None = None
    """bool (e,): what a form means, while somebody looks at it (`scene.marks`); None: nothing."""
    palettes: dict[ColorMode, NDArray[np.uint8]]
    order: Rows
    """Rows sorted by STEP id, for lookups."""
    sorted_ids: NDArray[np.int64]
    boxes: BoxTree
    """The elements' boxes in blocks, for rays."""
    triangles: Rows
    """Triangles of each element."""

    def rows(self, elements: Iterable[ElementId] | Ids) -> Rows:
        """Rows of those `elements` that have geometry, ascending."""
        known = elements if isinstance(elements, np.ndarray) else np.fromiter(elements, dtype=np.int64)
        wanted = ascending(known)
        if not len(wanted) or not len(self.order):
            return np.zeros(0, dtype=np.int64)
        place = np.minimum(np.searchsorted(self.sorted_ids, wanted), len(self.order) - 1)
        return np.sort(self.order[place[self.sorted_ids[place] == wanted]])

    def flags(self, elements: Iterable[ElementId] | Ids) -> Flags:
        """bool (e,): true for `elements`."""
        flags = np.zeros(self.mesh.element_count, dtype=bool)
        flags[self.rows(elements)] = True
        return flags

    def refs(self, flags: Flags) -> set[ElementRef]:
        """The elements where `flags` is true."""
        return set(make_refs(self.key, self.mesh.element_ids[flags]))

    def class_flags(self, ifc_class: str) -> Flags:
        """bool (e,): true for the elements of exactly this class."""
        if ifc_class not in self.mesh.classes:
            return np.zeros(self.mesh.element_count, dtype=bool)
        return np.asarray(self.mesh.element_class == self.mesh.classes.index(ifc_class))

    def colors(self, mode: ColorMode) -> NDArray[np.uint8]:
        """uint8 (p, 4): the colours of the parts, highlights and marks laid over them."""
        colors = self._highlighted(mode)
        if self.marked is None:
            return colors
        return marked_colors(colors, np.repeat(self.marked, counts(self.mesh.element_parts)))

    def _highlighted(self, mode: ColorMode) -> NDArray[np.uint8]:
        base = tinted(self.palettes[mode], self.tint) if self.tint else self.palettes[mode]
        if not self.painted[:, 3].any():
            return base
        paint = np.repeat(_whole(self.painted), counts(self.mesh.element_parts))
        return np.where(paint != 0, paint, _whole(base)).view(np.uint8).reshape(-1, 4)

    def paint(self, colors: Mapping[ElementId, str]) -> bool:
        """Replace all highlights by `colors` (`#rrggbb`); true if that changes any."""
        painted = np.zeros_like(self.painted)
        by_color: dict[str, list[ElementId]] = {}
        for element, color in colors.items():
            by_color.setdefault(color, []).append(element)
        for color, elements in by_color.items():
            painted[self.rows(elements)] = (*parse_color(color), 255)
        changed = not np.array_equal(painted, self.painted)
        self.painted = painted
        return changed

    def paint_only(self, elements: Ids, color: str) -> bool:
        """Highlight `elements` in one colour (`#rrggbb`) and nothing else; true if that changes anything."""
        painted = np.zeros_like(self.painted)
        painted[self.rows(elements)] = (*parse_color(color), 255)
        changed = not np.array_equal(painted, self.painted)
        self.painted = painted
        return changed

    def take_over(self, old: ModelEntry) -> None:
        """Keep what the user set on `old`, an earlier mesh of the same model, element by element."""
        kept = self.rows(np.asarray(old.mesh.element_ids))
        back = old.rows(np.asarray(self.mesh.element_ids[kept]))
        # both are ascending by row; pair them by id instead
        kept = kept[np.argsort(self.mesh.element_ids[kept])]
        back = back[np.argsort(old.mesh.element_ids[back])]
        self.visible[kept] = old.visible[back]
        self.selected[kept] = old.selected[back]
        self.painted[kept] = old.painted[back]
        self.faint[kept] = old.faint[back]
        if old.marked is not None:
            self.marked = np.zeros(self.mesh.element_count, dtype=bool)
            self.marked[kept] = old.marked[back]
        self.shown, self.title = old.shown, old.title or self.title
        self.tint, self.ghosted = old.tint, old.ghosted


def _whole(colors: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """uint32 (n,): four bytes at once; 0 stands for no highlight, since a highlight is opaque."""
    return np.ascontiguousarray(colors).view(np.uint32).ravel()


def open_mesh(folder: Path) -> Mesh:
    """The mesh in `folder`, a mesh folder or a model's (which has it in `mesh/`). Raises BadInputError."""
    place = folder if (folder / "mesh.json").exists() else folder / "mesh"
    try:
        return load_mesh(place)
    except (OSError, ValueError) as error:
        raise BadInputError(f"{folder} holds no geometry: {error}.", "Import the model again.") from error


def load_entry(
    key: ModelKey, folder: Path, *, title: str = "", placement: Placement = AS_IT_IS
) -> ModelEntry:
    """All that the scene needs of the mesh in `folder`, put where `placement` says; for any thread.

    0.1 s for 100,000 elements. Raises BadInputError where the folder holds no whole mesh.
    """
    return make_entry(key, placed_mesh(open_mesh(folder), placement), title=title)


def make_entry(key: ModelKey, mesh: Mesh, *, title: str = "") -> ModelEntry:
    """Prepare `mesh` for the scene: default visibility and both palettes. Needs no other state."""
    hidden = np.array([is_hidden_by_default(name) for name in mesh.classes] or [False])
    count = mesh.element_count
    default = ~hidden[mesh.element_class.astype(np.int64)] if count else np.zeros(0, dtype=bool)
    order = np.argsort(mesh.element_ids, kind="stable")
    return ModelEntry(
        key=key,
        mesh=mesh,
        title=title,
        shown=True,
        visible=default.copy(),
        default=default,
        selected=np.zeros(count, dtype=bool),
        painted=np.zeros((count, 4), dtype=np.uint8),
        faint=np.zeros(count, dtype=bool),
        palettes={ColorMode.MUTED: muted_colors(mesh), ColorMode.AUTHORED: authored_colors(mesh)},
        order=order,
        sorted_ids=mesh.element_ids[order],
        boxes=BoxTree(mesh.element_bounds),
        triangles=counts(mesh.part_faces[mesh.element_parts.astype(np.int64)]),
    )
