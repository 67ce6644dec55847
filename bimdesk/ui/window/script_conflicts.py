"""A script that was changed in the editor and in its file: told at once, asked about when it is saved."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from bimdesk.domain.changes import Changes
from bimdesk.domain.ids import ScriptKey
from bimdesk.domain.script import Script
from bimdesk.services.library.scripts import ScriptConflictError, add_script, rewrite_script
from bimdesk.services.library.versions import find_current, keep_unsaved
from bimdesk.services.script_names import renamed
from bimdesk.ui.diff.conflict import Choice, ConflictDialog
from bimdesk.ui.editor.document import ScriptDocument
from bimdesk.ui.window.parts import WindowParts


class ScriptConflicts(QObject):
    """Watches the open scripts; `dialog` is the question that is open now."""

    def __init__(self, window: WindowParts) -> None:
        super().__init__(window)
        self._window = window
        self._told: dict[ScriptKey, str] = {}
        self.dialog: ConflictDialog | None = None
        window.scripts.opened.connect(self._watch)
        window.context.hub.changed.connect(self._on_changes)

    def _watch(self, document: ScriptDocument) -> None:
        document.conflicted.connect(partial(self._conflicted, document))

    def _conflicted(self, document: ScriptDocument, error: ScriptConflictError) -> None:
        self.ask(document, error.theirs)

    def _on_changes(self, changes: Changes) -> None:
        for document in self._window.scripts.all:
            if document.key in changes.scripts and document.is_dirty:
                read = partial(find_current, self._window.context.project, document.key)
                self._window.context.operations.run(read, on_success=partial(self._tell, document))

    def _tell(self, document: ScriptDocument, theirs: Script | None) -> None:
        """Once for each text of the file: who types is not interrupted."""
        if document not in self._window.scripts.all or not document.is_dirty:
            return
        if theirs is not None and theirs.sha256 == document.script.sha256:
            return
        known = "" if theirs is None else theirs.sha256
        if self._told.get(document.key) == known:
            return
        self._told[document.key] = known
        text = self.tr("{0} was changed by another program") if theirs else self.tr("{0} was deleted")
        self._window.context.hub.notify(
            "warning",
            text.format(document.title),
            self.tr("Your unsaved text is untouched."),
            action=self.tr("Compare"),
            on_action=partial(self.ask, document, theirs),
        )

    def ask(self, document: ScriptDocument, theirs: Script | None) -> None:
        """Show both texts and what can be done; the window waits, nothing else does."""
        if self.dialog is not None or document not in self._window.scripts.all:
            return
        operations = self._window.context.operations
        dialog = ConflictDialog(operations, document.title, document.text(), theirs, self._window)
        self.dialog = dialog
        dialog.chosen.connect(partial(self._act, document, theirs))
        dialog.finished.connect(lambda _code: self._closed())
        dialog.open()

    def _closed(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _act(self, document: ScriptDocument, theirs: Script | None, choice: Choice) -> None:
        context, text = self._window.context, document.text()
        match choice:
            case Choice.MINE if theirs is not None:
                document.rebase(theirs)
                document.save()
            case Choice.MINE:
                write = partial(rewrite_script, context.project, document.key, text)
                context.operations.write(write, on_success=partial(self._written, document))
            case Choice.THEIRS if theirs is not None:
                keep = partial(keep_unsaved, context.project, document.key, text)
                context.operations.write(keep, on_success=context.hub.publish)
                document.take_over(theirs)
            case Choice.THEIRS:
                self._window.scripts.drop(document)
            case Choice.COPY:
                self._copy(document, theirs, text)

    def _copy(self, document: ScriptDocument, theirs: Script | None, text: str) -> None:
        context = self._window.context
        name = self.tr("{0} copy").format(document.title)
        write = partial(add_script, context.project, name, renamed(text, name), note=document.title)
        context.operations.write(write, on_success=self._copied)
        if theirs is None:
            self._window.scripts.drop(document)
        else:
            document.take_over(theirs)

    def _written(self, document: ScriptDocument, outcome: tuple[Script, Changes]) -> None:
        script, changes = outcome
        document.take_over(script)
        self._window.context.hub.publish(changes)

    def _copied(self, outcome: tuple[Script, Changes]) -> None:
        script, changes = outcome
        self._window.context.hub.publish(changes)
        self._window.scripts.open(script)
