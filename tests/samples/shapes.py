"""Solids, placements and representations in metres."""

from __future__ import annotations

import math
from collections.abc import Sequence

import ifcopenshell
import ifcopenshell.api.geometry
import numpy as np

from tests.samples.entity import Entity

Point = Sequence[float]
Placement = tuple[Point, Point, Point]
"""Origin, z axis, x axis."""

UPRIGHT: Placement = ((0.0, 0.0, 0.0), (0.0, 0.0, 1.0), (1.0, 0.0, 0.0))
FACING: Placement = ((0.0, 0.0, 0.0), (0.0, -1.0, 0.0), (1.0, 0.0, 0.0))
"""Profile x along x, profile y up, extruded towards -y."""
ALONG_X: Placement = ((0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0))
"""Profile x along y, profile y up, extruded along x."""


def moved(placement: Placement, x: float, y: float, z: float) -> Placement:
    """The same axes at another origin."""
    return (x, y, z), placement[1], placement[2]


def _floats(values: Point) -> list[float]:
    return [round(float(value), 6) + 0.0 for value in values]


def axis_placement(file: ifcopenshell.file, placement: Placement) -> Entity:
    """An IfcAxis2Placement3D."""
    origin, z_axis, x_axis = placement
    return file.create_entity(
        "IfcAxis2Placement3D",
        file.create_entity("IfcCartesianPoint", _floats(origin)),
        file.create_entity("IfcDirection", _floats(z_axis)),
        file.create_entity("IfcDirection", _floats(x_axis)),
    )


def curve(file: ifcopenshell.file, points: Sequence[Point]) -> Entity:
    """A closed IfcIndexedPolyCurve through 2D points."""
    rows = [_floats(point) for point in [*points, points[0]]]
    return file.create_entity(
        "IfcIndexedPolyCurve", file.create_entity("IfcCartesianPointList2D", rows), None, False
    )


def outline(x0: float, y0: float, x1: float, y1: float) -> list[Point]:
    """The four corners of a rectangle, counter-clockwise."""
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def prism(
    file: ifcopenshell.file,
    points: Sequence[Point],
    depth: float,
    placement: Placement = UPRIGHT,
    *,
    holes: Sequence[Sequence[Point]] = (),
) -> Entity:
    """A polygon with holes, extruded along the placement's z axis."""
    outer = curve(file, points)
    if holes:
        inner = [curve(file, hole) for hole in holes]
        profile = file.create_entity("IfcArbitraryProfileDefWithVoids", "AREA", None, outer, inner)
    else:
        profile = file.create_entity("IfcArbitraryClosedProfileDef", "AREA", None, outer)
    return extrusion(file, profile, depth, placement)


def extrusion(
    file: ifcopenshell.file, profile: Entity, depth: float, placement: Placement = UPRIGHT
) -> Entity:
    """An IfcExtrudedAreaSolid along the placement's z axis."""
    return file.create_entity(
        "IfcExtrudedAreaSolid",
        profile,
        axis_placement(file, placement),
        file.create_entity("IfcDirection", (0.0, 0.0, 1.0)),
        round(depth, 6),
    )


def box(file: ifcopenshell.file, low: Point, high: Point) -> Entity:
    """A box between two corners."""
    x_size, y_size, height = (h - low_ for low_, h in zip(low, high, strict=True))
    profile = file.create_entity(
        "IfcRectangleProfileDef", "AREA", None, _flat_placement(file), round(x_size, 6), round(y_size, 6)
    )
    middle = ((low[0] + high[0]) / 2, (low[1] + high[1]) / 2, low[2])
    return extrusion(file, profile, height, moved(UPRIGHT, *middle))


def rod(file: ifcopenshell.file, start: Point, end: Point, radius: float) -> Entity:
    """A round bar from one point to another."""
    return _round(file, start, end, "IfcCircleProfileDef", radius)


def pipe(file: ifcopenshell.file, start: Point, end: Point, radius: float, wall: float = 0.004) -> Entity:
    """A hollow round bar from one point to another."""
    return _round(file, start, end, "IfcCircleHollowProfileDef", radius, wall)


