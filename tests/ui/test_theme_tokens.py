"""The themes: contrast of every pair that the design uses, and switching without restart."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from bimdesk.domain.execution import Status
from bimdesk.ui.theme import icons, states, style
from bimdesk.ui.theme.tokens import DARK, LIGHT, Tokens, current

TONES = ("ok", "warning", "error", "crash", "info", "neutral")
TEXT_PAIRS = [
    *itertools.product(("tx", "tx2", "tx3"), ("bg0", "bg1", "bg2", "bg3", "sel")),
    ("ac_tx", "ac"),
    *itertools.product(("ac_tx2",), ("bg1", "bg2", "ac_soft", "sel")),
    *((tone, ground) for tone in TONES for ground in ("bg0", "bg1", "bg2", "sel", f"{tone}_soft")),
    *itertools.product(
        [f"code_{kind}" for kind in ("keyword", "string", "call", "number", "comment")], ("bg1", "bg2")
    ),
    ("tx", "ok_soft"),
    ("tx", "warning_soft"),
    ("tx", "error_soft"),
]
LINE_PAIRS = [("line3", "bg1"), ("line3", "bg2"), ("ac", "bg1"), ("ac", "bg0"), ("ac", "sel")]


def luminance(color: str) -> float:
    """WCAG 2 relative luminance of #rrggbb."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=lambda tokens: tokens.name)
def test_that_every_text_and_line_pair_has_enough_contrast(tokens: Tokens) -> None:
    pairs = [(pair, 4.5) for pair in TEXT_PAIRS] + [(pair, 3.0) for pair in LINE_PAIRS]
    too_low = [
        (text, ground, round(ratio, 2))
        for (text, ground), least in pairs
        if (ratio := contrast(getattr(tokens, text), getattr(tokens, ground))) < least
    ]
    assert too_low == []


def test_that_every_execution_status_has_an_icon_a_word_and_a_tone() -> None:
    assert set(states.EXECUTION) == set(Status)
    for look in states.EXECUTION.values():
        assert look.word and icons.svg(look.icon) and getattr(DARK, look.soft)


def test_that_failed_and_script_error_never_share_icon_or_tone() -> None:
    failed, crashed = states.EXECUTION[Status.FAILED], states.EXECUTION[Status.ERROR]
    assert failed.icon != crashed.icon and failed.tone != crashed.tone


def test_that_switching_the_theme_changes_palette_tokens_and_icons(qapp: QApplication) -> None:
    icon = icons.icon("eye")
    seen = []
    for name in ("dark", "light"):
        style.apply(qapp, name)
        assert current().name == name
        assert qapp.palette().color(QPalette.ColorRole.Window).name() == current().bg1
        seen.append(icon.pixmap(16, 16).toImage())
    assert seen[0] != seen[1]


def test_that_the_style_sheet_leaves_no_placeholder(qapp: QApplication) -> None:
    for tokens in (DARK, LIGHT):
        assert "$" not in style.style_sheet(tokens)


def test_that_an_unknown_icon_is_told_at_once(qapp: QApplication) -> None:
    with pytest.raises(KeyError, match="no icon called"):
        icons.icon("there-is-no-such-icon")
