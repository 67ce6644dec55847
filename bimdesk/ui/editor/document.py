"""A script as a document tab: text, banner, find bar, foot; saved through the library's services."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bimdesk.domain.ids import ScriptKey
from bimdesk.domain.script import Script, ScriptRoot
from bimdesk.protocol.editor import BlockFacts, Problem
from bimdesk.services.drafts import Draft
from bimdesk.ui.context import Context
from bimdesk.ui.editor.assistant import Assistant
from bimdesk.ui.editor.block import script_by_block
from bimdesk.ui.editor.code_edit import CodeEdit
from bimdesk.ui.editor.drafts import DraftKeeper
from bimdesk.ui.editor.find_bar import FindBar
from bimdesk.ui.editor.foot import EditorFoot
from bimdesk.ui.editor.form_side import FormSide
from bimdesk.ui.editor.menu import show_menu
from bimdesk.ui.editor.notice import ScriptNotice
from bimdesk.ui.editor.questions import DISCARD, SAVE, ask_line, ask_save
from bimdesk.ui.editor.run_marks import RunMarks
from bimdesk.ui.editor.script_file import ScriptFile
from bimdesk.ui.editor.test_run import TestRun


class ScriptDocument(QWidget):
    """`title_changed`: name or dirty mark. `open_requested(Script)`: a duplicate wants a tab of its own.

    `close_requested`: saved after the question of `can_close`; the tab may go now. `block_changed(Script)`:
    what the text says of itself by now, saved or not. `conflicted(ScriptConflictError)`: the file is another
    one than the text was made from, and was left alone. `form_wanted`: beside the text, or out of the way.
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
    form_wanted = Signal()

    def __init__(self, context: Context, script: Script, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._closing = False
        self._block: BlockFacts | None = None
        self.problems: list[Problem] = []
        self.test_values: dict[str, Any] = {}
        """Parameters of the next test run; what is missing takes its default."""
        self.edit = CodeEdit()
        self._file = ScriptFile(context, self.edit, script, self)
        self._notice = ScriptNotice(self.edit, self)
        self._marks = RunMarks(context, self.edit, lambda: self.script, self)
        self.find_bar = FindBar(self.edit)
        self.banner = self._notice.banner
        self.foot = EditorFoot()
        self.test_run = TestRun(context)
        self.side = FormSide(context, self.edit, self)
        self.assistant = Assistant(context, self.edit)
        self.find_bar.seek = self.assistant.seek
        self._lay_out()
        self._show(script)
        self.edit.set_zoom(context.settings.editor_zoom)
        self.drafts = DraftKeeper(context, self.edit, lambda: self.script, self)
        self._connect()
        if not script.is_read_only:
            self.drafts.look()

    @property
    def key(self) -> ScriptKey:
        return self.script.key

    @property
    def script(self) -> Script:
        """As it was last saved."""
        return self._file.script

    @property
    def title(self) -> str:
        """The script's name; the tab shows the dirty mark itself (`is_dirty`)."""
        return self.script.metadata.name

    @property
    def is_dirty(self) -> bool:
        return self.edit.is_dirty

    def text(self) -> str:
        """The text as it stands, saved or not."""
        return self.edit.text()

    def script_as_typed(self) -> Script:
        """What a run takes now: the saved script, or its unsaved text, which no version of it is."""
        if not self.is_dirty:
            return self.script
        return replace(self.script, root=ScriptRoot.FILE, text=self.text())

    def save(self) -> None:
        """Write the text; does nothing where nothing changed."""
        self._file.save()

    def rebase(self, theirs: Script) -> None:
        """Keep the text as it is typed; the next save may replace this text of the file."""
        self._file.script = theirs

    def take_over(self, script: Script) -> None:
        """Show the file's text in place of the one that is typed."""
        self._notice.forget_draft()
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

    def command(self, name: str) -> None:
        """Do what a key, a menu or the palette asks for (ui/editor_commands.py)."""
        match name:
            case "save":
                self.save()
            case "go_to_line":
                ask_line(self, self.edit)
            case "test_run":
                self.test_values = {}
                self.test_wanted.emit()
            case _:
                any(do(name) for do in (self.find_bar.command, self.edit.run_command, self.assistant.command))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.assistant.begin_soon()
        self.side.follow_settings()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.assistant.close_popups()

    # Parts

    def _lay_out(self) -> None:
        split = self.side.beside(self.test_run.beneath(self.edit))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.banner, self.find_bar, split, self.foot):
            column.addWidget(part)
        column.setStretchFactor(split, 1)
        self.find_bar.hide()
        self.setFocusProxy(self.edit)

    def _connect(self) -> None:
        edit, foot, assistant = self.edit, self.foot, self.assistant
        edit.dirty_changed.connect(self._on_dirty)
        edit.command_requested.connect(self.command)
        edit.customContextMenuRequested.connect(
            lambda place: show_menu(self, edit, self.command, edit.mapToGlobal(place))
        )
        edit.caret_moved.connect(foot.show_place)
        edit.zoomed.connect(lambda zoom: self._context.change_settings(editor_zoom=zoom))
        self._notice.duplicate_wanted.connect(self._file.duplicate)
        self._notice.discarded.connect(self._discard_draft)
        foot.format_clicked.connect(partial(self.command, "format"))
        foot.test_clicked.connect(partial(self.command, "test_run"))
        foot.form_clicked.connect(self.form_wanted)
        foot.side_toggled.connect(self.side.set_shown)
        self.side.shown_changed.connect(foot.side.setChecked)
        self.side.test_wanted.connect(self._test_with_form)
        foot.problems_clicked.connect(self.problems_wanted)
        assistant.problems_changed.connect(self._on_problems)
        assistant.block_read.connect(self._on_block)
        assistant.format_failed.connect(foot.say)
        self.drafts.found.connect(self._on_draft)
        self.drafts.kept.connect(foot.show_draft)
        self.test_run.ended.connect(self._marks.show)
        self._marks.begun.connect(self._on_run)
        self._file.saved.connect(self._after_save)
        self._file.failed.connect(self._stay_open)
        self._file.changed.connect(self._follow_file)
        self._file.duplicated.connect(self.open_requested)
        self._file.conflicted.connect(self.conflicted)

    def _show(self, script: Script) -> None:
        self._file.script = script
        self._block = None
        self.edit.load(script.text)
        self.edit.setReadOnly(script.is_read_only)
        self.foot.format.setVisible(not script.is_read_only)
        self._notice.show(script)
        self.side.show_script(script)

    def _on_dirty(self, dirty: bool) -> None:
        self.dirty_changed.emit(dirty)
        self.title_changed.emit(self.title)

    def _on_problems(self, problems: list[Problem]) -> None:
        self.problems = problems
        self.foot.show_problems(problems)
        self.problems_changed.emit(problems)

    def _on_block(self, block: BlockFacts) -> None:
        """The metadata block as it is typed: the form beside the text follows it."""
        if block == self._block:
            return
        self._block = block
        script = script_by_block(self.script, block)
        self.side.show_script(script)
        self.block_changed.emit(script)

    def _test_with_form(self) -> None:
        """A test run with the values of the form beside the text."""
        self.test_values = {} if self.side.pane is None else self.side.pane.values()
        self.test_wanted.emit()

    def _on_draft(self, draft: Draft) -> None:
        if not self.is_dirty:
            self._notice.offer(draft, self.script)

    def _discard_draft(self) -> None:
        self._show(self.script)
        self.drafts.discard()

    def _after_save(self, script: Script) -> None:
        self._notice.forget_draft()
        self._notice.show(script)
        self.title_changed.emit(self.title)
        self.saved.emit(script)
        if self._closing and not self.is_dirty:
            self.close_requested.emit()
        self._closing = False

    def _stay_open(self) -> None:
        """What could not be saved is not closed either."""
        self._closing = False

    def _follow_file(self, script: Script) -> None:
        place = self.edit.currentPos()
        self._show(script)
        self.edit.gotoPos(place)
        self.title_changed.emit(self.title)

    def _on_run(self) -> None:
        """The mark of the run before goes; what is wrong with the text stays."""
        self._notice.show(self.script)
        self.edit.marks.show_problems(self.problems)
