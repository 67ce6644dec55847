"""The second geometry stage, beside the index writer: what ifclite-geom left out or gave one colour."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bimdesk.domain.ids import ElementId
from bimdesk.domain.model import ImportNotice
from bimdesk.ifc.geometry_blocks import Block
from bimdesk.ifc.geometry_child import Outcome, ShapesChild, Spare
from bimdesk.ifc.geometry_plan import merge, plan_shapes
from bimdesk.ifc.index_checks import MAX_ELEMENTS
from bimdesk.ifc.index_writer import Indexer


class RestOfGeometry:
    """Starts the child when it is made, if there is anything to do; `finish` gives all elements.

    `first`: the elements that are there, be they drawn coarsely. `spare`: a child that is used if it opened
    `source`.
    """

    def __init__(
        self,
        model: Any,
        indexer: Indexer,
        first: Block,
        source: Path,
        folder: Path,
        *,
        spare: Spare | None = None,
    ) -> None:
        self._plan = plan_shapes(model, indexer, first)
        self._classes = {row.id: row.cls for row in indexer.roots.of_kind("product")}
        plan = self._plan
        needed = bool(plan.ids or plan.lines)
        if spare is not None and not (needed and spare.source == source):
            spare.end()
            spare = None
        self._child = ShapesChild(source, plan.ids, folder, lines=plan.lines, spare=spare) if needed else None
        self.notices: list[ImportNotice] = []

    @property
    def message(self) -> str:
        """What the user reads while waiting."""
        count = len(self._plan.ids) + len(self._plan.lines)
        return f"Computing {count} more shapes" if count else "Finishing geometry"

    def finish(self, first: Block) -> Block:
        """Wait for the child, put its geometry and `first`, exact by now, together; say what is missing."""
        outcome = self._child.wait(self._classes) if self._child is not None else Outcome()
        block = merge(first, outcome.block, self._plan, self._classes)
        self._report(outcome, set(block.element_ids.tolist()))
        return block

    def _report(self, outcome: Outcome, have: set[int]) -> None:
        self._notice(outcome.crashed, "of {n} made IfcOpenShell crash; it was left out", have)
        self._notice(outcome.late, "of {n} took too long; it was left out", have)
        self._notice(outcome.unfinished, "of {n} was not computed, for want of time", have)
        told = {*outcome.crashed, *outcome.late, *outcome.unfinished, *outcome.empty}
        self._notice(
            [key for key in self._plan.missing if key not in told], "of {n} could not be computed", have
        )
        self._notice(outcome.empty, "of {n} is empty: openings take all of it, or it has no faces", have)

    def _notice(self, elements: Sequence[int], text: str, have: set[int]) -> None:
        lost = [key for key in elements if key not in have]
        if lost:
            noun = "1 element" if len(lost) == 1 else f"{len(lost)} elements"
            message = f"The shape {text.format(n=noun)}."
            ids = tuple(ElementId(key) for key in lost[:MAX_ELEMENTS])
            self.notices.append(ImportNotice(kind="geometry", message=message, elements=ids))
