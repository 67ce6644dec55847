"""Findings and the 3D view, both ways: chosen rows select their elements; what is picked marks the rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

import numpy as np
from PySide6.QtCore import QObject

from bimdesk.domain.finding_life import FindingFilter
from bimdesk.domain.ids import FindingId, ModelId, ModelKey
from bimdesk.domain.model import ModelVersion
from bimdesk.errors import BimdeskError
from bimdesk.index.reader import ModelIndex
from bimdesk.scene.ids import ElementIds, Ids
from bimdesk.services.findings.listing import elements_of, finding_ids
from bimdesk.services.project import Project
from bimdesk.ui.hub import Selection
from bimdesk.ui.latest import Latest
from bimdesk.ui.panels.findings import Chosen
from bimdesk.ui.window.parts import WindowParts

ORIGIN = "findings"
MOST_PICKED = 400
"""Of more elements no findings are looked for: a whole storey marks nothing."""
_GUIDS = "SELECT DISTINCT guid FROM roots WHERE id IN ({}) AND guid <> ''"
Then = Literal["select", "show", "isolate", "ghost"]


@dataclass(frozen=True, slots=True)
class OnElements:
    """Elements that are selected: their GlobalIds and models, and the findings on them."""

    wanted: FindingFilter
    ids: frozenset[FindingId]


class FindingView(QObject):
    """Reads in the pool where elements of findings are, and which findings elements have."""

    def __init__(self, window: WindowParts) -> None:
        super().__init__(window)
        self._window = window
        self._desk = window.panes.findings.desk
        self._placing: Latest[tuple[Then, ElementIds]] = Latest(
            window.context.operations, self._take_places, owner=self
        )
        self._marking: Latest[OnElements] = Latest(window.context.operations, self._mark, owner=self)
        self._desk.chosen_changed.connect(self._on_chosen)
        self._desk.show_requested.connect(lambda _chosen: self.go("show"))
        window.context.hub.selection_changed.connect(self._on_selection)

    def go(self, then: Then) -> None:
        """Find the elements of what is chosen in the versions that are shown, then do this with them."""
        ids, versions = self._desk.chosen.ids, self._window.scene.versions
        if ids and versions:
            read = partial(_places, self._window.context.project, ids, versions)
            self._placing.ask(partial(_with, then, read))

    def show_findings_of_selection(self) -> None:
        """Only the findings on what is selected in 3D."""
        read = self._reading(self._window.context.hub.selection.ids)
        if read is not None:
            self._window.context.operations.run(read, on_success=self._narrow)

    def _on_chosen(self, chosen: Chosen) -> None:
        if chosen.ids:
            self.go("select")

    def _take_places(self, found: tuple[Then, ElementIds]) -> None:
        then, elements = found
        window, view = self._window, self._window.viewport
        if not len(elements):
            if then != "select":
                window.context.hub.notify(
                    "info",
                    self.tr("Nothing to show in 3D"),
                    self.tr("What was found has no elements in the versions that are shown."),
                )
            return
        window.context.hub.select(elements, origin=ORIGIN, reveal=then == "show")
        if then != "select":
            window.documents.show_document("model")
        if then == "isolate":
            view.isolate(elements)
        elif then == "ghost":
            view.ghost_others(True)
        view.fit_to(elements)

    def _on_selection(self, selection: Selection) -> None:
        if selection.origin == ORIGIN or not self._desk.table.is_read:
            return
        read = self._reading(selection.ids)
        if read is None:
            self._marking.drop()
            self._desk.table.mark(frozenset())
        else:
            self._marking.ask(read)

    def _reading(self, elements: ElementIds) -> Callable[[], OnElements] | None:
        """What finds the findings on elements; None for none and for too many."""
        if not 0 < len(elements) <= MOST_PICKED:
            return None
        versions = {ModelKey(one.sha256): one for one in self._window.scene.versions}
        chosen = [(versions[key], ids.tolist()) for key, ids in elements.by_model.items() if key in versions]
        return partial(_on_elements, self._window.context.project, chosen)

    def _mark(self, found: OnElements) -> None:
        table = self._desk.table
        table.mark(found.ids)
        rows = table.rows_of(found.ids)
        if rows:
            self._window.panes.findings.list.view.scrollTo(table.index(min(rows.values()), 0))

    def _narrow(self, found: OnElements) -> None:
        if found.ids:
            self._desk.scope.show(found.wanted)
            self._window.panes.bottom.show_tab("findings")
            self._window.panes.bottom.show()
        else:
            self._window.viewport.overlays.say(self.tr("No finding is on what is selected."))


def _with(then: Then, read: Callable[[], ElementIds]) -> tuple[Then, ElementIds]:
    return then, read()


def _places(project: Project, ids: Sequence[FindingId], versions: Sequence[ModelVersion]) -> ElementIds:
    """Runs in the pool."""
    found: dict[ModelKey, Ids] = {}
    for version in versions:
        steps = [step for _key, step in elements_of(project, ids, version.id)]
        found[ModelKey(version.sha256)] = np.array(sorted(steps), dtype=np.int64)
    return ElementIds(found)


def _on_elements(project: Project, chosen: Sequence[tuple[ModelVersion, list[int]]]) -> OnElements:
    """Runs in the pool: by GlobalId, in the models of the elements."""
    guids = frozenset(guid for version, ids in chosen for guid in guids_of(version.folder, ids))
    models = frozenset(ModelId(version.model_id) for version, _ids in chosen)
    wanted = FindingFilter(guids=guids, model_ids=models)
    return OnElements(wanted, frozenset(finding_ids(project, wanted)) if guids else frozenset())


def guids_of(folder: Path, ids: Sequence[int]) -> list[str]:
    """GlobalIds of elements of a version; none where its index cannot be read."""
    try:
        with ModelIndex(folder) as index:
            marks = ", ".join("?" for _ in ids)
            return [row[0] for row in index.rows(_GUIDS.format(marks), tuple(ids))]
    except BimdeskError:
        return []
