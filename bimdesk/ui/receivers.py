"""Whom a callback belongs to: what was asked for may come when the asker is no more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from shiboken6 import isValid


def is_gone(callback: Callable[..., Any]) -> bool:
    """True where a Qt object that the callback belongs to was deleted."""
    return any(isinstance(one, QObject) and not isValid(one) for one in _receivers(callback))


def _receivers(callback: object) -> Iterator[object]:
    """What a bound method, a `partial` of one, or a function that closes over some belongs to."""
    while isinstance(callback, partial):
        callback = callback.func
    yield getattr(callback, "__self__", None)
    for cell in getattr(callback, "__closure__", None) or ():
        held = cell.cell_contents
        yield held
        yield getattr(held, "__self__", None)
