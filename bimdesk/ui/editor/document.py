"""A script as a document tab: text, banner, find bar; saved through the library's services."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QInputDialog, QMenu, QMessageBox, QVBoxLayout, QWidget

from bimdesk.domain.changes import Changes
from bimdesk.domain.execution import Execution, Status
from bimdesk.domain.ids import ScriptKey
from bimdesk.domain.script import Script
from bimdesk.errors import BimdeskError
from bimdesk.services.library import ScriptConflictError, duplicate_script, get_script, save_script
from bimdesk.services.results import RunResult, load_result
from bimdesk.ui.context import Context
from bimdesk.ui.editor.banner import Banner
from bimdesk.ui.editor.code_edit import CodeEdit
from bimdesk.ui.editor.find_bar import FindBar
from bimdesk.ui.jobs.running import RunTicket


class ScriptDocument(QWidget):
    """`title_changed`: name or dirty mark. `open_requested(Script)`: a duplicate wants a tab of its own.

    `close_requested`: saved after the question of `can_close`; the tab may go now.
    `conflicted(ScriptConflictError)`: the file is another one than the text was made from, nothing was saved.
    """

    dirty_changed = Signal(bool)
    title_changed = Signal(str)
    open_requested = Signal(object)
    close_requested = Signal()
    saved = Signal(object)
    conflicted = Signal(object)

    def __init__(self, context: Context, script: Script, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._script = script
        self._closing = False
        self.edit = CodeEdit()
        self.find_bar = FindBar(self.edit)
        self.banner = Banner()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.banner, self.find_bar, self.edit):
            column.addWidget(part)
        column.setStretchFactor(self.edit, 1)
        self.find_bar.hide()
        self.setFocusProxy(self.edit)
        self._show(script)
        self._connect()

    @property
    def key(self) -> ScriptKey:
        return self._script.key

    @property
    def script(self) -> Script:
        """As it was last saved."""
        return self._script

    @property
    def title(self) -> str:
        """The script's name; the tab shows the dirty mark itself (`is_dirty`)."""
        return self._script.metadata.name

    @property
    def is_dirty(self) -> bool:
        return self.edit.is_dirty

    def text(self) -> str:
        """The text as it stands, saved or not."""
        return self.edit.text()

    def save(self) -> None:
        """Write the text through the service; does nothing where nothing changed."""
        if self._script.is_read_only or not self.is_dirty:
            return
        text = self.edit.text()
        self._context.operations.write(
            partial(
                save_script, self._context.project, self._script.key, text, base_hash=self._script.sha256
            ),
            on_success=partial(self._after_save, text),
            on_failure=self._not_saved,
        )

    def take_over(self, script: Script) -> None:
        """Show the script as its file is; unsaved text is gone."""
        self._show(script)
        self.title_changed.emit(self.title)

    def rebase(self, script: Script) -> None:
        """Keep the text; saving it replaces `script`, which the person has seen."""
        self._script = script

    def can_close(self) -> bool:
        """Ask what becomes of unsaved text. After "Save" it is False until `close_requested`."""
        if not self.is_dirty:
            return True
        buttons = QMessageBox.StandardButton
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setText(self.tr("Save the changes to “{0}”?").format(self.title))
        box.setInformativeText(self.tr("Without saving, the changes since the last save are lost."))
        box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        box.setDefaultButton(buttons.Save)
        answer = box.exec()
        if answer == buttons.Discard:
            return True
        if answer == buttons.Save:
            self._closing = True
            self.save()
        return False

    def go_to_line(self, line: int) -> None:
        self.edit.go_to_line(line)

    def ask_line(self) -> None:
        """Ask for a line and go there."""
        current = self.edit.lineFromPosition(self.edit.currentPos()) + 1
        line, ok = QInputDialog.getInt(
            self, self.tr("Go to line"), self.tr("Line"), current, 1, self.edit.lineCount()
        )
        if ok:
            self.edit.go_to_line(line)

    def open_find(self, *, replacing: bool = False) -> None:
        self.find_bar.open(replacing=replacing)

    def duplicate(self) -> None:
        """Make a copy in the project and ask for a tab for it."""
        self._context.operations.write(
            partial(duplicate_script, self._context.project, self._script.key),
            on_success=self._after_duplicate,
        )

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        edit, read_only = self.edit, self.edit.readOnly()
        for text, key, slot, enabled in (
            (self.tr("Undo"), "Ctrl+Z", edit.undo, bool(edit.canUndo())),
            (self.tr("Redo"), "Ctrl+Y", edit.redo, bool(edit.canRedo())),
            ("", "", None, False),
            (self.tr("Cut"), "Ctrl+X", edit.cut, not read_only),
            (self.tr("Copy"), "Ctrl+C", edit.copy, True),
            (self.tr("Paste"), "Ctrl+V", edit.paste, not read_only),
            (self.tr("Select all"), "Ctrl+A", edit.selectAll, True),
            ("", "", None, False),
            (self.tr("Comment or uncomment"), "Ctrl+/", edit.toggle_comment, not read_only),
            (self.tr("Find"), "Ctrl+F", self.open_find, True),
            (self.tr("Go to line"), "Ctrl+G", self.ask_line, True),
        ):
            if slot is None:
                menu.addSeparator()
                continue
            action = menu.addAction(f"{text}\t{key}")
            action.setEnabled(enabled)
            action.triggered.connect(lambda _checked=False, slot=slot: slot())
        menu.exec(event.globalPos())

    def _connect(self) -> None:
        self.edit.dirty_changed.connect(self._on_dirty)
        self.edit.command_requested.connect(self._on_command)
        self.edit.customContextMenuRequested.connect(
            lambda place: self.contextMenuEvent(
                QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, self.edit.mapToGlobal(place))
            )
        )
        self.banner.acted.connect(self._on_banner)
        self._context.hub.changed.connect(self._on_changes)
        self._context.runner.queued.connect(self._on_queued)
        self._context.runner.finished.connect(self._on_finished)

    def _show(self, script: Script) -> None:
        self._script = script
        self.edit.load(script.text)
        self.edit.setReadOnly(script.is_read_only)
        self._update_banner()

    def _update_banner(self) -> None:
        problem = self._script.problem
        self.edit.clear_marks()
        if problem is not None:
            self.edit.mark_line(problem.line, problem.message, amber=True)
        if self._script.is_read_only:
            self.banner.say(self.tr("Built in"), action=self.tr("Duplicate to edit"))
        elif problem is not None:
            self.banner.say(
                self.tr("Line {0}: {1}").format(problem.line, problem.message),
                icon="file-warning",
                color="warning",
                action=self.tr("Go to line"),
            )
        else:
            self.banner.say("")

    def _on_banner(self) -> None:
        if self._script.is_read_only:
            self.duplicate()
        elif self._script.problem is not None:
            self.edit.go_to_line(self._script.problem.line)

    def _on_dirty(self, dirty: bool) -> None:
        self.dirty_changed.emit(dirty)
        self.title_changed.emit(self.title)

    def _on_command(self, command: str) -> None:
        match command:
            case "save":
                self.save()
            case "find":
                self.open_find()
            case "replace":
                self.open_find(replacing=True)
            case "find_next":
                self.find_bar.go_next()
            case "find_previous":
                self.find_bar.go_previous()
            case "go_to_line":
                self.ask_line()
            case "escape" if self.find_bar.isVisible():
                self.find_bar.close_bar()

    def _after_save(self, text: str, outcome: tuple[Script, Changes]) -> None:
        script, changes = outcome
        self._script = script
        if self.edit.text() == text:
            self.edit.setSavePoint()
        self._update_banner()
        self.title_changed.emit(self.title)
        self._context.hub.publish(changes)
        self.saved.emit(script)
        if self._closing and not self.is_dirty:
            self.close_requested.emit()
        self._closing = False

    def _not_saved(self, error: BimdeskError) -> None:
        self._closing = False
        if isinstance(error, ScriptConflictError):
            self.conflicted.emit(error)
        else:
            self._context.hub.notify_error(error)

    def _after_duplicate(self, outcome: tuple[Script, Changes]) -> None:
        script, changes = outcome
        self._context.hub.publish(changes)
        self.open_requested.emit(script)

    def _on_changes(self, changes: Changes) -> None:
        """Another program or window may have written the file: take it over while nothing is unsaved here."""
        if self.key in changes.scripts and not self.is_dirty:
            self._context.operations.run(
                partial(get_script, self._context.project, self.key),
                on_success=self._reload,
                on_failure=lambda _error: None,
            )

    def _reload(self, script: Script) -> None:
        if script.sha256 != self._script.sha256 and not self.is_dirty:
            place = self.edit.currentPos()
            self._show(script)
            self.edit.gotoPos(place)
            self.title_changed.emit(self.title)

    def _on_queued(self, ticket: RunTicket) -> None:
        if ticket.request.script_key == self.key:
            self._update_banner()

    def _on_finished(self, ticket: RunTicket, execution: Execution) -> None:
        is_mine = ticket.request.script_key == self.key
        if is_mine and execution.status is Status.ERROR and ticket.request.script_text == self._script.text:
            self._context.operations.run(
                partial(load_result, self._context.project, execution.id), on_success=self._mark_error
            )

    def _mark_error(self, result: RunResult) -> None:
        if result.error is not None and result.error.line and not self.is_dirty:
            self.edit.mark_line(result.error.line, result.error.message.splitlines()[0])
