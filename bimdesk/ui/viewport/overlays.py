"""What floats on the view: tools and their panels, cube, selection bar, messages; and where they lie."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from bimdesk.scene.state import SceneState
from bimdesk.ui.viewport.gestures import Tool
from bimdesk.ui.viewport.legend_card import LEAST, LegendCard
from bimdesk.ui.viewport.measure_bar import MeasureBar
from bimdesk.ui.viewport.section_panel import SectionPanel
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
        self.measure = MeasureBar(view)
        self.sections = SectionPanel(view)
        self.legend = LegendCard(view)
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
        self.measure.setVisible(tool is Tool.MEASURE)
        self.bar.setVisible(bool(selection) and len(state) > 0)
        if selection:
            self.bar.label.setText(selection_text(state, selection))
            self.bar.ghost.setChecked(state.ghosting)
        self.place()

    def say(
        self,
        text: str,
        *,
        action: str = "",
        on_action: object = None,
        more: Sequence[tuple[str, Callable[[], object]]] = (),
        stays: bool = False,
    ) -> None:
        """Show one sentence at the top of the view; see `MessageStrip.say`."""
        self.messages.say(
            text, action=action, on_action=on_action if callable(on_action) else None, more=more, stays=stays
        )
        self.place()

    def place(self) -> None:
        """Tools top left, their panels under them, cube top right, selection bottom, messages top centre."""
        width, height = self._view.width(), self._view.height()
        for strip in (self.tools, self.measure, self.sections, self.bar, self.messages):
            strip.adjustSize()
        self.tools.move(MARGIN, MARGIN)
        below = self.tools.geometry().bottom() + MARGIN // 2
        self.measure.move(MARGIN, below)
        if self.measure.isVisibleTo(self._view):
            below = self.measure.geometry().bottom() + MARGIN // 2
        self.sections.move(MARGIN, below)
        if self.sections.isVisibleTo(self._view):
            below = self.sections.geometry().bottom() + MARGIN // 2
        self.cube.move(width - self.cube.width() - MARGIN, MARGIN)
        self.bar.move((width - self.bar.width()) // 2, height - self.bar.height() - MARGIN)
        room = self.cube.x() - self.tools.geometry().right()
        beside = self.messages.width() + 2 * MARGIN <= room
        top = MARGIN if beside else below
        middle = max(
            (width - self.messages.width()) // 2, self.tools.geometry().right() + MARGIN if beside else MARGIN
        )
        self.messages.move(middle, top)
        self._place_legend(top=below)
        for above in (
            *(self.legend, self.tools, self.measure, self.sections),
            *(self.cube, self.bar, self.messages),
        ):
            above.raise_()

    def _place_legend(self, *, top: int) -> None:
        """Under the tools and their panels; where these leave no room, under the cube."""
        if not self.legend.isVisibleTo(self._view):
            return
        left, bottom = MARGIN, self._view.height() - MARGIN
        if bottom - top < LEAST:
            left = self._view.width() - self.legend.width() - MARGIN
            top = self.cube.geometry().bottom() + MARGIN // 2
        bar = self.bar.geometry()
        beside = bar.right() < left or bar.left() > left + self.legend.width()
        if self.bar.isVisibleTo(self._view) and not beside:
            bottom = bar.top() - MARGIN // 2
        self.legend.fit(bottom - top)
        self.legend.move(left, top)
