"""The tokens of both themes: every colour of the window stands here, once."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """One theme. Grounds `bg*`, lines, texts `tx*`, accent `ac*`; a state has a text and a soft ground.

    bg0 window, canvas; bg1 docks, bars, tables; bg2 inputs, secondary buttons; bg3 hover, counters;
    sel selected row; line separators, line2 button borders, line3 input borders; tx text, tx2 labels and
    icons, tx3 hints and counts; ac accent, ac_tx text on it, ac_tx2 links, ac_soft ground of active icons.
    """

    name: str
    bg0: str
    bg1: str
    bg2: str
    bg3: str
    sel: str
    line: str
    line2: str
    line3: str
    tx: str
    tx2: str
    tx3: str
    ac: str
    ac_tx: str
    ac_tx2: str
    ac_soft: str
    view_top: str
    view_bottom: str
    ok: str
    ok_soft: str
    warning: str
    warning_soft: str
    error: str
    error_soft: str
    crash: str
    crash_soft: str
    info: str
    info_soft: str
    neutral: str
    neutral_soft: str
    code_keyword: str
    code_string: str
    code_call: str
    code_number: str
    code_comment: str
    diff_added: str
    diff_removed: str
    diff_changed: str
    diff_moved: str
    diff_unchanged: str
    chart: tuple[str, ...]

    @property
    def is_dark(self) -> bool:
        return self.name == "dark"

    def color(self, token: str) -> QColor:
        """The colour of a token name (`tx2`) or of a literal (`#1f62d6`)."""
        return QColor(token if token.startswith("#") else getattr(self, token))


DARK = Tokens(
    name="dark",
    bg0="#0e1115",
    bg1="#14171c",
    bg2="#1b1f26",
    bg3="#252b34",
    sel="#1d3050",
    line="#262c35",
    line2="#3b4452",
    line3="#626d7e",
    tx="#e7eaef",
    tx2="#aab2bf",
    tx3="#8f99a8",
    ac="#5b9bff",
    ac_tx="#0a1424",
    ac_tx2="#8fbcff",
    ac_soft="#1a2a45",
    view_top="#232830",
    view_bottom="#15181e",
    ok="#4cc38a",
    ok_soft="#14291f",
    warning="#e3b341",
    warning_soft="#2d2611",
    error="#ff7b72",
    error_soft="#351a1b",
    crash="#e48ad0",
    crash_soft="#331a2e",
    info="#62b8ff",
    info_soft="#13283a",
    neutral="#9aa4b2",
    neutral_soft="#232932",
    code_keyword="#c792ea",
    code_string="#9ecb8b",
    code_call="#7fb5ff",
    code_number="#f0a875",
    code_comment="#8490a0",
    diff_added="#2fbf9b",
    diff_removed="#ff6b5e",
    diff_changed="#e3b341",
    diff_moved="#b58cff",
    diff_unchanged="#8f96a1",
    chart=("#3469d2", "#65d3c1", "#d4af42", "#b399e0", "#6c7680", "#b04034"),
)

LIGHT = Tokens(
    name="light",
    bg0="#e9edf1",
    bg1="#ffffff",
    bg2="#f4f6f9",
    bg3="#e8ecf1",
    sel="#dbe8fd",
    line="#dde2e9",
    line2="#bcc5d0",
    line3="#808a98",
    tx="#1a1f27",
    tx2="#4d5766",
    tx3="#5d6775",
    ac="#1f62d6",
    ac_tx="#ffffff",
    ac_tx2="#1a54b8",
    ac_soft="#e2ecfd",
    view_top="#f8fafc",
    view_bottom="#e3e7ec",
    ok="#17744a",
    ok_soft="#e1f4ea",
    warning="#855700",
    warning_soft="#fcf1d4",
    error="#b92d27",
    error_soft="#fde8e6",
    crash="#9a2b82",
    crash_soft="#fae6f5",
    info="#1b66a8",
    info_soft="#e0effb",
    neutral="#535d6b",
    neutral_soft="#eaeef2",
    code_keyword="#8b3fb5",
    code_string="#2f7a34",
    code_call="#1c5cc0",
    code_number="#a3530c",
    code_comment="#667080",
    diff_added="#0f8f73",
    diff_removed="#d23c30",
    diff_changed="#b07a00",
    diff_moved="#7d52d6",
    diff_unchanged="#a9b0ba",
    chart=("#2968b9", "#2b9b74", "#b46c15", "#422371", "#535b63", "#ad2c2f"),
)

_current = [DARK]


def current() -> Tokens:
    """The theme that is shown now; read it while painting, never keep a colour."""
    return _current[0]


def set_current(tokens: Tokens) -> None:
    """Emits nothing: `style.apply` sets it and lets Qt repaint (`QEvent.PaletteChange`)."""
    _current[0] = tokens
