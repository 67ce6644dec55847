"""Colours of parts: a muted base by class with the file's own hue mixed in, or the file's as they are."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from bimdesk.meshes import Mesh
from bimdesk.scene.classes import Group, class_group
from bimdesk.scene.ranges import counts

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float64]


class ColorMode(StrEnum):
    """What the model's colours come from."""

    MUTED = "muted"
    AUTHORED = "authored"


MARK = "#12b5a0"
"""What a form means, while somebody looks at it: neither the selection's blue nor a finding's colour."""
GLASS_BELOW = 0.95
"""Parts with less alpha than this are drawn see-through, all with one opacity."""

_BASE = {
    Group.WALL: "#eeebe4",
    Group.SLAB: "#cfccc5",
    Group.ROOF: "#b9b2a8",
    Group.COVERING: "#dedad1",
    Group.FOOTING: "#b5b1aa",
    Group.COLUMN: "#c3c5c6",
    Group.BEAM: "#bfc3c6",
    Group.MEMBER: "#b4b8bb",
    Group.DOOR: "#b98f66",
    Group.WINDOW: "#7d858b",
    Group.STAIR: "#d3cbbd",
    Group.RAILING: "#7d858b",
    Group.FURNITURE: "#c7b08d",
    Group.SERVICES: "#dfe3e5",
    Group.PROXY: "#cfc9bf",
    Group.SPACE: "#9db4d6",
    Group.OTHER: "#d6d2ca",
}
_GLASS = "#8fb8cc"
_FALLBACK = "#cccccc"
_HEX = frozenset("0123456789abcdefABCDEF")


def parse_color(text: str) -> tuple[int, int, int]:
    """`#rrggbb` or `#rgb` as bytes. Raises ValueError on anything else."""
    digits = text.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    if len(digits) != 6 or not set(digits) <= _HEX:
        raise ValueError(f"{text!r} is no colour such as #1677ff")
    value = bytes.fromhex(digits)
    return value[0], value[1], value[2]


def base_color(ifc_class: str) -> str:
    """`#rrggbb` that stands for a class in lists; of a window it is the glass that one sees."""
    group = class_group(ifc_class)
    return _GLASS if group is Group.WINDOW else _BASE[group]


def unit_color(text: str) -> tuple[float, float, float]:
    """`#rrggbb` as three numbers in 0..1."""
    red, green, blue = parse_color(text)
    return red / 255, green / 255, blue / 255


def muted_colors(mesh: Mesh) -> Bytes:
    """uint8 (p, 4): calm colours by class; a strong hue of the file shines through by half."""
    authored = np.asarray(mesh.part_colors, dtype=np.float64)
    given = authored[:, 3] >= 0
    classes = np.asarray(part_classes(mesh), dtype=np.int64)
    groups = [class_group(name) for name in mesh.classes]
    bases = np.array([unit_color(_BASE[group]) for group in groups] or [(0.8, 0.8, 0.8)])
    base = bases[classes] if len(classes) else np.zeros((0, 3))
    see_through = _see_through(groups, classes, authored)
    base[see_through & ~_is_group(groups, classes, Group.SPACE)] = unit_color(_GLASS)
    rgb = np.where(given[:, None], _mix(base, np.clip(authored[:, :3], 0, 1)), base)
    return _pack(rgb, see_through)


def authored_colors(mesh: Mesh) -> Bytes:
    """uint8 (p, 4): the file's colours; light grey where it gives none."""
    authored = np.asarray(mesh.part_colors, dtype=np.float64)
    classes = np.asarray(part_classes(mesh), dtype=np.int64)
    groups = [class_group(name) for name in mesh.classes]
    given = authored[:, 3:4] >= 0
    rgb = np.where(given, np.clip(authored[:, :3], 0, 1), unit_color(_FALLBACK))
    return _pack(rgb, _see_through(groups, classes, authored))


