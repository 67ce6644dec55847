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

    `commands` are named as in `_KEYS`. The window's menu carries the same letters as actions; where one is
    enabled it comes first.
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
        self._commands: dict[Qt.KeyboardModifier, dict[int, Command]]
        none, shift = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
        table = self._commands = {none: {}, shift: {}, _ALT: {}, _CTRL: {}}
        for name, command in commands.items():
            modifier, key = _KEYS[name]
            table[modifier][key] = command
        for modifier, key, nearer in _ZOOM_KEYS:
            table[modifier][key] = partial(zoom, nearer)
        for number, name in enumerate(STANDARD_VIEWS, start=1):
            table[none][Key.Key_0 + number] = partial(look, name)
        for key, (x, y) in _ARROWS.items():
            table[none][key] = partial(orbit, x * _DEGREES, -y * _DEGREES)
            table[shift][key] = partial(pan, x * _SHARE, y * _SHARE)
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


_NONE, _SHIFT, _ALT, _CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
)
_KEYS = {
    "fit_selection": (_NONE, Key.Key_F),
    "fit_all": (_NONE, Key.Key_Home),
    "hide": (_NONE, Key.Key_H),
    "isolate": (_NONE, Key.Key_I),
    "ghost": (_NONE, Key.Key_G),
    "show_all": (_SHIFT, Key.Key_H),
    "section": (_NONE, Key.Key_X),
    "measure": (_NONE, Key.Key_M),
    "undo": (_CTRL, Key.Key_Z),
    "redo": (_CTRL, Key.Key_Y),
    "parallel": (_NONE, Key.Key_O),
    "camera_back": (_ALT, Key.Key_Left),
    "camera_forward": (_ALT, Key.Key_Right),
}
"""The keys of the commands that the view may be given."""
_ZOOM_KEYS = (
    (_NONE, Key.Key_Plus, True),
    (_NONE, Key.Key_Equal, True),
    (_SHIFT, Key.Key_Plus, True),
    (_NONE, Key.Key_Minus, False),
)
_ARROWS = {Key.Key_Left: (-1, 0), Key.Key_Right: (1, 0), Key.Key_Up: (0, -1), Key.Key_Down: (0, 1)}
