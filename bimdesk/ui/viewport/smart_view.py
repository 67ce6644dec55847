"""The smart view in the 3D view: laid over the models in one step, with its legend, undone like any step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from bimdesk.domain.ids import ModelKey
from bimdesk.scene.layers_of_rules import RuleLayer, drawn_rows
from bimdesk.scene.state import Change
from bimdesk.ui.delegates.roles import Visibility
from bimdesk.ui.hub import Hub
from bimdesk.ui.models.legend_rows import LegendRow, RowKind
from bimdesk.ui.viewport.canvas import ViewCanvas

_KEPT = 50
ORIGIN = "legend"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ShownView:
    """What the scene and the legend are told of one smart view."""

    title: str
    layers: Sequence[RuleLayer]
    rows: Sequence[LegendRow]


class SmartViewLayer(QObject):
    """`changed`: another smart view is shown, or none (`number` 0)."""

    changed = Signal()

    def __init__(self, view: ViewCanvas, hub: Hub) -> None:
        super().__init__(view)
        self._view = view
        self._hub = hub
        self._known: dict[int, ShownView] = {}
        self._rows: dict[LegendRow, list[tuple[ModelKey, NDArray[np.int64]]]] = {}
        self._in_card = 0
        self._last = 0
        self.card = view.overlays.legend
        self.card.chosen.connect(self._select)
        self.card.eye_clicked.connect(self._toggle)
        self.card.close_chosen.connect(self.end)
        view.changed.connect(self._follow)

    @property
    def number(self) -> int:
        """The smart view that is shown, as `show` numbered it; 0 for none."""
        number = self._view.state.rules.number
        return number if number in self._known else 0

    def show(self, shown: ShownView) -> int:
        """Lay a smart view over the models, in place of colours that are there; one step of undo."""
        self._last += 1
        number = self._last
        self._known[number] = shown
        for old in list(self._known)[:-_KEPT]:
            del self._known[old]
        view = self._view
        view.apply(view.state.show_rules(number, shown.layers), shown.title)
        return number

    def renew(self, number: int, shown: ShownView) -> None:
        """The models changed: the same smart view says something else of them; no step of its own."""
        self._known[number] = shown
        if number == self._view.state.rules.number:
            self._in_card = 0
            self._view.apply(self._view.state.lay_again(shown.layers) | Change.MODELS)

    def end(self) -> None:
        """Close the legend: its colours go, what it hid comes back."""
        self._view.apply(self._view.state.end_rules(), self.tr("close the legend"))

    def _follow(self, change: Change) -> None:
        view = self._view
        number = self.number
        if change & Change.MODELS and number:
            again = view.state.lay_again(self._known[number].layers)
            if again:
                view.apply(again | Change.MODELS)
                return
        if number != self._in_card or change & Change.MODELS:
            self._show_card(number)
        elif change & Change.VISIBILITY and number:
            self.card.list.entries.update_eyes()

    def _show_card(self, number: int) -> None:
        is_other, self._in_card = number != self._in_card, number
        self._rows.clear()
        shown = self._known.get(number)
        if shown is not None:
            self.card.show_legend(shown.title, shown.rows, self._eye)
        self.card.setVisible(shown is not None)
        self._view.overlays.place()
        if is_other:
            self.changed.emit()

    def _eye(self, row: LegendRow) -> Visibility | None:
        """How much of a line's elements is shown; None where none of them has geometry."""
        if row.kind is not RowKind.ENTRY:
            return None
        drawn = seen = 0
        for key, rows in self._drawn_rows(row):
            entry = self._view.state.entry(key)
            drawn += len(rows)
            seen += int(np.count_nonzero(entry.visible[rows])) if entry.shown else 0
        if not drawn:
            return None
        return Visibility.SHOWN if seen == drawn else Visibility.PARTLY if seen else Visibility.HIDDEN

    def _drawn_rows(self, row: LegendRow) -> list[tuple[ModelKey, NDArray[np.int64]]]:
        """Where a line's elements are in the meshes; looked up once for each legend and mesh."""
        if row not in self._rows:
            self._rows[row] = [
                (entry.key, drawn_rows(entry, ids))
                for entry in self._view.state
                if (ids := row.ids.by_model.get(entry.key)) is not None
            ]
        return self._rows[row]

    def _toggle(self, row: LegendRow) -> None:
        shown = self._eye(row) is not Visibility.SHOWN
        words = self.tr("show") if shown else self.tr("hide")
        self._view.apply(self._view.state.set_visible(row.ids, shown), words)

    def _select(self, row: LegendRow, adding: bool) -> None:
        refs = row.ids.refs()
        if adding:
            selected = self._hub.selection
            refs = selected - refs if refs <= selected else selected | refs
        self._hub.select(refs, origin=ORIGIN, reveal=not adding)
