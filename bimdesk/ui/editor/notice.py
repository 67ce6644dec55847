"""What is special about the script of a document: built in, a broken block, a draft that was brought back."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from bimdesk.domain.script import Script
from bimdesk.services.drafts import Draft
from bimdesk.ui.editor.banner import Banner
from bimdesk.ui.editor.code_edit import CodeEdit
from bimdesk.ui.editor.diagnostics import replace_differing


class ScriptNotice(QObject):
    """One thing at a time in the banner: a draft goes before all others.

    `duplicate_wanted`; `discarded`: the draft that was brought back is not wanted.
    """

    duplicate_wanted = Signal()
    discarded = Signal()

    def __init__(self, edit: CodeEdit, parent: QObject) -> None:
        super().__init__(parent)
        self._edit = edit
        self._script: Script | None = None
        self._draft: Draft | None = None
        self.banner = Banner()
        self.banner.acted.connect(self._act)
        self.banner.acted_other.connect(self._discard)

    def show(self, script: Script) -> None:
        """Mark the line of a broken block, in place of all marks, and say what is to be said."""
        self._script = script
        problem = script.problem
        self._edit.marks.clear()
        if problem is not None:
            self._edit.marks.mark_line(problem.line, problem.message, amber=True)
        if self._draft is not None:
            return
        if script.is_read_only:
            what = self.tr("Built in") if script.root == "builtin" else self.tr("Read only")
            self.banner.say(what, action=self.tr("Duplicate to edit"))
        elif problem is not None:
            self.banner.say(
                self.tr("Line {0}: {1}").format(problem.line, problem.message),
                icon="file-warning",
                color="warning",
                action=self.tr("Go to line"),
            )
        else:
            self.banner.say("")

    def offer(self, draft: Draft, script: Script) -> None:
        """Bring a draft back; where the file has changed since, only once a person wants it."""
        self._draft, self._script = draft, script
        at = draft.at.astimezone()
        if draft.base == script.sha256:
            replace_differing(self._edit, draft.text)
            text = self.tr("Unsaved changes from {0:%H:%M, %d %B} were brought back").format(at)
            keep = self.tr("Keep")
        else:
            text = self.tr("Unsaved changes from {0:%H:%M, %d %B}; the file was changed since").format(at)
            keep = self.tr("Restore")
        self.banner.say(text, icon="history", color="ac_tx2", action=keep, other=self.tr("Discard"))

    def forget_draft(self) -> None:
        """Its text is saved, or another one has taken its place."""
        self._draft = None

    def _act(self) -> None:
        if self._script is None:
            return
        if self._draft is not None:
            draft, self._draft = self._draft, None
            if self._edit.text() != draft.text:
                replace_differing(self._edit, draft.text)
            self.show(self._script)
        elif self._script.is_read_only:
            self.duplicate_wanted.emit()
        elif self._script.problem is not None:
            self._edit.go_to_line(self._script.problem.line)

    def _discard(self) -> None:
        self._draft = None
        self.discarded.emit()
