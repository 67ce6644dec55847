"""The panels of one window, made once, and the docks that hold them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QSplitter

from bimdesk.scene.palette import base_color
from bimdesk.ui.actions import Actions
from bimdesk.ui.context import Context
from bimdesk.ui.panels.classes import ClassesPanel
from bimdesk.ui.panels.filters import FilterEditor, FilterPanel
from bimdesk.ui.panels.history import HistoryPanel
from bimdesk.ui.panels.inspector import InspectorPanel
from bimdesk.ui.panels.library import LibraryPanel
from bimdesk.ui.panels.log import LogPanel
from bimdesk.ui.panels.model_tree import ModelTreePanel
from bimdesk.ui.panels.problems import ProblemsPanel
from bimdesk.ui.panels.results import ResultsPanel
from bimdesk.ui.panels.run_form import RunPanel
from bimdesk.ui.panels.search import SearchPanel
from bimdesk.ui.panels.smart_views import SmartViewsPanel
from bimdesk.ui.panels.viewpoints import ViewpointsPanel
from bimdesk.ui.widgets.buttons import IconButton, action_button
from bimdesk.ui.widgets.dock_title import DockTitleBar
from bimdesk.ui.window.docks import PagedDock, TabbedDock
from bimdesk.ui.window.finding_panes import FindingPanes


class Panes:
    """`left` has the model, search, filters, smart views, viewpoints and library; `right` inspector and run.

    `bottom` has results, log, history and problems. `findings` have a page in each.
    """

    def __init__(self, context: Context, actions: Actions, window: QMainWindow) -> None:
        self.tree = ModelTreePanel(context)
        self.classes = ClassesPanel(context, base_color)
        self.search = SearchPanel(context)
        self.filters = FilterPanel(context)
        self.smart_views = SmartViewsPanel(context, partial(FilterEditor, context))
        self.viewpoints = ViewpointsPanel(context)
        self.library = LibraryPanel(context)
        self.inspector = InspectorPanel(context)
        self.run_form = RunPanel(context)
        self.results = ResultsPanel(context)
        self.log = LogPanel(context)
        self.history = HistoryPanel(context, with_title=False)
        self.problems = ProblemsPanel()
        self.left = self._make_left(actions, window)
        self.right = self._make_right(actions, window)
        self.bottom = self._make_bottom(window)
        self.findings = FindingPanes(context, actions, self.left, self.right, self.bottom)
        area = Qt.DockWidgetArea
        window.setCorner(Qt.Corner.BottomLeftCorner, area.LeftDockWidgetArea)
        window.setCorner(Qt.Corner.BottomRightCorner, area.RightDockWidgetArea)
        window.addDockWidget(area.LeftDockWidgetArea, self.left)
        window.addDockWidget(area.RightDockWidgetArea, self.right)
        window.addDockWidget(area.BottomDockWidgetArea, self.bottom)

    def _make_left(self, actions: Actions, window: QMainWindow) -> PagedDock:
        dock = PagedDock("left_dock", window.tr("Model and library"), window)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setObjectName("tree_split")
        split.setHandleWidth(1)
        split.addWidget(self.tree)
        split.addWidget(self.classes)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        split.setCollapsible(0, False)
        dock.add_page("model", self.tree.head, split)
        head = DockTitleBar(
            window.tr("Library"),
            collapse_icon="panel-left-close",
            collapse_text=actions["left_dock"].toolTip(),
        )
        head.add_tool(action_button(actions["new_script"]))
        self.library.count_changed.connect(head.set_count)
        dock.add_page("library", head, self.library)
        dock.add_page("search", self.search.head, self.search)
        dock.add_page("filters", self.filters.head, self.filters)
        self.search.collapse_requested.connect(dock.hide)
        self.filters.collapse_requested.connect(dock.hide)
        dock.add_page("smart_views", self.smart_views.head, self.smart_views)
        self.smart_views.collapse_requested.connect(dock.hide)
        dock.add_page("viewpoints", self.viewpoints.head, self.viewpoints)
        self.viewpoints.collapse_requested.connect(dock.hide)
        head.collapse_requested.connect(dock.hide)
        self.tree.collapse_requested.connect(dock.hide)
        return dock

    def _make_right(self, actions: Actions, window: QMainWindow) -> PagedDock:
        dock = PagedDock("right_dock", window.tr("Inspector and form"), window)
        close_text = actions["right_dock"].toolTip()
        for name, title, page in (
            ("inspector", window.tr("Inspector"), self.inspector),
            ("run", window.tr("Run"), self.run_form),
        ):
            head = DockTitleBar(title, collapse_icon="panel-right-close", collapse_text=close_text)
            other = "run" if name == "inspector" else "inspector"
            icon_name, tip = {
                "run": ("play", window.tr("Show the run form")),
                "inspector": ("info", window.tr("Show the inspector")),
            }[other]
            switch = IconButton(icon_name, tip, on_click=partial(dock.show_page, other))
            head.add_tool(switch)
            head.collapse_requested.connect(dock.hide)
            dock.add_page(name, head, page)
        return dock

    def _make_bottom(self, window: QMainWindow) -> TabbedDock:
        dock = TabbedDock("bottom_dock", window.tr("Results and log"), window)
        dock.add_tab("results", window.tr("Results"), self.results)
        dock.add_tab("log", window.tr("Log"), self.log)
        dock.add_tab("history", window.tr("History"), self.history)
        title = window.tr("Problems")
        dock.add_tab("problems", title, self.problems)
        self.problems.count_changed.connect(
            lambda count: dock.set_title("problems", f"{title}  {count}" if count else title)
        )
        dock.collapse_requested.connect(dock.hide)
        return dock
