"""Keeps the unsaved text of one document while it is typed, and brings it back after a crash."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from bimdesk.domain.script import Script
from bimdesk.services.drafts import Draft, discard_draft, load_draft, save_draft
from bimdesk.ui.context import Context
from bimdesk.ui.editor.code_edit import CodeEdit
from bimdesk.ui.latest import is_alive

PAUSE_MS = 700
AT_LATEST_MS = 4000


class DraftKeeper(QObject):
    """`found(Draft)`: one that differs from the saved text. `kept(Draft | None)`: the newest, or None."""

    found = Signal(object)
    kept = Signal(object)

    def __init__(
        self, context: Context, edit: CodeEdit, script: Callable[[], Script], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._edit = edit
        self._script = script
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._keep)
        self._latest = QTimer(self, singleShot=True, interval=AT_LATEST_MS)
        self._latest.timeout.connect(self._keep)
        self._number = 0
        edit.edited.connect(self._on_edit)
        edit.dirty_changed.connect(self._on_dirty)

    def look(self) -> None:
        """Ask whether a draft was left behind; `found` follows."""
        script = self._script()
        self._context.operations.run(
            partial(load_draft, self._context.project, script.key), on_success=self._loaded
        )

    def discard(self) -> None:
        """Forget the draft: saved, discarded, or undone."""
        self._pause.stop()
        self._latest.stop()
        self._number += 1
        self._context.operations.write(partial(discard_draft, self._context.project, self._script().key))
        self.kept.emit(None)

    def _loaded(self, draft: Draft | None) -> None:
        if is_alive(self) and draft is not None and draft.text != self._script().text:
            self.found.emit(draft)

    def _on_edit(self) -> None:
        self._pause.start()
        if not self._latest.isActive():
            self._latest.start()

    def _on_dirty(self, dirty: bool) -> None:
        if not dirty:
            self.discard()

    def _keep(self) -> None:
        self._pause.stop()
        self._latest.stop()
        script = self._script()
        if script.is_read_only or not self._edit.is_dirty:
            return
        self._number += 1
        self._context.operations.write(
            partial(save_draft, self._context.project, script.key, self._edit.text(), script.sha256),
            on_success=partial(self._after_keep, self._number),
        )

    def _after_keep(self, number: int, draft: Draft) -> None:
        if is_alive(self) and number == self._number:
            self.kept.emit(draft)
