"""The 3D view of the window: joins mouse, keys and strips to the commands; follows the hub's selection."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtWidgets import QWidget

from bimdesk.scene.ids import RefSet
from bimdesk.scene.picking import Hit, pick_box
from bimdesk.scene.state import Change
from bimdesk.ui.hub import Hub, Selection
from bimdesk.ui.theme import tokens
from bimdesk.ui.viewport.canvas import ViewFacts
from bimdesk.ui.viewport.commands import ORIGIN, Refs, ViewCommands
from bimdesk.ui.viewport.gestures import Tool
from bimdesk.ui.viewport.keys import ViewKeys
from bimdesk.ui.viewport.measure_joins import make_measuring
from bimdesk.ui.viewport.outline import outline_of
from bimdesk.ui.viewport.pick_mode import PickMode
from bimdesk.ui.viewport.plan_view import make_plan
from bimdesk.ui.viewport.sectioning import Sectioning
from bimdesk.ui.viewport.smart_view import SmartViewLayer

__all__ = ["ViewFacts", "Viewport"]


class Viewport(ViewCommands):
    """Shows models; follows the hub's selection and selects through it (`origin="viewport"`)."""

    picked = Signal(object)
    """The ElementRef that was clicked, or None."""

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(hub, parent)
        self.measuring = make_measuring(self)
        self.plan = make_plan(self)
        self.sectioning = Sectioning(self)
        self.smart_view = SmartViewLayer(self, hub)
        self.pick_mode = PickMode(self.overlays, self)
        self._keys = self._make_keys()
        self._connect_stage()
        self._connect_strips()
        self.set_theme(tokens.current())
        self.apply(Change.SELECTION | self.state.set_selection(hub.selection))

    def fit(self) -> None:
        """Fit all that is shown."""
        self.camera.fit()

    def fit_to(self, refs: Refs) -> None:
        self.camera.fit_to(refs)

    def fit_selection(self) -> None:
        """Fit the selection, or all where nothing is selected."""
        if self.state.selection:
            self.camera.fit_to(self.state.selection)
        else:
            self.camera.fit()

    def standard_view(self, name: str) -> None:
        """`front`, `back`, `left`, `right`, `top`, `bottom` or `home`, fitted. Raises KeyError on another."""
        self.camera.fit(view=name)

    def toggle_measure(self) -> None:
        """Take the measure tool, or lay it down."""
        self.set_tool(Tool.SELECT if self.gestures.tool is Tool.MEASURE else Tool.MEASURE)

    def toggle_parallel(self) -> None:
        """Orthographic or perspective."""
        self.camera.set_parallel(not self.stage.camera.parallel)

    def step_back(self) -> bool:
        """Leave the last of box, picks, tool, sections, ghosts, isolation, selection; False where none is."""
        if self.gestures.cancel_band() or self.pick_mode.end():
            return True
        if self.measuring.step_back():
            return True
        if self.gestures.tool is not Tool.SELECT:
            self.set_tool(Tool.SELECT)
        elif self.plan.active:
            self.plan.leave()
        elif self.sectioning.is_open:
            self.sectioning.set_open(False)
        elif self.state.ghosting:
            self.ghost_others(False)
        elif self.state.isolated:
            self.end_isolation()
        elif self.state.selection:
            self.clear_selection()
        else:
            return False
        return True

    def _make_keys(self) -> ViewKeys:
        commands = {
            "fit_selection": self.fit_selection,
            "fit_all": self.fit,
            "hide": self.hide_selection,
            "isolate": self.isolate_selection,
            "ghost": lambda: self.ghost_others(not self.state.ghosting),
            "show_all": self.show_all,
            "measure": self.toggle_measure,
            "section": self.sectioning.toggle,
            "undo": self.undo,
            "redo": self.redo,
            "parallel": self.toggle_parallel,
            "camera_back": self.camera.go_back,
            "camera_forward": self.camera.go_forward,
        }
        return ViewKeys(
            self.stage,
            commands=commands,
            look=self.standard_view,
            orbit=self.camera.orbit,
            pan=self.camera.pan,
            zoom=lambda nearer: self.camera.zoom(nearer=nearer),
            step_back=self.step_back,
        )

    def _connect_stage(self) -> None:
        self._hub.selection_changed.connect(self._on_selection)
        self.gestures.clicked.connect(self._on_click)
        self.gestures.double_clicked.connect(self._on_double_click)
        self.gestures.boxed.connect(self._on_box)
        self.gestures.hovered.connect(self._on_hover)

    def _connect_strips(self) -> None:
        tools, bar = self.overlays.tools, self.overlays.bar
        tools.tool_chosen.connect(self.set_tool)
        tools.colors_chosen.connect(self.set_color_mode)
        tools.fit_all.clicked.connect(self.fit)
        tools.fit_selection.clicked.connect(self.fit_selection)
        tools.hide_selection.clicked.connect(self.hide_selection)
        tools.show_all.clicked.connect(self.show_all)
        tools.ghost_chosen.connect(self.ghost_others)
        tools.undo.clicked.connect(self.undo)
        tools.redo.clicked.connect(self.redo)
        self.history.changed.connect(self._show_history)
        self._show_history()
        bar.ghost_chosen.connect(self.ghost_others)
        bar.isolate_chosen.connect(self.isolate_selection)
        bar.hide_chosen.connect(self.hide_selection)
        bar.clear_chosen.connect(self.clear_selection)

    def _show_history(self) -> None:
        self.overlays.tools.show_history(undo=self.history.undo_text, redo=self.history.redo_text)

    def _on_selection(self, selection: Selection) -> None:
        if selection.origin == ORIGIN:
            return
        self.apply(self.state.set_selection(selection.refs))
        if not selection.reveal or not selection.refs:
            return
        if not self.camera.is_in_view(selection.refs):
            self.camera.fit_to(selection.refs)
        hidden = selection.refs & self.hidden_refs()
        if hidden:
            self.overlays.say(
                self.tr("{hidden} of {all} selected elements hidden").format(
                    hidden=len(hidden), all=len(selection.refs)
                ),
                action=self.tr("Show"),
                on_action=lambda: self.set_elements_visible(hidden, True),
            )

    def _on_click(self, hit: Hit | None, adding: bool) -> None:
        refs = RefSet() if hit is None else RefSet([hit.ref])
        if self.pick_mode.take(refs):
            return
        self._select(self.state.selection ^ refs if adding else refs)
        self.picked.emit(None if hit is None else hit.ref)

    def _on_double_click(self, hit: Hit | None) -> None:
        if hit is None:
            self.camera.fit()
        else:
            self.camera.fit_to([hit.ref])

    def _on_box(self, box: QRectF, touching: bool, adding: bool) -> None:
        stage = self.stage
        edges = box.left(), box.top(), box.right(), box.bottom()
        refs = pick_box(stage.models, stage.camera, stage.view_size, edges, touching=touching)
        if self.pick_mode.take(refs):
            return
        self._select(self.state.selection | refs if adding else refs)

    def _on_hover(self, hit: Hit | None) -> None:
        segments = None if hit is None else outline_of(self.state, hit.ref)
        self.stage.set_outline(segments, self.stage.look.selected)
