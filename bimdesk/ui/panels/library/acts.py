"""What the library panel does with scripts: services in the writer thread, then the hub hears of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from bimdesk.domain.changes import Changes
from bimdesk.domain.ids import ScriptKey
from bimdesk.domain.script import Script, ScriptRoot
from bimdesk.errors import BimdeskError
from bimdesk.services.library.edit import rename_script, set_category, set_favourite, set_tags
from bimdesk.services.library.exchange import Imported, export_scripts, import_scripts
from bimdesk.services.library.roots import check_team_folder
from bimdesk.services.library.scripts import duplicate_script
from bimdesk.services.library.templates import create_from_template
from bimdesk.services.library.trash import Deleted, delete_script, undo_delete
from bimdesk.services.library.uses import ScriptInUseError
from bimdesk.ui.context import Context
from bimdesk.ui.models.wording import counted


class LibraryActs(QObject):
    """`made(Script)`: a new one, to be opened. `renamed(ScriptKey, Script)`: it has another key now.

    `back(ScriptKey)`: a script that was deleted is there again. `use_wanted(Use)`: what needs a script is to
    be shown.
    """

    made = Signal(object)
    renamed = Signal(object, object)
    back = Signal(object)
    use_wanted = Signal(object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context

    def create(self, template: str, name: str, root: ScriptRoot) -> None:
        self._make(partial(create_from_template, self._context.project, template, name=name, root=root))

    def duplicate(self, script: Script) -> None:
        self._make(partial(duplicate_script, self._context.project, script.key))

    def rename(self, script: Script, name: str) -> None:
        write = partial(rename_script, self._context.project, script.key, name)
        self._context.operations.write(write, on_success=partial(self._after_rename, script.key))

    def set_favourite(self, scripts: Sequence[Script], favourite: bool) -> None:
        for script in scripts:
            self._change(partial(set_favourite, self._context.project, script.key, favourite))

    def set_category(self, script: Script, category: str) -> None:
        self._edit(partial(set_category, self._context.project, script.key, category))

    def set_tags(self, script: Script, text: str) -> None:
        """`text`: tags with commas between them."""
        self._edit(partial(set_tags, self._context.project, script.key, text.split(",")))

    def delete(self, scripts: Sequence[Script]) -> None:
        """Put the files into the trash, and offer to take each out again."""
        for script in scripts:
            delete = partial(delete_script, self._context.project, script.key)
            self._context.operations.write(
                delete, on_success=self._after_delete, on_failure=self._not_deleted
            )

    def export(self, scripts: Sequence[Script], target: Path) -> None:
        keys = [script.key for script in scripts]
        text = self.tr("{0} in {1}").format(counted(len(keys), "script"), target.name)
        self._context.operations.write(
            partial(export_scripts, self._context.project, keys, target),
            on_success=lambda _none: self._context.hub.notify("success", text),
        )

    def import_files(self, files: Sequence[Path]) -> None:
        self._context.operations.write(
            partial(import_scripts, self._context.project, files), on_success=self._after_import
        )

    def set_team_folder(self, folder: Path | None) -> None:
        """Kept in the settings; the folder itself is left as it is."""
        if folder is None:
            self._keep_team_folder("")
            return
        check = partial(check_team_folder, self._context.project, folder)
        self._context.operations.run(check, on_success=self._keep_team_folder)

    def _make(self, write: Callable[[], tuple[Script, Changes]]) -> None:
        self._context.operations.write(write, on_success=self._after_make)

    def _edit(self, write: Callable[[], tuple[Script, Changes]]) -> None:
        publish = self._context.hub.publish
        self._context.operations.write(write, on_success=lambda outcome: publish(outcome[1]))

    def _change(self, write: Callable[[], Changes]) -> None:
        self._context.operations.write(write, on_success=self._context.hub.publish)

    def _after_make(self, outcome: tuple[Script, Changes]) -> None:
        script, changes = outcome
        self._context.hub.publish(changes)
        self.made.emit(script)

    def _after_rename(self, old: ScriptKey, outcome: tuple[Script, Changes]) -> None:
        script, changes = outcome
        self._context.hub.publish(changes)
        self.renamed.emit(old, script)

    def _after_delete(self, outcome: tuple[Deleted, Changes]) -> None:
        deleted, changes = outcome
        self._context.hub.publish(changes)
        undo = partial(undo_delete, self._context.project, deleted)
        self._context.hub.notify(
            "info",
            self.tr("{0} is in the trash").format(deleted.script.metadata.name),
            self.tr("Its versions and executions are kept."),
            action=self.tr("Undo"),
            on_action=lambda: self._context.operations.write(undo, on_success=self._after_undo),
        )

    def _not_deleted(self, error: BimdeskError) -> None:
        if not isinstance(error, ScriptInUseError):
            self._context.hub.notify_error(error)
            return
        show = partial(self.use_wanted.emit, error.uses[0])
        self._context.hub.notify("warning", error.message, error.hint, action=self.tr("Show"), on_action=show)

    def _after_undo(self, outcome: tuple[Script, Changes]) -> None:
        script, changes = outcome
        self._context.hub.publish(changes)
        self.back.emit(script.key)

    def _after_import(self, outcome: tuple[Imported, Changes]) -> None:
        imported, changes = outcome
        hub = self._context.hub
        hub.publish(changes)
        for problem in imported.problems:
            hub.notify("error", problem)
        if imported.added or imported.known:
            text = self.tr("{0} added to the library").format(counted(len(imported.added), "script"))
            known = counted(len(imported.known), "script")
            hint = self.tr("{0} with the same text were there already.").format(known)
            hub.notify("success", text, hint if imported.known else "")
        if imported.added:
            self.back.emit(imported.added[-1].key)

    def _keep_team_folder(self, named: str) -> None:
        self._context.change_settings(team_scripts=named)
        self._context.hub.publish(Changes(library=True))
