"""Binds the actions of undo, sections, visibility and edges to the 3D view."""

from __future__ import annotations

from PySide6.QtCore import QObject

from bimdesk.settings import Settings
from bimdesk.ui.window.parts import WindowParts


class ViewActions(QObject):
    """Connections only; storeys for the sections are brought by `ViewTools`."""

    def __init__(self, window: WindowParts) -> None:
        super().__init__(window)
        self._window = window
        view, commands = window.viewport, window.commands
        commands.bind("undo", view.undo)
        commands.bind("redo", view.redo)
        commands.bind("section", view.sectioning.toggle)
        commands.bind("clear_sections", view.sectioning.remove_all)
        commands.bind("box_selection", lambda: view.sectioning.add("selection"))
        commands.bind("invert", view.invert_visible)
        commands.bind("show_again", view.show_again)
        commands.bind("save_viewpoint", window.panes.viewpoints.save_requested.emit)
        commands.bind("page_viewpoints", self._show_viewpoints)
        commands["edges"].triggered.connect(
            lambda checked: window.context.change_settings(show_edges=checked)
        )
        view.overlays.tools.viewpoints.clicked.connect(commands["page_viewpoints"].trigger)
        view.sectioning.open_changed.connect(commands["section"].setChecked)
        view.history.changed.connect(self._follow_history)
        window.context.settings_changed.connect(self._follow_settings)
        self._follow_settings(window.context.settings)
        self._follow_history()

    def _show_viewpoints(self) -> None:
        window = self._window
        window.documents.show_document("model")
        window.panes.left.show_page("viewpoints")
        window.panes.left.show()

    def _follow_history(self) -> None:
        history, commands = self._window.viewport.history, self._window.commands
        for name, plain, words, what in (
            ("undo", self.tr("Undo"), self.tr("Undo: {0}"), history.undo_text),
            ("redo", self.tr("Redo"), self.tr("Redo: {0}"), history.redo_text),
        ):
            commands[name].setText(words.format(what) if what else plain)

    def _follow_settings(self, settings: Settings) -> None:
        self._window.commands["edges"].setChecked(settings.show_edges)
        self._window.viewport.set_edges(settings.show_edges)
