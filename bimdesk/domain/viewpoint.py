"""Viewpoints: a camera and everything that was set in the view, told so that a new version still has it.

Elements go by GlobalId under their model's name, places by world metres.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NewType

from bimdesk.domain.smart_view import SmartView

ViewpointId = NewType("ViewpointId", int)
Point = tuple[float, float, float]
Guids = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraPlace:
    """Looks at `focal` (world metres) from `distance`; angles in degrees."""

    focal: Point
    distance: float
    azimuth: float
    elevation: float
    parallel: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaneMark:
    """A section plane: `normal` (unit) points to what is cut away."""

    point: Point
    normal: Point
    name: str = ""
    on: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxMark:
    """A section box between two corners."""

    low: Point
    high: Point
    on: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelMark:
    """One model as it was shown.

    `only`: all that is visible; None where that is what is visible by default, less `hidden`, and `revealed`.
    `colors`: `#rrggbb` -> elements.
    """

    model: str
    shown: bool = True
    ghosted: bool = False
    tint: str = ""
    only: Guids | None = None
    hidden: Guids = ()
    revealed: Guids = ()
    selected: Guids = ()
    colors: Mapping[str, Guids] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewpointScene:
    """All that going to a viewpoint restores."""

    camera: CameraPlace
    models: tuple[ModelMark, ...] = ()
    planes: tuple[PlaneMark, ...] = ()
    box: BoxMark | None = None
    color_mode: str = "muted"
    ghosting: bool = False
    isolated: bool = False
    smart_view: SmartView | None = None
    """Whose legend is shown; its colours are among those of the models too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewpoint:
    """A viewpoint in a list: its name and its picture (PNG); the scene is read when one goes there."""

    id: ViewpointId
    name: str
    thumbnail: bytes
    created_at: datetime
    changed_at: datetime
