"""Keys of the 3D view, for as long as it has the focus."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from bimdesk.scene.camera import STANDARD_VIEWS

Command = Callable[[], object]
_DEGREES = 10.0
_SHARE = 0.06

Key = Qt.Key


class ViewKeys(QObject):
    """Watches a widget's keys and runs commands; `step_back` says whether there was a step to take.

    The window's menu carries the same letters as actions; where one is enabled it comes first.
    """

    def __init__(
        self,
        watched: QObject,
        *,
        commands: Mapping[str, Command],
        look: Callable[[str], object],
        orbit: Callable[[float, float], object],
        pan: Callable[[float, float], object],
        zoom: Callable[[bool], object],
        step_back: Callable[[], bool],
    ) -> None:
        super().__init__(watched)
        self._step_back = step_back
        plain: dict[int, Command] = {
            Key.Key_F: commands["fit_selection"],
            Key.Key_Home: commands["fit_all"],
            Key.Key_H: commands["hide"],
            Key.Key_I: commands["isolate"],
            Key.Key_G: commands["ghost"],
            Key.Key_Plus: partial(zoom, True),
            Key.Key_Equal: partial(zoom, True),
            Key.Key_Minus: partial(zoom, False),
        }
        for number, name in enumerate(STANDARD_VIEWS, start=1):
            plain[Key.Key_0 + number] = partial(look, name)
        shifted: dict[int, Command] = {Key.Key_H: commands["show_all"], Key.Key_Plus: partial(zoom, True)}
        for key, (x, y) in _ARROWS.items():
            plain[key] = partial(orbit, x * _DEGREES, -y * _DEGREES)
            shifted[key] = partial(pan, x * _SHARE, y * _SHARE)
        self._commands = {Qt.KeyboardModifier.NoModifier: plain, Qt.KeyboardModifier.ShiftModifier: shifted}
        watched.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() == Key.Key_Escape:
            return self._step_back()
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        command = self._commands.get(modifiers, {}).get(event.key())
        if command is None:
            return False
        command()
        return True


_ARROWS = {Key.Key_Left: (-1, 0), Key.Key_Right: (1, 0), Key.Key_Up: (0, -1), Key.Key_Down: (0, 1)}
