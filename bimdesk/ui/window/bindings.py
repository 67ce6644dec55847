"""What each declared action does in the main window."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget, QMessageBox, QWidget

from bimdesk import __version__
from bimdesk.scene.camera import STANDARD_VIEWS
from bimdesk.ui.editor_commands import EDITOR_COMMANDS
from bimdesk.ui.window.cheat_sheet import CheatSheet
from bimdesk.ui.window.focus_areas import step_focus
from bimdesk.ui.window.layout import fit_right
from bimdesk.ui.window.parts import WindowParts
from bimdesk.ui.window.wiring import Wiring


class Bindings(QObject):
    """Binds every action of `SPECS` that no other part binds."""

    def __init__(self, window: WindowParts, wiring: Wiring) -> None:
        super().__init__(window)
        self._window = window
        self._wiring = wiring
        self._bind_files()
        self._bind_places()
        self._bind_view()
        self._bind_scripts()

    def _bind_files(self) -> None:
        bind, window = self._window.commands.bind, self._window
        bind("open", window.files.ask_files)
        bind("open_sample", window.files.open_sample)
        bind("new_project", partial(window.files.ask_project, new=True))
        bind("open_project", partial(window.files.ask_project, new=False))
        bind("close_tab", lambda: window.documents.close_requested.emit(window.documents.current))
        bind("quit", window.close)
        bind("keys", lambda: CheatSheet(window.commands, window).exec())
        bind("about", self._about)

    def _bind_places(self) -> None:
        bind, window, panes = self._window.commands.bind, self._window, self._window.panes
        bind("commands", lambda: window.palette_popup.open_over(window.top_bar.field))
        bind("find", self._find)
        bind("page_model", self._show_model)
        bind("page_library", self._show_library)
        bind("page_history", self._show_history)
        bind("next_tab", window.documents.next_tab)
        bind("next_area", partial(self._step, 1))
        bind("previous_area", partial(self._step, -1))
        bind("reset_layout", window.reset_layout)
        for name, dock in (
            ("left_dock", panes.left),
            ("bottom_dock", panes.bottom),
            ("right_dock", panes.right),
        ):
            self._bind_dock(window.commands[name], dock)
        window.commands["full_screen"].triggered.connect(
            lambda checked: window.showFullScreen() if checked else window.showNormal()
        )
        panes.bottom.maximize_requested.connect(self._enlarge_bottom)
        panes.right.page_changed.connect(lambda page: fit_right(window, panes.right, page=page))
        panes.left.page_changed.connect(lambda _page: self._follow_rail())
        panes.left.visibilityChanged.connect(lambda _shown: self._follow_rail())
        window.documents.current_changed.connect(lambda _key: self._follow_rail())

    def _bind_dock(self, action: QAction, dock: QDockWidget) -> None:
        action.triggered.connect(lambda checked: _show_dock(dock, checked))
        dock.visibilityChanged.connect(lambda _shown: action.setChecked(not dock.isHidden()))
        action.setChecked(not dock.isHidden())

    def _bind_view(self) -> None:
        bind, view = self._window.commands.bind, self._window.viewport
        bind("fit_all", view.fit)
        bind("fit_selection", view.fit_selection)
        bind("hide", view.hide_selection)
        bind("isolate", view.isolate_selection)
        bind("show_all", view.show_all)
        bind("clear_selection", view.step_back)
        bind("camera_back", view.camera.go_back)
        bind("camera_forward", view.camera.go_forward)
        parallel = self._window.commands["parallel"]
        parallel.triggered.connect(view.camera.set_parallel)
        view.stage.camera_changed.connect(lambda: parallel.setChecked(view.stage.camera.parallel))
        for name in STANDARD_VIEWS:
            bind(f"view_{name}", partial(view.standard_view, name))
        self._window.commands["ghost"].triggered.connect(view.ghost_others)

    def _bind_scripts(self) -> None:
        bind, window = self._window.commands.bind, self._window
        bind("run", self._wiring.scripts.show_form_or_run)
        bind("run_again", self._run_again)
        bind("cancel_run", self._cancel_run)
        bind("new_script", window.panes.library.new_script)
        bind("save", self._save)
        for command in EDITOR_COMMANDS:
            bind(f"editor_{command.name}", partial(self._in_text, command.name))

    def _show_model(self) -> None:
        window = self._window
        window.documents.show_document("model")
        window.panes.left.show_page("model")
        window.panes.left.show()
        window.panes.right.show_page("inspector")

    def _show_library(self) -> None:
        window = self._window
        window.panes.left.show_page("library")
        window.panes.left.show()
        documents = window.scripts.all
        if documents and window.scripts.current is None:
            window.scripts.open(documents[-1].script)

    def _show_history(self) -> None:
        """The history takes the left dock's room too."""
        self._wiring.runs.show_history()
        self._window.panes.left.hide()

    def _follow_rail(self) -> None:
        """The rail marks what is at the left: the dock's page, or the history that took its place."""
        panes, commands = self._window.panes, self._window.commands
        at_history = self._window.documents.current == "history" and panes.left.isHidden()
        commands["page_history" if at_history else f"page_{panes.left.page}"].setChecked(True)

    def _find(self) -> None:
        window = self._window
        document = window.scripts.current
        if document is not None and document.isVisible():
            document.command("find")
        elif window.panes.left.page == "library" and window.panes.left.isVisible():
            window.panes.library.search.setFocus()
        else:
            window.panes.left.show_page("model")
            window.panes.left.show()
            window.panes.tree.focus_search()

    def _step(self, by: int) -> None:
        window = self._window
        areas: list[QWidget] = [
            window.top_bar,
            window.rail,
            window.panes.left,
            window.documents,
            window.panes.bottom,
            window.panes.right,
            window.status,
        ]
        step_focus(areas, by)

    def _enlarge_bottom(self, larger: bool) -> None:
        window = self._window
        height = round(window.height() * (0.62 if larger else 0.26))
        window.resizeDocks([window.panes.bottom], [height], Qt.Orientation.Vertical)

    def _run_again(self) -> None:
        last = self._wiring.runs.last_run
        if last is not None:
            self._wiring.runs.rerun(last)

    def _cancel_run(self) -> None:
        for ticket in self._window.context.runner.tickets[:1]:
            self._window.context.runner.cancel(ticket.execution_id)

    def _save(self) -> None:
        document = self._window.scripts.current
        if document is not None:
            document.save()

    def _in_text(self, command: str) -> None:
        """Chosen in a menu or the palette: by a key the text does it itself."""
        document = self._window.scripts.current
        if document is not None:
            document.edit.grabFocus()
            document.command(command)

    def _about(self) -> None:
        text = self.tr("bimdesk {0}: an IFC viewer and a workbench for scripts.").format(__version__)
        QMessageBox.about(self._window, self.tr("About bimdesk"), text)


def _show_dock(dock: QDockWidget, shown: bool) -> None:
    """Not connected as a bound method: PySide6 then calls `QDockWidget.setVisible` without the argument."""
    dock.setVisible(shown)
