"""The tree, or what stands in its place: no model, one on its way, nothing found."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QStackedWidget, QWidget

from bimdesk.ui.widgets.empty_state import EmptyState


class TreePages(QStackedWidget):
    """Shows one of three: the tree, an empty project, an empty search."""

    def __init__(self, tree: QWidget, *, clear_search: Callable[[], object]) -> None:
        super().__init__()
        self._tree = tree
        self._empty = EmptyState("box", "")
        self._no_hits = EmptyState(
            "search-x",
            self.tr("Nothing found"),
            self.tr("No element has this in its name, class, tag or GlobalId."),
            action=self.tr("Clear search"),
            on_action=clear_search,
        )
        for page in (tree, self._empty, self._no_hits):
            self.addWidget(page)
        self.set_importing(False)

    def set_importing(self, importing: bool) -> None:
        """What stands in the empty tree: the first model is on its way, or there is none."""
        if importing:
            self._empty.set_text(self.tr("Reading the model"), self.tr("Its storeys follow in a moment."))
        else:
            self._empty.set_text(self.tr("No model"), self.tr("Drop an IFC file on the window."))

    def show_state(self, *, has_models: bool, found: bool) -> None:
        """`found`: the tree has rows, or nothing is searched for."""
        self.setCurrentWidget(self._empty if not has_models else self._tree if found else self._no_hits)
