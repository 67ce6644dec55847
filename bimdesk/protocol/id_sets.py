"""Sets of STEP ids as short bytes: ascending, each as its distance to the one before, seven bits a byte.

100,000 ids of a real model take 100 to 130 KB. What is read is checked: a worker sends such bytes.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]
MAX_ID = 2**53
_MOST_BYTES = 8
"""Of one distance: 56 bits."""


def as_ids(numbers: Iterable[int]) -> Ids:
    """int64 (n,), ascending, each once, from 0 to MAX_ID; others are left out."""
    return np.unique(np.fromiter((one for one in numbers if 0 <= one <= MAX_ID), dtype=np.int64))


def pack_ids(ids: Ids) -> bytes:
    """`ids` ascending, each once."""
    if not len(ids):
        return b""
    steps = np.diff(ids, prepend=np.int64(0))
    lengths = np.ones(len(steps), dtype=np.int64)
    for count in range(1, _MOST_BYTES):
        lengths += steps >= (1 << (7 * count))
    starts = np.cumsum(lengths) - lengths
    packed = np.zeros(int(lengths.sum()), dtype=np.uint8)
    for place in range(int(lengths.max())):
        has = lengths > place
        more = np.where(lengths[has] > place + 1, 0x80, 0)
        packed[starts[has] + place] = ((steps[has] >> (7 * place)) & 0x7F) | more
    return packed.tobytes()


def unpack_ids(packed: bytes) -> Ids:
    """Raises ValueError for anything that `pack_ids` does not write."""
    data = np.frombuffer(packed, dtype=np.uint8)
    if not len(data):
        return np.zeros(0, dtype=np.int64)
    ends = np.flatnonzero(data < 0x80)
    if not len(ends) or ends[-1] != len(data) - 1:
        raise ValueError("ends within a number")
    starts = np.r_[0, ends[:-1] + 1]
    lengths = ends - starts + 1
    if int(lengths.max()) > _MOST_BYTES:
        raise ValueError("holds a number that is too large")
    places = np.arange(len(data)) - np.repeat(starts, lengths)
    steps = np.add.reduceat((data & 0x7F).astype(np.int64) << (7 * places), starts)
    if (steps[1:] == 0).any() or float(steps.astype(np.float64).sum()) > MAX_ID:
        raise ValueError("is not ascending, or holds a number that is too large")
    return np.cumsum(steps)


def to_text(ids: Ids) -> str:
    """As a message carries it."""
    return base64.b64encode(pack_ids(ids)).decode("ascii")


def from_text(text: str) -> Ids:
    """Raises ValueError."""
    try:
        return unpack_ids(base64.b64decode(text, validate=True))
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError(str(error)) from error
