"""The line in the form's head that says whose values these are, with its menu, and the line for a name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget

from bimdesk.domain.preset import Preset
from bimdesk.ui.theme import fonts, icons
from bimdesk.ui.widgets.buttons import IconButton, button
from bimdesk.ui.widgets.labels import IconLabel, label

_LONGEST = 40
"""Letters of a name in the menu."""


class PresetBar(QWidget):
    """`menu_wanted`: fill `menu` before it shows. `named(str)`: a name was typed for what was asked for."""

    menu_wanted = Signal()
    named = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._taken: Callable[[str], bool] = lambda _name: False
        self.menu = QMenu(self)
        self.menu.aboutToShow.connect(self.menu_wanted)
        self.button = QToolButton(self)
        self.button.setProperty("kind", "text")
        self.button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the chevron behind the name
        self.button.setIcon(icons.icon("chevron-down"))
        self.button.setIconSize(QSize(fonts.scaled(14), fonts.scaled(14)))
        self.button.setFixedHeight(fonts.scaled(24))
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.button.setMenu(self.menu)
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._mark = label(self.tr("changed"), tone="tx3", size=12, parent=self)
        self._mark.hide()
        self._naming = self._make_naming()
        self.row = QHBoxLayout()
        self.row.setSpacing(2)
        self.row.addWidget(IconLabel("bookmark", size=14, parent=self))
        self.row.addWidget(self.button)
        self.row.addWidget(self._mark)
        self.row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self.row)
        column.addWidget(self._naming)

    @property
    def is_marked(self) -> bool:
        return not self._mark.isHidden()

    def show_name(self, name: str, *, changed: bool) -> None:
        """Whose values the form shows, and whether they were changed since."""
        self.button.setText(self.button.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, 220))
        state = self.tr("changed") if changed else ""
        self.button.setAccessibleName(self.tr("Values: {0} {1}").format(name, state).strip())
        self.button.setToolTip(self.tr("Values: {0}. Choose, save and rename presets.").format(name))
        self._mark.setVisible(changed)

    def ask_name(self, name: str, *, taken: Callable[[str], bool]) -> None:
        """Ask in place; `taken` says of a name whether a preset has it, which would be replaced."""
        self._taken = taken
        self.name.setText(name)
        self._naming.show()
        self.name.selectAll()
        self.name.setFocus()
        self._follow_name(name)

    def stop_asking(self) -> None:
        if not self._naming.isHidden():
            self._naming.hide()
            self.button.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self._naming.isHidden():
            self.stop_asking()
        else:
            super().keyPressEvent(event)

    def _make_naming(self) -> QWidget:
        box = QWidget(self)
        self.name = QLineEdit(box)
        self.name.setPlaceholderText(self.tr("Name of the preset"))
        self.name.setAccessibleName(self.tr("Name of the preset"))
        self.name.setMaxLength(255)
        self.name.textChanged.connect(self._follow_name)
        self.name.returnPressed.connect(self._tell_name)
        self.save = button(self.tr("Save"), on_click=self._tell_name)
        stop = IconButton("x", self.tr("Do not save (Esc)"), on_click=self.stop_asking, parent=box)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.name, 1)
        row.addWidget(self.save)
        row.addWidget(stop)
        box.hide()
        return box

    def _follow_name(self, name: str) -> None:
        self.save.setText(self.tr("Replace") if self._taken(name) else self.tr("Save"))
        self.save.setEnabled(bool(name.strip()))

    def _tell_name(self) -> None:
        name = self.name.text().strip()
        if name:
            self.stop_asking()
            self.named.emit(name)


def fill_presets(
    menu: QMenu, presets: Sequence[Preset], current: Preset | None, choose: Callable[[Preset], object]
) -> None:
    """One line for each preset, the current one checked."""
    for preset in presets:
        action = menu.addAction(_plain(preset.name))
        action.setCheckable(True)
        action.setChecked(current is not None and current.id == preset.id)
        action.triggered.connect(lambda _checked, preset=preset: choose(preset))
    if not presets:
        menu.addAction(menu.tr("No presets yet")).setEnabled(False)


def _plain(name: str) -> str:
    """As text of an action: shortened, and a single & would be taken for a key."""
    short = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 16]}…{name[-15:]}"
    return short.replace("&", "&&")
