"""The item roles that models fill and delegates paint; declared here, once."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import Qt

_FIRST = int(Qt.ItemDataRole.UserRole)


class Role(IntEnum):
    """DisplayRole holds the name, ToolTipRole the full text, AccessibleTextRole name and state in words."""

    ICON = _FIRST + 1
    """str: a Lucide name, drawn before the text."""
    COUNT = _FIRST + 2
    """int or str, right: a count, or an element's tag."""
    HINT = _FIRST + 3
    """str: after the name in the hint colour (an elevation, the folded chain)."""
    VISIBILITY = _FIRST + 4
    """Visibility, or None for a row without an eye."""
    SUBTITLE = _FIRST + 5
    """str: the second line."""
    CHIP = _FIRST + 6
    """ChipLook."""
    HEADER = _FIRST + 7
    """bool: the row is the head of a group, with COUNT behind its name."""
    MARK = _FIRST + 8
    """str: small Lucide icons behind the name, parted by spaces (lock, star)."""
    DIRTY = _FIRST + 9
    """bool: an amber dot behind the name."""
    SWATCH = _FIRST + 10
    """str #rrggbb: a colour square before the text, in place of an icon."""
    MONO = _FIRST + 11
    """bool: the cell is set in the monospaced font."""
    TONE = _FIRST + 12
    """str: a token name for the text's colour."""
    ID = _FIRST + 13
    """What the row stands for; of any type, never painted."""
    CHOSEN = _FIRST + 14
    """bool: selected, though not in the view's own selection, which is too slow for very many."""

    WIDE = _FIRST + 15
    """bool: the value takes the row's whole width, in as many lines as it needs."""


class Visibility(IntEnum):
    """What the eye of a row shows."""

    HIDDEN = 0
    PARTLY = 1
    SHOWN = 2