def _round(file: ifcopenshell.file, start: Point, end: Point, kind: str, *sizes: float) -> Entity:
    along = np.subtract(end, start).astype(float)
    length = float(np.linalg.norm(along))
    profile = file.create_entity(kind, "AREA", None, _flat_placement(file), *sizes)
    z_axis = along / length
    x_axis = (1.0, 0.0, 0.0) if abs(z_axis[0]) < 0.9 else (0.0, 1.0, 0.0)
    return extrusion(file, profile, length, (start, [float(value) for value in z_axis], x_axis))


def _flat_placement(file: ifcopenshell.file) -> Entity:
    return file.create_entity(
        "IfcAxis2Placement2D", file.create_entity("IfcCartesianPoint", (0.0, 0.0)), None
    )


def ball(
    file: ifcopenshell.file, centre: Point, radii: Point, *, segments: int = 20, rings: int = 12
) -> Entity:
    """An ellipsoid as an IfcTriangulatedFaceSet."""
    points: list[list[float]] = [_floats((centre[0], centre[1], centre[2] - radii[2]))]
    for ring in range(1, rings):
        polar = math.pi * ring / rings
        for step in range(segments):
            angle = 2 * math.pi * step / segments
            unit = (
                math.sin(polar) * math.cos(angle),
                math.sin(polar) * math.sin(angle),
                -math.cos(polar),
            )
            points.append(_floats([c + r * u for c, r, u in zip(centre, radii, unit, strict=True)]))
    points.append(_floats((centre[0], centre[1], centre[2] + radii[2])))
    faces = _ball_faces(segments, rings)
    coordinates = file.create_entity("IfcCartesianPointList3D", points)
    return file.create_entity("IfcTriangulatedFaceSet", coordinates, None, True, faces)


def trunk(file: ifcopenshell.file, height: float, foot: float, top: float) -> Entity:
    """A tapered round post on the origin as an IfcTriangulatedFaceSet; radii at foot and top."""
    segments = 10
    angles = [2 * math.pi * step / segments for step in range(segments)]
    points = [
        _floats((radius * math.cos(angle), radius * math.sin(angle), level))
        for level, radius in ((0.0, foot), (height, top))
        for angle in angles
    ]
    faces = []
    for step in range(segments):
        low, low_next = step + 1, (step + 1) % segments + 1
        faces += [(low, low_next, low_next + segments), (low, low_next + segments, low + segments)]
    for step in range(1, segments - 1):
        faces += [(1, step + 2, step + 1), (segments + 1, segments + step + 1, segments + step + 2)]
    coordinates = file.create_entity("IfcCartesianPointList3D", points)
    return file.create_entity("IfcTriangulatedFaceSet", coordinates, None, True, faces)


def _ball_faces(segments: int, rings: int) -> list[tuple[int, int, int]]:
    def at(ring: int, step: int) -> int:
        return 2 + (ring - 1) * segments + step % segments

    top = 2 + (rings - 1) * segments
    faces = [(1, at(1, step + 1), at(1, step)) for step in range(segments)]
    for ring in range(1, rings - 1):
        for step in range(segments):
            lower, upper = at(ring, step), at(ring + 1, step)
            lower_next, upper_next = at(ring, step + 1), at(ring + 1, step + 1)
            faces += [(lower, lower_next, upper_next), (lower, upper_next, upper)]
    faces += [(top, at(rings - 1, step), at(rings - 1, step + 1)) for step in range(segments)]
    return faces


def matrix(
    x: float, y: float, z: float, *, turn: float = 0.0
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Placement matrix, float64 (4, 4): turned about z by `turn` degrees, then moved (metres)."""
    result = np.eye(4)
    cosine, sine = round(math.cos(math.radians(turn)), 9), round(math.sin(math.radians(turn)), 9)
    result[:2, :2] = [[cosine, -sine], [sine, cosine]]
    result[:3, 3] = (x, y, z)
    return result
