"""How Scintilla is set up for scripts: margins, folding, indentation, several carets. Colours: colors.py."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pyside6_scintilla import Scintilla, ScintillaEdit

from bimdesk.ui.editor import colors

HOVER_MS = 450


def set_up(edit: ScintillaEdit) -> None:
    """Everything that does not depend on the theme."""
    _text(edit)
    _margins(edit)
    _carets(edit)
    flags = Scintilla.ModificationFlags
    edit.setModEventMask(flags.InsertText | flags.DeleteText)  # styling tells nobody: it is no change
    edit.setMouseDwellTime(HOVER_MS)
    edit.setScrollWidth(400)
    edit.setScrollWidthTracking(True)
    edit.setEndAtLastLine(False)
    edit.usePopUp(Scintilla.PopUp.Never)
    edit.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    edit.setFrameShape(edit.Shape.NoFrame)
    edit.setAccessibleName(edit.tr("Script text"))


def _text(edit: ScintillaEdit) -> None:
    edit.setCodePage(Scintilla.CpUtf8)
    edit.setEOLMode(Scintilla.EndOfLine.Lf)
    edit.setUseTabs(False)
    edit.setTabWidth(4)
    edit.setIndent(4)
    edit.setTabIndents(True)
    edit.setBackSpaceUnIndents(True)
    edit.setIndentationGuides(Scintilla.IndentView.LookBoth)
    edit.setExtraAscent(2)
    edit.setExtraDescent(2)
    edit.setLayoutCache(Scintilla.LineCache.Page)


def _margins(edit: ScintillaEdit) -> None:
    edit.setMarginLeft(6)
    edit.setMarginTypeN(colors.NUMBER_MARGIN, Scintilla.MarginType.Number)
    edit.setMarginTypeN(colors.FOLD_MARGIN, Scintilla.MarginType.Symbol)
    edit.setMarginMaskN(colors.FOLD_MARGIN, Scintilla.MaskFolders)
    edit.setMarginSensitiveN(colors.FOLD_MARGIN, True)
    edit.setMarginWidthN(colors.FOLD_MARGIN, 14)
    edit.setMarginWidthN(colors.MARK_MARGIN, 0)
    edit.markerDefine(colors.ERROR_MARKER, Scintilla.MarkerSymbol.Background)
    edit.markerDefine(colors.PROBLEM_MARKER, Scintilla.MarkerSymbol.Empty)
    fold = Scintilla.AutomaticFold
    edit.setAutomaticFold(fold.Show | fold.Click | fold.Change)


def _carets(edit: ScintillaEdit) -> None:
    edit.setCaretLineVisibleAlways(True)  # a field that is entered shows its line
    edit.setCaretWidth(2)
    edit.setMultipleSelection(True)
    edit.setAdditionalSelectionTyping(True)
    edit.setMultiPaste(Scintilla.MultiPaste.Each)
    edit.setMouseSelectionRectangularSwitch(True)
    edit.setRectangularSelectionModifier(4)  # Alt and a drag; Alt+Shift+arrows by Scintilla's own keys
    edit.setVirtualSpaceOptions(Scintilla.VirtualSpace.RectangularSelection)
