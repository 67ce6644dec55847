"""The tools at the top left of the view."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from bimdesk.scene.palette import ColorMode
from bimdesk.ui.viewport.gestures import Tool
from bimdesk.ui.viewport.strips import Strip
from bimdesk.ui.widgets.buttons import IconButton


class ToolStrip(Strip):
    """Buttons only: what they do is wired by the viewport; their state follows `show_state`."""

    tool_chosen = Signal(object)
    colors_chosen = Signal(object)
    ghost_chosen = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.select = IconButton("mouse-pointer-2", self.tr("Select; drag turns the model"), checkable=True)
        self.box = IconButton("square-dashed-mouse-pointer", self.tr("Select with a box"), checkable=True)
        self.fit_all = IconButton("maximize", self.tr("Fit all (Home)"))
        self.fit_selection = IconButton("scan-search", self.tr("Fit selection (F)"))
        self.measure = IconButton("ruler", self.tr("Measure (M)"), checkable=True)
        self.section = IconButton("scissors", self.tr("Sections (X)"), checkable=True)
        self.plan = IconButton("layers", self.tr("Plan of a storey"), checkable=True)
        self.ghost = IconButton("ghost", self.tr("Ghost others (G)"), checkable=True)
        self.hide_selection = IconButton("eye-off", self.tr("Hide selection (H)"))
        self.show_all = IconButton("eye", self.tr("Show all (Shift+H)"))
        self.smart_views = IconButton("palette", self.tr("Smart views: colour by"), checkable=True)
        self.colors = IconButton("paintbrush", self.tr("Authored colours"), checkable=True)
        self.viewpoints = IconButton("camera", self.tr("Viewpoints (Ctrl+Shift+P)"))
        self.undo = IconButton("undo-2", self.tr("Undo (Ctrl+Z)"))
        self.redo = IconButton("redo-2", self.tr("Redo (Ctrl+Y)"))
        group = QButtonGroup(self)
        for tool in (self.select, self.box, self.measure):
            group.addButton(tool)
            self.row.addWidget(tool)
        self.row.addWidget(self.section)
        self.row.addWidget(self.plan)
        self.add_line()
        self.row.addWidget(self.fit_all)
        self.row.addWidget(self.fit_selection)
        self.add_line()
        for shown in (self.ghost, self.hide_selection, self.show_all):
            self.row.addWidget(shown)
        self.add_line()
        self.row.addWidget(self.smart_views)
        self.row.addWidget(self.colors)
        self.row.addWidget(self.viewpoints)
        self.add_line()
        self.row.addWidget(self.undo)
        self.row.addWidget(self.redo)
        self.select.clicked.connect(lambda: self.tool_chosen.emit(Tool.SELECT))
        self.box.clicked.connect(lambda: self.tool_chosen.emit(Tool.BOX))
        self.measure.clicked.connect(lambda: self.tool_chosen.emit(Tool.MEASURE))
        self.ghost.clicked.connect(self.ghost_chosen)
        self.colors.clicked.connect(
            lambda on: self.colors_chosen.emit(ColorMode.AUTHORED if on else ColorMode.MUTED)
        )
        self.setAccessibleName(self.tr("Tools of the 3D view"))

    def show_state(
        self, *, tool: Tool, ghosting: bool, mode: ColorMode, models: bool, selected: bool
    ) -> None:
        """Make the buttons say what is so."""
        self.select.setChecked(tool is Tool.SELECT)
        self.box.setChecked(tool is Tool.BOX)
        self.measure.setChecked(tool is Tool.MEASURE)
        self.ghost.setChecked(ghosting)
        self.colors.setChecked(mode is ColorMode.AUTHORED)
        for always in (
            self.box,
            self.measure,
            self.section,
            self.plan,
            self.fit_all,
            self.show_all,
            self.smart_views,
            self.colors,
        ):
            always.setEnabled(models)
        for needs_selection in (self.fit_selection, self.hide_selection):
            needs_selection.setEnabled(selected)
        self.ghost.setEnabled(selected or ghosting)

    def show_history(self, *, undo: str, redo: str) -> None:
        """What can be undone and done again, in words; '' where there is nothing."""
        self.undo.setEnabled(bool(undo))
        self.redo.setEnabled(bool(redo))
        self.undo.set_tooltip(
            self.tr("Undo: {0} (Ctrl+Z)").format(undo) if undo else self.tr("Undo (Ctrl+Z)")
        )
        self.redo.set_tooltip(
            self.tr("Redo: {0} (Ctrl+Y)").format(redo) if redo else self.tr("Redo (Ctrl+Y)")
        )
