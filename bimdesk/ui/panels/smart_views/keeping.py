"""Keeps smart views in the project and in files; what came of it is said by signals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from bimdesk.domain.changes import Changes
from bimdesk.domain.smart_view import SmartView, SmartViewId
from bimdesk.errors import BimdeskError
from bimdesk.services.smart_views.kept import (
    arrange_smart_views,
    delete_smart_view,
    duplicate_smart_view,
    export_smart_views,
    import_smart_views,
    save_smart_view,
)
from bimdesk.ui.context import Context
from bimdesk.ui.models.legend_rows import view_name

Kept = Callable[[SmartView], object]


class SmartViewKeeping(QObject):
    """Writes one after another; the hub hears of each before whoever asked does."""

    kept = Signal(object)
    """A SmartView as it is in the project now: the one to be current."""
    deleted = Signal(object)
    """The SmartView that was."""
    said = Signal(str)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context

    def save(self, view: SmartView, *, then: Kept, on_failure: Callable[[BimdeskError], None]) -> None:
        self._write(partial(save_smart_view, self._context.project, view), then, on_failure)

    def duplicate(self, view: SmartView, *, then: Kept | None = None) -> None:
        """Keep a copy, which is also how a deleted one comes back."""
        self._write(partial(duplicate_smart_view, self._context.project, view), then)

    def delete(self, view: SmartView) -> None:
        def gone(changes: Changes) -> None:
            self._context.hub.publish(changes)
            self.deleted.emit(view)

        self._context.operations.write(
            partial(delete_smart_view, self._context.project, view.id), on_success=gone
        )

    def arrange(self, order: list[tuple[SmartViewId, str]]) -> None:
        """Ids and groups, in order."""
        arrange = partial(arrange_smart_views, self._context.project, order)
        self._context.operations.write(arrange, on_success=self._context.hub.publish)

    def import_file(self, file: Path) -> None:
        """Add the views of a file."""

        def imported(done: tuple[list[SmartView], Changes]) -> None:
            views, changes = done
            self._context.hub.publish(changes)
            if views:
                self.kept.emit(views[0])
            self.said.emit(self.tr("{0} smart views from {1}").format(len(views), file.name))

        self._context.operations.write(
            partial(import_smart_views, self._context.project, file), on_success=imported
        )

    def export_file(self, file: Path, views: Sequence[SmartView]) -> None:
        """Write views into a file."""
        views = [replace(view, name=view_name(view)) for view in views]
        words = self.tr("{0} smart views are in {1}").format(len(views), file.name)
        self._context.operations.write(
            partial(export_smart_views, views, file), on_success=lambda _none: self.said.emit(words)
        )

    def _write(
        self,
        write: Callable[[], tuple[SmartView, Changes]],
        then: Kept | None,
        on_failure: Callable[[BimdeskError], None] | None = None,
    ) -> None:
        def written(done: tuple[SmartView, Changes]) -> None:
            view, changes = done
            self.kept.emit(view)
            self._context.hub.publish(changes)
            if then is not None:
                then(view)

        self._context.operations.write(write, on_success=written, on_failure=on_failure)
