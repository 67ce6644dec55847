"""The parts that a window is made of, as those that join them see it; `MainWindow` makes them."""

from __future__ import annotations

from PySide6.QtWidgets import QMainWindow

from bimdesk.ui.actions import Actions
from bimdesk.ui.context import Context
from bimdesk.ui.panels.welcome import WelcomePage
from bimdesk.ui.viewport import Viewport
from bimdesk.ui.window.command_palette import CommandPalette
from bimdesk.ui.window.documents import Documents
from bimdesk.ui.window.files import Files
from bimdesk.ui.window.panes import Panes
from bimdesk.ui.window.queue import Queue
from bimdesk.ui.window.rail import Rail
from bimdesk.ui.window.scene_models import SceneModels
from bimdesk.ui.window.script_documents import ScriptDocuments
from bimdesk.ui.window.status_bar import StatusBar
from bimdesk.ui.window.toasts import ToastArea
from bimdesk.ui.window.top_bar import TopBar


class WindowParts(QMainWindow):
    """Names and types only."""

    context: Context
    commands: Actions
    files: Files
    top_bar: TopBar
    rail: Rail
    status: StatusBar
    documents: Documents
    viewport: Viewport
    welcome: WelcomePage
    panes: Panes
    scene: SceneModels
    scripts: ScriptDocuments
    queue: Queue
    toasts: ToastArea
    palette_popup: CommandPalette

    def show_welcome(self, welcome: bool) -> None:
        """The welcome page alone, or the model with its docks."""
        raise AssertionError(f"a window says how to show the welcome page ({welcome})")

    def reset_layout(self) -> None:
        """The docks as they come."""
        raise AssertionError("a window says how")
