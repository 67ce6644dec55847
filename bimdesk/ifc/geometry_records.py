"""What the shapes child is told, and the file it leaves: one record an element."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from bimdesk.ifc.geometry_blocks import Block


class ShapesStart(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The first line: open the model in `source`. The job is the second; none: there is nothing to do."""

    source: str


class ShapesJob(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Tessellate `ids`. `one_by_one`: journal each before it is begun.

    `lines`: those of them of which the curves are wanted (alignments, grids).
    """

    records: str
    journal: str
    ids: list[int]
    one_by_one: bool = False
    lines: list[int] = []


def read_records(paths: Iterable[Path]) -> Iterator[tuple[int, list[NDArray[Any]]]]:
    """STEP id and [part vertex counts, part face counts, colours, vertices, faces]; up to a torn one."""
    for path in paths:
        if not path.exists():
            continue
        with path.open("rb") as records:
            while True:
                try:
                    head = np.load(records, allow_pickle=False)
                    arrays = [np.load(records, allow_pickle=False) for _ in range(5)]
                except (EOFError, ValueError, OSError):
                    break
                yield int(head), arrays


def block_of_records(paths: Iterable[Path], classes: dict[int, str]) -> Block | None:
    """All records as one block; None where there is none. The first record of an element counts."""
    found: dict[int, list[NDArray[Any]]] = {}
    for step_id, arrays in read_records(paths):
        found.setdefault(step_id, arrays)
    if not found:
        return None
    columns = [np.concatenate(column) for column in zip(*found.values(), strict=True)]
    return Block(
        element_ids=np.array(list(found), dtype=np.int64),
        classes=tuple(classes[step_id] for step_id in found),
        part_counts=np.array([len(arrays[0]) for arrays in found.values()], dtype=np.int64),
        vertex_counts=columns[0],
        face_counts=columns[1],
        colors=columns[2],
        vertices=columns[3],
        faces=columns[4],
    )


def split_by_color(
    vertices: NDArray[np.float64],
    faces: NDArray[np.int32],
    owners: NDArray[np.int32],
    colors: NDArray[np.float32],
) -> list[NDArray[Any]]:
    """Parts of one colour each: [vertex counts, face counts, colours (p, 4), vertices (n, 3), faces (m, 3)].

    `owners` int (m,): row of `colors` for each face, -1 for the last. Faces become rows of their own part.
    """
    palette, color_of = np.unique(colors, axis=0, return_inverse=True)
    part_of_face = (
        color_of.reshape(-1)[owners] if len(owners) == len(faces) else np.zeros(len(faces), dtype=np.int64)
    )
    used = np.unique(part_of_face)
    vertex_counts, face_counts, all_vertices, all_faces = [], [], [], []
    for part in used:
        corners, rows = np.unique(faces[part_of_face == part], return_inverse=True)
        vertex_counts.append(len(corners))
        face_counts.append(rows.size // 3)
        all_vertices.append(vertices[corners])
        all_faces.append(rows.reshape(-1, 3).astype(np.uint32))
    return [
        np.array(vertex_counts, dtype=np.int64),
        np.array(face_counts, dtype=np.int64),
        palette[used].astype(np.float32),
        np.concatenate(all_vertices),
        np.concatenate(all_faces),
    ]
