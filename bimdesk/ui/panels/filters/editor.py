"""The query builder on its own, for whoever needs a filter: conditions, their text, a live count."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bimdesk.domain.filter_text import parse_filter, print_filter
from bimdesk.domain.model import ModelVersion
from bimdesk.ui.context import Context
from bimdesk.ui.forms.hint import HintLine, Tone
from bimdesk.ui.panels.filters.building import FilterBuilding
from bimdesk.ui.panels.filters.reading import Found


class FilterEditor(QWidget):
    """`changed(text)`: the filter as text, each time it makes sense."""

    changed = Signal(str)

    def __init__(
        self, context: Context, versions: Sequence[ModelVersion], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.building = FilterBuilding(context, self, counts_everything=True)
        self.count = HintLine()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.building.conditions, 1)
        column.addWidget(self.count)
        column.addWidget(self.building.text_part)
        self.building.changed.connect(lambda: self.changed.emit(print_filter(self.building.filter)))
        self.building.found.connect(self._show_found)
        self.building.failed.connect(lambda text: self.count.say(text, Tone.AMBER))
        self.building.show_versions(versions)

    def widget(self) -> QWidget:
        return self

    def show_text(self, text: str) -> None:
        """Begin with a filter; '' with one empty condition."""
        self.building.show_filter(parse_filter(text))

    def _show_found(self, found: Found | None) -> None:
        if found is None:
            self.count.say("")
            return
        words = self.tr("{0} of {1} elements").format(f"{len(found.elements):,}", f"{found.total:,}")
        self.count.say(words, Tone.MATCH if len(found.elements) else Tone.AMBER)
