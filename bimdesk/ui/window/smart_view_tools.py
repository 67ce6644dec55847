"""Smart views in the window: asked of the models in the pool, laid over the view; menu and command field."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from bimdesk.domain.changes import Changes
from bimdesk.domain.ids import ModelKey
from bimdesk.domain.model import ModelVersion
from bimdesk.domain.smart_view import Effect, SmartView
from bimdesk.domain.smart_views_built_in import BUILT_IN
from bimdesk.scene.ids import ElementIds
from bimdesk.scene.layers_of_rules import RuleEffect, RuleLayer
from bimdesk.services.smart_views.kept import list_smart_views
from bimdesk.services.smart_views.legend import make_legend
from bimdesk.services.smart_views.parts import Legend
from bimdesk.ui.latest import Latest, LatestStopping
from bimdesk.ui.models.legend_rows import legend_rows, missing_text, view_name
from bimdesk.ui.theme import tokens
from bimdesk.ui.viewport.smart_view import ShownView
from bimdesk.ui.window.command_palette import Hit
from bimdesk.ui.window.parts import WindowParts
from bimdesk.ui.window.viewpoint_tools import ViewpointTools

_EFFECTS = {
    None: RuleEffect.PAINT,
    Effect.HIDE: RuleEffect.HIDE,
    Effect.ISOLATE: RuleEffect.ISOLATE,
    Effect.GHOST: RuleEffect.GHOST,
}
_MOST_HITS = 6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Answer:
    view: SmartView
    shown: ShownView
    problem: str
    renews: int


class SmartViewTools(QObject):
    """`show` applies a view; which one is shown follows the scene, undo and redo included."""

    def __init__(self, window: WindowParts) -> None:
        super().__init__(window)
        self._window = window
        self._layer = window.viewport.smart_view
        self._shown: dict[int, SmartView] = {}
        self._chart: Sequence[str] = ()
        self._asked: tuple[SmartView, int] | None = None
        """What is on its way: the view, and the number of the one that it renews (0: none)."""
        self.own: list[SmartView] = []
        self._asking = LatestStopping(
            window.context.operations, self._take, window.context.hub.notify_error, owner=self
        )
        self._reading = Latest(window.context.operations, self._take_own, owner=self)
        window.context.hub.changed.connect(self._on_changes)
        window.scene.versions_changed.connect(self._on_versions)
        self._layer.changed.connect(self._follow)
        window.context.settings_changed.connect(lambda _settings: self._follow_theme())
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_theme)
        tools = window.viewport.overlays.tools
        tools.smart_views.clicked.connect(self.open_menu)
        self._join_panel()
        self._read()

    @property
    def all(self) -> list[SmartView]:
        """The project's own, then those that every project has."""
        return [*self.own, *BUILT_IN]

    @property
    def current(self) -> SmartView | None:
        """The smart view that is shown now."""
        return self._shown.get(self._layer.number)

    def show(self, view: SmartView) -> None:
        """Apply a smart view to all models that are loaded."""
        self._ask(view, 0)

    def join_viewpoints(self, viewpoints: ViewpointTools) -> None:
        """A viewpoint keeps whose legend was shown, and brings it back."""
        viewpoints.shown_smart_view = lambda: self.current
        viewpoints.smart_view_wanted.connect(self._bring_back)

    def _bring_back(self, kept: SmartView) -> None:
        """The view as it was kept; the one of the project or the program where that is still the same."""
        same = (one for one in self.all if one.rules == kept.rules and one.name == kept.name)
        self.show(next(same, kept))

    def end(self) -> None:
        """Show none."""
        self._layer.end()

    def open_menu(self) -> None:
        """Offer the smart views under the tools."""
        self._follow()
        tools = self._window.viewport.overlays.tools
        place = tools.smart_views.mapTo(tools, QPoint(0, 0)).x()
        self.make_menu().popup(tools.mapToGlobal(QPoint(place, tools.height() + 4)))

    def make_menu(self) -> QMenu:
        """A new menu: own views by group, built-in ones, none."""
        menu = QMenu(self._window.viewport)
        menu.aboutToHide.connect(menu.deleteLater)
        current = self.current
        groups = dict.fromkeys(view.group for view in self.own)
        for group in groups:
            menu.addSection(group or self.tr("Smart views of this project"))
            for view in (one for one in self.own if one.group == group):
                self._add(menu, view, current)
        menu.addSection(self.tr("Built in"))
        for view in BUILT_IN:
            self._add(menu, view, current)
        menu.addSeparator()
        menu.addAction(self.tr("All smart views…"), self._window.commands["page_smart_views"].trigger)
        none = menu.addAction(self.tr("No smart view"), self.end)
        none.setEnabled(current is not None)
        return menu

    def hits(self, text: str) -> list[Hit]:
        """What the command field finds; nothing while nothing is typed."""
        wanted = text.casefold().split()
        if not wanted or not len(self._window.viewport.state):
            return []
        found = [view for view in self.all if _has_words(view, wanted)]
        return [
            Hit(view_name(view), "palette", partial(self.show, view), end=self.tr("Smart view"))
            for view in found[:_MOST_HITS]
        ]

    def show_page(self) -> None:
        """Bring the panel forward."""
        window = self._window
        window.documents.show_document("model")
        window.panes.left.show_page("smart_views")
        window.panes.left.show()

    def _join_panel(self) -> None:
        window, panel = self._window, self._window.panes.smart_views
        panel.show_requested.connect(self.show)
        panel.end_requested.connect(self.end)
        panel.said.connect(window.viewport.overlays.say)
        panel.deleted.connect(self._offer_back)
        window.scene.versions_changed.connect(panel.set_versions)
        panel.set_versions(window.scene.versions)
        window.commands.bind("page_smart_views", self.show_page)
        window.viewport.smart_view.card.page_chosen.connect(window.commands["page_smart_views"].trigger)

    def _offer_back(self, view: SmartView) -> None:
        self._window.viewport.overlays.say(
            self.tr("“{0}” is deleted.").format(view.name),
            action=self.tr("Undo"),
            on_action=lambda: self._window.panes.smart_views.bring_back(view),
        )

    def _add(self, menu: QMenu, view: SmartView, current: SmartView | None) -> None:
        action = menu.addAction(view_name(view), partial(self.show, view))
        action.setCheckable(True)
        action.setChecked(current is not None and current.id == view.id)

    def _ask(self, view: SmartView, renews: int) -> None:
        versions = list(self._window.scene.versions)
        self._chart = chart = tokens.current().chart
        self._asked = view, renews
        self._asking.ask(lambda cancel: _answer(view, versions, chart, renews, cancel))

    def _take(self, answer: _Answer) -> None:
        self._asked = None
        if answer.renews:
            self._layer.renew(answer.renews, answer.shown)
            return
        number = self._layer.show(answer.shown)
        self._shown[number] = answer.view
        self._follow()
        if answer.problem:
            self._window.viewport.overlays.say(answer.problem)

    def _on_versions(self, _versions: Sequence[ModelVersion]) -> None:
        self._renew()

    def _follow_theme(self) -> None:
        """The colours of the dark theme are too pale in the light one, and the other way round."""
        if self._chart == tokens.current().chart:
            return
        if self._asking.is_waiting and self._asked is not None:
            self._ask(*self._asked)
        else:
            self._renew()

    def _renew(self) -> None:
        current = self.current
        if current is not None and self._window.scene.versions:
            self._ask(current, self._layer.number)

    def _follow(self) -> None:
        current = self.current
        self._window.viewport.overlays.tools.smart_views.setChecked(current is not None)
        self._window.panes.smart_views.set_shown(current)

    def _on_changes(self, changes: Changes) -> None:
        if changes.smart_views:
            self._read()

    def _read(self) -> None:
        self._reading.ask(partial(list_smart_views, self._window.context.project))

    def _take_own(self, own: list[SmartView]) -> None:
        self.own = own


def _answer(
    view: SmartView,
    versions: Sequence[ModelVersion],
    chart: Sequence[str],
    renews: int,
    cancel: threading.Event,
) -> _Answer:
    """Runs in the pool: a model that is gone meanwhile is left out."""
    folders = {ModelKey(one.sha256): one.folder for one in versions if one.folder.is_dir()}
    names = {ModelKey(one.sha256): one.model_name for one in versions}
    legend = make_legend(view, folders, names, chart, cancel)
    shown = ShownView(title=view_name(view), layers=scene_layers(legend), rows=legend_rows(legend))
    return _Answer(view=view, shown=shown, problem=missing_text(legend), renews=renews)


def scene_layers(legend: Legend) -> list[RuleLayer]:
    """What the scene is told of a legend."""
    return [
        RuleLayer(ids=ElementIds(layer.elements), effect=_EFFECTS[layer.effect], color=layer.color)
        for layer in legend.layers
    ]


def _has_words(view: SmartView, wanted: Sequence[str]) -> bool:
    described = f"{view_name(view)} {view.group} smart view colour by".casefold()
    return all(word in described for word in wanted)
