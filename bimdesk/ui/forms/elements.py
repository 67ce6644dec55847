"""The field of elements: taken from the selection, or clicked in the 3D view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from bimdesk.index.meant import Meaning
from bimdesk.ui.forms.field import UNSET
from bimdesk.ui.forms.hint import Tone
from bimdesk.ui.forms.model_fields import match_sentence
from bimdesk.ui.forms.shown import ShownField
from bimdesk.ui.forms.spec import type_of
from bimdesk.ui.latest import is_alive
from bimdesk.ui.theme import icons
from bimdesk.ui.widgets.buttons import text_icon_size

NAMED_UP_TO = 3


class ElementsField(ShownField):
    """One or many elements, kept as GlobalIds (STEP ids where these are not unique)."""

    def build(self) -> QWidget:
        self._many = type_of(self.spec.schema) == "array" or self.spec.bim == "elements"
        self._references: list[str] = []
        self._opened_eye = False
        """The eye is on because of the picking, and goes with it."""
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        named = QHBoxLayout()
        named.setSpacing(6)
        self._label = QLabel(box)
        self._label.setProperty("tone", "tx2")
        self._clear = QPushButton(icons.icon("x"), "", box)
        self._clear.setProperty("kind", "quiet")
        self._clear.setToolTip(self.tr("Clear"))
        self._clear.setAccessibleName(self.tr("Clear {0}").format(self.spec.title))
        self._clear.clicked.connect(self._clear_all)
        named.addWidget(self._label, 1)
        named.addWidget(self._clear)
        column.addLayout(named)
        column.addLayout(self._buttons(box))
        box.setFocusProxy(self._pick)
        self.source.selection_changed.connect(self._on_selection)
        self.source.picking_changed.connect(self._show_picking)
        return box

    def read(self) -> Any:
        if self._many:
            if self._references or self.spec.has_default or self.spec.required:
                return list(self._references)
            return UNSET
        return self._references[0] if self._references else self.empty_value()

    def write(self, value: Any) -> None:
        found = (
            value if isinstance(value, list | tuple) else [value] if value not in (UNSET, None, "") else []
        )
        self._references = [str(one) for one in found]
        self.refill()

    def problem(self) -> str:
        if self.spec.required and not self._references:
            return self.tr("Pick elements in 3D, or use the selection")
        return ""

    def meaning(self) -> Meaning | None:
        known = [one for one in self._references if "${" not in one]
        return Meaning("elements", tuple(known)) if known else None

    def live_hint(self) -> tuple[str, Tone, str]:
        if not self._many and not self._references and self.source.selected_count() > 1:
            return self.tr("One element is expected; several are selected"), Tone.AMBER, ""
        count = self.live_count()
        if count is None:
            return self.spec.hint, Tone.HINT, ""
        missing = len(set(self._references)) - count.products
        if missing > 0:
            words = self.tr("{0} of {1} are not in this model").format(missing, len(self._references))
            return words, Tone.AMBER, self.eye_text() if count.products else ""
        return match_sentence(count), Tone.MATCH, self.eye_text()

    def refill(self) -> None:
        selected = self.source.selected_count()
        self._take.setText(
            self.tr("Use selection ({0})").format(f"{selected:,}") if selected else self.tr("Use selection")
        )
        self._take.setEnabled(selected == 1 or (selected > 1 and self._many))
        self._pick.setEnabled(self.source.can_show())
        self._show_names()

    def _buttons(self, box: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        self._pick = QPushButton(icons.icon("mouse-pointer-click"), self.tr("Pick in 3D"), box)
        self._pick.setIconSize(text_icon_size(16))
        self._pick.setCheckable(True)
        self._pick.clicked.connect(self._toggle_picking)
        self._take = QPushButton(icons.icon("square-mouse-pointer"), "", box)
        self._take.setIconSize(text_icon_size(16))
        self._take.clicked.connect(self._use_selection)
        row.addWidget(self._pick)
        row.addWidget(self._take)
        row.addStretch(1)
        return row

    def _toggle_picking(self, wanted: bool) -> None:
        if not wanted:
            self.source.end_pick()
            return
        words = self.tr("Click the elements of '{0}', again to take one out. Esc ends.")
        if not self._many:
            words = self.tr("Click the element of '{0}'. Esc ends.")
        self.source.pick(self, words.format(self.spec.title), self._take_picked)
        if not self.source.is_shown(self):
            self._opened_eye = True
            self.source.show(self, self.meaning())

    def _take_picked(self, references: Sequence[str]) -> None:
        """One that is there already is taken out, where there may be several."""
        if not is_alive(self):
            return
        if self._many:
            known, clicked = dict.fromkeys(self._references), dict.fromkeys(references)
            kept = [one for one in known if one not in clicked]
            self._references = kept + [one for one in clicked if one not in known]
        else:
            self._references = list(references[:1])
        self._show_names()
        self.edited()
        if not self._many:
            self.source.end_pick()

    def _show_picking(self) -> None:
        is_mine = self.source.is_picking(self)
        self._pick.setChecked(is_mine)
        if not is_mine and self._opened_eye:
            self._opened_eye = False
            if self.source.is_shown(self):
                self.source.show(None)

    def _on_selection(self) -> None:
        self.refill()
        self.refresh_hint()

    def _use_selection(self) -> None:
        self.source.take_selection(self._take_selected)

    def _take_selected(self, references: Sequence[str]) -> None:
        if not is_alive(self):
            return
        self._references = list(references if self._many else references[:1])
        self._show_names()
        self.edited()

    def _clear_all(self) -> None:
        self._references = []
        self._show_names()
        self.edited()

    def _show_names(self) -> None:
        self._clear.setVisible(bool(self._references))
        labels = [one.label for one in self.source.picked(self._references[:NAMED_UP_TO])]
        more = len(self._references) - len(labels)
        text = ", ".join(labels) + (self.tr(" and {0} more").format(f"{more:,}") if more else "")
        self._label.setText(text or self.tr("None"))
        self._label.setToolTip("\n".join(self._references[:40]))
