"""The file behind a document: saved through the library, taken over where another program wrote it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from bimdesk.domain.changes import Changes
from bimdesk.domain.script import Script
from bimdesk.errors import BimdeskError
from bimdesk.services.library.scripts import ScriptConflictError, duplicate_script, get_script, save_script
from bimdesk.ui.context import Context
from bimdesk.ui.editor.code_edit import CodeEdit
from bimdesk.ui.latest import is_alive


class ScriptFile(QObject):
    """`script`: as it was last saved or read.

    `saved(Script)`; `failed`: it was not saved. `conflicted(ScriptConflictError)`: the file is
    another one than the text was made from, and was left alone. `changed(Script)`: it is to be shown anew.
    `duplicated(Script)`.
    """

    saved = Signal(object)
    failed = Signal()
    conflicted = Signal(object)
    changed = Signal(object)
    duplicated = Signal(object)

    def __init__(self, context: Context, edit: CodeEdit, script: Script, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._edit = edit
        self.script = script
        context.hub.changed.connect(self._on_changes)

    def save(self) -> None:
        """Write the text; does nothing where nothing changed."""
        if self.script.is_read_only or not self._edit.is_dirty:
            return
        text, base = self._edit.text(), self.script.sha256
        self._context.operations.write(
            partial(save_script, self._context.project, self.script.key, text, base_hash=base),
            on_success=partial(self._after_save, text),
            on_failure=self._not_saved,
        )

    def duplicate(self) -> None:
        """Make a copy in the project."""
        self._context.operations.write(
            partial(duplicate_script, self._context.project, self.script.key),
            on_success=self._after_duplicate,
        )

    def _after_save(self, text: str, outcome: tuple[Script, Changes]) -> None:
        self.script, changes = outcome
        if self._edit.text() == text:
            self._edit.setSavePoint()
        self._context.hub.publish(changes)
        self.saved.emit(self.script)

    def _not_saved(self, error: BimdeskError) -> None:
        self.failed.emit()
        if isinstance(error, ScriptConflictError):
            self.conflicted.emit(error)
        else:
            self._context.hub.notify_error(error)

    def _after_duplicate(self, outcome: tuple[Script, Changes]) -> None:
        script, changes = outcome
        self._context.hub.publish(changes)
        self.duplicated.emit(script)

    def _on_changes(self, changes: Changes) -> None:
        """Another program or window may have written the file: take it over while nothing is unsaved here."""
        if self.script.key in changes.scripts and not self._edit.is_dirty:
            self._context.operations.run(
                partial(get_script, self._context.project, self.script.key),
                on_success=self._take_over,
                on_failure=lambda _error: None,  # deleted: the library says so
            )

    def _take_over(self, script: Script) -> None:
        if is_alive(self) and script.sha256 != self.script.sha256 and not self._edit.is_dirty:
            self.changed.emit(script)
