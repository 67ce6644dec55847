"""The few merged actors of one model, kept in step with its view."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from vtkmodules.vtkRenderingCore import vtkActor, vtkProperty

from bimdesk.meshes import Mesh
from bimdesk.scene.camera import Camera
from bimdesk.scene.classes import Group, class_group
from bimdesk.scene.clip_shader import CutShading
from bimdesk.scene.glass import SortedGlass
from bimdesk.scene.lids import Lids
from bimdesk.scene.look import Look
from bimdesk.scene.moving import MANY_EDGES
from bimdesk.scene.palette import unit_color
from bimdesk.scene.pieces import Pieces
from bimdesk.scene.polydata import IndexedActor, SharedPoints
from bimdesk.scene.quick import QuickActors
from bimdesk.scene.ranges import counts, gather, part_flags, quiet_edge_elements
from bimdesk.scene.views import ModelView

Flags = NDArray[np.bool_]

_AMBIENT, _DIFFUSE = 0.38, 1.0
_GLASS_OPACITY = 0.30
_THIN_EDGE = 1.5
"""Pixels: lines of one are smoothed away in dashes where they run across the grid of pixels."""
PIECE = 100_000
"""Triangles or edges of one actor, at most, of a large model."""
_WIREFRAME_HALO_LIMIT = 60_000
"""Triangles of a selection up to which the halo follows the silhouette too, not the edges alone."""


class ModelActors:
    """Faces, glass, edges, lids, ghosts and selection of one model.

    Twenty-one actors, and one more for each hundred thousand triangles and edges.
    """

    def __init__(self, mesh: Mesh) -> None:
        self._mesh = mesh
        self._view: ModelView | None = None
        quiet = quiet_edge_elements(mesh)
        self._edged = part_flags(mesh, quiet)
        self._ghost_edged = part_flags(mesh, quiet & ~_furniture(mesh))
        self._faceless = counts(mesh.part_faces) == 0
        shared = self._shared = SharedPoints(mesh.vertices)
        self._shading = CutShading()
        clip = self._shading.clip
        colored = self._shading.colored
        pieces, edge_pieces = (max(-(-count // PIECE), 1) for count in (mesh.triangle_count, len(mesh.edges)))
        self._opaque = Pieces([IndexedActor(shared, 3, colored, colored=True) for _ in range(pieces)])
        """In pieces, so that the drawing of a large model can be broken off between them."""
        self._crisp: Flags | None = None
        self._glass = IndexedActor(shared, 3, clip, colored=True)
        self._sorted = SortedGlass(mesh, self._glass)
        self._edges = Pieces([IndexedActor(shared, 2, clip) for _ in range(edge_pieces)])
        self._thin_edges = IndexedActor(shared, 2, clip, colored=True)
        """Of those too thin for dark edges, in their own colour: faces under a pixel wide turn to dashes."""
        self._lines = IndexedActor(shared, 2, clip)
        self._lids = Lids(mesh, shared, self._shading)
        self._ghost = IndexedActor(shared, 3, clip)
        self._ghost_edges = IndexedActor(shared, 2, clip)
        self._halo = IndexedActor(shared, 3, clip)
        self._halo_edges = IndexedActor(shared, 2, clip)
        self._body = IndexedActor(shared, 3, clip)
        self._body_edges = IndexedActor(shared, 2, clip)
        self._quick = QuickActors(shared, clip, colored)
        self._colors = np.zeros((0, 4), dtype=np.uint8)
        self._selected = np.zeros(mesh.element_count, dtype=bool)
        self._solid = self._selected
        """Drawn in full and not cut away whole, such as the storeys over that of a plan."""
        faint = (self._ghost, self._glass, self._quick.ghost, self._quick.glass)
        self._whole: tuple[IndexedActor, ...] = (
            *self._opaque.actors,
            *self._edges.actors,
            *(self._glass, self._ghost, self._ghost_edges, self._thin_edges),
            *self._lids.actors,
        )
        """What stands for the whole model, and is put by while the camera moves."""
        self.layers: tuple[tuple[IndexedActor, ...], ...] = (
            (*self._opaque.actors, self._quick.opaque),
            (*faint, *self._edges.actors, self._thin_edges, self._lines, self._ghost_edges),
            *self._lids.groups,
            (self._halo, self._halo_edges),
            (self._body, self._body_edges),
            self._lids.selected,
        )
        self._set_fixed_properties()

    @property
    def all_actors(self) -> tuple[vtkActor, ...]:
        return tuple(indexed.actor for layer in self.layers for indexed in layer)

    @property
    def triangles(self) -> int:
        """Triangles drawn, ghosts included."""
        if self._quick.is_shown:
            return self._quick.triangles
        return sum(indexed.count for indexed in (*self._opaque.actors, self._glass, self._ghost))

    def set_look(self, look: Look) -> None:
        """Take the theme's colours."""
        for indexed in (*self._opaque.actors, self._glass, self._quick.opaque, self._quick.glass):
            prop = indexed.actor.GetProperty()
            prop.SetAmbient(_AMBIENT * look.face_factor)
            prop.SetDiffuse(_DIFFUSE * look.face_factor)
        self._thin_edges.actor.GetProperty().SetDiffuse(look.face_factor)
        self._lids.set_look(look)
        for indexed, color, alpha in (
            *((piece, look.edge, 1.0) for piece in self._edges.actors),
            (self._lines, look.ghost_edge, 1.0),
            (self._ghost, look.ghost, look.ghost_alpha),
            (self._quick.ghost, look.ghost, look.ghost_alpha),
            (self._ghost_edges, look.ghost_edge, look.ghost_edge_alpha),
            (self._halo, look.halo, 1.0),
            (self._halo_edges, look.halo, 1.0),
            (self._body, look.selected, 1.0),
            (self._body_edges, look.selected_edge, 1.0),
        ):
            indexed.actor.GetProperty().SetColor(*unit_color(color))
            indexed.actor.GetProperty().SetOpacity(alpha)

    def show(self, view: ModelView) -> None:
        """Rebuild only what differs from the view shown before."""
        old, self._view = self._view, view
        self._follow(view)
        self._quick.hide()
        for indexed in self._whole:
            indexed.actor.SetVisibility(indexed.wanted)
        solid, self._solid = self._solid, _left_by(view)
        see_through_moved = old is None or not _same(old.colors[:, 3] < 255, view.colors[:, 3] < 255)
        if see_through_moved or not _same(solid, self._solid):
            self._show_solid(view)
        if old is None or not _same(old.ghost, view.ghost):
            parts = part_flags(self._mesh, view.ghost)
            self._ghost.set_cells(self._faces(parts))
            self._ghost_edges.set_cells(self._edge_rows(parts & self._ghost_edged))
        if view.cut or (old is not None and old.cut):
            self._show_cut(old, view)

    def show_quick(self, view: ModelView) -> None:
        """Show a part of the view by actors of its own: the others keep what they hold for the next rest."""
        self._follow(view)
        for indexed in self._whole:
            indexed.actor.VisibilityOff()
        self._shading.set_cut(view.cut.about(view.offset))
        self._quick.show(self._mesh, view)

    def _follow(self, view: ModelView) -> None:
        """Place, colours and selection, which all actors share."""
        for actor in self.all_actors:
            actor.SetPosition(*view.offset)
        if not _same(self._colors, view.colors):
            self._colors = view.colors
            self._shared.set_colors(view.colors, counts(self._mesh.part_vertices))
        if not _same(self._selected, view.selected):
            self._selected = view.selected
            self._show_selected(part_flags(self._mesh, view.selected))

    def set_depths(self, camera: Camera, clipping: tuple[float, float]) -> None:
        """Near and far plane of the frame, metres before the eye."""
        self._shading.set_depths(camera, clipping)

    def set_camera(self, camera: Camera, size: tuple[int, int], *, moving: bool) -> None:
        """Where all is seen from: what is out of view is not drawn; after `show`, before the edges' turn."""
        if self._view is not None:
            self._shading.set_eye(camera, self._view.offset)
            if not self._quick.is_shown:
                for pieces in (self._opaque, self._edges):
                    pieces.look(camera, self._view.offset, size)
                self._opaque.show()
                self._sorted.sort(camera, self._view.offset, moving=moving)

    def _show_cut(self, old: ModelView | None, view: ModelView) -> None:
        """Cut away, and close what is cut through. Only what a plane goes through can need a lid."""
        same = old is not None and all(
            getattr(old, name) is getattr(view, name) for name in ("colors", "solid", "selected")
        )
        if old is not None and old.cut == view.cut and same:
            return
        cut = view.cut.about(view.offset)
        self._shading.set_cut(cut)
        self._lids.show(view, cut)

    def _show_solid(self, view: ModelView) -> None:
        parts = part_flags(self._mesh, self._solid)
        see_through = view.colors[:, 3] < 255
        opaque = parts & ~see_through
        self._opaque.share_out(self._faces(opaque), self._mesh, self._mesh.part_faces, opaque)
        self._sorted.set_faces(self._faces(parts & see_through))
        self._show_edges(parts)
        self._lines.set_cells(self._edge_rows(parts & self._faceless))

    def _show_edges(self, parts: Flags) -> None:
        edged = parts & self._edged & ~self._faceless
        thin = np.zeros_like(edged)
        if self._crisp is not None:
            crisp = part_flags(self._mesh, self._crisp)
            thin, edged = edged & ~crisp, edged & crisp
        few = len(self._mesh.edges) <= MANY_EDGES
        self._thin_edges.set_cells(self._edge_rows(thin) if few else self._mesh.edges[:0])
        self._edges.share_out(self._edge_rows(edged), self._mesh, self._mesh.part_edges, edged)

    def set_crisp(self, elements: Flags | None) -> None:
        """Draw the edges of these elements (e,) alone, large enough on the screen; None: of all."""
        if self._crisp is elements:
            return
        self._crisp = elements
        if self._view is not None:
            self._show_edges(part_flags(self._mesh, self._solid))

    def _show_selected(self, parts: Flags) -> None:
        faces, edges = self._faces(parts), self._edge_rows(parts)
        self._body.set_cells(faces)
        self._body_edges.set_cells(self._edge_rows(parts & self._edged))
        self._halo.set_cells(faces if len(faces) <= _WIREFRAME_HALO_LIMIT else faces[:0])
        self._halo_edges.set_cells(edges if len(faces) > _WIREFRAME_HALO_LIMIT else edges[:0])

    def set_edges_visible(self, visible: bool) -> None:
        """Leave the fine lines out of a frame, or draw them again."""
        for indexed in (*self._edges.actors, self._thin_edges, self._ghost_edges):
            indexed.actor.SetVisibility(visible and indexed.wanted and not self._quick.is_shown)

    def _faces(self, parts: Flags) -> NDArray[np.uint32]:
        return gather(self._mesh.faces, self._mesh.part_faces, parts)

    def _edge_rows(self, parts: Flags) -> NDArray[np.uint32]:
        return gather(self._mesh.edges, self._mesh.part_edges, parts)

    def _set_fixed_properties(self) -> None:
        for indexed in (*self._opaque.actors, self._glass, self._body, self._quick.opaque, self._quick.glass):
            _light_faces(indexed.actor.GetProperty())
        for indexed in (self._glass, self._quick.glass):
            indexed.actor.GetProperty().SetOpacity(_GLASS_OPACITY)
        self._quick.ghost.actor.GetProperty().LightingOff()
        thin = self._thin_edges.actor.GetProperty()
        thin.SetAmbient(0)
        thin.LightingOff()
        for indexed in (*self._edges.actors, self._lines, self._ghost, self._ghost_edges, self._body_edges):
            indexed.actor.GetProperty().LightingOff()
        self._ghost.actor.GetProperty().SetInterpolationToFlat()
        for indexed in (*self._edges.actors, self._thin_edges, self._ghost_edges, self._body_edges):
            indexed.actor.GetProperty().SetLineWidth(1)
            indexed.actor.GetMapper().SetRelativeCoincidentTopologyLineOffsetParameters(0, 0)
        self._lines.actor.GetProperty().SetLineWidth(2)
        self._thin_edges.actor.GetProperty().SetLineWidth(_THIN_EDGE)
        for indexed in (self._halo, self._halo_edges):
            indexed.actor.GetProperty().LightingOff()
            indexed.actor.GetProperty().SetLineWidth(7)
        self._halo.actor.GetProperty().SetRepresentationToWireframe()


def _furniture(mesh: Mesh) -> Flags:
    """bool (e,): furniture, whose many small edges would cloud a ghosted model."""
    flags = np.array([class_group(name) is Group.FURNITURE for name in mesh.classes] or [False])
    return np.asarray(flags[mesh.element_class.astype(np.int64)])


def _light_faces(prop: vtkProperty) -> None:
    prop.SetInterpolationToFlat()
    prop.SetAmbient(_AMBIENT)
    prop.SetDiffuse(_DIFFUSE)
    prop.SetSpecular(0)


def _left_by(view: ModelView) -> Flags:
    """bool (e,): drawn in full, of what the sections leave at least a part of."""
    if not view.cut:
        return view.solid
    return view.solid & ~view.cut.removes(view.mesh.element_bounds + np.tile(view.offset, 2))


def _same(first: NDArray[np.generic], second: NDArray[np.generic]) -> bool:
    return first is second or np.array_equal(first, second)