def tinted(colors: Bytes, tint: str) -> Bytes:
    """uint8 (p, 4): `colors` with `tint` (`#rrggbb`) mixed in, light and dark parts still told apart."""
    own = colors[:, :3].astype(np.float64) / 255
    lightness = (own.max(axis=1, keepdims=True) + own.min(axis=1, keepdims=True)) / 2
    mixed = 0.25 * own + 0.75 * np.array(unit_color(tint)) * (0.45 + 0.55 * lightness)
    packed = colors.copy()
    packed[:, :3] = np.rint(np.clip(mixed, 0, 1) * 255)
    return packed


def marked_colors(colors: Bytes, marked: NDArray[np.bool_]) -> Bytes:
    """uint8 (p, 4): `colors`, those of `marked` parts (bool (p,)) drawn towards MARK; glass stays glass.

    A fifth of the part's own colour is left, and light and dark parts are told apart. Whole numbers by
    column: 100,000 parts take a few milliseconds of the window's thread.
    """
    changed = colors.copy()
    columns = [colors[:, channel].astype(np.uint32) for channel in range(3)]
    red, green, blue = columns
    light = np.maximum(np.maximum(red, green), blue) + np.minimum(np.minimum(red, green), blue)
    scale = 154 + light // 5  # of 256: from 0.6 for black to 1 for white
    for channel, (own, mark) in enumerate(zip(columns, parse_color(MARK), strict=True)):
        mixed = (51 * own + 205 * (mark * scale >> 8)) >> 8
        np.copyto(changed[:, channel], mixed, where=marked, casting="unsafe")
    return changed


def part_classes(mesh: Mesh) -> NDArray[np.uint16]:
    """uint16 (p,): the class row of each part's element."""
    return np.repeat(mesh.element_class, counts(mesh.element_parts))


def _see_through(groups: list[Group], classes: NDArray[np.int64], authored: Floats) -> NDArray[np.bool_]:
    alpha = authored[:, 3]
    thin = (alpha >= 0) & (alpha < GLASS_BELOW)
    return (
        thin
        | _is_group(groups, classes, Group.SPACE)
        | ((alpha < 0) & _is_group(groups, classes, Group.WINDOW))
    )


def _is_group(groups: list[Group], classes: NDArray[np.int64], wanted: Group) -> NDArray[np.bool_]:
    flags = np.array([group is wanted for group in groups] or [False])
    return flags[classes] if len(classes) else np.zeros(0, dtype=bool)


def _mix(base: Floats, own: Floats) -> Floats:
    """Mix the file's colour `own` into `base`: by how strong its hue is; a dark grey stays darker."""
    high, low = own.max(axis=1), own.min(axis=1)
    chroma, lightness = high - low, (high + low) / 2
    weight = 0.55 * np.clip((chroma - 0.06) / 0.14, 0, 1)
    tint = _tinted(own, 0.42 + 0.40 * lightness)
    dark = (chroma < 0.06) & (lightness < 0.25)
    tint[dark] = (0.38 + 0.5 * lightness[dark])[:, None]
    weight[dark] = 0.6
    return np.asarray(base * (1 - weight[:, None]) + tint * weight[:, None])


def _tinted(own: Floats, lightness: Floats) -> Floats:
    """The hue of `own` at `lightness`, saturation (HSL) held at 0.26 or less."""
    high, low = own.max(axis=1, keepdims=True), own.min(axis=1, keepdims=True)
    chroma, middle = high - low, (high + low) / 2
    spread = np.maximum(1 - np.abs(2 * middle - 1), 1e-9)
    saturation = np.minimum(chroma / spread, 0.26)
    new_chroma = saturation * (1 - np.abs(2 * lightness[:, None] - 1))
    shape = (own - middle) / np.maximum(chroma, 1e-9)  # -0.5 .. 0.5: the hue, free of strength
    return np.asarray(np.clip(lightness[:, None] + shape * new_chroma, 0, 1))


def _pack(rgb: Floats, see_through: NDArray[np.bool_]) -> Bytes:
    packed = np.empty((len(rgb), 4), dtype=np.uint8)
    packed[:, :3] = np.rint(np.clip(rgb, 0, 1) * 255)
    packed[:, 3] = np.where(see_through, 77, 255)
    return packed
