"""Where a model lies on the map, and how models are brought beside one another by it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import hypot, isfinite
from typing import Literal

from bimdesk.domain.ids import ModelKey

PlaceBy = Literal["map", "project"]
"""Models with a map conversion into the same coordinate system by it, or each by its own coordinates."""

_PLAUSIBLE = (0.9, 1.1)
"""True scales of maps; what lies outside comes of a unit that was counted twice or not at all."""

Point = tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapConversion:
    """From a model's own coordinates to those of a map (IfcMapConversion, IfcRigidOperation).

    `eastings`, `northings`, `height`: metres. `cosine`, `sine`: the direction of the model's X axis on the
    map. `scale`: metres on the map for a metre of the model. `crs`: the name of the target, as in EPSG:28992.
    """

    crs: str
    eastings: float
    northings: float
    height: float = 0.0
    cosine: float = 1.0
    sine: float = 0.0
    scale: float = 1.0

    def to_text(self) -> str:
        """As JSON, for the index."""
        return json.dumps(asdict(self))

    @classmethod
    def from_text(cls, text: str) -> MapConversion | None:
        """None where the text is none of ours: '' for a model without one."""
        try:
            values = json.loads(text) if text else None
            return cls(**values) if isinstance(values, dict) else None
        except (ValueError, TypeError):
            return None


def map_conversion(
    *, crs: str, origin: Point, abscissa: float | None, ordinate: float | None, scale: float
) -> MapConversion | None:
    """One from what a file says, metres; None where its numbers are none. An implausible scale is 1."""
    x, y = (1.0 if abscissa is None else abscissa), (0.0 if ordinate is None else ordinate)
    length = hypot(x, y)
    if not all(isfinite(value) for value in (*origin, x, y)):
        return None
    if length < 1e-9:
        x, y, length = 1.0, 0.0, 1.0
    low, high = _PLAUSIBLE
    return MapConversion(
        crs=crs,
        eastings=origin[0],
        northings=origin[1],
        height=origin[2],
        cosine=x / length,
        sine=y / length,
        scale=scale if low <= scale <= high else 1.0,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """What is done to a model's coordinates before it is shown: turned about Z, scaled, then shifted (m)."""

    cosine: float = 1.0
    sine: float = 0.0
    scale: float = 1.0
    shift: Point = (0.0, 0.0, 0.0)

    @property
    def is_identity(self) -> bool:
        return self == Placement()

    @property
    def only_shifts(self) -> bool:
        """True where no vertex has to be computed anew."""
        return (self.cosine, self.sine, self.scale) == (1.0, 0.0, 1.0)

    def moved(self, shift: Point) -> Placement:
        """The same, and then shifted by metres."""
        x, y, z = (a + b for a, b in zip(self.shift, shift, strict=True))
        return Placement(cosine=self.cosine, sine=self.sine, scale=self.scale, shift=(x, y, z))


AS_IT_IS = Placement()


def placement_beside(anchor: MapConversion, other: MapConversion) -> Placement:
    """Brings a model with `other` into the coordinates of the one with `anchor`, by the map.

    Through the map and back: the anchor's model stays where it is, in metres of its own, so that distances in
    it are true; the other one is turned by the difference of both directions.
    """
    cosine = other.cosine * anchor.cosine + other.sine * anchor.sine
    sine = other.sine * anchor.cosine - other.cosine * anchor.sine
    east = (other.eastings - anchor.eastings) / anchor.scale
    north = (other.northings - anchor.northings) / anchor.scale
    if abs(sine) < 1e-12 and cosine > 0:
        cosine, sine = 1.0, 0.0  # the same direction: no vertex should move by a rounding
    return Placement(
        cosine=cosine,
        sine=sine,
        scale=other.scale / anchor.scale,
        shift=(
            east * anchor.cosine + north * anchor.sine,
            north * anchor.cosine - east * anchor.sine,
            (other.height - anchor.height) / anchor.scale,
        ),
    )


def place_models(
    conversions: Mapping[ModelKey, MapConversion | None], place_by: PlaceBy = "map"
) -> dict[ModelKey, Placement]:
    """How each model is placed, in the order in which they were opened.

    By the map: the first model that has a map conversion stays as it is, and those with the same target are
    brought beside it. All others (local ones, other coordinate systems) keep their own coordinates.
    """
    anchor = next((found for found in conversions.values() if found is not None), None)
    placed = dict.fromkeys(conversions, AS_IT_IS)
    if anchor is None or place_by == "project":
        return placed
    for key, found in conversions.items():
        if found is not None and _same_target(found, anchor):
            placed[key] = placement_beside(anchor, found)
    return placed


def _same_target(one: MapConversion, other: MapConversion) -> bool:
    return one.crs.strip().casefold() == other.crs.strip().casefold()
