"""A script as a document tab: text, banner, find bar, foot; saved through the library's services."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QInputDialog, QSplitter, QVBoxLayout, QWidget

from bimdesk.domain.changes import Changes
from bimdesk.domain.execution import Execution, RunRequest, Status
from bimdesk.domain.ids import ScriptKey
from bimdesk.domain.script import MetadataProblem, Script, ScriptRoot
from bimdesk.errors import BimdeskError
from bimdesk.protocol.editor import BlockFacts, Problem
from bimdesk.services.drafts import Draft
from bimdesk.services.library import ScriptConflictError, duplicate_script, get_script, save_script
from bimdesk.services.results import RunResult, load_result
from bimdesk.ui.context import Context
from bimdesk.ui.editor.assistant import Assistant
from bimdesk.ui.editor.banner import Banner
from bimdesk.ui.editor.block import UNNAMED, metadata_of
from bimdesk.ui.editor.code_edit import CodeEdit
from bimdesk.ui.editor.diagnostics import replace_differing
from bimdesk.ui.editor.drafts import DraftKeeper
from bimdesk.ui.editor.find_bar import FindBar
from bimdesk.ui.editor.foot import EditorFoot
from bimdesk.ui.editor.menu import show_menu
from bimdesk.ui.editor.questions import DISCARD, SAVE, ask_save
from bimdesk.ui.editor.test_run import TestRun
from bimdesk.ui.jobs.running import RunTicket
from bimdesk.ui.latest import is_alive


class ScriptDocument(QWidget):
    """`title_changed`: name or dirty mark. `open_requested(Script)`: a duplicate wants a tab of its own.

    `close_requested`: saved after the question of `can_close`; the tab may go now. `block_changed(Script)`:
    what the text says of itself by now, saved or not. `conflicted(ScriptConflictError)`: the file is another
    one than the text was made from, and was left alone.
    """

    dirty_changed = Signal(bool)
    title_changed = Signal(str)
    open_requested = Signal(object)
    close_requested = Signal()
    saved = Signal(object)
    conflicted = Signal(object)
    block_changed = Signal(object)
    problems_changed = Signal(object)
    problems_wanted = Signal()
    test_wanted = Signal()

    def __init__(self, context: Context, script: Script, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._script = script
        self._closing = False
        self._draft: Draft | None = None
        self._block: BlockFacts | None = None
        self.problems: list[Problem] = []
        self.edit = CodeEdit()
        self.find_bar = FindBar(self.edit)
        self.banner = Banner()
        self.foot = EditorFoot()
        self.test_run = TestRun(context)
        self.assistant = Assistant(context, self.edit)
        self.find_bar.seek = self.assistant.seek
        self._lay_out()
        self._show(script)
        self.edit.set_zoom(context.settings.editor_zoom)
        self.drafts = DraftKeeper(context, self.edit, lambda: self._script, self)
        self._connect()
        if not script.is_read_only:
            self.drafts.look()

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

    def script_as_typed(self) -> Script:
        """What a run takes now: the saved script, or its unsaved text, which no version of it is."""
        if not self.is_dirty:
            return self._script
        return replace(self._script, root=ScriptRoot.FILE, text=self.text())

    def save(self) -> None:
        """Write the text through the service; does nothing where nothing changed."""
        if self._script.is_read_only or not self.is_dirty:
            return
        text, base = self.edit.text(), self._script.sha256
        self._context.operations.write(
            partial(save_script, self._context.project, self._script.key, text, base_hash=base),
            on_success=partial(self._after_save, text),
            on_failure=self._not_saved,
        )

    def rebase(self, theirs: Script) -> None:
        """Keep the text as it is typed; the next save may replace this text of the file."""
        self._script = theirs

    def take_over(self, script: Script) -> None:
        """Show the file's text in place of the one that is typed."""
        self._draft = None
        self._show(script)
        self.drafts.discard()
        self.title_changed.emit(self.title)

    def can_close(self) -> bool:
        """Ask what becomes of unsaved text. After "Save" it is False until `close_requested`."""
        if not self.is_dirty:
            return True
        answer = ask_save(self, self.title)
        if answer == DISCARD:
            self.drafts.discard()
            return True
        if answer == SAVE:
            self._closing = True
            self.save()
        return False

    def release(self) -> None:
        """The tab goes: the helper forgets the text."""
        self.assistant.end()

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
        show_menu(self, self.edit, self._on_command, event.globalPos())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.assistant.begin_soon()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.assistant.close_popups()

    # Parts

    def _lay_out(self) -> None:
        split = QSplitter(Qt.Orientation.Vertical)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(self.edit)
        split.addWidget(self.test_run)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.banner, self.find_bar, split, self.foot):
            column.addWidget(part)
        column.setStretchFactor(split, 1)
        self.find_bar.hide()
        self.setFocusProxy(self.edit)

    def _connect(self) -> None:
        edit, foot, assistant, context = self.edit, self.foot, self.assistant, self._context
        edit.dirty_changed.connect(self._on_dirty)
        edit.command_requested.connect(self._on_command)
        edit.customContextMenuRequested.connect(
            lambda place: show_menu(self, edit, self._on_command, edit.mapToGlobal(place))
        )
        edit.caret_moved.connect(foot.show_place)
        edit.zoomed.connect(self._keep_zoom)
        self.banner.acted.connect(self._on_banner)
        self.banner.acted_other.connect(self._on_banner_other)
        foot.format_clicked.connect(partial(self._on_command, "format"))
        foot.test_clicked.connect(self.test_wanted)
        foot.problems_clicked.connect(self.problems_wanted)
        assistant.problems_changed.connect(self._on_problems)
        assistant.block_read.connect(self._on_block)
        assistant.format_failed.connect(foot.say)
        self.drafts.found.connect(self._on_draft)
        self.drafts.kept.connect(foot.show_draft)
        self.test_run.ended.connect(self._mark_error)
        context.hub.changed.connect(self._on_changes)
        context.runner.queued.connect(self._on_queued)
        context.runner.finished.connect(self._on_finished)

    def _show(self, script: Script) -> None:
        self._script = script
        self._block = None
        self.edit.load(script.text)
        self.edit.setReadOnly(script.is_read_only)
        self.foot.format.setVisible(not script.is_read_only)
        self._update_banner()

    def _update_banner(self) -> None:
        problem = self._script.problem
        self.edit.clear_marks()
        if problem is not None:
            self.edit.mark_line(problem.line, problem.message, amber=True)
        if self._draft is not None:
            return
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
        if self._draft is not None:
            draft, self._draft = self._draft, None
            if self.text() != draft.text:
                replace_differing(self.edit, draft.text)
            self._update_banner()
        elif self._script.is_read_only:
            self.duplicate()
        elif self._script.problem is not None:
            self.edit.go_to_line(self._script.problem.line)

    def _on_banner_other(self) -> None:
        """Discard what was brought back."""
        self._draft = None
        self._show(self._script)
        self.drafts.discard()

    def _on_draft(self, draft: Draft) -> None:
        """Bring it back; where the file has changed since, ask first."""
        if self.is_dirty:
            return
        self._draft = draft
        at = draft.at.astimezone()
        if draft.base == self._script.sha256:
            replace_differing(self.edit, draft.text)
            text = self.tr("Unsaved changes from {0:%H:%M, %d %B} were brought back").format(at)
            keep = self.tr("Keep")
        else:
            text = self.tr("Unsaved changes from {0:%H:%M, %d %B}; the file was changed since").format(at)
            keep = self.tr("Restore")
        self.banner.say(text, icon="history", color="ac_tx2", action=keep, other=self.tr("Discard"))

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
            case "test_run":
                self.test_wanted.emit()
            case "escape" if self.find_bar.isVisible():
                self.find_bar.close_bar()
            case _:
                self.assistant.command(command)

    def _keep_zoom(self, zoom: int) -> None:
        self._context.change_settings(editor_zoom=zoom)

    def _on_problems(self, problems: list[Problem]) -> None:
        self.problems = problems
        self.foot.show_problems(problems)
        self.problems_changed.emit(problems)

    def _on_block(self, block: BlockFacts) -> None:
        """The metadata block as it is typed: the form beside the text follows it."""
        if block == self._block:
            return
        self._block = block
        problem = MetadataProblem(message=block.fault, line=block.line) if block.fault else None
        metadata = metadata_of(block)
        if metadata.name == UNNAMED:
            metadata = replace(metadata, name=self._script.metadata.name)
        self.block_changed.emit(replace(self._script, metadata=metadata, problem=problem))

    # Saving

    def _after_save(self, text: str, outcome: tuple[Script, Changes]) -> None:
        script, changes = outcome
        self._script = script
        self._draft = None
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
        if is_alive(self) and script.sha256 != self._script.sha256 and not self.is_dirty:
            place = self.edit.currentPos()
            self._show(script)
            self.edit.gotoPos(place)
            self.title_changed.emit(self.title)

    # Runs

    def _is_mine(self, request: RunRequest) -> bool:
        """This script, or its unsaved text."""
        if request.script_key is None:
            return request.script_text == self.edit.text()
        return request.script_key == self.key

    def _on_queued(self, ticket: RunTicket) -> None:
        if self._is_mine(ticket.request):
            self._update_banner()
            self.edit.show_problems(self.problems)

    def _on_finished(self, ticket: RunTicket, execution: Execution) -> None:
        request = ticket.request
        if (
            execution.status is Status.ERROR
            and self._is_mine(request)
            and request.script_text == self.edit.text()
        ):
            self._context.operations.run(
                partial(load_result, self._context.project, execution.id), on_success=self._mark_error
            )

    def _mark_error(self, result: RunResult) -> None:
        if is_alive(self) and result.error is not None and result.error.line:
            self.edit.mark_line(result.error.line, result.error.message.splitlines()[0])
