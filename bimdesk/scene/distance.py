"""Which models lie so far from the others that one picture cannot show them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bimdesk.domain.ids import ModelKey
from bimdesk.meshes import Mesh

FAR_M = 2000.0
_TIMES_SIZE = 20.0
_ENOUGH = 5000
"""Elements that tell where a model lies."""
_GAP = 0.15
"""Of the larger one's width: how far a model is put beside another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FarApart:
    """`model` lies `metres` from `other`, box to box."""

    model: ModelKey
    other: ModelKey
    metres: float


def world_box(mesh: Mesh) -> NDArray[np.float64] | None:
    """Least and greatest corner (2, 3) of nearly all elements, world metres; a few strays do not count."""
    if not mesh.element_count:
        return None
    bounds = mesh.element_bounds[:: max(mesh.element_count // _ENOUGH, 1)].astype(np.float64)
    low = np.quantile(bounds[:, :3], 0.02, axis=0)
    high = np.quantile(bounds[:, 3:], 0.98, axis=0)
    return np.array([low, np.maximum(low, high)]) + mesh.origin


def far_apart(meshes: Mapping[ModelKey, Mesh]) -> FarApart | None:
    """The model that is furthest from the first, where that is kilometres, and many times their size."""
    if len(meshes) < 2:
        return None
    boxes = {key: box for key, mesh in meshes.items() if (box := world_box(mesh)) is not None}
    if len(boxes) < 2:
        return None
    first, *others = boxes
    gaps = {key: _gap(boxes[first], boxes[key]) for key in others}
    furthest = max(gaps, key=lambda key: gaps[key])
    size = max(float(np.linalg.norm(np.diff(boxes[key], axis=0))) for key in (first, furthest))
    if gaps[furthest] < max(FAR_M, _TIMES_SIZE * size):
        return None
    return FarApart(model=furthest, other=first, metres=gaps[furthest])


def shift_beside(model: Mesh, other: Mesh) -> tuple[float, float, float]:
    """What to add to `model` so that it stands to the right (+X) of `other`, on the same level."""
    own, target = world_box(model), world_box(other)
    if own is None or target is None:
        return 0.0, 0.0, 0.0
    width = float(max(np.ptp(own[:, 0]), np.ptp(target[:, 0]), 1.0))
    x = target[1, 0] + _GAP * width - own[0, 0]
    y = target[:, 1].mean() - own[:, 1].mean()
    z = target[0, 2] - own[0, 2]
    return float(x), float(y), float(z)


def _gap(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Distance between two boxes, metres; 0 where they meet."""
    apart = np.maximum(np.maximum(one[0] - other[1], other[0] - one[1]), 0.0)
    return float(np.linalg.norm(apart))
