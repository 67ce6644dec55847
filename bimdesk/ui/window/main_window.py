"""The main window: joins its parts, and says when it is closed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu, QWidget

from bimdesk.ui.actions import Actions
from bimdesk.ui.context import Context
from bimdesk.ui.panels.welcome import WelcomePage
from bimdesk.ui.viewport import Viewport
from bimdesk.ui.window import layout
from bimdesk.ui.window.appearance import Appearance
from bimdesk.ui.window.bindings import Bindings
from bimdesk.ui.window.command_palette import CommandPalette
from bimdesk.ui.window.documents import Documents
from bimdesk.ui.window.drop import DropOverlay, dropped_files
from bimdesk.ui.window.facts import Facts
from bimdesk.ui.window.files import Files
from bimdesk.ui.window.menus import Menus, popup_menu
from bimdesk.ui.window.model_document import ModelDocument
from bimdesk.ui.window.panes import Panes
from bimdesk.ui.window.parts import WindowParts
from bimdesk.ui.window.queue import Queue
from bimdesk.ui.window.rail import Rail
from bimdesk.ui.window.readiness import Readiness
from bimdesk.ui.window.scene_models import SceneModels
from bimdesk.ui.window.script_documents import ScriptDocuments
from bimdesk.ui.window.status_bar import StatusBar
from bimdesk.ui.window.toasts import ToastArea
from bimdesk.ui.window.top_bar import TopBar
from bimdesk.ui.window.view_tools import ViewTools
from bimdesk.ui.window.wiring import Wiring

SMALLEST = (900, 600)
FIRST = (1600, 1000)


class MainWindow(WindowParts):
    """One open project. `project_requested(Path)`: another one is wanted, in a window of its own."""

    project_requested = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.commands = Actions(self)
        self.appearance = Appearance(context, self.commands, self)
        self.setAcceptDrops(True)
        self.setDockOptions(QMainWindow.DockOption.AllowTabbedDocks | QMainWindow.DockOption.AllowNestedDocks)
        self.setMinimumSize(*SMALLEST)
        self.setWindowTitle(f"{context.project.folder.name} – bimdesk")
        self.files = Files(context, self)
        self.files.project_requested.connect(self.project_requested)
        self._make_bars()
        self._make_centre()
        self.panes = Panes(context, self.commands, self)
        self.scene = SceneModels(context, self.viewport, self)
        self.scripts = ScriptDocuments(context, self.documents, self)
        self.queue = Queue(context, self)
        self.toasts = ToastArea(self)
        self.overlay = DropOverlay(self)
        self.wiring = Wiring(self)
        self.bindings = Bindings(self, self.wiring)
        self.view_tools = ViewTools(self)
        self.wiring.smart_views.join_viewpoints(self.view_tools.viewpoints)
        self.facts = Facts(self, lambda: self.wiring.runs.last_run is not None)
        self.wiring.runs.run_changed.connect(self.facts.update)
        self.palette_popup = CommandPalette(self, self.wiring.sources())
        docks = (self.panes.left, self.panes.right, self.panes.bottom)
        hidden = (*docks, self.model_document, self.queue)
        self.readiness = Readiness(context.project, context.operations, hidden, self)
        self._laid_out = False
        self._alt_alone = False
        self._is_welcome: bool | None = None
        self._docks_before: dict[QDockWidget, bool] = {}
        self._class = ""
        if not layout.restore_geometry(self, context.project.folder):
            self.resize(*FIRST)
        self.scene.load()

    def open_files(self, paths: Iterable[Path]) -> None:
        """Import models, add scripts to the library."""
        self.files.open_files(paths)

    def reset_layout(self) -> None:
        """The docks as they come, for the window as wide as it is."""
        layout.forget_layout(self.context.project.folder)
        for dock, area in (
            (self.panes.left, Qt.DockWidgetArea.LeftDockWidgetArea),
            (self.panes.right, Qt.DockWidgetArea.RightDockWidgetArea),
            (self.panes.bottom, Qt.DockWidgetArea.BottomDockWidgetArea),
        ):
            dock.setFloating(False)
            self.addDockWidget(area, dock)
            dock.show()
        self._fit_docks()

    def show_welcome(self, welcome: bool) -> None:
        """An empty project shows its welcome page alone; the docks come back with the first model."""
        if welcome == self._is_welcome:
            return
        was_welcome, self._is_welcome = self._is_welcome, welcome
        self.model_document.show_view(not welcome)
        if was_welcome:  # a window full of docks takes long to lay out and paint: a turn of its own
            QTimer.singleShot(0, self, self._show_docks)
        else:
            self._show_docks()

    def _show_docks(self) -> None:
        welcome = bool(self._is_welcome)
        docks = (self.panes.left, self.panes.right, self.panes.bottom)
        if welcome:
            self._docks_before = {dock: not dock.isHidden() for dock in docks}
        for dock in docks:
            dock.setVisible(not welcome and self._docks_before.get(dock, not dock.isHidden()))
        self.documents.head.setVisible(not welcome or len(self.documents.keys) > 1)

    def _fit_docks(self) -> None:
        """The sizes of the table; a narrow window folds the class list away."""
        layout.apply_sizes(self, self.panes.left, self.panes.right, self.panes.bottom)
        self.panes.classes.head.setChecked(not layout.sizes_for(self.width()).compact)

    def _make_bars(self) -> None:
        menus = Menus(self.commands, self.files.recent, self.files.open_recent)
        menus.fill_bar(self.menuBar())
        self.menuBar().setVisible(self.menuBar().isNativeMenuBar())
        project_menu = QMenu(self)
        for name in ("new_project", "open_project"):
            project_menu.addAction(self.commands[name])
        self.top_bar = TopBar(self.commands, popup_menu(menus, self), project_menu, self)
        self.top_bar.set_project(self.context.project.folder.name)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, self.top_bar)
        self.rail = Rail(self.commands, self)
        self.addToolBar(Qt.ToolBarArea.LeftToolBarArea, self.rail)
        for bar in (self.top_bar, self.rail):
            bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.status = StatusBar(self)
        self.setStatusBar(self.status)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)

    def _make_centre(self) -> None:
        self.documents = Documents()
        self.viewport = Viewport(self.context.hub, self)
        self.welcome = WelcomePage(self.context)
        self.model_document = ModelDocument(self.viewport, self.welcome)
        self.documents.add("model", self.model_document, self.tr("Model"), "box", closable=False)
        self.setCentralWidget(self.documents)
        self.commands.attach_view(self.viewport)

    # events

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._laid_out:
            self._laid_out = True
            self.readiness.begin()
            self._class = layout.screen_class(self.width())
            if not layout.restore_state(self, self.context.project.folder):
                self._fit_docks()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._laid_out and layout.screen_class(self.width()) != self._class:
            self._class = layout.screen_class(self.width())
            self._fit_docks()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "status"):
            self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # Ctrl+Alt+C and Alt+Left mean something else: Alt counts when it is let go and was alone
            is_alt = event.key() == Qt.Key.Key_Alt
            self._alt_alone = is_alt and not event.modifiers() & ~Qt.KeyboardModifier.AltModifier
        return super().event(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        bar = self.menuBar()
        if event.key() == Qt.Key.Key_Alt and self._alt_alone and not bar.isNativeMenuBar():
            bar.setVisible(not bar.isVisible())
        self._alt_alone = False
        super().keyReleaseEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        files = dropped_files(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.overlay.show_for(files)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.overlay.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.overlay.hide()
        files = dropped_files(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.open_files(files)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.scripts.may_close():
            event.ignore()
            return
        if self._laid_out and not self._is_welcome:
            layout.save_layout(self, self.context.project.folder)
        super().closeEvent(event)
