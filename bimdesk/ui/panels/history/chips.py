"""The chips over the history: each opens a menu of what there is, with counts, and says what is chosen."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from bimdesk.domain.execution import StartedBy, Status
from bimdesk.domain.history import Facet, FacetName
from bimdesk.services.history import list_facets
from bimdesk.ui.context import Context
from bimdesk.ui.forms.flow import FlowLayout
from bimdesk.ui.panels.history.cells import STARTERS, value_text
from bimdesk.ui.panels.history.scope import DAYS, HistoryScope
from bimdesk.ui.theme import fonts, icons
from bimdesk.ui.theme.states import EXECUTION
from bimdesk.ui.widgets.buttons import text_icon_size

MOST_VALUES = 16
MOST_SHOWN = 40
TITLES: dict[FacetName, str] = {
    "status": "Status",
    "script": "Script",
    "model": "Model",
    "version": "Version",
    "started_by": "Started by",
    "argument": "Argument",
    "label": "Label",
}


class FilterChip(QPushButton):
    """Opens its menu; while it narrows, the cross at its right (or the key Delete) takes that away."""

    def __init__(self, title: str, on_open: Callable[[], object], on_clear: Callable[[], object]) -> None:
        super().__init__(title)
        self._title = title
        self._on_clear = on_clear
        self._is_active = False
        self.setProperty("kind", "filter")
        self.setCheckable(True)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setIconSize(text_icon_size(12))
        self.clicked.connect(lambda _on: on_open())
        self.show_value("")

    def show_value(self, value: str) -> None:
        """What it narrows to; '' for nothing."""
        self._is_active = bool(value)
        text = value or self._title
        shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, fonts.scaled(220))
        self.setText(f"{shown}\N{NO-BREAK SPACE}")  # from right to left the icon has no gap of its own
        self.setToolTip(f"{self._title}: {value}" if value else "")
        self.setAccessibleName(f"{self._title}: {value}" if value else self._title)
        self.setIcon(icons.icon("x" if value else "chevron-down"))
        self.setChecked(self._is_active)

    def nextCheckState(self) -> None:
        """Only the filter says whether it is on."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        on_cross = self._is_active and event.position().x() > self.width() - fonts.scaled(24)
        if on_cross and self.rect().contains(event.position().toPoint()):
            self.setDown(False)
            self._on_clear()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_active and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._on_clear()
        else:
            super().keyPressEvent(event)


class FilterChips(QWidget):
    """Follows the scope. Menus are read when they are opened."""

    def __init__(self, context: Context, scope: HistoryScope, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._scope = scope
        self._flow = FlowLayout(self, spacing=6)
        self.days = FilterChip(self.tr("Date"), self._open_days, partial(scope.set_days, None))
        self.facets = {name: self._chip(name) for name in TITLES}
        self.pinned = FilterChip(self.tr("Pinned"), self._toggle_pinned, partial(scope.set_pinned, False))
        self.menu: QMenu | None = None
        """The one that was opened last."""
        for chip in (self.days, *self.facets.values(), self.pinned):
            self._flow.addWidget(chip)
        scope.changed.connect(self._show)
        self._show()

    def _chip(self, name: FacetName) -> FilterChip:
        return FilterChip(self.tr(TITLES[name]), partial(self._open, name), partial(self._scope.clear, name))

    def _show(self) -> None:
        scope = self._scope
        self.days.show_value("" if scope.days is None else self.tr(scope.days.word))
        self.pinned.show_value(self.tr("Pinned") if scope.pinned else "")
        if not scope.pinned:
            self.pinned.setIcon(icons.icon("pin"))
        for name, chip in self.facets.items():
            chip.show_value(
                ", ".join(self._words(name, key, label) for key, label in scope.chosen(name).items())
            )
        self._flow.invalidate()
        self.updateGeometry()

    @staticmethod
    def _words(name: FacetName, key: str, label: str) -> str:
        match name:
            case "status":
                return EXECUTION[Status(key)].text
            case "started_by":
                return STARTERS[StartedBy(key)][1]
            case "argument":
                return f"{label} {value_text(json.loads(key))}"
        return label

    def _toggle_pinned(self) -> None:
        self._scope.set_pinned(not self._scope.pinned)

    def _open_days(self) -> None:
        menu = self._new_menu()
        for days in DAYS:
            action = menu.addAction(self.tr(days.word))
            action.setCheckable(True)
            action.setChecked(days == self._scope.days)
            action.triggered.connect(lambda _on=False, days=days: self._scope.set_days(days))
        self._pop_up(menu, self.days)

    def _open(self, name: FacetName) -> None:
        read = partial(list_facets, self._context.project, name)
        self._context.operations.run(read, on_success=partial(self._show_menu, name))

    def _show_menu(self, name: FacetName, facets: Sequence[Facet]) -> None:
        menu = self._new_menu()
        if name == "argument":
            self._fill_arguments(menu, facets)
        else:
            greatest = sorted(facets, key=lambda one: one.count, reverse=True)[:MOST_SHOWN]
            for facet in [one for one in facets if one in greatest]:
                self._add(menu, name, facet)
        if not facets:
            nothing = menu.addAction(self.tr("No execution has any"))
            nothing.setEnabled(False)
        if self._scope.chosen(name):
            menu.addSeparator()
            menu.addAction(self.tr("Any")).triggered.connect(lambda _on=False: self._scope.clear(name))
        self._pop_up(menu, self.facets[name])

    def _fill_arguments(self, menu: QMenu, facets: Sequence[Facet]) -> None:
        """A menu per name with its values, the most frequent first."""
        names: dict[str, list[Facet]] = {}
        for facet in facets:
            names.setdefault(facet.label, []).append(facet)
        for name, values in names.items():
            inner = menu.addMenu(name)
            for facet in sorted(values, key=lambda one: one.count, reverse=True)[:MOST_VALUES]:
                self._add(inner, "argument", facet)

    def _add(self, menu: QMenu, name: FacetName, facet: Facet) -> None:
        words = value_text(json.loads(facet.key)) if name == "argument" else facet.label
        if name in ("status", "started_by"):
            words = self._words(name, facet.key, facet.label)
        action = menu.addAction(f"{words.replace('&', '&&')}\t{facet.count:,}")
        action.setCheckable(True)
        action.setChecked(self._scope.chosen(name).get(facet.key) == facet.label)
        if name == "status":
            look = EXECUTION[Status(facet.key)]
            action.setIcon(icons.icon(look.icon, color=look.tone))
        action.triggered.connect(lambda _on=False: self._scope.toggle(name, facet.key, facet.label))

    def _new_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        self.menu = menu
        return menu

    @staticmethod
    def _pop_up(menu: QMenu, chip: QWidget) -> None:
        menu.popup(chip.mapToGlobal(QPoint(0, chip.height() + 4)))
