"""The actors that draw a part of a model while the camera moves."""

from __future__ import annotations

from vtkmodules.vtkRenderingCore import vtkShaderProperty

from bimdesk.meshes import Mesh
from bimdesk.scene.polydata import IndexedActor, SharedPoints
from bimdesk.scene.ranges import gather, part_flags
from bimdesk.scene.views import ModelView


class QuickActors:
    """Opaque faces, glass and ghosts, without edges; hidden until shown."""

    def __init__(self, shared: SharedPoints, clip: vtkShaderProperty, colored: vtkShaderProperty) -> None:
        self.opaque = IndexedActor(shared, 3, colored, colored=True)
        self.glass = IndexedActor(shared, 3, clip, colored=True)
        self.ghost = IndexedActor(shared, 3, clip)
        self._shown: ModelView | None = None
        self.is_shown = False

    @property
    def triangles(self) -> int:
        return self.opaque.count + self.glass.count + self.ghost.count

    def show(self, mesh: Mesh, view: ModelView) -> None:
        """Show the elements of `view`; the same view again costs nothing."""
        self.is_shown = True
        if self._shown is view:
            for indexed in (self.opaque, self.glass, self.ghost):
                indexed.actor.SetVisibility(indexed.count > 0)
            return
        self._shown = view
        parts, see_through = part_flags(mesh, view.solid), view.colors[:, 3] < 255
        for indexed, wanted in (
            (self.opaque, parts & ~see_through),
            (self.glass, parts & see_through),
            (self.ghost, part_flags(mesh, view.ghost)),
        ):
            indexed.set_cells(gather(mesh.faces, mesh.part_faces, wanted))

    def hide(self) -> None:
        """Leave the frame to the actors of the whole model."""
        self.is_shown = False
        for indexed in (self.opaque, self.glass, self.ghost):
            indexed.actor.VisibilityOff()
