"""Rows of parts and elements out of the merged arrays of a mesh, fast for few and for nearly all."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from bimdesk.meshes import Mesh

Scalar = TypeVar("Scalar", bound=np.generic)
_FEW = 64


def counts(starts: NDArray[Any]) -> NDArray[np.int64]:
    """int64 (n,): how many rows each of the n ranges has, from their n + 1 borders."""
    borders = starts.astype(np.int64)
    return np.asarray(borders[1:] - borders[:-1])


def part_flags(mesh: Mesh, elements: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """bool (p,): the parts of the flagged elements."""
    return np.repeat(elements, counts(mesh.element_parts))


def gather(array: NDArray[Scalar], starts: NDArray[Any], parts: NDArray[np.bool_]) -> NDArray[Scalar]:
    """The rows of the flagged parts; part j has the rows starts[j] .. starts[j + 1] of `array`."""
    chosen = np.flatnonzero(parts)
    if len(chosen) == len(parts):
        return array
    if len(chosen) <= _FEW:
        pieces = [array[int(starts[j]) : int(starts[j + 1])] for j in chosen]
        return np.concatenate(pieces) if pieces else array[:0]
    sizes = counts(starts)
    if int(sizes[chosen].sum()) * 3 > len(array):
        return array[np.repeat(parts, sizes)]
    return array[_rows(starts.astype(np.int64)[chosen], sizes[chosen])]


def _rows(first: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """The rows of ranges, by where each begins and how many it has."""
    ends = np.cumsum(sizes)
    return np.asarray(np.arange(int(ends[-1])) + np.repeat(first - (ends - sizes), sizes))


def quiet_edge_elements(mesh: Mesh) -> NDArray[np.bool_]:
    """bool (e,): elements whose edges help; railings, plants and louvres would turn to blots.

    Left out: more than 600 edges, or 150 and more of which 120 a metre of the box's diagonal. Lines, such as
    alignments, are nothing but edges.
    """
    count = counts(mesh.part_edges[mesh.element_parts.astype(np.int64)])
    diagonal = np.linalg.norm(mesh.element_bounds[:, 3:] - mesh.element_bounds[:, :3], axis=1)
    dense = (count >= 150) & (count >= 120 * np.maximum(diagonal, 1e-6))
    faceless = counts(mesh.part_faces[mesh.element_parts.astype(np.int64)]) == 0
    return np.asarray(((count <= 600) & ~dense) | faceless)
