"""The panel of the sections: what is cut, on or off, where exactly, flip, remove, and what can be added."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from bimdesk.scene.sections import SectionPlane, Sections
from bimdesk.ui.theme import fonts
from bimdesk.ui.viewport.section_rows import BoxRows, PlaneRow
from bimdesk.ui.viewport.strips import Strip
from bimdesk.ui.widgets.buttons import IconButton, button
from bimdesk.ui.widgets.labels import label

Storeys = Sequence[tuple[str, float]]
"""Name and elevation of each storey, world metres, the highest first."""


class SectionPanel(Strip):
    """Under the tools, while sections are worked on. Says what is wanted; the sections are kept elsewhere."""

    add_chosen = Signal(str)
    """`level`, `x`, `y`, `view`, `box` or `selection`."""
    storey_chosen = Signal(str, float)
    changed = Signal(object, str)
    """The sections as they should be, and what is edited: edits of one field in a row are one step."""
    close_chosen = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._sections = Sections()
        self._rows: dict[int, PlaneRow] = {}
        self._selected = False
        self.storeys: Callable[[], Storeys] = tuple
        self.row.setContentsMargins(12, 8, 8, 8)
        column = QVBoxLayout()
        column.setSpacing(6)
        self.row.addLayout(column)
        column.addLayout(self._make_head())
        self._empty = QLabel(self.tr("Nothing is cut. Add a plane or a box."))
        self._empty.setFont(fonts.ui(12))
        column.addWidget(self._empty)
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        column.addLayout(self._list)
        self.box = BoxRows(self)
        self.box.changed.connect(lambda box, field: self._change(self._sections.with_box(box), field))
        column.addWidget(self.box)
        self.setAccessibleName(self.tr("Sections"))
        self.hide()

    def show_sections(self, sections: Sections, *, selected: bool) -> None:
        """Make the panel say what is so; `selected`: a box can be put round the selection."""
        self._sections, self._selected = sections, selected
        wanted = {plane.id for plane in sections.planes}
        for plane_id in [one for one in self._rows if one not in wanted]:
            row = self._rows.pop(plane_id)
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        for plane in sections.planes:
            if plane.id not in self._rows:
                self._rows[plane.id] = self._make_row(plane)
            self._rows[plane.id].show_plane(plane)
        self.box.show_box(sections.box)
        self._empty.setVisible(not sections)
        self.clear.setEnabled(bool(sections))
        self.adjustSize()

    def plane_row(self, plane_id: int) -> PlaneRow:
        """The row of a plane. Raises KeyError."""
        return self._rows[plane_id]

    def _make_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(label(self.tr("Sections"), weight=600))
        head.addStretch(1)
        self.add = button(self.tr("Add"), kind="secondary", icon_name="plus")
        menu = QMenu(self.add)
        menu.aboutToShow.connect(partial(self._fill_menu, menu))
        self.add.setMenu(menu)
        self.clear = IconButton("trash-2", self.tr("Remove all sections"), on_click=self._remove_all)
        head.addWidget(self.add)
        head.addWidget(self.clear)
        head.addWidget(IconButton("x", self.tr("Close (X)"), on_click=self.close_chosen.emit))
        return head

    def _fill_menu(self, menu: QMenu) -> None:
        menu.clear()
        for kind, words in (
            ("level", self.tr("Level plane")),
            ("x", self.tr("Plane across X")),
            ("y", self.tr("Plane across Y")),
            ("view", self.tr("Plane facing the view")),
        ):
            menu.addAction(words, partial(self.add_chosen.emit, kind))
        menu.addSeparator()
        menu.addAction(self.tr("Box round everything"), partial(self.add_chosen.emit, "box"))
        round_selection = menu.addAction(
            self.tr("Box round the selection"), partial(self.add_chosen.emit, "selection")
        )
        round_selection.setEnabled(self._selected)
        storeys = self.storeys()
        if storeys:
            menu.addSeparator()
            below = menu.addMenu(self.tr("At a storey"))
            for name, elevation in storeys:
                words = f"{name}   {elevation:,.2f} m".replace("-", "−")
                below.addAction(words, partial(self.storey_chosen.emit, name, elevation))

    def _make_row(self, plane: SectionPlane) -> PlaneRow:
        row = PlaneRow(plane, self)
        row.changed.connect(lambda changed, field: self._change(self._sections.with_plane(changed), field))
        row.removed.connect(lambda plane_id: self._change(self._sections.without_plane(plane_id), ""))
        self._list.addWidget(row)
        row.show()  # at once: the panel takes its size from what is shown
        return row

    def _change(self, sections: Sections, field: str) -> None:
        self.changed.emit(sections, field)

    def _remove_all(self) -> None:
        self._change(Sections(), "")
