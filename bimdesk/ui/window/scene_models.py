"""Which model versions the window shows: follows the project and the imports, feeds tree and 3D view."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from bimdesk.domain.changes import Changes
from bimdesk.domain.ids import ModelKey
from bimdesk.domain.model import ModelVersion
from bimdesk.errors import BimdeskError
from bimdesk.ui.context import Context
from bimdesk.ui.jobs.importing import ImportTicket
from bimdesk.ui.latest import Latest
from bimdesk.ui.viewport import Viewport
from bimdesk.ui.window.neighbours import Neighbours


class SceneModels(QObject):
    """The latest version of every model is shown; a new one takes the old one's place.

    Older versions stand beside them where they were asked for.
    """

    versions_changed = Signal(list)
    activity_changed = Signal()
    """Something is shown or on its way, or no longer so: the welcome page may have to come or go."""

    def __init__(self, context: Context, viewport: Viewport, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._viewport = viewport
        self._versions: list[ModelVersion] = []
        self._reading = Latest(context.operations, self._show)
        self._shown: set[ModelKey] = set()
        self._previews: dict[ModelKey, bool] = {}
        """Models on their way that are drawn already, and whether with the final mesh."""
        self._also: dict[ModelKey, ModelVersion] = {}
        self._neighbours = Neighbours(context, viewport, self)
        importer = context.importer
        importer.geometry_ready.connect(self._preview)
        importer.finished.connect(self._finished)
        importer.queued.connect(lambda _ticket: self.activity_changed.emit())
        importer.already_here.connect(self._already_here)
        importer.failed.connect(self._failed)
        importer.cancelled.connect(self._dropped)
        context.hub.changed.connect(self._changed)

    @property
    def versions(self) -> list[ModelVersion]:
        return list(self._versions)

    @property
    def neighbours(self) -> Neighbours:
        """Where the models stand beside one another."""
        return self._neighbours

    def show_also(self, version: ModelVersion) -> None:
        """Show an older version beside the latest ones, until `leave_out` or the model's removal."""
        self._also[ModelKey(version.sha256)] = version
        self.load()

    def leave_out(self, key: ModelKey) -> None:
        """No longer show what `show_also` brought."""
        if self._also.pop(key, None) is not None:
            self.load()

    def is_also_shown(self, key: ModelKey) -> bool:
        """True for what `show_also` brought."""
        return key in self._also

    @property
    def is_busy(self) -> bool:
        """Models are there, or files are on their way."""
        return bool(self._versions or self._previews or self._context.importer.tickets)

    def load(self) -> None:
        """Read the project's models and show them."""
        self._reading.ask(self._context.versions)

    def set_loaded(self, key: ModelKey, loaded: bool) -> None:
        """Take a model out of the scene, so that its memory is free, or bring it back; it stays listed."""
        version = next((one for one in self._versions if one.sha256 == key), None)
        if version is None:
            return
        if not loaded:
            self._neighbours.cancel(key)
            self._viewport.remove_model(key)
        elif not self._viewport.has_model(key) and not self._neighbours.is_reading(key):
            self._draw(version)

    def _show(self, versions: list[ModelVersion]) -> None:
        models = {version.model_id for version in versions}
        self._also = {key: one for key, one in self._also.items() if one.model_id in models}
        versions = [*versions, *(one for one in self._also.values() if one not in versions)]
        self._versions = versions
        wanted = {ModelKey(version.sha256): version for version in versions}
        for key in self._shown - set(wanted):
            self._shown.discard(key)
            self._viewport.remove_model(key)
            self._context.indexes.drop(key)
            self._neighbours.drop(key)
        self._neighbours.set_versions(versions)
        for key, version in wanted.items():
            if key not in self._shown and not self._previews.get(key, False):
                self._draw(version)
            self._previews.pop(key, None)
            self._shown.add(key)
        self._neighbours.settle()
        self.versions_changed.emit(versions)
        self.activity_changed.emit()

    def _preview(self, ticket: ImportTicket, folder: Path, final: bool) -> None:
        """Draw what the worker has; one that came too late, its folder gone, is drawn from the project."""
        if ticket.key is None or ticket.cancelled or not folder.is_dir():
            return
        self._neighbours.draw(
            ticket.key,
            folder,
            ticket.path.stem,
            on_drawn=partial(self._previewed, ticket.key, final),
            on_failure=partial(self._not_previewed, folder, ticket.path.stem),
        )

    def _previewed(self, key: ModelKey, final: bool) -> None:
        if key not in self._shown:
            self._previews[key] = final
        self.activity_changed.emit()

    def _not_previewed(self, folder: Path, name: str, error: BimdeskError) -> None:
        if folder.is_dir():  # else it was moved into the project while it was read: drawn from there
            self._not_drawn(name, error)

    def _draw(self, version: ModelVersion) -> None:
        self._neighbours.draw(
            ModelKey(version.sha256),
            version.folder / "mesh",
            version.label,
            on_drawn=self.activity_changed.emit,
            on_failure=partial(self._not_drawn, version.label),
        )

    def _not_drawn(self, name: str, error: BimdeskError) -> None:
        self._context.hub.notify("error", self.tr("{0} cannot be drawn").format(name), str(error))

    def _finished(self, ticket: ImportTicket, version: ModelVersion) -> None:
        if ticket.key is not None and not ticket.has_preview:
            self._previews.pop(ticket.key, None)
        if version.summary.notices:
            text = self.tr("{model}: {count} things in the file are unusual").format(
                model=version.label, count=len(version.summary.notices)
            )
            self._context.hub.notify("warning", text, version.summary.notices[0].message)

    def _already_here(self, _ticket: ImportTicket, version: ModelVersion) -> None:
        self._context.hub.notify(
            "info", self.tr("{0} is already here").format(version.label), self.tr("The content is the same.")
        )
        self.activity_changed.emit()

    def _failed(self, ticket: ImportTicket, error: BimdeskError) -> None:
        self._dropped(ticket)
        self._context.hub.notify_error(error)

    def _dropped(self, ticket: ImportTicket) -> None:
        if ticket.key is not None and ticket.key not in self._shown:
            self._neighbours.cancel(ticket.key)
            if self._previews.pop(ticket.key, None) is not None:
                self._viewport.remove_model(ticket.key)
        self.activity_changed.emit()

    def _changed(self, changes: Changes) -> None:
        if changes.versions_added or changes.models_removed:
            self.load()
