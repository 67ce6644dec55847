"""The four things that float on the view: tools, cube, selection bar, messages; and where they lie."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from bimdesk.scene.state import SceneState
from bimdesk.ui.viewport.gestures import Tool
from bimdesk.ui.viewport.strips import MARGIN, MessageStrip, SelectionBar
from bimdesk.ui.viewport.tool_strip import ToolStrip
from bimdesk.ui.viewport.view_cube import ViewCube
from bimdesk.ui.viewport.words import selection_text


class Overlays(QObject):
    """Makes the strips as children of `view` and keeps them in place."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self.tools = ToolStrip(view)
        self.cube = ViewCube(view)
        self.bar = SelectionBar(view)
        self.messages = MessageStrip(view)

    def show_state(self, state: SceneState, tool: Tool) -> None:
        """Make the strips say what is so."""
        selection = state.selection
        self.tools.show_state(
            tool=tool,
            ghosting=state.ghosting,
            mode=state.color_mode,
            models=len(state) > 0,
            selected=bool(selection),
        )
        self.bar.setVisible(bool(selection) and len(state) > 0)
        if selection:
            self.bar.label.setText(selection_text(state, selection))
            self.bar.ghost.setChecked(state.ghosting)
        self.place()

    def say(self, text: str, *, action: str = "", on_action: object = None, stays: bool = False) -> None:
        """Show one sentence at the top of the view."""
        self.messages.say(
            text, action=action, on_action=on_action if callable(on_action) else None, stays=stays
        )
        self.place()

    def place(self) -> None:
        """Tools top left, cube top right, selection bottom centre, messages top centre (under the tools)."""
        width, height = self._view.width(), self._view.height()
        for strip in (self.tools, self.bar, self.messages):
            strip.adjustSize()
        self.tools.move(MARGIN, MARGIN)
        self.cube.move(width - self.cube.width() - MARGIN, MARGIN)
        self.bar.move((width - self.bar.width()) // 2, height - self.bar.height() - MARGIN)
        room = self.cube.x() - self.tools.geometry().right()
        beside = self.messages.width() + 2 * MARGIN <= room
        top = MARGIN if beside else self.tools.geometry().bottom() + MARGIN
        middle = max(
            (width - self.messages.width()) // 2, self.tools.geometry().right() + MARGIN if beside else MARGIN
        )
        self.messages.move(middle, top)
        for above in (self.tools, self.cube, self.bar, self.messages):
            above.raise_()
