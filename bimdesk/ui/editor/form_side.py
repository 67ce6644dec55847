"""Text and form of its block side by side: a splitter, and what the one shows of the other."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from bimdesk.domain.parameter_lines import ParameterLines, line_of, parameter_lines, path_at
from bimdesk.domain.script import Script
from bimdesk.ui.context import Context
from bimdesk.ui.editor.block_form import BlockForm
from bimdesk.ui.editor.code_edit import CodeEdit

READ_BYTES = 65_536
"""A block is at the top: so much of the text is looked at."""
REMEMBER_MS = 400


class FormSide(QObject):
    """The caret in a parameter's lines marks its field; a field that is entered shows its first line.

    `test_wanted`: run with the values of the form. `shown_changed(bool)`. The form is made when first seen.
    """

    test_wanted = Signal()
    shown_changed = Signal(bool)

    def __init__(self, context: Context, edit: CodeEdit, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._edit = edit
        self._script: Script | None = None
        self._lines: list[ParameterLines] | None = None
        self._row = 0
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.pane: BlockForm | None = None
        self._remember = QTimer(self, singleShot=True, interval=REMEMBER_MS)
        self._remember.timeout.connect(self._keep_width)
        self.splitter.splitterMoved.connect(lambda *_moved: self._remember.start())
        edit.edited.connect(self._forget_lines)
        edit.caret_moved.connect(self._on_caret)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)

    @property
    def is_shown(self) -> bool:
        return self.pane is not None and not self.pane.isHidden()

    def beside(self, text: QWidget) -> QSplitter:
        """The text, with room for the form at its right."""
        self.splitter.addWidget(text)
        self.splitter.setStretchFactor(0, 1)
        return self.splitter

    def show_script(self, script: Script) -> None:
        """What the text says of itself by now."""
        self._script = script
        if self.pane is not None and self.is_shown:
            self.pane.show_script(script)
            self._mark_again()

    def set_shown(self, shown: bool) -> None:
        """Open or close the form; it is so again next time."""
        if shown == self.is_shown:
            return
        if shown:
            self._open()
        elif self.pane is not None:
            self.pane.hide()
        if self._context.settings.editor_form != shown:
            self._context.change_settings(editor_form=shown)
        self.shown_changed.emit(shown)

    def follow_settings(self) -> None:
        """The tab comes forward: as it was left in another tab."""
        self.set_shown(self._context.settings.editor_form)

    def _open(self) -> None:
        if self.pane is None:
            pane = self.pane = BlockForm(self._context)
            pane.test_wanted.connect(self.test_wanted)
            pane.close_wanted.connect(lambda: self.set_shown(False))
            pane.line_wanted.connect(self._edit.go_to_line)
            self.splitter.addWidget(pane)
            self.splitter.setStretchFactor(1, 0)
        self.pane.show()
        width = self._context.settings.editor_form_width
        self.splitter.setSizes([max(1, self.splitter.width() - width), width])
        if self._script is not None:
            self.pane.show_script(self._script)
        self._mark_again()

    def _keep_width(self) -> None:
        width = self.splitter.sizes()[-1]
        if self.is_shown and width >= 200:
            self._context.change_settings(editor_form_width=width)

    # Text and form

    def _places(self) -> list[ParameterLines]:
        if self._lines is None:
            self._lines = parameter_lines(self._edit.slice(0, min(READ_BYTES, self._edit.textLength())))
        return self._lines

    def _forget_lines(self) -> None:
        self._lines = None

    def _on_caret(self, row: int, _column: int) -> None:
        if row != self._row:
            self._row = row
            self._mark_again()

    def _mark_again(self) -> None:
        if self.pane is not None and self.is_shown:
            path = path_at(self._places(), self._row)
            if path != self.pane.marked:
                self.pane.mark(path)

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        path = self.pane.path_of(new) if self.pane is not None and self.is_shown else ""
        if not path or path_at(self._places(), self._row) == path:
            return
        first = line_of(self._places(), path)
        if first:
            self._edit.show_line(first)
