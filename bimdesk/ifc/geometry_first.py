"""The first geometry of a model: where many small cuts would keep the picture waiting, at first without them.

Steel is written as bars with thousands of copes and notches, and cutting them is nine tenths of the work. The
first picture of such a model leaves out cuts that are small beside what they cut, and draws round things with
fewer sides; all is computed exactly in a thread of its own while the index is written. (ifclite-geom does not
hold Python's lock.)
"""

from __future__ import annotations

import threading

import numpy as np

from bimdesk.ifc.geometry_blocks import Block, join, take
from bimdesk.ifc.geometry_lite import TessellationError, tessellate

MANY_CUTS = 200
CUTS_PER_MB = 50
"""Fewer take less time than tessellating all the rest twice."""
_CUTS = (b"IFCBOOLEANRESULT(", b"IFCBOOLEANCLIPPINGRESULT(")


class FirstGeometry:
    """Tessellates the model `data`: `block` is what can be drawn, `exact` waits for all of it.

    Raises TessellationError where nothing can be tessellated.
    """

    def __init__(self, data: bytes) -> None:
        self.is_exact = not has_many_cuts(data)
        self.block = tessellate(data) if self.is_exact else tessellate(data, quality="low")
        self._data = data
        self._found: list[Block] = []
        self._problem = ""
        self._thread = threading.Thread(target=self._compute, name="exact geometry", daemon=True)

    def begin(self) -> None:
        """Start what is left to do, once the first picture is on its way."""
        if not self.is_exact:
            self._thread.start()

    def exact(self) -> tuple[Block, str]:
        """All elements, and what went wrong: '' or why small cuts are missing."""
        if self.is_exact:
            return self.block, ""
        self._thread.join()
        return (completed(self._found[0], self.block), "") if self._found else (self.block, self._problem)

    def _compute(self) -> None:
        try:
            self._found.append(tessellate(self._data))
        except TessellationError as error:
            self._problem = str(error)


def has_many_cuts(data: bytes) -> bool:
    """Whether cutting takes most of the time that a model's geometry takes."""
    cuts = sum(data.count(word) for word in _CUTS)
    return cuts >= max(MANY_CUTS, CUTS_PER_MB * len(data) / 1e6)


def completed(exact: Block, quick: Block) -> Block:
    """All of `exact`, and what only `quick` has."""
    left = ~np.isin(quick.element_ids, exact.element_ids)
    return join([exact, take(quick, left)]) if left.any() else exact
