"""Tessellates a whole model with ifclite-geom: fast, one colour an element."""

from __future__ import annotations

from typing import Literal

import ifclite_geom
import numpy as np

from bimdesk.ifc.geometry_blocks import Block, drop_unusable, empty_block


class TessellationError(Exception):
    """ifclite-geom gave up on the whole model."""


def tessellate(data: bytes, *, quality: Literal["low", "medium"] = "medium") -> Block:
    """All elements that ifclite-geom can tessellate, by STEP id. Raises TessellationError.

    `quality` low: without cuts that are small beside what they cut, and with fewer sides to a circle.
    """
    try:
        elements = ifclite_geom.geometry_data_buffers(data, quality=quality)["elements"]
    except BaseException as error:  # a panic in Rust is no Exception
        raise TessellationError(str(error)) from error
    ids = sorted(elements)
    if not ids:
        return empty_block()
    ordered = [elements[step_id] for step_id in ids]
    vertices = np.frombuffer(b"".join([element["vertices"] for element in ordered]), dtype="<f8").reshape(
        -1, 3
    )
    faces = np.frombuffer(b"".join([element["faces"] for element in ordered]), dtype="<u4").reshape(-1, 3)
    block = Block(
        element_ids=np.array(ids, dtype=np.int64),
        classes=tuple(element["ifc_type"] for element in ordered),
        part_counts=np.ones(len(ids), dtype=np.int64),
        vertex_counts=np.array([len(element["vertices"]) // 24 for element in ordered], dtype=np.int64),
        face_counts=np.array([len(element["faces"]) // 12 for element in ordered], dtype=np.int64),
        colors=np.array([element["color"] for element in ordered], dtype=np.float32),
        vertices=vertices,
        faces=faces,
    )
    return drop_unusable(block)
