"""The chips over the list: what is open, by severity, state and decision, each with its count."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from bimdesk.domain.finding import Severity
from bimdesk.domain.finding_life import Decision, FindingState, GroupName
from bimdesk.ui.forms.flow import FlowLayout
from bimdesk.ui.models.finding_counts import FindingCounts
from bimdesk.ui.models.finding_scope import SETS, FindingScope
from bimdesk.ui.models.finding_words import GROUPS, tr
from bimdesk.ui.theme import icons
from bimdesk.ui.theme.states import DECISION, FINDING, SEVERITY, StateLook
from bimdesk.ui.widgets.buttons import button, text_icon_size

_LOOKS: tuple[tuple[GroupName, dict[Any, StateLook]], ...] = (
    ("severity", dict(SEVERITY)),
    ("state", dict(FINDING)),
    ("decision", {key: look for key, look in DECISION.items() if key is not Decision.OPEN}),
)
_TITLES = {name: title for name, title, _icon in GROUPS} | {"script": "Script"}
_CHIPPED = frozenset(group for group, _looks in _LOOKS)


class FilterChips(QWidget):
    """Follows the scope. Chips without findings are left out, unless the filter holds them."""

    def __init__(self, scope: FindingScope, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scope = scope
        self._counts = FindingCounts()
        self._flow = FlowLayout(self, spacing=6)
        self._open = self._chip("flag", "tx2", partial(scope.set_only_open, True))
        self._all = self._chip("", "", partial(scope.set_only_open, False))
        self._chips: dict[tuple[GroupName, Any], QPushButton] = {}
        for group, looks in _LOOKS:
            for value, look in looks.items():
                chip = self._chip(look.icon, look.tone, partial(self._toggle, group, value))
                self._chips[group, value] = chip
        self._overdue = self._chip("calendar-clock", "error", self._toggle_overdue)
        self._removable: list[QPushButton] = []
        scope.changed.connect(self._fill)
        self._fill()

    def show_counts(self, counts: FindingCounts) -> None:
        self._counts = counts
        self._fill()

    def chip(self, group: GroupName, value: Severity | FindingState | Decision) -> QPushButton:
        """The chip of a value."""
        return self._chips[group, value]

    def _chip(self, icon_name: str, tone: str, slot: Any) -> QPushButton:
        made = button("", kind="filter", on_click=slot)
        made.setCheckable(True)
        if icon_name:
            made.setIcon(icons.icon(icon_name, color=tone))
            made.setIconSize(text_icon_size(12))
        self._flow.addWidget(made)
        return made

    def _toggle(self, group: GroupName, value: Any) -> None:
        self._scope.toggle(group, value)

    def _toggle_overdue(self) -> None:
        self._scope.set_overdue(not self._scope.wanted.overdue)

    def _fill(self) -> None:
        counts, wanted = self._counts, self._scope.wanted
        self._show(self._open, self.tr("Open"), counts.open, wanted.only_open, always=True)
        self._show(self._all, self.tr("All"), counts.all, not wanted.only_open, always=True)
        for (group, value), chip in self._chips.items():
            looks = next(looks for name, looks in _LOOKS if name == group)
            count = counts.by_group.get(group, {}).get(value.value, 0)
            self._show(chip, looks[value].text, count, value in self._scope.values(group))
        self._show(self._overdue, self.tr("Overdue"), counts.overdue, wanted.overdue)
        self._fill_removable()
        self._flow.invalidate()
        self.updateGeometry()

    @staticmethod
    def _show(chip: QPushButton, words: str, count: int, on: bool, *, always: bool = False) -> None:
        text = f"{words}  {count:,}"
        if chip.text() != text:
            chip.setText(text)
            chip.setAccessibleName(text)
        chip.setChecked(on)
        chip.setVisible(always or on or count > 0)

    def _fill_removable(self) -> None:
        """What the groups at the left added: each with a cross that takes it away."""
        for chip in self._removable:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._removable = []
        for group in SETS:
            if group in _CHIPPED:
                continue
            for value in sorted(self._scope.values(group), key=str):
                words = self._scope.words.get((group, value)) or _plain(value)
                chip = self._chip("x", "tx2", partial(self._toggle, group, value))
                chip.setText(f"{tr(_TITLES[group])}: {words}")
                chip.setToolTip(self.tr("Take this filter away"))
                chip.setChecked(True)
                chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
                self._removable.append(chip)
        if self._scope.wanted.guids:
            clear = button(self.tr("On the selection"), kind="filter", on_click=self._scope.forget_elements)
            clear.setCheckable(True)
            clear.setChecked(True)
            clear.setIcon(icons.icon("x"))
            clear.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            clear.setIconSize(text_icon_size(12))
            self._flow.addWidget(clear)
            self._removable.append(clear)


def _plain(value: Any) -> str:
    """A value without a name of its own."""
    if isinstance(value, tuple):
        return str(value[1] or value[0])
    return str(value) if value not in (None, "") else tr("None")
