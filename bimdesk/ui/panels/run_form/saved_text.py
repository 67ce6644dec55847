"""Watches the script that the form shows: saved here or elsewhere, it may have another form."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from bimdesk.domain.changes import Changes
from bimdesk.domain.script import Script
from bimdesk.services.library.scripts import get_script
from bimdesk.ui.context import Context


class SavedText(QObject):
    """`replaced(Script)`: the script that `shown` gives has another text by now."""

    replaced = Signal(object)

    def __init__(self, context: Context, shown: Callable[[], Script | None], parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._shown = shown
        context.hub.changed.connect(self._on_changes)

    def _on_changes(self, changes: Changes) -> None:
        script = self._shown()
        if script is not None and script.key in changes.scripts and not changes.executions:
            self._context.operations.run(
                partial(get_script, self._context.project, script.key),
                on_success=self._take,
                on_failure=lambda _error: None,
            )

    def _take(self, script: Script) -> None:
        shown = self._shown()
        if shown is not None and script.key == shown.key and script.sha256 != shown.sha256:
            self.replaced.emit(script)
