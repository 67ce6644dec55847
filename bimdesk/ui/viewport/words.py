"""What the view says: how many of what are selected."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import numpy as np
from PySide6.QtCore import QCoreApplication

from bimdesk.domain.ids import ElementRef
from bimdesk.scene.ids import ElementIds
from bimdesk.scene.state import SceneState
from bimdesk.ui.models.class_looks import plain_name


def selection_text(state: SceneState, refs: Collection[ElementRef]) -> str:
    """Such as "2 doors selected"; "3 elements selected" where they are of several classes."""
    names = {plain_name(name) for name in _classes(state, refs)}
    count = f"{len(refs):,}"
    if len(names) != 1:
        what = _tr("element") if len(refs) == 1 else _tr("elements")
        return _tr("{count} {what} selected").format(count=count, what=what)
    name = names.pop()
    what = name[:1].lower() + name[1:]
    if not what.endswith("s"):  # furniture
        what = _tr("element of {what}" if len(refs) == 1 else "elements of {what}").format(what=what)
    elif len(refs) == 1:
        what = _singular(what)
    return _tr("{count} {what} selected").format(count=count, what=what)


def _classes(state: SceneState, refs: Iterable[ElementRef]) -> set[str]:
    found: set[str] = set()
    chosen = ElementIds.of(refs)
    is_selection = chosen is state.selection.ids
    for entry in state:
        flags = entry.selected if is_selection else entry.flags(chosen.ids(entry.key))
        present = np.bincount(entry.mesh.element_class[flags], minlength=len(entry.mesh.classes))
        found.update(entry.mesh.classes[row] for row in np.flatnonzero(present).tolist())
    return found


def _singular(plural: str) -> str:
    """English only: other languages translate the whole sentence with `count`."""
    if plural.endswith("ies"):
        return plural[:-3] + "y"
    for ending in ("sses", "xes", "ches"):
        if plural.endswith(ending):
            return plural[:-2]
    return plural[:-1] if plural.endswith("s") and not plural.endswith("ss") else plural


def _tr(text: str) -> str:
    return QCoreApplication.translate("viewport", text)
