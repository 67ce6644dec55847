"""Cuts bytes as a pipe may cut them."""

from __future__ import annotations

from collections.abc import Sequence


def pieces(data: bytes, sizes: Sequence[int]) -> list[bytes]:
    """Pieces of these sizes, and what is left."""
    found, at = [], 0
    for size in sizes:
        found.append(data[at : at + size])
        at += size
    return [*found, data[at:]]
