"""Joins the view's measuring and plans with the project: units, map coordinates, the storeys there are."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from bimdesk.domain.georeference import AS_IT_IS, Point
from bimdesk.domain.ids import ModelKey
from bimdesk.domain.map_places import map_place
from bimdesk.domain.model import ModelVersion
from bimdesk.errors import BimdeskError
from bimdesk.index.reader import ModelIndex
from bimdesk.index.storeys import Storey, list_storeys
from bimdesk.scene.ids import ElementIds
from bimdesk.scene.storeys import floor_heights
from bimdesk.settings import Settings
from bimdesk.ui.latest import Latest
from bimdesk.ui.viewport.measure_words import length_text
from bimdesk.ui.viewport.plan_view import StoreyFloor
from bimdesk.ui.window.parts import WindowParts
from bimdesk.ui.window.view_actions import ViewActions
from bimdesk.ui.window.viewpoint_tools import ViewpointTools

Found = dict[ModelKey, tuple[str, list[Storey]]]


class ViewTools(QObject):
    """Reads the storeys of what is shown, in the pool; offers them as plans and to sections."""

    def __init__(self, window: WindowParts) -> None:
        super().__init__(window)
        self._window = window
        self._found: Found = {}
        self._reading = Latest(window.context.operations, self._take, owner=self)
        window.scene.versions_changed.connect(self._read)
        view = window.viewport
        view.measuring.on_map = self._on_map
        view.overlays.measure.unit_chosen.connect(
            lambda unit: window.context.change_settings(length_unit=unit)
        )
        window.status.part_clicked.connect(self._change_unit)
        window.context.settings_changed.connect(self._follow)
        self._follow(window.context.settings)
        self._bind()
        ViewActions(window)
        self.viewpoints = ViewpointTools(window)

    def floors(self) -> list[tuple[str, list[StoreyFloor]]]:
        """The storeys of each shown model, the highest first, under the model's name."""
        state = self._window.viewport.state
        return [
            (title, self._floors_of(key, storeys))
            for key, (title, storeys) in self._found.items()
            if key in state and state.entry(key).shown
        ]

    def open_menu(self) -> None:
        """Offer the storeys under the tools; says so where there are none."""
        view = self._window.viewport
        self._show_plan()
        menu = self.make_menu()
        if menu.isEmpty():
            view.overlays.say(self.tr("No model that is shown has storeys."))
            return
        tools = view.overlays.tools
        menu.popup(tools.mapToGlobal(QPoint(0, tools.height() + 4)))

    def make_menu(self) -> QMenu:
        """A new menu of all storeys; with more than one model, each under the model's name."""
        view = self._window.viewport
        menu = QMenu(view)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.aboutToHide.connect(self._show_plan)
        models = [(title, floors) for title, floors in self.floors() if floors]
        if view.plan.active:
            menu.addAction(self.tr("Leave the plan"), view.plan.leave)
            menu.addSeparator()
        for title, floors in models:
            if len(models) > 1:
                menu.addSection(title)
            for floor in floors:
                words = f"{floor.name}\t{length_text(floor.height, view.measuring.unit)}"
                action = menu.addAction(words, partial(view.plan.enter, floor))
                action.setCheckable(True)
                action.setChecked(_same(floor, view.plan.storey))
        return menu

    def _show_plan(self) -> None:
        """The button says whether a plan is shown, not whether it was clicked."""
        plan = self._window.viewport.plan
        self._window.viewport.overlays.tools.plan.setChecked(plan.active)

    def _heights(self) -> list[tuple[str, float]]:
        """For sections: names and heights, world metres; the same storey of several models once."""
        found = {(floor.name, round(floor.height, 2)) for _, floors in self.floors() for floor in floors}
        return sorted(found, key=lambda one: -one[1])

    def _bind(self) -> None:
        commands, view = self._window.commands, self._window.viewport
        commands.bind("plan", self.open_menu)
        view.overlays.tools.plan.clicked.connect(self.open_menu)
        view.sectioning.panel.storeys = self._heights
        commands.bind("leave_plan", view.plan.leave)
        commands.bind("measure", view.toggle_measure)
        commands.bind("clear_measurements", view.measuring.clear)
        view.tool_changed.connect(
            lambda: commands["measure"].setChecked(view.overlays.tools.measure.isChecked())
        )

    def _read(self, versions: Sequence[ModelVersion]) -> None:
        wanted = {ModelKey(version.sha256): (version.label, version.folder) for version in versions}
        self._reading.ask(partial(_read_storeys, wanted))

    def _take(self, found: Found) -> None:
        self._found = found

    def _floors_of(self, key: ModelKey, storeys: list[Storey]) -> list[StoreyFloor]:
        state = self._window.viewport.state
        entry = state.entry(key)
        held = [ElementIds({key: np.array(storey.elements, dtype=np.int64)}) for storey in storeys]
        low = entry.mesh.element_bounds[:, 2].astype(np.float64)
        feet = [low[entry.rows(storey.elements)] + float(entry.mesh.origin[2]) for storey in storeys]
        heights = floor_heights([storey.elevation for storey in storeys], feet)
        return [
            StoreyFloor(
                name=storey.name or self.tr("Storey without a name"), height=height, elements=elements
            )
            for storey, height, elements in zip(storeys, heights, held, strict=True)
            if height is not None
        ]

    def _follow(self, settings: Settings) -> None:
        self._window.viewport.measuring.set_unit(settings.length_unit)
        words = self.tr("metres") if settings.length_unit == "m" else self.tr("millimetres")
        self._window.status.set_part("unit", words, self.tr("Lengths that are measured; click to change"))

    def _change_unit(self, part: str) -> None:
        if part == "unit":
            other = "mm" if self._window.context.settings.length_unit == "m" else "m"
            self._window.context.change_settings(length_unit=other)

    def _on_map(self, key: ModelKey, point: Point) -> tuple[str, Point] | None:
        """The name of the map's coordinate system and the place there; None where the model has none."""
        placements = self._window.scene.neighbours.placements
        conversion = placements.conversion(key)
        if conversion is None:
            return None
        return conversion.crs, map_place(conversion, placements.applied.get(key, AS_IT_IS), point)


def _read_storeys(folders: dict[ModelKey, tuple[str, Path]]) -> Found:
    """Runs in the pool: a model that cannot be read offers no storeys; others say why."""
    found: Found = {}
    for key, (title, folder) in folders.items():
        try:
            index = ModelIndex(folder)
        except BimdeskError:  # gone meanwhile, or of an older format: the tree says so
            continue
        try:
            found[key] = title, list_storeys(index)
        finally:
            index.close()
    return found


def _same(floor: StoreyFloor, other: StoreyFloor | None) -> bool:
    return other is not None and (floor.name, floor.height) == (other.name, other.height)
