"""The 3D view of the window: the scene's state, the stage that shows it, and the strips over it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QCloseEvent, QImage, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from bimdesk.domain.ids import ElementRef, ModelKey
from bimdesk.errors import MachineError
from bimdesk.scene.entry import make_entry, open_mesh
from bimdesk.scene.look import look_for
from bimdesk.scene.palette import ColorMode
from bimdesk.scene.picking import Hit, pick_box
from bimdesk.scene.state import Change, SceneState
from bimdesk.scene.views import Picture
from bimdesk.ui.hub import Hub, Selection
from bimdesk.ui.theme import tokens
from bimdesk.ui.viewport.gestures import Gestures, Tool
from bimdesk.ui.viewport.keys import ViewKeys
from bimdesk.ui.viewport.moves import CameraMoves
from bimdesk.ui.viewport.outline import outline_of
from bimdesk.ui.viewport.overlays import Overlays
from bimdesk.ui.viewport.stage import Stage

_ORIGIN = "viewport"
Refs = Iterable[ElementRef]


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewFacts:
    """For the status bar: elements shown of all with geometry, triangles shown, who draws, last frame."""

    shown: int = 0
    all: int = 0
    triangles: int = 0
    selected: int = 0
    renderer: str = ""
    frame_ms: float = 0.0


class Viewport(QWidget):
    """Shows models; follows the hub's selection and selects through it (`origin="viewport"`).

    `camera` (fit_to, look_from ...) moves the camera, `overlays` are the strips, `state` is for reading.
    """

    visibility_changed = Signal()
    facts_changed = Signal(object)
    picked = Signal(object)
    """The ElementRef that was clicked, or None."""

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._fitted = False
        self.state = SceneState()
        self.facts = ViewFacts()
        self.stage = Stage(self)
        self.stage.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.stage.setAccessibleName(self.tr("3D view"))
        self.setFocusProxy(self.stage)
        self.camera = CameraMoves(self.stage, self.state)
        self.gestures = Gestures(self.stage)
        self.overlays = Overlays(self)
        self._keys = self._make_keys()
        self._connect_stage()
        self._connect_strips()
        self.set_theme(tokens.current())
        self._after(Change.SELECTION | self.state.set_selection(hub.selection))

    def add_model(self, key: ModelKey, folder: Path, *, title: str = "") -> None:
        """Show the mesh in `folder`; a model that is there already gets the better mesh, the camera stays.

        Raises BadInputError where the folder holds no whole mesh.
        """
        self._after(self.state.put_model(make_entry(key, open_mesh(folder), title=title)))
        if not self._fitted:
            self._fit_first()
        if not self.state.entry(key).mesh.element_count:
            self.overlays.say(self.tr("{name} has no geometry to show.").format(name=title or key[:8]))

    def update_model(self, key: ModelKey, folder: Path) -> None:
        """Swap in the final mesh; visibility, selection, colours and camera stay."""
        self.add_model(key, folder)

    def remove_model(self, key: ModelKey) -> None:
        self._after(self.state.remove_model(key))
        self._fitted = self._fitted and len(self.state) > 0

    def has_model(self, key: ModelKey) -> bool:
        return key in self.state

    def set_model_visible(self, key: ModelKey, visible: bool) -> None:
        self._after(self.state.set_model_visible(key, visible))

    def set_elements_visible(self, refs: Refs, visible: bool = True) -> None:
        self._after(self.state.set_visible(refs, visible))

    def set_class_visible(self, ifc_class: str, visible: bool) -> None:
        """Show or hide all elements of exactly this class, in every model."""
        self._after(self.state.set_class_visible(ifc_class, visible))

    def is_visible(self, ref: ElementRef) -> bool:
        return self.state.is_visible(ref)

    def hidden_refs(self) -> frozenset[ElementRef]:
        """Elements with geometry that are not shown, spaces and openings included."""
        return self.state.hidden_refs()

    def isolate(self, refs: Refs) -> None:
        """Show `refs` alone; says so where none of them has geometry."""
        wanted = frozenset(refs)
        self._after(self.state.isolate(wanted))
        if wanted and not self.state.isolated:
            self.overlays.say(self.tr("None of these elements has geometry."))

    def hide_elements(self, refs: Refs) -> None:
        self._after(self.state.set_visible(frozenset(refs), False))

    def ghost_others(self, ghosting: bool) -> None:
        """Draw all but the selection and the highlighted as faint shapes."""
        self._after(self.state.ghost_others(ghosting))

    def show_all(self) -> None:
        """Show all but the classes hidden by default, in all models."""
        self._after(self.state.show_all())

    def set_color_mode(self, mode: ColorMode) -> None:
        self._after(self.state.set_color_mode(mode))

    def highlight(self, colors: Mapping[ElementRef, str]) -> None:
        """Colour elements (`#rrggbb`), in place of those before. Raises ValueError on another colour."""
        self._after(self.state.highlight(colors))

    def clear_highlight(self) -> None:
        self._after(self.state.highlight({}))

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

    def isolate_selection(self) -> None:
        self.isolate(self.state.selection)

    def hide_selection(self) -> None:
        """Hide the selection and let it go: what cannot be seen is no longer acted on."""
        if self.state.selection:
            self.hide_elements(self.state.selection)
            self.clear_selection()

    def clear_selection(self) -> None:
        self._select(frozenset())

    def step_back(self) -> bool:
        """Undo the last kind of thing: box, tool, ghosts, isolation, selection. False where there is none."""
        if self.gestures.cancel_band():
            return True
        if self.gestures.tool is not Tool.SELECT:
            self.set_tool(Tool.SELECT)
        elif self.state.ghosting:
            self.ghost_others(False)
        elif self.state.isolated:
            self._after(self.state.end_isolation())
        elif self.state.selection:
            self.clear_selection()
        else:
            return False
        return True

    def set_tool(self, tool: Tool) -> None:
        self.gestures.set_tool(tool)
        self.overlays.show_state(self.state, tool)

    def set_theme(self, theme: tokens.Tokens) -> None:
        """Take the look of the theme; the model's own colours stay."""
        self.stage.set_look(look_for("dark" if theme.is_dark else "light"))

    def set_reduce_motion(self, reduce: bool) -> None:
        self.stage.reduce_motion = reduce

    def picture(self) -> QImage:
        """The view as drawn last, without strips."""
        return self.stage.image.copy()

    def close_down(self) -> None:
        """End the render thread and free the graphics memory; also done when the widget is destroyed."""
        self.stage.feed.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.stage.setGeometry(self.rect())
        self.overlays.place()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if len(self.state) and not self._fitted:
            self._fit_first()
        self.stage.feed.changed(moving=False)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.close_down()
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.set_theme(tokens.current())

    def _make_keys(self) -> ViewKeys:
        commands = {
            "fit_selection": self.fit_selection,
            "fit_all": self.fit,
            "hide": self.hide_selection,
            "isolate": self.isolate_selection,
            "ghost": lambda: self.ghost_others(not self.state.ghosting),
            "show_all": self.show_all,
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
        stage = self.stage
        self._hub.selection_changed.connect(self._on_selection)
        self.gestures.clicked.connect(self._on_click)
        self.gestures.double_clicked.connect(self._on_double_click)
        self.gestures.boxed.connect(self._on_box)
        self.gestures.hovered.connect(self._on_hover)
        stage.drawn.connect(self._on_drawn)
        stage.failed.connect(self._on_failed)
        stage.ready.connect(self._on_ready)
        stage.camera_changed.connect(lambda: self.overlays.cube.follow(stage.camera))
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(stage.feed.stop)
        self.destroyed.connect(stage.feed.stop)

    def _connect_strips(self) -> None:
        tools, bar = self.overlays.tools, self.overlays.bar
        self.overlays.cube.view_chosen.connect(self.camera.look_from)
        tools.tool_chosen.connect(self.set_tool)
        tools.colors_chosen.connect(self.set_color_mode)
        tools.fit_all.clicked.connect(self.fit)
        tools.fit_selection.clicked.connect(self.fit_selection)
        tools.hide_selection.clicked.connect(self.hide_selection)
        tools.show_all.clicked.connect(self.show_all)
        tools.ghost_chosen.connect(self.ghost_others)
        bar.ghost_chosen.connect(self.ghost_others)
        bar.isolate_chosen.connect(self.isolate_selection)
        bar.hide_chosen.connect(self.hide_selection)
        bar.clear_chosen.connect(self.clear_selection)

    def _after(self, change: Change) -> None:
        """Draw and tell what a change of the state touched."""
        if not change:
            return
        if change & ~Change.SELECTION:  # the outline of what was clicked stays until the new picture comes
            self.stage.set_outline(None)
        self.stage.show_models(self.state.views())
        counts = self.state.facts()
        self._set_facts(
            replace(
                self.facts,
                shown=counts.shown,
                all=counts.all,
                triangles=counts.triangles,
                selected=counts.selected,
            )
        )
        self.overlays.show_state(self.state, self.gestures.tool)
        if change & (Change.MODELS | Change.VISIBILITY):
            self.visibility_changed.emit()

    def _set_facts(self, facts: ViewFacts) -> None:
        if facts != self.facts:
            self.facts = facts
            self.facts_changed.emit(facts)

    def _fit_first(self) -> None:
        """The first model is fitted once, as soon as the view has its size."""
        if self.isVisible():
            self._fitted = True
            self.camera.fit(animated=False)

    def _select(self, refs: frozenset[ElementRef]) -> None:
        self._after(self.state.set_selection(refs))
        self._hub.select(refs, origin=_ORIGIN)

    def _on_selection(self, selection: Selection) -> None:
        if selection.origin == _ORIGIN:
            return
        self._after(self.state.set_selection(selection.refs))
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
        refs = frozenset() if hit is None else frozenset([hit.ref])
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
        self._select(self.state.selection | refs if adding else refs)

    def _on_hover(self, hit: Hit | None) -> None:
        segments = None if hit is None else outline_of(self.state, hit.ref)
        self.stage.set_outline(segments, self.stage.look.selected)

    def _on_drawn(self, picture: Picture) -> None:
        self._set_facts(replace(self.facts, frame_ms=round(picture.seconds * 1000, 1)))

    def _on_ready(self, renderer_name: str) -> None:
        self._set_facts(replace(self.facts, renderer=renderer_name))
        self.stage.feed.changed(moving=False)

    def _on_failed(self, error: MachineError) -> None:
        self.overlays.say(str(error), stays=True)
