"""Find and replace: a bar over the text, with the number of matches and all of them marked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from bimdesk.ui.editor.code_edit import CodeEdit
from bimdesk.ui.editor.text import Query, byte_ranges
from bimdesk.ui.widgets.buttons import IconButton, button
from bimdesk.ui.widgets.labels import label

MARKED_AT_MOST = 5000
Found = Callable[[list[tuple[int, int]]], None]
Seek = Callable[["Query", Found, Callable[[], None]], bool]
"""Seeks an expression elsewhere: who takes the byte ranges, whom to tell when it is late. False: cannot."""


class FindBar(QFrame):
    """Works on one `CodeEdit`; Esc closes, Enter and Shift+Enter go on and back."""

    closed = Signal()

    def __init__(self, edit: CodeEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "bar")
        self._edit = edit
        self.seek: Seek | None = None
        self._slow = ""
        self._is_stale = False
        self._ranges: list[tuple[int, int]] = []
        self._find = QLineEdit()
        self._find.setPlaceholderText(self.tr("Find"))
        self._replace = QLineEdit()
        self._replace.setPlaceholderText(self.tr("Replace with"))
        self._case = IconButton("case-sensitive", self.tr("Match case"), checkable=True)
        self._word = IconButton("whole-word", self.tr("Whole words"), checkable=True)
        self._regex = IconButton("regex", self.tr("Regular expression"), checkable=True)
        self._count = label(tone="tx3", size=12)
        self._count.setMinimumWidth(88)
        self._replace_row = QWidget()
        self._lay_out()
        self._delay = QTimer(self, singleShot=True, interval=120)
        self._delay.timeout.connect(self._refresh)
        edit.edited.connect(self._after_edit)
        self._find.textChanged.connect(self._jump_to_first)
        for one in (self._case, self._word, self._regex):
            one.toggled.connect(self._jump_to_first)
        for line in (self._find, self._replace):
            line.installEventFilter(self)

    def open(self, *, replacing: bool) -> None:
        """Show the bar with the selected word in it."""
        self.show()
        for part in (self._replace, self._replace_row):
            part.setVisible(replacing and not self._edit.readOnly())
        chosen = self._edit.selected_text()
        if chosen and "\n" not in chosen:
            self._find.setText(chosen)
        self._find.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._find.selectAll()
        self._refresh()

    def command(self, name: str) -> bool:
        """One of the bar's own commands; False for those of others."""
        match name:
            case "find" | "replace":
                self.open(replacing=name == "replace")
            case "find_next":
                self.go_next()
            case "find_previous":
                self.go_previous()
            case "escape" if self.isVisible():
                self.close_bar()
            case _:
                return False
        return True

    def close_bar(self) -> None:
        self._edit.marks.show_matches([])
        self.hide()
        self._edit.grabFocus()
        self.closed.emit()

    @property
    def count(self) -> int:
        return len(self._ranges)

    @property
    def said(self) -> str:
        """How many matches, or why there are none."""
        return self._count.text()

    def query(self) -> Query:
        return Query(
            text=self._find.text(),
            is_regex=self._regex.isChecked(),
            match_case=self._case.isChecked(),
            whole_word=self._word.isChecked(),
        )

    def go_next(self) -> None:
        self._go(forward=True)

    def go_previous(self) -> None:
        self._go(forward=False)

    def replace_one(self) -> None:
        """Replace the match that is selected, then go to the next."""
        chosen = (self._edit.selectionStart(), self._edit.selectionEnd())
        if chosen in self._ranges:
            new = self._replacement(chosen)
            self._edit.replace_range(*chosen, new)
            self._edit.gotoPos(chosen[0] + len(new.encode()))
        self.go_next()

    def replace_all(self) -> int:
        """Replace all matches as one step of undo; returns how many.

        After an edit an expression is sought anew first: 0 then, and it is done when the matches are there.
        """
        if not self._is_stale:
            return self._replace_all_now()
        done: list[int] = []
        self._refresh(lambda: done.append(self._replace_all_now()))
        return sum(done)

    def _replace_all_now(self) -> int:
        ranges = list(self._ranges)
        changed = [self._replacement(found) for found in ranges]
        self._edit.beginUndoAction()
        for (start, end), new in zip(reversed(ranges), reversed(changed), strict=True):
            self._edit.replace_range(start, end, new)
        self._edit.endUndoAction()
        self._refresh()
        return len(ranges)

    def _replacement(self, found: tuple[int, int]) -> str:
        """What a match becomes: an expression is matched again at its place, for its groups."""
        query, template = self.query(), self._replace.text()
        if not query.is_regex:
            return template
        start, end = found
        line_start = self._edit.positionFromLine(self._edit.lineFromPosition(start))
        line_end = self._edit.lineEndPosition(self._edit.lineFromPosition(end))
        part = self._edit.slice(line_start, line_end)
        at = len(self._edit.slice(line_start, start))
        match = query.pattern().match(part, at)
        return template if match is None else query.replacement(match, template)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if event.key() == Qt.Key.Key_Escape:
                self.close_bar()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if watched is self._replace:
                    self.replace_one()
                else:
                    self._go(forward=not back)
                return True
        return super().eventFilter(watched, event)

    def _go(self, *, forward: bool) -> None:
        self._refresh(partial(self._step, forward))

    def _step(self, forward: bool) -> None:
        if not self._ranges:
            return
        start, end = self._edit.selectionStart(), self._edit.selectionEnd()
        if forward:
            found = next(
                (one for one in self._ranges if one[0] >= end and one != (start, end)), self._ranges[0]
            )
        else:
            found = next((one for one in reversed(self._ranges) if one[1] <= start), self._ranges[-1])
        self._edit.select_range(*found)
        self._say()

    def _jump_to_first(self) -> None:
        self._refresh(self._select_first)

    def _select_first(self) -> None:
        at = self._edit.selectionStart()
        found = next((one for one in self._ranges if one[0] >= at), self._ranges[0] if self._ranges else None)
        if found is not None:
            self._edit.select_range(*found)
        self._say()

    def _after_edit(self) -> None:
        self._is_stale = True
        if self.isVisible():
            self._delay.start()

    def _refresh(self, then: Callable[[], None] | None = None) -> None:
        """Look again; `then`, once the matches of the text as it is now are there."""
        query, self._slow = self.query(), ""
        take = partial(self._take, then)
        is_expression = query.is_regex and bool(query.text) and not query.problem
        if is_expression and self.seek is not None and self.seek(query, take, self._late):
            return
        text = self._edit.text()
        take(byte_ranges(text, list(query.matches(text))))

    def _take(self, then: Callable[[], None] | None, ranges: list[tuple[int, int]]) -> None:
        self._ranges, self._is_stale = ranges, False
        self._edit.marks.show_matches(ranges[:MARKED_AT_MOST])
        if then is not None:
            then()
        self._say()

    def _late(self) -> None:
        """Some expressions take for ever on some texts."""
        self._slow = self.tr("takes too long here: make it simpler")
        self._take(None, [])

    def _say(self) -> None:
        problem = (self.query().problem if self._find.text() else "") or self._slow
        chosen = (self._edit.selectionStart(), self._edit.selectionEnd())
        if problem:
            text = problem
        elif not self._find.text():
            text = ""
        elif not self._ranges:
            text = self.tr("no match")
        elif chosen in self._ranges:
            text = self.tr("{0} of {1}").format(self._ranges.index(chosen) + 1, len(self._ranges))
        else:
            text = self.tr("{0} matches").format(len(self._ranges))
        self._count.setText(text)
        wrong = bool(problem) or (bool(self._find.text()) and not self._ranges)
        self._find.setProperty("bad", wrong)
        self._find.style().unpolish(self._find)
        self._find.style().polish(self._find)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 5, 6, 5)
        grid.setVerticalSpacing(5)
        tools = QHBoxLayout()
        tools.setSpacing(2)
        previous = IconButton("chevron-up", self.tr("Previous (Shift+F3)"), on_click=self.go_previous)
        following = IconButton("chevron-down", self.tr("Next (F3)"), on_click=self.go_next)
        away = IconButton("x", self.tr("Close (Esc)"), on_click=self.close_bar)
        for one in (self._case, self._word, self._regex, self._count, previous, following, away):
            tools.addWidget(one)
        grid.addWidget(self._find, 0, 0)
        grid.addLayout(tools, 0, 1)
        row = QHBoxLayout(self._replace_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(button(self.tr("Replace"), on_click=self.replace_one))
        row.addWidget(button(self.tr("Replace all"), on_click=self.replace_all))
        row.addStretch(1)
        grid.addWidget(self._replace, 1, 0)
        grid.addWidget(self._replace_row, 1, 1)
        grid.setColumnStretch(0, 1)

    def setVisible(self, visible: bool) -> None:
        super().setVisible(visible)
        if not visible:
            self._delay.stop()
