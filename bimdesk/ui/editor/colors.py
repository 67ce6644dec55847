"""Python's colours in Scintilla, set from the tokens; set again after each change of theme."""

from __future__ import annotations

import builtins
import keyword
from collections.abc import Mapping

from lexilla import Language, create_lexer  # type: ignore[import-untyped]  # ships no py.typed
from lexilla.pyside6_scintilla import set_lexer  # type: ignore[import-untyped]  # likewise
from pyside6_scintilla import Scintilla, ScintillaEdit

from bimdesk.ui.theme import fonts
from bimdesk.ui.theme.tokens import Tokens

SDK_NAMES = (
    "entities types properties systems materials storeys classifications quantities model models previous "
    "params get_properties get_geometry get_quantities get_materials get_classifications get_container "
    "get_parts save_output progress log finding table chart kpi highlight markdown import_result result "
    "np pd numpy pandas ifcopenshell"
)
"""Names in scope of a script, coloured as builtins are."""

_STYLES: Mapping[int, str] = {
    1: "code_comment",
    2: "code_number",
    3: "code_string",
    4: "code_string",
    5: "code_keyword",
    6: "code_string",
    7: "code_string",
    8: "code_call",
    9: "code_call",
    12: "code_comment",
    13: "error",
    14: "code_call",
    15: "code_call",
    16: "code_string",
    17: "code_string",
    18: "code_string",
    19: "code_string",
}
"""SCE_P_* style numbers of Lexilla's Python lexer -> token."""

ERROR_STYLE, AMBER_STYLE, RED_STYLE = 40, 41, 42
"""Styles of annotations: above Scintilla's own (32..39)."""

FOLD_MARGIN, NUMBER_MARGIN, MARK_MARGIN = 1, 0, 2
MATCH_INDICATOR = 8
PROBLEM_INDICATORS: Mapping[str, int] = {"error": 9, "warning": 10}
"""Severity -> squiggle; its value is the number of the problem, from 1."""
PROBLEM_STYLES: Mapping[str, int] = {"error": RED_STYLE, "warning": AMBER_STYLE}
ERROR_MARKER, PROBLEM_MARKER = 0, 1
"""Lines on which a run failed (tinted), lines with a message behind them."""


def bgr(color: str) -> int:
    """`#rrggbb` as Scintilla's 0xBBGGRR."""
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return red | green << 8 | blue << 16


def abgr(color: str, alpha: int = 255) -> int:
    """`#rrggbb` with opacity as Scintilla's 0xAABBGGRR."""
    return bgr(color) | alpha << 24


def install_lexer(edit: ScintillaEdit) -> None:
    """Give the editor Lexilla's Python lexer with folding."""
    lexer = create_lexer(Language.PYTHON)
    if lexer is not None:
        set_lexer(edit, lexer)
    edit.setKeyWords(0, " ".join((*keyword.kwlist, "match", "case")))
    edit.setKeyWords(1, " ".join([SDK_NAMES, *(name for name in dir(builtins) if name.islower())]))
    for key, value in (("fold", "1"), ("fold.compact", "0"), ("lexer.python.strings.f", "1")):
        edit.setProperty(key, value)


def apply_tokens(edit: ScintillaEdit, tokens: Tokens) -> None:
    """All fonts and colours; cheap enough to call on each change of theme."""
    font = fonts.mono(13)
    common = Scintilla.StylesCommon
    edit.styleSetFont(common.Default, font.family())
    edit.styleSetSizeFractional(common.Default, round(font.pointSizeF() * 100))
    edit.styleSetFore(common.Default, bgr(tokens.tx))
    edit.styleSetBack(common.Default, bgr(tokens.bg1))
    edit.styleClearAll()
    for style, token in _STYLES.items():
        edit.styleSetFore(style, bgr(getattr(tokens, token)))
    edit.styleSetFore(common.LineNumber, bgr(tokens.tx3))
    edit.styleSetBack(common.LineNumber, bgr(tokens.bg1))
    edit.styleSetFore(common.IndentGuide, bgr(tokens.line2))
    edit.styleSetFore(common.BraceLight, bgr(tokens.ac_tx2))
    edit.styleSetBack(common.BraceLight, bgr(tokens.ac_soft))
    edit.styleSetFore(common.BraceBad, bgr(tokens.error))
    _annotation_styles(edit, tokens)
    _elements(edit, tokens)
    _folds(edit, tokens)


def _annotation_styles(edit: ScintillaEdit, tokens: Tokens) -> None:
    ui_font = fonts.ui(12)
    tones = (ERROR_STYLE, "crash", "crash_soft"), (AMBER_STYLE, "warning", "bg1"), (RED_STYLE, "error", "bg1")
    for style, tone, ground in tones:
        edit.styleSetFont(style, ui_font.family())
        edit.styleSetSizeFractional(style, round(ui_font.pointSizeF() * 100))
        edit.styleSetFore(style, bgr(getattr(tokens, tone)))
        edit.styleSetBack(style, bgr(getattr(tokens, ground)))
    for severity, indicator in PROBLEM_INDICATORS.items():
        edit.indicSetStyle(indicator, Scintilla.IndicatorStyle.SquiggleLow)
        edit.indicSetFore(indicator, bgr(getattr(tokens, severity)))
        edit.indicSetStrokeWidth(indicator, 120)
    edit.markerSetBack(ERROR_MARKER, bgr(tokens.crash_soft))
    edit.indicSetStyle(MATCH_INDICATOR, Scintilla.IndicatorStyle.StraightBox)
    edit.indicSetFore(MATCH_INDICATOR, bgr(tokens.warning))
    edit.indicSetAlpha(MATCH_INDICATOR, 60)
    edit.indicSetOutlineAlpha(MATCH_INDICATOR, 150)
    edit.indicSetUnder(MATCH_INDICATOR, True)


def _elements(edit: ScintillaEdit, tokens: Tokens) -> None:
    element = Scintilla.Element
    selection = abgr(tokens.ac, 90)
    edit.setElementColour(element.Caret, abgr(tokens.ac))
    edit.setElementColour(element.CaretLineBack, abgr(tokens.bg2))
    for one in (element.SelectionBack, element.SelectionSecondaryBack, element.SelectionInactiveBack):
        edit.setElementColour(one, selection)
    edit.setElementColour(element.WhiteSpace, abgr(tokens.line2))
    edit.setSelectionLayer(Scintilla.Layer.UnderText)
    edit.setCaretLineLayer(Scintilla.Layer.Base)


def _folds(edit: ScintillaEdit, tokens: Tokens) -> None:
    edit.setFoldMarginColour(True, bgr(tokens.bg1))
    edit.setFoldMarginHiColour(True, bgr(tokens.bg1))
    outline, symbol = Scintilla.MarkerOutline, Scintilla.MarkerSymbol
    shapes = {
        outline.FolderOpen: symbol.ArrowDown,
        outline.Folder: symbol.Arrow,
        outline.FolderSub: symbol.Empty,
        outline.FolderTail: symbol.Empty,
        outline.FolderEnd: symbol.Arrow,
        outline.FolderOpenMid: symbol.ArrowDown,
        outline.FolderMidTail: symbol.Empty,
    }
    for marker, shape in shapes.items():
        edit.markerDefine(marker, shape)
        edit.markerSetFore(marker, bgr(tokens.line3))
        edit.markerSetBack(marker, bgr(tokens.line2))
