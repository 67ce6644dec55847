"""The base of the 3D view: the scene's state, the stage that shows it, and what follows each change of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QImage, QResizeEvent
from PySide6.QtWidgets import QWidget

from bimdesk.errors import MachineError
from bimdesk.scene.look import look_for
from bimdesk.scene.state import Change, SceneState
from bimdesk.scene.views import Picture
from bimdesk.ui.theme import tokens
from bimdesk.ui.viewport.gestures import Gestures, Tool
from bimdesk.ui.viewport.moves import CameraMoves
from bimdesk.ui.viewport.overlays import Overlays
from bimdesk.ui.viewport.stage import Stage
from bimdesk.ui.viewport.undo import UndoStack


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewFacts:
    """For the status bar: elements shown of all with geometry, triangles shown, who draws, last frame."""

    shown: int = 0
    all: int = 0
    triangles: int = 0
    selected: int = 0
    renderer: str = ""
    frame_ms: float = 0.0


class ViewCanvas(QWidget):
    """Draws the state and says what there is to see; knows no command.

    `camera` (fit_to, look_from ...) moves the camera, `overlays` are the strips, `state` is for reading.
    """

    visibility_changed = Signal()
    facts_changed = Signal(object)
    changed = Signal(object)
    """The Change that was just drawn."""
    tool_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = SceneState()
        self.facts = ViewFacts()
        self.stage = Stage(self)
        self.stage.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.stage.setAccessibleName(self.tr("3D view"))
        self.setFocusProxy(self.stage)
        self.camera = CameraMoves(self.stage, self.state)
        self.gestures = Gestures(self.stage)
        self.overlays = Overlays(self)
        self.history = UndoStack(self.state, self._show_change, self)
        self.stage.drawn.connect(self._on_drawn)
        self.stage.failed.connect(self._on_failed)
        self.stage.ready.connect(self._on_ready)
        self.stage.camera_changed.connect(lambda: self.overlays.cube.follow(self.stage.camera))
        self.overlays.cube.view_chosen.connect(self.camera.look_from)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.stage.feed.stop)
        self.destroyed.connect(self.stage.feed.stop)

    def set_tool(self, tool: Tool) -> None:
        self.gestures.set_tool(tool)
        self.stage.set_outline(None)
        self.overlays.show_state(self.state, tool)
        self.tool_changed.emit()

    def set_theme(self, theme: tokens.Tokens) -> None:
        """Take the look of the theme; the model's own colours stay."""
        look = look_for("dark" if theme.is_dark else "light")
        self.stage.set_look(look.with_edges(self.stage.look.edges))

    def set_edges(self, shown: bool) -> None:
        """Draw feature edges, or faces alone."""
        if shown != self.stage.look.edges:
            self.stage.set_look(self.stage.look.with_edges(shown))

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

    def closeEvent(self, event: QCloseEvent) -> None:
        self.close_down()
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.set_theme(tokens.current())

    def apply(self, change: Change, what: str = "", *, merge: str = "") -> None:
        """Draw, tell and keep for undo what a change of the state touched; `what` names it, as in "hide"."""
        self.history.record(change, what=what, merge=merge)
        self._show_change(change)

    def _show_change(self, change: Change) -> None:
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
        self.changed.emit(change)

    def _set_facts(self, facts: ViewFacts) -> None:
        if facts != self.facts:
            self.facts = facts
            self.facts_changed.emit(facts)

    def _on_drawn(self, picture: Picture) -> None:
        self._set_facts(replace(self.facts, frame_ms=round(picture.seconds * 1000, 1)))

    def _on_ready(self, renderer_name: str) -> None:
        self._set_facts(replace(self.facts, renderer=renderer_name))
        self.stage.feed.changed(moving=False)

    def _on_failed(self, error: MachineError) -> None:
        self.overlays.say(str(error), stays=True)
