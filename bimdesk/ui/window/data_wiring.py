"""Joins the windows on the model's data (tree, classes, search, filters) with the 3D view."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from bimdesk.domain.filters import Filter
from bimdesk.domain.ids import ModelKey
from bimdesk.domain.saved_filter import SavedFilter
from bimdesk.scene.ids import ElementIds
from bimdesk.ui.own_turn import OwnTurn
from bimdesk.ui.panels.model_tree import ModelLook
from bimdesk.ui.window.command_palette import Hit
from bimdesk.ui.window.parts import WindowParts

_MOST_HITS = 6


class DataWiring(QObject):
    """Connections only."""

    def __init__(self, window: WindowParts) -> None:
        super().__init__(window)
        self._window = window
        self._turns = [
            OwnTurn[ElementIds](self, panel.set_hidden) for panel in (window.panes.tree, window.panes.classes)
        ]
        self._wire_tree()
        self._wire_search()
        self._wire_filters()
        window.viewport.visibility_changed.connect(self._follow_visibility)

    def _wire_tree(self) -> None:
        window, view = self._window, self._window.viewport
        tree, classes = window.panes.tree, window.panes.classes
        tree.sources_changed.connect(classes.set_sources)
        tree.sources_changed.connect(lambda _sources: self._follow_visibility())
        for panel in (tree, classes):
            panel.visibility_requested.connect(view.set_elements_visible)
            panel.fit_requested.connect(view.fit_to)
        tree.isolate_requested.connect(view.isolate)
        tree.ghost_requested.connect(self.ghost_others)
        tree.model_show_requested.connect(view.set_model_visible)
        tree.model_ghost_requested.connect(view.set_model_ghosted)
        tree.model_tint_requested.connect(view.set_model_tint)
        tree.model_load_requested.connect(window.scene.set_loaded)
        tree.look_of = self._model_look

    def _wire_search(self) -> None:
        window, search = self._window, self._window.panes.search
        window.scene.versions_changed.connect(search.show_versions)
        search.fit_requested.connect(window.viewport.fit_to)
        window.commands.bind("page_search", self._show_search)

    def _show_search(self) -> None:
        panes = self._window.panes
        panes.left.show_page("search")
        panes.left.show()
        panes.search.focus_search()

    def _wire_filters(self) -> None:
        window, view, panes = self._window, self._window.viewport, self._window.panes
        window.scene.versions_changed.connect(panes.filters.show_versions)
        found = panes.filters.found_bar
        found.select_requested.connect(self._select)
        found.isolate_requested.connect(view.isolate)
        found.ghost_requested.connect(self.ghost_others)
        found.color_requested.connect(self._color)
        found.uncolor_requested.connect(view.clear_highlight)
        found.smart_views_requested.connect(window.commands["page_smart_views"].trigger)
        panes.tree.filter_requested.connect(self.show_filters)
        panes.inspector.filter_requested.connect(self.show_filters)
        window.commands.bind("page_filters", self.show_filters)

    def show_filters(self, wanted: Filter | None = None) -> None:
        """Bring the builder forward, with a filter in it where one is given."""
        panes = self._window.panes
        panes.left.show_page("filters")
        panes.left.show()
        if wanted is not None:
            panes.filters.show_filter(wanted)
        else:
            panes.filters.focus_builder()

    def filter_hits(self, text: str) -> list[Hit]:
        """Saved filters by name, for the command field; nothing while nothing is typed."""
        wanted = text.casefold().split()
        saved = self._window.panes.filters.saved.model.filters if wanted else []
        found = [one for one in saved if all(word in f"{one.name} filter".casefold() for word in wanted)]
        return [
            Hit(one.name, "list-filter", partial(self._show_saved, one), hint=one.text, end=self.tr("Filter"))
            for one in found[:_MOST_HITS]
        ]

    def _show_saved(self, found: SavedFilter) -> None:
        self.show_filters()
        self._window.panes.filters.show_saved(found)

    def _select(self, elements: ElementIds) -> None:
        self._window.context.hub.select(elements, origin="filter", reveal=True)

    def _color(self, elements: ElementIds, color: str) -> None:
        self._window.viewport.highlight_all(elements, color)

    def ghost_others(self, elements: ElementIds) -> None:
        """Ghosts follow the selection: select, then ghost the rest."""
        self._window.context.hub.select(elements, origin="data")
        self._window.viewport.ghost_others(True)

    def _follow_visibility(self) -> None:
        hidden = self._window.viewport.hidden_ids()
        elements = self._window.viewport.facts.all
        for turn in self._turns:
            turn.ask(hidden, elements)

    def _model_look(self, key: ModelKey) -> ModelLook | None:
        """How the scene draws a model; None where it is not loaded."""
        state = self._window.viewport.state
        if key not in state:
            return None
        entry = state.entry(key)
        return ModelLook(entry.shown, entry.ghosted, entry.tint)
