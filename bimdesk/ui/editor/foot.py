"""The strip under the text: where the caret is, what is wrong, whether the draft is kept; its tools."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from bimdesk.protocol.editor import Problem
from bimdesk.services.drafts import Draft
from bimdesk.ui.models.wording import counted
from bimdesk.ui.theme import fonts
from bimdesk.ui.widgets.buttons import IconButton, button
from bimdesk.ui.widgets.labels import label


class EditorFoot(QFrame):
    """Parts and words only."""

    problems_clicked = Signal()
    format_clicked = Signal()
    test_clicked = Signal()
    form_clicked = Signal()
    side_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "bar")
        self._place = label(tone="tx3", size=12)
        self._problems = button("", kind="link", on_click=self.problems_clicked.emit)
        self._problems.hide()
        self._state = label(tone="tx3", size=12)
        self.format = IconButton(
            "wand-sparkles", self.tr("Format (Shift+Alt+F)"), on_click=self.format_clicked.emit
        )
        self.test = IconButton(
            "flask-conical",
            self.tr("Test run with default values (Ctrl+Alt+Enter)"),
            on_click=self.test_clicked.emit,
        )
        self.form = IconButton(
            "panel-right",
            self.tr("Run form at the right, on or off"),
            on_click=self.form_clicked.emit,
        )
        self.side = IconButton(
            "columns-2", self.tr("Metadata block and its form side by side"), checkable=True
        )
        self.side.toggled.connect(self.side_toggled)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 6, 0)
        row.setSpacing(12)
        row.addWidget(self._place)
        row.addWidget(self._problems)
        row.addStretch(1)
        row.addWidget(self._state)
        row.addWidget(self.format)
        row.addWidget(self.test)
        row.addWidget(self.side)
        row.addWidget(self.form)
        self.setFixedHeight(fonts.scaled(30))
        self.show_place(1, 1)

    def show_place(self, line: int, column: int) -> None:
        self._place.setText(self.tr("Line {0}, column {1}").format(line, column))

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """How many of each; the strip stays quiet where all is well."""
        errors = sum(problem.severity == "error" for problem in problems)
        warnings = len(problems) - errors
        parts = [counted(errors, "error", "errors"), counted(warnings, "warning", "warnings")]
        counts = [part for part, number in zip(parts, (errors, warnings), strict=True) if number]
        self._problems.setText(", ".join(counts))
        self._problems.setProperty("tone", "error" if errors else "warning")
        self._problems.style().unpolish(self._problems)
        self._problems.style().polish(self._problems)
        self._problems.setVisible(bool(problems))

    @property
    def problems_text(self) -> str:
        return self._problems.text() if self._problems.isVisibleTo(self) else ""

    def show_draft(self, draft: Draft | None) -> None:
        """Unsaved text is safe from a crash since then."""
        self._state.setText(
            "" if draft is None else self.tr("Draft kept {0:%H:%M}").format(draft.at.astimezone())
        )

    def say(self, text: str) -> None:
        """One short thing in place of the draft's time."""
        self._state.setText(text)

    @property
    def state_text(self) -> str:
        return self._state.text()
