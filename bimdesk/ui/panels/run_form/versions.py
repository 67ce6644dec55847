"""The model version that a script runs on: all of the project, newest of each model first."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from bimdesk.domain.changes import Changes
from bimdesk.domain.ids import VersionId
from bimdesk.domain.model import Model, ModelVersion
from bimdesk.services.models import list_models
from bimdesk.ui.context import Context
from bimdesk.ui.forms.enums import QuietCombo
from bimdesk.ui.latest import Latest
from bimdesk.ui.theme import icons


class VersionPicker(QuietCombo):
    """`picked`: another version was chosen. `listed`: the list was read anew."""

    picked = Signal()
    listed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._reading = Latest(context.operations, self._show)
        self._versions: list[ModelVersion] = []
        self._wanted: VersionId | None = None
        self.setAccessibleName(self.tr("Model"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.currentIndexChanged.connect(self._on_index)
        context.hub.changed.connect(self._on_changes)
        self.refresh()

    def refresh(self) -> None:
        self._reading.ask(partial(list_models, self._context.project))

    def version(self) -> ModelVersion | None:
        row = self.currentIndex()
        return self._versions[row] if 0 <= row < len(self._versions) else None

    def choose(self, version_id: VersionId) -> None:
        """Make a version current; remembered where it is not listed yet."""
        self._wanted = version_id
        for row, version in enumerate(self._versions):
            if version.id == version_id:
                self.setCurrentIndex(row)

    def _show(self, models: list[Model]) -> None:
        self._versions = [version for model in models for version in reversed(model.versions)]
        self.blockSignals(True)
        self.clear()
        for version in self._versions:
            self.addItem(icons.icon("box"), f"{version.model_name} · v{version.number}", version.id)
        row = next((row for row, version in enumerate(self._versions) if version.id == self._wanted), 0)
        self.setCurrentIndex(row if self._versions else -1)
        self.blockSignals(False)
        self.listed.emit()

    def _on_index(self, _row: int) -> None:
        version = self.version()
        if version is not None:
            self._wanted = version.id
        self.picked.emit()

    def _on_changes(self, changes: Changes) -> None:
        if changes.versions_added or changes.models_removed:
            self.refresh()
