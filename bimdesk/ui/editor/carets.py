"""Several carets: over and under the others, at the next and at all places of the selected text."""

from __future__ import annotations

from pyside6_scintilla import Scintilla, ScintillaEdit

MOST = 2000
"""Carets that "all places" makes at most."""


def add_caret(edit: ScintillaEdit, *, down: bool) -> None:
    """One more caret in the line over or under the main one, in the same column."""
    caret = edit.selectionNCaret(edit.mainSelection())
    line = edit.lineFromPosition(caret)
    target = line + (1 if down else -1)
    if not 0 <= target < edit.lineCount():
        return
    place = edit.findColumn(target, edit.column(caret))
    edit.addSelection(place, place)
    edit.scrollCaret()


def add_next(edit: ScintillaEdit) -> None:
    """Select the word at the caret; with a selection also its next occurrence."""
    _search_like_selection(edit)
    edit.multipleSelectAddNext()
    edit.scrollCaret()


def add_all(edit: ScintillaEdit) -> None:
    """Select every occurrence of the selection, or of the word at the caret."""
    _search_like_selection(edit)
    if edit.selectionEmpty():
        edit.multipleSelectAddNext()
    before = -1
    while before < edit.selections() < MOST:
        before = edit.selections()
        edit.multipleSelectAddNext()


def only_main(edit: ScintillaEdit) -> bool:
    """Back to one caret; False where there is one already."""
    if edit.selections() < 2:
        return False
    at = edit.currentPos()
    edit.setSelection(at, at)
    return True


def _search_like_selection(edit: ScintillaEdit) -> None:
    whole_word = Scintilla.FindOption.WholeWord if edit.selectionEmpty() else Scintilla.FindOption.None_
    edit.setSearchFlags(Scintilla.FindOption.MatchCase | whole_word)
    edit.setTargetRange(0, edit.textLength())
