"""Feature edges of a mesh: where the surface folds by 30 degrees or more, or ends. All in NumPy."""

from __future__ import annotations

import dataclasses
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bimdesk.ifc.geometry_blocks import offsets
from bimdesk.meshes import Mesh

FOLD_DEGREES = 30.0
WELD_M = 1e-4
"""Vertices of one element closer than this are one."""
MAX_EDGES = 600
"""An element with more would be a black blot."""
CROWDED_EDGES = 150
CROWDED_PER_METRE = 120.0
CHUNK = 500_000
"""Triangles, about, that are looked at together: ten arrays of all of a large model would fill the memory."""


def with_edges(mesh: Mesh) -> Mesh:
    """The same mesh with `edges` and `part_edges` filled.

    A part without faces is a line: its vertices, two by two, are its edges.
    """
    edges, part = np.zeros((0, 2), dtype=np.int64), np.zeros(0, dtype=np.int64)
    if len(mesh.faces):
        part_of_face = np.repeat(np.arange(len(mesh.part_colors)), _counts(mesh.part_faces))
        element_of_part = np.repeat(np.arange(mesh.element_count), _counts(mesh.element_parts))
        edges, face = _edges_in_chunks(mesh)
        part = part_of_face[face]
        keep = _uncrowded(mesh, element_of_part[part])[element_of_part[part]]
        edges, part = edges[keep], part[keep]
    line_edges, line_part = _line_edges(mesh)
    edges, part = np.concatenate([edges, line_edges]), np.concatenate([part, line_part])
    order = np.argsort(part, kind="stable")
    counts = np.bincount(part, minlength=len(mesh.part_colors)).astype(np.int64)
    return dataclasses.replace(
        mesh, edges=edges[order].astype(np.uint32), part_edges=offsets(counts).astype(np.uint32)
    )


def _line_edges(mesh: Mesh) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The segments int64 (k, 2) of parts without faces, and the part (k,) of each."""
    lines = np.flatnonzero(_counts(mesh.part_faces) == 0)
    pairs = _counts(mesh.part_vertices)[lines] // 2
    first = np.repeat(mesh.part_vertices[lines].astype(np.int64), pairs)
    start = first + 2 * (np.arange(len(first)) - np.repeat(offsets(pairs)[:-1], pairs))
    return np.column_stack([start, start + 1]), np.repeat(lines, pairs)


def _edges_in_chunks(mesh: Mesh) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Edges int64 (k, 2), rows of vertices, and the face (k,) that each was taken from."""
    parts = mesh.element_parts.astype(np.int64)
    starts = [mesh.part_vertices[parts].astype(np.int64), mesh.part_faces[parts].astype(np.int64)]
    borders = np.unique(np.searchsorted(starts[1], np.arange(0, len(mesh.faces), CHUNK)))
    found = []
    for first, last in pairwise([*borders.tolist(), mesh.element_count]):
        v0, v1 = int(starts[0][first]), int(starts[0][last])
        f0, f1 = int(starts[1][first]), int(starts[1][last])
        if f0 == f1:
            continue
        element = np.repeat(np.arange(last - first), np.diff(starts[0][first : last + 1]))
        edges, face = _feature_edges(mesh.vertices[v0:v1], mesh.faces[f0:f1].astype(np.int64) - v0, element)
        found.append((edges + v0, face + f0))
    return np.concatenate([edges for edges, _ in found]), np.concatenate([face for _, face in found])


