"""What is drawn over a text: sentences behind lines, squiggles of problems, matches of a search."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyside6_scintilla import Scintilla, ScintillaEdit

from bimdesk.protocol.editor import Problem
from bimdesk.ui.editor import colors


class Marks:
    """Of one text; none of them changes it."""

    def __init__(self, edit: ScintillaEdit) -> None:
        self._edit = edit

    def mark_line(self, line: int, text: str, *, amber: bool = False) -> None:
        """Write a sentence behind a line (from 1); a script's error is tinted too."""
        row = max(0, min(line, self._edit.lineCount()) - 1)
        self._edit.eOLAnnotationSetText(row, f" {text} ")
        self._edit.eOLAnnotationSetStyle(row, colors.AMBER_STYLE if amber else colors.ERROR_STYLE)
        self._edit.eOLAnnotationSetVisible(Scintilla.EOLAnnotationVisible.Standard)
        self._edit.markerAdd(row, colors.PROBLEM_MARKER if amber else colors.ERROR_MARKER)
        self._edit.ensureVisible(row)

    def marked_lines(self) -> dict[int, str]:
        """Line (from 1) -> sentence."""
        found = ((row + 1, self._edit.eOLAnnotationText(row)) for row in range(self._edit.lineCount()))
        texts = {line: bytes(text.data()).rstrip(b"\0") for line, text in found}
        return {line: text.decode().strip() for line, text in texts.items() if text}

    def clear(self) -> None:
        self._edit.eOLAnnotationClearAll()
        self._edit.markerDeleteAll(colors.ERROR_MARKER)
        self._edit.markerDeleteAll(colors.PROBLEM_MARKER)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Squiggles under all, the first message of a line behind it; in place of those shown before."""
        self._clear_problems()
        rows: set[int] = set()
        typed_row = self._edit.lineFromPosition(self._edit.currentPos()) if self._edit.hasFocus() else -1
        for number, problem in enumerate(problems, start=1):
            self._edit.setIndicatorCurrent(colors.PROBLEM_INDICATORS[problem.severity])
            self._edit.setIndicatorValue(number)
            self._edit.indicatorFillRange(problem.start, max(1, problem.end - problem.start))
            taken = self._edit.markerGet(problem.row) & (1 << colors.ERROR_MARKER)
            if problem.code == "syntax" and problem.row == typed_row:
                continue  # half a line is no mistake yet: the squiggle is enough
            if not taken and problem.row not in rows:
                rows.add(problem.row)
                self._edit.eOLAnnotationSetText(problem.row, f" {problem.message} ")
                self._edit.eOLAnnotationSetStyle(problem.row, colors.PROBLEM_STYLES[problem.severity])
                self._edit.markerAdd(problem.row, colors.PROBLEM_MARKER)
        self._edit.eOLAnnotationSetVisible(Scintilla.EOLAnnotationVisible.Standard)

    def problem_at(self, position: int) -> int:
        """The number (from 0) of the problem shown at a byte; -1 where none is."""
        found = (self._edit.indicatorValueAt(one, position) for one in colors.PROBLEM_INDICATORS.values())
        return max(found) - 1

    def show_matches(self, ranges: Iterable[tuple[int, int]]) -> None:
        """Highlight byte ranges; none takes the highlights away."""
        self._edit.setIndicatorCurrent(colors.MATCH_INDICATOR)
        self._edit.indicatorClearRange(0, self._edit.textLength())
        for start, end in ranges:
            self._edit.indicatorFillRange(start, end - start)

    def mended(self, row: int) -> None:
        """A line (from 0) that failed is being changed: it is not the one that failed any more."""
        if self._edit.markerGet(row) & (1 << colors.ERROR_MARKER):
            self._edit.markerDelete(row, colors.ERROR_MARKER)
            self._edit.eOLAnnotationSetText(row, "")

    def _clear_problems(self) -> None:
        for indicator in colors.PROBLEM_INDICATORS.values():
            self._edit.setIndicatorCurrent(indicator)
            self._edit.indicatorClearRange(0, self._edit.textLength())
        row = self._edit.markerNext(0, 1 << colors.PROBLEM_MARKER)
        while row >= 0:
            self._edit.markerDelete(row, colors.PROBLEM_MARKER)
            if not self._edit.markerGet(row) & (1 << colors.ERROR_MARKER):
                self._edit.eOLAnnotationSetText(row, "")
            row = self._edit.markerNext(row + 1, 1 << colors.PROBLEM_MARKER)
