"""Inter for the window, JetBrains Mono for code and GlobalIds; sizes follow the system's font size."""

from __future__ import annotations

import sys
from importlib.resources import files

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

_PLATFORM_POINTS = {"win32": 9.0, "darwin": 13.0}
_scale = [1.0]
_families = {"ui": "", "mono": ""}


def install() -> None:
    """Load both families (once) and take the scale from the system's font; call after QApplication exists."""
    if _families["ui"]:
        return
    system = QGuiApplication.font()
    default = _PLATFORM_POINTS.get(sys.platform, 10.0)
    ratio = system.pointSizeF() / default if system.pointSizeF() > 0 else 1.0
    _scale[0] = ratio if ratio > 1.2 else 1.0
    _families["ui"] = _load("fontpkg_inter", "Inter[opsz,wght].ttf", system.family())
    fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
    _families["mono"] = _load("fontpkg_jetbrains_mono", "JetBrainsMono[wght].ttf", fixed)


def _load(package: str, file: str, fallback: str) -> str:
    data = (files(package) / "files" / file).read_bytes()
    number = QFontDatabase.addApplicationFontFromData(data)
    names = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    return names[0] if names else fallback


def scaled(pixels: float) -> int:
    """A size that holds text (row height, bar) at the system's font size; logical pixels."""
    return round(pixels * _scale[0])


def _points(pixels: float) -> float:
    return pixels * _scale[0] * 72.0 / QGuiApplication.primaryScreen().logicalDotsPerInchY()


def ui(pixels: float = 13, *, weight: int = 400, tabular: bool = False) -> QFont:
    """Inter without `calt`, which would turn 744x1500 into another sign.

    `tabular` is for columns of numbers: it widens the hyphen too, so names do without it.
    """
    font = QFont(_families["ui"] or QGuiApplication.font().family())
    font.setPointSizeF(_points(pixels))
    font.setWeight(QFont.Weight(weight))
    font.setFeature(QFont.Tag("calt"), 0)
    if tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    return font


def mono(pixels: float = 12, *, weight: int = 400) -> QFont:
    """JetBrains Mono without ligatures."""
    font = QFont(_families["mono"])
    font.setStyleHint(QFont.StyleHint.Monospace)
    font.setPointSizeF(_points(pixels))
    font.setWeight(QFont.Weight(weight))
    font.setFeature(QFont.Tag("calt"), 0)
    return font
