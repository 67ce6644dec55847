"""Joining, thinning and saving flat arrays of elements; feature edges."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from bimdesk.ifc import geometry_edges
from bimdesk.ifc.geometry_blocks import Block, drop_unusable, empty_block, join, take, to_mesh
from bimdesk.ifc.geometry_edges import with_edges
from bimdesk.ifc.geometry_records import split_by_color
from bimdesk.meshes import Mesh

CORNERS = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)], dtype=np.float64)
SIDES = np.array(
    [
        *[(0, 1, 3), (0, 3, 2), (4, 6, 7), (4, 7, 5), (0, 4, 5), (0, 5, 1)],
        *[(2, 3, 7), (2, 7, 6), (0, 2, 6), (0, 6, 4), (1, 5, 7), (1, 7, 3)],
    ],
    dtype=np.uint32,
)


def cubes(*places: tuple[float, float, float], parts: int = 1) -> Block:
    """One element a place, each of `parts` unit cubes at that place."""
    count = len(places) * parts
    return Block(
        element_ids=np.arange(1, len(places) + 1) * 10,
        classes=tuple("IfcWall" if row % 2 else "IfcSlab" for row in range(len(places))),
        part_counts=np.full(len(places), parts),
        vertex_counts=np.full(count, 8),
        face_counts=np.full(count, 12),
        colors=np.ones((count, 4), dtype=np.float32),
        vertices=np.concatenate([CORNERS + place for place in places for _ in range(parts)]),
        faces=np.concatenate([SIDES] * count),
    )


def world(mesh: Mesh, row: int) -> NDArray[np.float64]:
    return mesh.element_geometry(row)[0]


def test_that_each_element_keeps_its_own_triangles() -> None:
    mesh = to_mesh(cubes((0, 0, 0), (5, 0, 0), parts=2))
    vertices, faces = mesh.element_geometry(1)
    assert len(vertices) == 16
    assert faces.min() == 0 and faces.max() == 15
    assert vertices[:, 0].min() == pytest.approx(5.0)
    assert [mesh.classes[row] for row in mesh.element_class] == ["IfcSlab", "IfcWall"]


def test_that_millimetres_survive_far_from_the_origin() -> None:
    place = (2_456_781.123, 6_876_910.457, 125.016)
    mesh = to_mesh(cubes(place, (place[0] + 8, place[1], place[2])))
    assert np.abs(world(mesh, 0) - (CORNERS + place)).max() < 1e-5


def test_that_a_stray_element_far_away_costs_the_others_no_detail() -> None:
    mesh = to_mesh(cubes((0, 0, 0), (4, 0, 0), (9, 0, 0), (5e6, 5e6, 0)))
    assert np.abs(world(mesh, 1) - (CORNERS + np.array([4.0, 0.0, 0.0]))).max() < 1e-5


def test_that_no_element_makes_a_mesh_too() -> None:
    mesh = with_edges(to_mesh(empty_block()))
    assert (mesh.element_count, mesh.triangle_count, len(mesh.element_parts)) == (0, 0, 1)


def test_that_elements_without_triangles_or_with_nan_are_dropped() -> None:
    block = cubes((0, 0, 0), (1, 0, 0), (2, 0, 0))
    block.vertices[9, 1] = np.nan
    assert drop_unusable(block).element_ids.tolist() == [10, 30]


@given(st.lists(st.booleans(), min_size=1, max_size=8), st.integers(1, 3))
def test_that_parting_and_joining_gives_the_same_elements(keep: list[bool], parts: int) -> None:
    block = cubes(*((float(row), 0.0, 0.0) for row in range(len(keep))), parts=parts)
    mask = np.array(keep)
    joined = join([take(block, mask), take(block, ~mask)])
    mesh, whole = to_mesh(joined), to_mesh(block)
    assert sorted(mesh.element_ids.tolist()) == whole.element_ids.tolist()
    for row, step_id in enumerate(mesh.element_ids.tolist()):
        same = whole.element_ids.tolist().index(step_id)
        assert np.allclose(world(mesh, row), world(whole, same), atol=1e-5)
        assert np.array_equal(mesh.element_geometry(row)[1], whole.element_geometry(same)[1])


def test_that_a_cube_has_twelve_edges_and_no_diagonals() -> None:
    mesh = with_edges(to_mesh(cubes((0, 0, 0))))
    lengths = np.linalg.norm(np.diff(mesh.vertices[mesh.edges], axis=1), axis=2)
    assert len(mesh.edges) == 12
    assert np.allclose(lengths, 1.0)


def test_that_edges_lie_in_the_range_of_their_part() -> None:
    mesh = with_edges(to_mesh(cubes((0, 0, 0), (3, 0, 0), parts=2)))
    for part in range(4):
        edges = mesh.edges[mesh.part_edges[part] : mesh.part_edges[part + 1]]
        assert ((edges >= mesh.part_vertices[part]) & (edges < mesh.part_vertices[part + 1])).all()


def test_that_vertices_of_one_element_are_welded_for_edges() -> None:
    block = cubes((0, 0, 0))
    loose = Block(
        element_ids=block.element_ids,
        classes=block.classes,
        part_counts=block.part_counts,
        vertex_counts=np.array([36]),
        face_counts=block.face_counts,
        colors=block.colors,
        vertices=block.vertices[block.faces.reshape(-1)],
        faces=np.arange(36, dtype=np.uint32).reshape(-1, 3),
    )
    assert len(with_edges(to_mesh(loose)).edges) == 12


def test_that_a_face_wound_the_wrong_way_makes_no_edge() -> None:
    square = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]], dtype=np.float64)
    block = Block(
        element_ids=np.array([1]),
        classes=("IfcSlab",),
        part_counts=np.array([1]),
        vertex_counts=np.array([4]),
        face_counts=np.array([2]),
        colors=np.ones((1, 4), dtype=np.float32),
        vertices=square,
        faces=np.array([[0, 1, 2], [0, 3, 2]], dtype=np.uint32),
    )
    assert len(with_edges(to_mesh(block)).edges) == 4


def test_that_edges_are_the_same_whole_and_in_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    block = cubes(*((3.0 * number, 0, 0) for number in range(9)))
    whole = with_edges(to_mesh(block))
    monkeypatch.setattr(geometry_edges, "CHUNK", 30)
    pieces = with_edges(to_mesh(block))
    assert np.array_equal(pieces.part_edges, whole.part_edges)
    assert {frozenset(edge) for edge in pieces.edges.tolist()} == {
        frozenset(edge) for edge in whole.edges.tolist()
    }


def test_that_elements_crowded_with_edges_have_none() -> None:
    crowded = cubes((0, 0, 0), (2, 0, 0), parts=51)
    crowded.vertices[:] += np.repeat(np.linspace(0.0, 1.0, 102), 8)[:, None] * np.array([0.0, 0.5, 0.0])
    assert len(with_edges(to_mesh(crowded)).edges) == 0
    spread = cubes(*((2.0 * row, 0.0, 0.0) for row in range(60)))
    assert len(with_edges(to_mesh(spread)).edges) == 60 * 12


def test_that_faces_are_split_into_parts_of_one_colour_each() -> None:
    colors = np.array([[1, 0, 0, 1], [0, 0, 1, 0.5], [1, 0, 0, 1], [0.8, 0.8, 0.8, -1]], dtype=np.float32)
    owners = np.array([0, 0, 1, 1, 2, 2, -1, -1, 0, 0, 1, 1], dtype=np.int32)
    counts, faces, palette, vertices, rows = split_by_color(CORNERS, SIDES.astype(np.int32), owners, colors)
    assert sorted(faces.tolist()) == [2, 4, 6]
    assert len(palette) == 3
    assert len(vertices) == counts.sum()
    assert rows.max() < counts.max()
