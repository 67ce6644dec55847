"""What the renderer is told: plain values that the window's thread makes and the render thread reads."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from bimdesk.domain.ids import ModelKey
from bimdesk.meshes import Mesh
from bimdesk.scene.boxtree import BoxTree
from bimdesk.scene.camera import Camera
from bimdesk.scene.cut import NO_CUT, Cut
from bimdesk.scene.look import Look


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ModelView:
    """How one model is drawn; arrays are never changed after they were handed over.

    offset    float64 (3,)  where the mesh's origin lies in the scene, metres
    solid     bool (e,)     drawn in full
    ghost     bool (e,)     drawn as a faint shape
    selected  bool (e,)     drawn once more on top, in the selection's colour
    colors    uint8 (p, 4)  of the parts; alpha 255 is opaque, anything else is glass
    cut       what the sections cut away of all models, in scene coordinates
    boxes     the elements' boxes for rays; None: whoever casts one makes them
    """

    key: ModelKey
    mesh: Mesh
    offset: NDArray[np.float64]
    solid: NDArray[np.bool_]
    ghost: NDArray[np.bool_]
    selected: NDArray[np.bool_]
    colors: NDArray[np.uint8]
    cut: Cut = NO_CUT
    boxes: BoxTree | None = None


class Tier(IntEnum):
    """How much care a frame gets: a part, everything, and everything with less or more ambient occlusion."""

    MOVING = 0
    CLEAR = 1
    RESTING = 2
    STILL = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Frame:
    """One picture to draw; `size` in device pixels."""

    size: tuple[int, int]
    camera: Camera
    models: tuple[ModelView, ...]
    look: Look
    tier: Tier
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Picture:
    """A drawn frame: `pixels` uint8 (height, width, 4), RGBA, first row on top.

    seconds   from request to pixels
    held      seconds that input would have waited at most until the frame was broken off
    """

    pixels: NDArray[np.uint8]
    frame: Frame
    seconds: float
    triangles: int
    held: float = 0.0
