"""Older versions beside the latest ones: offered in a menu, shown and left out by its check marks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QCursor
from PySide6.QtWidgets import QMenu

from bimdesk.domain.ids import ModelKey
from bimdesk.domain.model import Model, ModelVersion
from bimdesk.services.models import list_models
from bimdesk.ui.latest import Latest
from bimdesk.ui.window.parts import WindowParts


class VersionTools(QObject):
    """What *Model > Other versions in the view…* does."""

    def __init__(self, window: WindowParts) -> None:
        super().__init__(window)
        self._window = window
        self._reading = Latest(window.context.operations, self._offer, owner=self)
        self.menu: QMenu | None = None
        """The one that was opened last."""
        window.commands.bind("other_versions", self.open_menu)
        window.panes.tree.versions_requested.connect(self.open_menu)

    def open_menu(self) -> None:
        """Read the project's versions, then offer them under the cursor; says so where there is none."""
        self._reading.ask(partial(list_models, self._window.context.project))

    def _offer(self, models: Sequence[Model]) -> None:
        window = self._window
        offered = [model for model in models if len(model.versions) > 1]
        if not offered:
            window.viewport.overlays.say(
                self.tr("No model has another version. Import a changed file of the same name to get one.")
            )
            return
        menu = self.menu = QMenu(window)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.aboutToHide.connect(self._forget)
        for model in offered:
            menu.addSection(model.name)
            for version in reversed(model.versions):
                self._add(menu, version, is_latest=version is model.latest)
        menu.popup(QCursor.pos())

    def _forget(self) -> None:
        self.menu = None

    def _add(self, menu: QMenu, version: ModelVersion, *, is_latest: bool) -> None:
        day = version.imported_at.astimezone().date().isoformat()
        words = self.tr("{0}, imported {1}").format(version.label, day)
        action: QAction = menu.addAction(
            self.tr("{0}, the latest").format(version.label) if is_latest else words
        )
        action.setCheckable(True)
        action.setChecked(is_latest or self._window.scene.is_also_shown(ModelKey(version.sha256)))
        action.setEnabled(not is_latest)
        action.toggled.connect(partial(self._show, version))

    def _show(self, version: ModelVersion, shown: bool) -> None:
        scene = self._window.scene
        if shown:
            scene.show_also(version)
        else:
            scene.leave_out(ModelKey(version.sha256))
