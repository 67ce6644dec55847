"""Theme, density and such: applied at once, kept in the settings; "system" follows the desktop."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QActionGroup, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from bimdesk.settings import Settings
from bimdesk.ui.actions import Actions
from bimdesk.ui.context import Context
from bimdesk.ui.theme import style
from bimdesk.ui.theme.tokens import current
from bimdesk.ui.widgets.painting import set_density

_DENSITIES = ("compact", "normal", "comfortable")


class Appearance(QObject):
    """Follows the settings; the actions change only those."""

    def __init__(self, context: Context, actions: Actions, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._actions = actions
        self._window = window
        self._shown = ("", "")
        group = QActionGroup(self)
        for name in _DENSITIES:
            group.addAction(actions[f"density_{name}"])
            actions.bind(f"density_{name}", partial(context.change_settings, density=name))
        actions.bind("theme", self._toggle)
        actions.bind("theme_system", lambda: context.change_settings(theme="system"))
        motion = actions["reduce_motion"]
        motion.triggered.connect(lambda checked: context.change_settings(reduce_motion=checked))
        by_map = actions["place_by_map"]
        by_map.triggered.connect(
            lambda checked: context.change_settings(place_by="map" if checked else "project")
        )
        context.settings_changed.connect(self._apply)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)
        self._apply(context.settings)

    def _toggle(self) -> None:
        self._context.change_settings(theme="light" if current().is_dark else "dark")

    def _system_changed(self) -> None:
        if self._context.settings.theme == "system":
            self._shown = ("", "")
            self._apply(self._context.settings)

    def _apply(self, settings: Settings) -> None:
        self._actions[f"density_{settings.density}"].setChecked(True)
        self._actions["reduce_motion"].setChecked(settings.reduce_motion)
        self._actions["place_by_map"].setChecked(settings.place_by == "map")
        wanted = (settings.theme, settings.density)
        if wanted == self._shown:
            return
        self._shown = wanted
        set_density(settings.density)
        app = QApplication.instance()
        if isinstance(app, QApplication) and (
            style.resolve(settings.theme) is not current() or not app.styleSheet()
        ):
            style.apply(app, settings.theme)
        self._window.update()
