"""The near and the far plane: nothing of the scene is cut off, and no more depth than that is spent.

A depth buffer of 24 bits tells two surfaces apart at the distance z where they are z² / (near · 2^24) apart.
The near plane is therefore pushed out to the first thing that is in view, whatever the size of the scene.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bimdesk.scene.camera import HALF_TANGENT, Camera
from bimdesk.scene.views import ModelView

_LEAST = 0.01
_SHARE_OF_FAR = 3000
_MOST_OF_FAR = 50
"""Amid the scene no further than this part of the far plane, for what is no element (the ground's shadow)."""
_SHARE_OF_FOCUS = 25
"""Amid an element's box the near plane stands at this part of the way to the focal point."""

Floats = NDArray[np.float64]


def clipping_range(
    camera: Camera, size: tuple[int, int], models: Sequence[ModelView], corners: ArrayLike
) -> tuple[float, float]:
    """Near and far plane in metres before the eye, for `models` and whatever else lies within `corners`."""
    depth = (np.asarray(corners, dtype=np.float64).reshape(-1, 3) - camera.eye) @ camera.axes[2]
    if not len(depth):
        return (0.1, 100.0) if not camera.parallel else (1.0, 2 * camera.depth_of(camera.focal))
    far, nearest = float(depth.max()), float(depth.min())
    if camera.parallel:
        margin = max((far - nearest) * 0.01, 0.1)
        return nearest - margin, far + margin
    far = max(far * 1.02, 0.1)
    if nearest <= far / _SHARE_OF_FAR:  # amid the scene: the first element in view decides
        nearest = min([_first_in_view(camera, size, model) for model in models] + [far / _MOST_OF_FAR])
    least = min(far / _SHARE_OF_FAR, camera.distance / _SHARE_OF_FOCUS)
    return max(nearest * 0.98, least, _LEAST), far


def _first_in_view(camera: Camera, size: tuple[int, int], model: ModelView) -> float:
    """Metres to the nearest drawn element whose box is in view; 0 amid a box, infinite where none is."""
    bounds = model.mesh.element_bounds[model.solid | model.ghost | model.selected]
    middle = (bounds[:, :3] + bounds[:, 3:]) / 2 + (model.offset - camera.eye)
    half = (bounds[:, 3:] - bounds[:, :3]) / 2
    right, up, forward = camera.axes
    near = middle @ forward - half @ np.abs(forward)
    seen = near + 2 * (half @ np.abs(forward)) > 0
    high, wide = HALF_TANGENT, HALF_TANGENT * size[0] / size[1]
    for across, slope in ((right, wide), (-right, wide), (up, high), (-up, high)):
        side = across - slope * forward  # positive outside this side of the view
        seen &= middle @ side - half @ np.abs(side) < 0
    return max(float(near[seen].min()), 0.0) if seen.any() else float("inf")
