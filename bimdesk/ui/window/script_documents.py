"""Scripts as documents: opened once each, their dirty marks, what happens on closing."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from bimdesk.domain.ids import ScriptKey
from bimdesk.domain.script import Script
from bimdesk.errors import BimdeskError
from bimdesk.services.drafts import list_drafts
from bimdesk.services.library.scripts import get_script
from bimdesk.services.project import Project
from bimdesk.ui.context import Context
from bimdesk.ui.editor.document import ScriptDocument
from bimdesk.ui.editor.warm_up import LibraryWarmUp
from bimdesk.ui.window.documents import Documents


class ScriptDocuments(QObject):
    """`dirty_changed` carries the keys of scripts with unsaved text; `shown` the script brought forward.

    `opened(ScriptDocument)`: a tab was made. `block_changed(Script)`: as the text in front says by now.
    `problems_changed(list[Problem])`: of that text.
    """

    opened = Signal(object)
    dirty_changed = Signal(object)
    shown = Signal(object)
    block_changed = Signal(object)
    problems_changed = Signal(object)
    problems_wanted = Signal()
    test_wanted = Signal(object)
    """ScriptDocument: run it with default values."""
    form_wanted = Signal(object)
    """Script: show its form beside the text, or take it away."""

    def __init__(self, context: Context, documents: Documents, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._documents = documents
        documents.close_requested.connect(self._close_requested)
        documents.current_changed.connect(self._current_changed)
        self._warm_up = LibraryWarmUp(context, self)
        self.opened.connect(lambda _document: self._warm_up.stop())
        QTimer.singleShot(0, self, self._look_for_drafts)

    @property
    def current(self) -> ScriptDocument | None:
        """The script whose tab is in front."""
        widget = self._documents.widget(self._documents.current)
        return widget if isinstance(widget, ScriptDocument) else None

    @property
    def all(self) -> list[ScriptDocument]:
        found = (self._documents.widget(key) for key in self._documents.keys)
        return [widget for widget in found if isinstance(widget, ScriptDocument)]

    def open(self, script: Script) -> ScriptDocument:
        """Bring the script's tab forward, or make it."""
        key = tab_key(script.key)
        known = self._documents.widget(key)
        if isinstance(known, ScriptDocument):
            self._documents.show_document(key)
            return known
        document = ScriptDocument(self._context, script)
        icon_name = "lock" if script.is_read_only else "file-code"
        self._documents.add(key, document, document.title, icon_name)
        document.dirty_changed.connect(lambda dirty: self._dirty(key, dirty))
        document.title_changed.connect(lambda _title: self._documents.set_title(key, document.title))
        document.open_requested.connect(self.open)
        document.close_requested.connect(lambda: self._remove(key))
        document.block_changed.connect(partial(self._block_changed, key))
        document.problems_changed.connect(lambda _problems: self._tell_problems())
        document.problems_wanted.connect(self.problems_wanted)
        document.form_wanted.connect(lambda: self.form_wanted.emit(document.script))
        document.test_wanted.connect(lambda: self.test_wanted.emit(document))
        self.opened.emit(document)
        self._documents.show_document(key)
        return document

    def drop(self, document: ScriptDocument) -> None:
        """Close a tab without a question: its text is saved elsewhere or given up."""
        self._remove(tab_key(document.key))

    def follow_rename(self, old: ScriptKey, script: Script) -> None:
        """The tab of a script that has another key now is opened anew under that one."""
        if old != script.key and tab_key(old) in self._documents.keys:
            self._remove(tab_key(old))
            self.open(script)

    def close(self, key: str) -> None:
        document = self._documents.widget(key)
        if isinstance(document, ScriptDocument) and document.can_close():
            self._remove(key)

    def text_of(self, script: Script) -> Script:
        """The script as its open document has it by now, or as it is."""
        document = self._documents.widget(tab_key(script.key))
        return document.script_as_typed() if isinstance(document, ScriptDocument) else script

    def may_close(self) -> bool:
        """Ask for every unsaved script; False where one wants to stay."""
        return all(document.can_close() for document in self.all)

    def _remove(self, key: str) -> None:
        document = self._documents.widget(key)
        if key in self._documents.keys and isinstance(document, ScriptDocument):
            document.release()
            self._documents.remove(key)
            self._tell_dirty()

    def _dirty(self, key: str, dirty: bool) -> None:
        self._documents.set_dirty(key, dirty)
        self._tell_dirty()

    def _tell_dirty(self) -> None:
        self.dirty_changed.emit(frozenset(document.key for document in self.all if document.is_dirty))

    def _close_requested(self, key: str) -> None:
        if isinstance(self._documents.widget(key), ScriptDocument):
            self.close(key)

    def _current_changed(self, _key: str) -> None:
        document = self.current
        if document is not None:
            self.shown.emit(document.script)
        self._tell_problems()

    def _tell_problems(self) -> None:
        document = self.current
        self.problems_changed.emit([] if document is None else document.problems)

    def _block_changed(self, key: str, script: Script) -> None:
        if key == self._documents.current:
            self.block_changed.emit(script)

    def _look_for_drafts(self) -> None:
        """After a crash: the scripts with unsaved texts open by themselves."""
        self._context.operations.run(partial(_drafted, self._context.project), on_success=self._open_drafted)

    def _open_drafted(self, scripts: list[Script]) -> None:
        for script in scripts:
            self.open(script)


def _drafted(project: Project) -> list[Script]:
    """The scripts whose draft differs from what is saved; drafts of scripts that are gone stay for later."""
    found: list[Script] = []
    for draft in list_drafts(project):
        try:
            script = get_script(project, draft.key)
        except BimdeskError:
            continue
        if script.text != draft.text and not script.is_read_only:
            found.append(script)
    return found


def tab_key(key: ScriptKey) -> str:
    return f"script/{key}"