def _feature_edges(
    vertices: NDArray[np.float32], faces: NDArray[np.int64], element: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The same of some elements; `element` (n,) says whose each vertex is."""
    welded = _weld(vertices, element)
    normals, real = _normals(vertices, faces)
    faces, normals, owner = faces[real], normals[real], np.flatnonzero(real)
    start = faces.T.reshape(-1)
    end = faces[:, (1, 2, 0)].T.reshape(-1)
    face = np.tile(np.arange(len(faces), dtype=np.int64), 3)
    first, second = welded[start], welded[end]
    low, high = np.minimum(first, second), np.maximum(first, second)
    solid = low != high
    key = low * np.int64(len(welded)) + high
    order = np.argsort(np.where(solid, key, np.iinfo(np.int64).max))[: int(solid.sum())]
    key = key[order]
    heads = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    counts = np.diff(np.concatenate([heads, [len(key)]]))
    forward = (first < second)[order]
    feature = _is_feature(normals, face[order], forward, heads, counts)
    chosen = order[heads[feature]]
    return np.column_stack([start[chosen], end[chosen]]), owner[face[chosen]]


def _is_feature(
    normals: NDArray[np.float32],
    face: NDArray[np.int64],
    forward: NDArray[np.bool_],
    heads: NDArray[np.int64],
    counts: NDArray[np.int64],
) -> NDArray[np.bool_]:
    """For each run of equal edges: open, or a fold between its first face and any other.

    Two faces that are wound alike run along their common edge in opposite directions; where they do not,
    one of the normals points the wrong way and is turned.
    """
    if not len(heads):
        return np.zeros(0, dtype=bool)
    limit = np.float32(np.cos(np.radians(FOLD_DEGREES)))
    feature = counts == 1
    pair = heads[counts == 2]
    turned = np.where(forward[pair] == forward[pair + 1], np.float32(-1), np.float32(1))
    feature[counts == 2] = _dot(normals, face[pair], face[pair + 1]) * turned < limit
    many = counts > 2
    if many.any():
        rows = np.flatnonzero(np.repeat(many, counts))
        firsts = np.repeat(heads[many], counts[many])
        folds = np.abs(_dot(normals, face[rows], face[firsts])) < limit
        feature[many] = np.logical_or.reduceat(folds, offsets(counts[many])[:-1])
    return np.asarray(feature, dtype=bool)


def _dot(
    normals: NDArray[np.float32], left: NDArray[np.int64], right: NDArray[np.int64]
) -> NDArray[np.float32]:
    product: NDArray[np.float32] = np.einsum("ij,ij->i", normals[left], normals[right])
    return product


def _weld(vertices: NDArray[np.float32], element: NDArray[np.int64]) -> NDArray[np.int64]:
    """int64 (n,): for each vertex the number of its place within its element."""
    grid = np.round(vertices / np.float32(WELD_M)).astype(np.int64)
    key = _mix(_mix(_mix(element, grid[:, 0]), grid[:, 1]), grid[:, 2])
    return np.unique(key, return_inverse=True)[1].reshape(-1).astype(np.int64)


def _mix(left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.int64]:
    """A 64-bit hash of two columns: collisions among some millions of places are next to impossible."""
    mixed = left.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) ^ right.astype(np.uint64)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(32)
    return mixed.astype(np.int64)


def _normals(
    vertices: NDArray[np.float32], faces: NDArray[np.int64]
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Unit normals float32 (m, 3), and which triangles have an area at all, bool (m,)."""
    first = vertices[faces[:, 0]]
    normals = np.cross(vertices[faces[:, 1]] - first, vertices[faces[:, 2]] - first)
    length = np.sqrt(np.einsum("ij,ij->i", normals, normals))
    real = length > 1e-12
    normals /= np.where(real, length, 1.0)[:, None]
    return normals, real


def _uncrowded(mesh: Mesh, element_of_edge: NDArray[np.int64]) -> NDArray[np.bool_]:
    """bool (e,): elements whose edges would not lie too close to tell apart."""
    counts = np.bincount(element_of_edge, minlength=mesh.element_count)
    size = mesh.element_bounds[:, 3:] - mesh.element_bounds[:, :3]
    diagonal = np.maximum(np.linalg.norm(size, axis=1), 1e-3)
    crowded = (counts >= CROWDED_EDGES) & (counts / diagonal >= CROWDED_PER_METRE)
    keep: NDArray[np.bool_] = ~crowded & (counts <= MAX_EDGES)
    return keep


def _counts(starts: NDArray[np.uint32]) -> NDArray[np.int64]:
    """int64 (n,): lengths of the runs that begin at `starts` (n + 1,)."""
    wide = starts.astype(np.int64)
    return wide[1:] - wide[:-1]
