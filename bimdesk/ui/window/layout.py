"""Sizes by the window's width, and the layout that a user made, kept per project and screen class."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow

VERSION = 2
FILE = "window.json"
RAIL = 44
CENTRE = 560
"""The centre never gets narrower than this, as long as docks can give way."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Widths of the side docks and the height of the bottom one, in logical pixels."""

    left: int
    right: int
    run: int
    bottom: int
    compact: bool = False


def sizes_for(width: int) -> Sizes:
    """The table of ui.md, section 1."""
    if width >= 2560:
        return Sizes(320, 380, 420, 320)
    if width >= 1440:
        return Sizes(284, 320, 364, 254)
    return Sizes(240, 288, 320, 246, compact=True)


def screen_class(width: int) -> str:
    """Layouts are kept apart for `narrow`, `normal` and `wide` windows."""
    return "wide" if width >= 2560 else "normal" if width >= 1440 else "narrow"


def apply_sizes(window: QMainWindow, left: QDockWidget, right: QDockWidget, bottom: QDockWidget) -> None:
    """Give the docks the sizes of the table, for the window as wide as it is."""
    sizes = sizes_for(window.width())
    across = Qt.Orientation.Horizontal
    window.resizeDocks([left, right], [sizes.left, sizes.right], across)
    window.resizeDocks([bottom], [sizes.bottom], Qt.Orientation.Vertical)


def fit_right(window: QMainWindow, right: QDockWidget, *, page: str) -> None:
    """A form needs more room than the inspector: give it, unless the user chose a width of their own."""
    sizes = sizes_for(window.width())
    before, after = (sizes.right, sizes.run) if page == "run" else (sizes.run, sizes.right)
    if abs(right.width() - before) <= 3:
        window.resizeDocks([right], [after], Qt.Orientation.Horizontal)


def save_layout(window: QMainWindow, folder: Path) -> None:
    """Remember size, docks and toolbars in the project's folder; a read-only one is no trouble."""
    kept = _read(folder)
    kept[screen_class(window.width())] = _text(window.saveState(VERSION))
    kept["geometry"] = _text(window.saveGeometry())
    try:
        (folder / FILE).write_text(json.dumps(kept), encoding="utf-8")
    except OSError:
        return


def restore_geometry(window: QMainWindow, folder: Path) -> bool:
    """The window's place; Qt keeps it on a screen that is there."""
    kept = _read(folder).get("geometry", "")
    return bool(kept) and window.restoreGeometry(_bytes(kept))


def restore_state(window: QMainWindow, folder: Path) -> bool:
    """The docks as they were in a window of this class; False where none is remembered."""
    kept = _read(folder).get(screen_class(window.width()), "")
    if not kept or not window.restoreState(_bytes(kept), VERSION):
        return False
    screens = window.screen().virtualGeometry()
    for dock in window.findChildren(QDockWidget):
        if dock.isFloating() and not screens.intersects(dock.frameGeometry()):
            dock.setFloating(False)
    return True


def forget_layout(folder: Path) -> None:
    (folder / FILE).unlink(missing_ok=True)


def _read(folder: Path) -> dict[str, str]:
    try:
        kept = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in kept.items()} if isinstance(kept, dict) else {}


def _text(data: QByteArray) -> str:
    return bytes(data.toBase64().data()).decode("ascii")


def _bytes(text: str) -> QByteArray:
    return QByteArray.fromBase64(text.encode("ascii"))
