"""One helper for all documents of a window: told of the models, ended with the context."""

from __future__ import annotations

from bimdesk.domain.changes import Changes
from bimdesk.domain.model import ModelVersion
from bimdesk.ui.context import Context
from bimdesk.ui.editor.helper import EditorHelper
from bimdesk.ui.latest import is_alive


class SharedHelper(EditorHelper):
    """Follows the models of the project."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.paths, context)
        self._context = context
        context.closing.connect(self.close)
        context.hub.changed.connect(self._on_changes)
        self.gave_up.connect(self._tell)
        self._read_models()

    def _on_changes(self, changes: Changes) -> None:
        if changes.versions_added or changes.models_removed:
            self._read_models()

    def _read_models(self) -> None:
        self._context.operations.run(self._context.versions, on_success=self._keep)

    def _keep(self, versions: list[ModelVersion]) -> None:
        if is_alive(self):
            self.use_models([version.folder for version in versions])

    def _tell(self) -> None:
        self._context.hub.notify(
            "warning",
            self.tr("Completion and checks in the editor are off: their process does not keep running."),
            self.tr("Typing, saving and running are not affected. `bimdesk doctor` looks for the cause."),
        )


def helper_of(context: Context) -> EditorHelper:
    """The helper of the context; its child starts with the first text."""
    found = context.findChild(SharedHelper)
    return found if isinstance(found, SharedHelper) else SharedHelper(context)
