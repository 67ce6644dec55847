"""Sections in the view: keeps panel, handles and the scene's sections in step."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from bimdesk.scene.section_handles import make_handles
from bimdesk.scene.sections import SectionPlane, Sections, box_about, make_plane, storey_plane
from bimdesk.scene.state import Change
from bimdesk.ui.viewport.canvas import ViewCanvas
from bimdesk.ui.viewport.section_handles import SectionHandles

_AXES = {"x": (1.0, 0.0, 0.0), "y": (0.0, 1.0, 0.0), "level": (0.0, 0.0, 1.0)}


class Sectioning(QObject):
    """Open: panel and handles are shown. What was cut stays cut when it is closed."""

    open_changed = Signal(bool)

    def __init__(self, view: ViewCanvas) -> None:
        super().__init__(view)
        self._view = view
        self._open = False
        self.panel = view.overlays.sections
        self.handles = SectionHandles(view.stage, lambda: self._view.state.sections)
        self.handles.dragged.connect(lambda sections, name: self._set(sections, merge=f"handle {name}"))
        self.handles.released.connect(view.history.end_drag)
        self.panel.add_chosen.connect(self.add)
        self.panel.storey_chosen.connect(self.cut_at_storey)
        self.panel.changed.connect(lambda sections, field: self._set(sections, merge=field))
        self.panel.close_chosen.connect(lambda: self.set_open(False))
        view.changed.connect(self._follow)
        tool = view.overlays.tools.section
        tool.clicked.connect(self.toggle)
        self.open_changed.connect(tool.setChecked)

    @property
    def is_open(self) -> bool:
        return self._open

    def toggle(self) -> None:
        """Open or close; the first time there is nothing cut, a level plane comes with it."""
        if self._open or self._view.state.sections or not len(self._view.state):
            self.set_open(not self._open)
        else:
            self.add("level")

    def set_open(self, opened: bool) -> None:
        """Show panel and handles, or put them away; what is cut stays cut."""
        if opened == self._open:
            return
        self._open = opened
        self.panel.setVisible(opened)
        self._follow(Change.SECTIONS)
        self._view.overlays.place()
        if not opened:
            self._view.stage.setFocus()
        self.open_changed.emit(opened)

    def add(self, kind: str) -> None:
        """`level`, `x`, `y`, `view`, `box` or `selection`: a section through the middle, or a box about."""
        state = self._view.state
        if kind in ("box", "selection"):
            bounds = state.bounds(state.selection if kind == "selection" else None)
            if not len(bounds):
                self._view.overlays.say(self.tr("None of these elements has geometry."))
                return
            self._set(state.sections.with_box(box_about(bounds + np.tile(state.origin, 2))))
        else:
            normal = -self._view.stage.camera.axes[2] if kind == "view" else _AXES[kind]
            self._set(state.sections.with_plane(self._plane_through_middle(normal, kind)))
        self.set_open(True)

    def cut_at_storey(self, name: str, elevation: float) -> None:
        """Look into a storey from above: a level plane 1.2 m over its floor (world metres)."""
        state = self._view.state
        middle = self._middle() + state.origin
        plane = storey_plane(state.sections, elevation, middle, name=name)
        self._set(state.sections.with_plane(plane))
        self.set_open(True)

    def remove_all(self) -> None:
        self._set(Sections())

    def _plane_through_middle(self, normal: object, kind: str) -> SectionPlane:
        names = {
            "level": self.tr("Level"),
            "x": self.tr("Across X"),
            "y": self.tr("Across Y"),
            "view": self.tr("Facing the view"),
        }
        state = self._view.state
        middle = self._middle() + state.origin
        return make_plane(state.sections, middle, np.asarray(normal, dtype=np.float64), name=names[kind])

    def _middle(self) -> NDArray[np.float64]:
        bounds = self._view.state.bounds()
        if not len(bounds):
            return np.zeros(3)
        return np.asarray((bounds[:, :3].min(axis=0) + bounds[:, 3:].max(axis=0)) / 2)

    def _set(self, sections: Sections, *, merge: str = "") -> None:
        self._view.apply(self._view.state.set_sections(sections), self.tr("section"), merge=merge)
        if merge:
            self._view.stage.feed.changed(moving=True)  # more is likely to follow: quick pictures first

    def _follow(self, change: Change) -> None:
        """The panel and the handles say what is so, once the scene changed."""
        state = self._view.state
        if not self._open:
            self.handles.show([])
            return
        bounds = state.bounds()
        if len(bounds):
            whole = np.concatenate([bounds[:, :3].min(axis=0), bounds[:, 3:].max(axis=0)])
            self.handles.show(make_handles(state.sections, state.origin, whole))
        if change & (Change.SECTIONS | Change.SELECTION):
            self.panel.show_sections(state.sections, selected=bool(state.selection))
            self._view.overlays.place()
