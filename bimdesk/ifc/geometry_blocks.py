"""Elements with their triangles as flat arrays; no Python loop per vertex."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bimdesk.meshes import Mesh


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Elements in a row. Counts, not offsets, so that blocks can be joined and thinned.

    element_ids    int64 (e,)       STEP ids
    classes        (e,)             IFC class of each element
    part_counts    int64 (e,)       parts of each element, at least 1
    vertex_counts  int64 (p,)       vertices of each part
    face_counts    int64 (p,)       triangles of each part
    colors         float32 (p, 4)   alpha < 0: the file gives none
    vertices       float64 (n, 3)   metres, world
    faces          uint32 (m, 3)    rows of the part's own vertices
    """

    element_ids: NDArray[np.int64]
    classes: tuple[str, ...]
    part_counts: NDArray[np.int64]
    vertex_counts: NDArray[np.int64]
    face_counts: NDArray[np.int64]
    colors: NDArray[np.float32]
    vertices: NDArray[np.float64]
    faces: NDArray[np.uint32]

    @property
    def element_count(self) -> int:
        return len(self.element_ids)

    @property
    def triangle_count(self) -> int:
        return len(self.faces)


def empty_block() -> Block:
    """No element."""
    none = np.zeros(0, dtype=np.int64)
    return Block(
        element_ids=none,
        classes=(),
        part_counts=none,
        vertex_counts=none,
        face_counts=none,
        colors=np.zeros((0, 4), dtype=np.float32),
        vertices=np.zeros((0, 3)),
        faces=np.zeros((0, 3), dtype=np.uint32),
    )


def take(block: Block, keep: NDArray[np.bool_]) -> Block:
    """The elements where `keep`, bool (e,), is true."""
    parts = np.repeat(keep, block.part_counts)
    return Block(
        element_ids=block.element_ids[keep],
        classes=tuple(name for name, kept in zip(block.classes, keep.tolist(), strict=True) if kept),
        part_counts=block.part_counts[keep],
        vertex_counts=block.vertex_counts[parts],
        face_counts=block.face_counts[parts],
        colors=block.colors[parts],
        vertices=block.vertices[np.repeat(parts, block.vertex_counts)],
        faces=block.faces[np.repeat(parts, block.face_counts)],
    )


def join(blocks: Sequence[Block]) -> Block:
    """All elements of `blocks`, in their order."""
    if len(blocks) == 1:
        return blocks[0]
    return Block(
        element_ids=np.concatenate([block.element_ids for block in blocks]),
        classes=tuple(name for block in blocks for name in block.classes),
        part_counts=np.concatenate([block.part_counts for block in blocks]),
        vertex_counts=np.concatenate([block.vertex_counts for block in blocks]),
        face_counts=np.concatenate([block.face_counts for block in blocks]),
        colors=np.concatenate([block.colors for block in blocks]),
        vertices=np.concatenate([block.vertices for block in blocks]),
        faces=np.concatenate([block.faces for block in blocks]),
    )


def drop_unusable(block: Block) -> Block:
    """Without elements that have no triangle, or a coordinate that is no number."""
    owner = np.repeat(np.arange(block.element_count), block.part_counts)
    triangles = np.bincount(owner, weights=block.face_counts, minlength=block.element_count)
    finite = np.isfinite(block.vertices).all(axis=1)
    broken = np.zeros(block.element_count, dtype=bool)
    if not finite.all():
        broken[np.repeat(owner, block.vertex_counts)[~finite]] = True
    keep = (triangles > 0) & ~broken
    return block if keep.all() else take(block, keep)


def to_mesh(block: Block) -> Mesh:
    """The arrays that are saved and drawn, without edges. No element of `block` may be without vertices."""
    part_of_element = offsets(block.part_counts)
    part_vertices = offsets(block.vertex_counts)
    bounds = _element_bounds(block.vertices, part_vertices[part_of_element])
    origin = _origin(bounds)
    shift = np.repeat(part_vertices[:-1], block.face_counts).astype(np.uint32)
    classes = tuple(sorted(set(block.classes)))
    rows = {name: row for row, name in enumerate(classes)}
    return Mesh(
        origin=origin,
        vertices=(block.vertices - origin).astype(np.float32),
        faces=block.faces + shift[:, None],
        edges=np.zeros((0, 2), dtype=np.uint32),
        element_ids=block.element_ids,
        element_class=np.array([rows[name] for name in block.classes], dtype=np.uint16),
        element_parts=part_of_element.astype(np.uint32),
        element_bounds=(bounds - np.concatenate([origin, origin])).astype(np.float32),
        part_vertices=part_vertices.astype(np.uint32),
        part_faces=offsets(block.face_counts).astype(np.uint32),
        part_edges=np.zeros(len(block.face_counts) + 1, dtype=np.uint32),
        part_colors=block.colors,
        classes=classes,
    )


def offsets(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """int64 (n + 1,): where each run of `counts` begins, and the end of the last."""
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts, dtype=np.int64)])


def _element_bounds(vertices: NDArray[np.float64], starts: NDArray[np.int64]) -> NDArray[np.float64]:
    """float64 (e, 6): least and greatest corner of each element, metres, world."""
    if len(starts) == 1:
        return np.zeros((0, 6))
    low = np.minimum.reduceat(vertices, starts[:-1], axis=0)
    high = np.maximum.reduceat(vertices, starts[:-1], axis=0)
    return np.concatenate([low, high], axis=1)


def _origin(bounds: NDArray[np.float64]) -> NDArray[np.float64]:
    """The middle element's centre, float64 (3,): one stray element far away costs the others no detail."""
    if not len(bounds):
        return np.zeros(3)
    centres: NDArray[np.float64] = np.round(np.median((bounds[:, :3] + bounds[:, 3:]) / 2, axis=0), 3)
    return centres
