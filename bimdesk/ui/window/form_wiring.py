"""Joins the run form with the 3D view: what it marks there, and clicks that pick for one of its fields."""

from __future__ import annotations

from PySide6.QtCore import QObject

from bimdesk.scene.ids import ElementIds
from bimdesk.scene.state import Change
from bimdesk.ui.viewport.gestures import Tool
from bimdesk.ui.window.parts import WindowParts


class FormWiring(QObject):
    """Holds the marks, for models that come or get better meshes while they are there."""

    def __init__(self, window: WindowParts) -> None:
        super().__init__(window)
        self._window = window
        self._marks = ElementIds()
        self._is_new = False
        """An eye was opened, and what it shows is not found yet."""
        source, view = window.panes.run_form.source, window.viewport
        source.marked.connect(self._mark)
        source.eye_changed.connect(self._bring_forward)
        source.pick_wanted.connect(self._begin_pick)
        source.pick_unwanted.connect(view.pick_mode.end)
        view.pick_mode.picked.connect(source.take_picked)
        view.pick_mode.ended.connect(source.end_pick)
        view.changed.connect(self._follow)

    def _mark(self, ids: ElementIds) -> None:
        self._marks = ids
        view = self._window.viewport
        view.mark(ids)
        if ids and self._is_new:
            self._is_new = False
            if not any(
                entry.marked is not None and entry.marked[entry.visible].any() for entry in view.state
            ):
                view.overlays.say(self.tr("None of these elements is visible in 3D."))

    def _follow(self, change: Change) -> None:
        if change & Change.MODELS and self._marks:
            self._window.viewport.mark(self._marks)

    def _bring_forward(self) -> None:
        """An eye was opened: what it shows is in the model's tab."""
        self._is_new = self._window.panes.run_form.source.has_eye
        if self._is_new:
            self._window.documents.show_document("model")

    def _begin_pick(self, words: str) -> None:
        view = self._window.viewport
        self._window.documents.show_document("model")
        if view.gestures.tool is Tool.MEASURE:
            view.set_tool(Tool.SELECT)
        view.pick_mode.begin(words)
