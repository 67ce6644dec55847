"""The context menu of a row of the model tree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog, QMenu, QWidget

from bimdesk.domain.ids import ModelKey
from bimdesk.ui.theme import icons
from bimdesk.ui.theme.tokens import current

Entry = tuple[str, str, Callable[[], object]]


def add_entries(menu: QMenu, entries: Sequence[Entry | None]) -> None:
    """Add (text, icon, what it does); None is a separator."""
    for entry in entries:
        if entry is None:
            menu.addSeparator()
            continue
        text, icon_name, run = entry
        action = menu.addAction(icons.icon(icon_name), text) if icon_name else menu.addAction(text)
        action.triggered.connect(lambda _checked, run=run: run())


@dataclass(frozen=True, slots=True)
class ModelLook:
    """How the scene draws a whole model now."""

    shown: bool = True
    ghosted: bool = False
    tint: str = ""


class ModelAsks(Protocol):
    """What a model's row asks of the window; the panel's signals say it."""

    def show_model(self, key: ModelKey, shown: bool) -> None: ...
    def ghost_model(self, key: ModelKey, ghosted: bool) -> None: ...
    def tint_model(self, key: ModelKey, color: str) -> None: ...
    def load_model(self, key: ModelKey, loaded: bool) -> None: ...
    def remove_model(self, key: ModelKey) -> None: ...
    def ask_versions(self) -> None: ...


def model_entries(
    panel: QWidget, asks: ModelAsks, key: ModelKey, look: ModelLook | None
) -> list[Entry | None]:
    """Show or hide, tint, ghost, take out of the scene, remove from the project; None: it is not loaded."""
    tr = panel.tr
    entries: list[Entry | None]
    if look is None:
        entries = [(tr("Load into the scene"), "box", partial(asks.load_model, key, True))]
    else:
        show = tr("Hide model") if look.shown else tr("Show model")
        ghost = tr("Draw model solid") if look.ghosted else tr("Ghost model")
        entries = [
            (show, "eye-off" if look.shown else "eye", partial(asks.show_model, key, not look.shown)),
            (ghost, "ghost", partial(asks.ghost_model, key, not look.ghosted)),
            (tr("Tint model…"), "palette", partial(_choose_tint, panel, asks, key, look.tint)),
        ]
        if look.tint:
            entries.append((tr("Remove tint"), "", partial(asks.tint_model, key, "")))
        entries.append((tr("Take out of the scene"), "package-x", partial(asks.load_model, key, False)))
    entries.append((tr("Other versions in the view…"), "copy-plus", asks.ask_versions))
    return [*entries, None, (tr("Remove from the project…"), "trash-2", partial(asks.remove_model, key))]


def _choose_tint(panel: QWidget, asks: ModelAsks, key: ModelKey, before: str) -> None:
    start = QColor(before or current().chart[0])
    chosen = QColorDialog.getColor(start, panel, panel.tr("Tint of the model"))
    if chosen.isValid():
        asks.tint_model(key, chosen.name())
