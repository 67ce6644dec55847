"""Applies a theme: Fusion, a palette and the one style sheet, all from the tokens; without restart."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from string import Template
from typing import Literal

from PySide6.QtCore import QDir, Qt, QTemporaryDir
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from bimdesk.ui.theme import fonts, icons
from bimdesk.ui.theme.tokens import DARK, LIGHT, Tokens, set_current

ThemeName = Literal["dark", "light", "system"]
_assets: list[QTemporaryDir] = []


def resolve(theme: ThemeName) -> Tokens:
    """The tokens of a theme; "system" asks the desktop, and is dark where it does not say."""
    if theme == "system":
        scheme = QGuiApplication.styleHints().colorScheme()
        return LIGHT if scheme == Qt.ColorScheme.Light else DARK
    return DARK if theme == "dark" else LIGHT


def apply(app: QApplication, theme: ThemeName = "system") -> Tokens:
    """Give the whole application the theme; every widget gets a PaletteChange and repaints."""
    fonts.install()
    tokens = with_contrast(resolve(theme))
    set_current(tokens)
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setFont(fonts.ui())
    app.setPalette(palette(tokens))
    app.setStyleSheet(style_sheet(tokens))
    return tokens


def with_contrast(tokens: Tokens) -> Tokens:
    """The system's wish for more contrast raises separators to input borders and hints to labels."""
    hints = QGuiApplication.styleHints()
    accessibility = hints.accessibility()
    if accessibility.contrastPreference() == Qt.ContrastPreference.HighContrast:
        return replace(tokens, line=tokens.line3, line2=tokens.line3, tx3=tokens.tx2)
    return tokens


def palette(tokens: Tokens) -> QPalette:
    """The QPalette of a theme (ui.md, section 8)."""
    role = QPalette.ColorRole
    colors = {
        role.Window: tokens.bg1,
        role.Base: tokens.bg1,
        role.AlternateBase: tokens.bg2,
        role.Button: tokens.bg2,
        role.ToolTipBase: tokens.bg3,
        role.Text: tokens.tx,
        role.WindowText: tokens.tx,
        role.ButtonText: tokens.tx,
        role.ToolTipText: tokens.tx,
        role.PlaceholderText: tokens.tx3,
        role.Highlight: tokens.sel,
        role.HighlightedText: tokens.tx,
        role.Accent: tokens.ac,
        role.Link: tokens.ac_tx2,
        role.LinkVisited: tokens.ac_tx2,
        role.Mid: tokens.line,
        role.Midlight: tokens.line,
        role.Dark: tokens.line2,
        role.Light: tokens.bg3,
        role.Shadow: tokens.bg0,
        role.BrightText: tokens.error,
    }
    made = QPalette()
    for name, color in colors.items():
        made.setColor(name, QColor(color))
    for name in (role.Text, role.WindowText, role.ButtonText, role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, name, QColor(tokens.tx3))
    return made


def style_sheet(tokens: Tokens) -> str:
    """The style sheet template filled from the tokens."""
    text = (files("bimdesk.ui.theme") / "style.qss").read_text(encoding="utf-8")
    values = {name: getattr(tokens, name) for name in tokens.__slots__}
    values |= {f"pt{size}": f"{fonts.ui(size).pointSizeF():.2f}pt" for size in (11, 12, 13, 14, 16, 24)}
    values |= {f"h{size}": f"{fonts.scaled(size)}px" for size in (16, 18, 20, 22, 24, 26, 28, 30, 36)}
    values |= {name: _asset(icon, tokens.color(color).name()) for name, icon, color in _GLYPHS}
    soft = tokens.color("ac_soft")
    values["overlay"] = f"rgba({soft.red()}, {soft.green()}, {soft.blue()}, 225)"
    return Template(text).substitute(values)


_GLYPHS = (
    ("glyph_check", "check", "ac_tx"),
    ("glyph_check_menu", "check", "tx2"),
    ("glyph_minus", "minus", "ac_tx"),
    ("glyph_down", "chevron-down", "tx2"),
    ("glyph_up", "chevron-up", "tx2"),
    ("glyph_right", "chevron-right", "tx2"),
    ("glyph_close", "x", "tx2"),
    ("glyph_open", "chevron-down", "tx3"),
    ("glyph_closed", "chevron-right", "tx3"),
)


def _asset(name: str, color: str) -> str:
    """A Lucide icon as an SVG file in one colour, since a style sheet can only name files."""
    if not _assets:
        _assets.append(QTemporaryDir())
    path = QDir(_assets[0].path()).filePath(f"{name}-{color[1:]}.svg")
    if not QDir().exists(path):
        with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123 - the path is Qt's, with forward slashes
            file.write(icons.svg(name).replace("currentColor", color))
    return path
