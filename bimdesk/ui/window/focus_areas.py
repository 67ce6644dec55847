"""F6 and Shift+F6: from one area of the window to the next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def step_focus(areas: Sequence[QWidget], by: int) -> None:
    """Give the focus to the next area that is shown; an area without a focusable widget is left out."""
    shown = [area for area in areas if area.isVisible()]
    if not shown:
        return
    focused = shown[0].window().focusWidget()
    at = next(
        (number for number, widget in enumerate(shown) if widget is focused or widget.isAncestorOf(focused)),
        -1 if by > 0 else 0,
    )
    for step in range(1, len(shown) + 1):
        target = _first_focusable(shown[(at + by * step) % len(shown)])
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)
            return


def _first_focusable(widget: QWidget) -> QWidget | None:
    candidates = [widget, *widget.findChildren(QWidget)]
    for candidate in candidates:
        takes_tab = bool(candidate.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
        if takes_tab and candidate.isVisible() and candidate.isEnabled():
            return candidate
    return None
