"""The camera as a value: a level horizon, a focal point, and the maths of moving about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import cos, exp, log, radians, sin, tan

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

VIEW_ANGLE = 24.0
"""Degrees from top to bottom of the picture: long enough a lens that verticals stay calm."""
FIT = 0.86
"""Share of the view that the fitted points fill."""
HALF_TANGENT = tan(radians(VIEW_ANGLE) / 2)
"""Half the height of the picture at one metre before the eye."""
PARALLEL_REACH = 50_000.0
"""Metres by which the eye of a parallel camera stands back, so that the whole scene is before it."""
NEAREST = 0.05
"""Metres: no zoom comes nearer to what it aims at."""

STANDARD_VIEWS: dict[str, tuple[float, float]] = {
    "front": (-90.0, 0.0),
    "back": (90.0, 0.0),
    "left": (180.0, 0.0),
    "right": (0.0, 0.0),
    "top": (-90.0, 90.0),
    "bottom": (-90.0, -90.0),
    "home": (-58.0, 26.0),
}
"""Name -> (azimuth, elevation) in degrees; keys 1 to 7 in this order. IFC's front looks along +Y."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Camera:
    """Looks from `azimuth` and `elevation` (degrees, Z up) at `focal` (scene metres) from `distance`.

    `parallel`: orthographic. `distance` is then what a perspective camera would need to show as much at the
    focal point, so that switching keeps the visible size there.
    """

    focal: Floats
    distance: float = 20.0
    azimuth: float = STANDARD_VIEWS["home"][0]
    elevation: float = STANDARD_VIEWS["home"][1]
    parallel: bool = False

    @property
    def axes(self) -> Floats:
        """float64 (3, 3): the rows right, up and forward, in scene coordinates."""
        az, el = radians(self.azimuth), radians(self.elevation)
        return np.array(
            [
                (-sin(az), cos(az), 0.0),
                (-sin(el) * cos(az), -sin(el) * sin(az), cos(el)),
                (-cos(el) * cos(az), -cos(el) * sin(az), -sin(el)),
            ]
        )

    @property
    def eye(self) -> Floats:
        """Where rays begin; far behind the scene where the camera is parallel."""
        return np.asarray(self.focal - self.axes[2] * self._back)

    @property
    def half_height(self) -> float:
        """Metres from the middle of the picture to its top, at the focal point."""
        return self.distance * HALF_TANGENT

    def metres_per_pixel(self, depth: float, height: int) -> float:
        """What a pixel covers `depth` metres before the eye, in a picture `height` pixels high."""
        return (self.half_height if self.parallel else depth * HALF_TANGENT) / (height / 2)

    def project(self, points: ArrayLike, size: tuple[int, int]) -> Floats:
        """float64 (n, 3): x and y in pixels from the top left, and the depth in metres (<= 0: behind)."""
        axes = self.axes
        eye = self.focal - axes[2] * self._back
        local = (np.asarray(points, dtype=np.float64).reshape(-1, 3) - eye) @ axes.T
        depth = local[:, 2]
        if self.parallel:
            scale: Floats = np.asarray(size[1] / 2 / self.half_height)
        else:
            scale = size[1] / 2 / HALF_TANGENT / np.where(depth > 1e-6, depth, np.nan)
        x = size[0] / 2 + scale * local[:, 0]
        y = size[1] / 2 - scale * local[:, 1]
        return np.stack([x, y, depth], axis=1)

    def direction(self, x: float, y: float, size: tuple[int, int]) -> Floats:
        """The unit vector along which the pixel (x, y) looks."""
        if self.parallel:
            return np.asarray(self.axes[2])
        scale = HALF_TANGENT / (size[1] / 2)
        local = np.array([(x - size[0] / 2) * scale, (size[1] / 2 - y) * scale, 1.0])
        ray = local @ self.axes
        return np.asarray(ray / np.linalg.norm(ray))

    def ray(self, x: float, y: float, size: tuple[int, int]) -> tuple[Floats, Floats]:
        """Where the line of sight of the pixel (x, y) begins, and its unit direction."""
        if not self.parallel:
            return self.eye, self.direction(x, y, size)
        right, up, forward = self.axes
        scale = self.half_height / (size[1] / 2)
        start = self.eye + right * ((x - size[0] / 2) * scale) + up * ((size[1] / 2 - y) * scale)
        return start, forward

    def point_at(self, x: float, y: float, size: tuple[int, int], *, depth: float | None = None) -> Floats:
        """The point under the pixel at `depth` metres before the eye (that of the focal point if None)."""
        start, ray = self.ray(x, y, size)
        along = (self._back if depth is None else depth) / float(ray @ self.axes[2])
        return np.asarray(start + ray * along)

    def depth_of(self, point: ArrayLike) -> float:
        """Metres from the eye to `point` along the view."""
        return float((np.asarray(point, dtype=np.float64) - self.eye) @ self.axes[2])

    def orbit(self, pivot: ArrayLike, azimuth: float, elevation: float) -> Camera:
        """Turn by degrees about `pivot`, which stays where it is in the picture."""
        point = np.asarray(pivot, dtype=np.float64)
        local = self.axes @ (self.focal - point)
        turned = replace(
            self,
            azimuth=_wrapped(self.azimuth + azimuth),
            elevation=float(np.clip(self.elevation + elevation, -90, 90)),
        )
        return replace(turned, focal=point + local @ turned.axes)

    def pan(self, dx: float, dy: float, size: tuple[int, int], *, depth: float | None = None) -> Camera:
        """Shift by pixels; a point `depth` metres away follows the mouse."""
        scale = self.metres_per_pixel(self.distance if depth is None else depth, size[1])
        right, up, _ = self.axes
        return replace(self, focal=self.focal - right * (dx * scale) + up * (dy * scale))

    def zoom(self, factor: float, target: ArrayLike) -> Camera:
        """Come nearer to `target` (factor > 1) or go back; what is under it stays under it."""
        point = np.asarray(target, dtype=np.float64)
        if self.parallel:
            factor = min(factor, self.distance / NEAREST)
            return replace(self, focal=point + (self.focal - point) / factor, distance=self.distance / factor)
        forward = self.axes[2]
        depth = max(self.depth_of(point), 1e-3)
        factor = min(factor, depth / NEAREST)  # never through the point
        eye = point + (self.eye - point) / factor
        distance = depth / factor
        return replace(self, focal=eye + forward * distance, distance=distance)

    def fit(self, points: ArrayLike, size: tuple[int, int], *, fill: float = FIT) -> Camera:
        """Keep the direction and stand where `points` fill the share `fill` of the picture, exactly."""
        known = np.asarray(points, dtype=np.float64).reshape(-1, 3)
        return self.fit_boxes(np.concatenate([known, known], axis=1), size, fill=fill)

    def fit_boxes(self, boxes: Floats, size: tuple[int, int], *, fill: float = FIT) -> Camera:
        """Likewise for all corners of `boxes` (n, 6), xmin ymin zmin xmax ymax zmax: 100,000 in 10 ms."""
        if not len(boxes):
            return self
        if self.parallel:
            return self._fit_parallel(*_reach(boxes, self.axes), size, fill)
        ky = HALF_TANGENT * fill
        kx = ky * size[0] / size[1]
        x, y, z = self.axes
        least, most = _reach(boxes, np.array([x - kx * z, x + kx * z, y - ky * z, y + ky * z, z]))
        left, right, low, high = most[0], least[1], most[2], least[3]
        depth = min((right - left) / (2 * kx), (high - low) / (2 * ky), least[4] - 0.05)
        middle = float((least[4] + most[4]) / 2)
        eye = np.array([(left + right) / 2, (low + high) / 2, depth]) @ self.axes
        distance = max(middle - depth, 0.05)
        return replace(self, focal=eye + self.axes[2] * distance, distance=distance)

    def with_projection(self, *, parallel: bool) -> Camera:
        """The same view, orthographic or in perspective; what lies at the focal point keeps its size."""
        return replace(self, parallel=parallel)

    def focused_at(self, point: ArrayLike) -> Camera:
        """The same picture with the focal point moved along the view to the depth of `point`.

        A parallel camera keeps its distance, which says how much it shows.
        """
        if self.parallel:
            shift = float((np.asarray(point, dtype=np.float64) - self.focal) @ self.axes[2])
            return replace(self, focal=self.focal + self.axes[2] * shift)
        depth = max(self.depth_of(point), NEAREST)
        return replace(self, focal=self.eye + self.axes[2] * depth, distance=depth)

    def seen_from(self, view: str) -> Camera:
        """The same focal point from a standard view. Raises KeyError on an unknown name."""
        azimuth, elevation = STANDARD_VIEWS[view]
        return replace(self, azimuth=azimuth, elevation=elevation)

    @property
    def _back(self) -> float:
        """Metres from the eye to the focal point."""
        return self.distance + (PARALLEL_REACH if self.parallel else 0.0)

    def _fit_parallel(self, low: Floats, high: Floats, size: tuple[int, int], fill: float) -> Camera:
        half = (high - low) / 2 / fill
        distance = max(float(half[1]), float(half[0]) * size[1] / size[0], NEAREST) / HALF_TANGENT
        return replace(self, focal=(low + high) / 2 @ self.axes, distance=distance)


def between(start: Camera, end: Camera, share: float) -> Camera:
    """The camera on the way from `start` to `end`; `share` 0..1 in time, eased at both ends."""
    eased = share * share * (3 - 2 * share)
    turn = _wrapped(end.azimuth - start.azimuth)
    return Camera(
        focal=start.focal + (end.focal - start.focal) * eased,
        distance=exp(log(start.distance) + (log(end.distance) - log(start.distance)) * eased),
        azimuth=_wrapped(start.azimuth + turn * eased),
        elevation=start.elevation + (end.elevation - start.elevation) * eased,
        parallel=end.parallel,
    )


def _reach(boxes: Floats, directions: Floats) -> tuple[Floats, Floats]:
    """float64 (k,): the least and the most that any corner of `boxes` has along `directions` (k, 3)."""
    columns = np.ascontiguousarray(boxes.T)  # long rows: NumPy is many times slower along short ones
    middle, half = (columns[:3] + columns[3:]) / 2, (columns[3:] - columns[:3]) / 2
    along, beside = directions @ middle, np.abs(directions) @ half
    return np.asarray((along - beside).min(axis=1)), np.asarray((along + beside).max(axis=1))


def box_corners(bounds: ArrayLike) -> Floats:
    """float64 (n * 8, 3): the corners of the boxes `bounds` (n, 6), xmin ymin zmin xmax ymax zmax."""
    boxes = np.asarray(bounds, dtype=np.float64).reshape(-1, 2, 3)
    corners = [boxes[:, [i, j, k], [0, 1, 2]] for i in (0, 1) for j in (0, 1) for k in (0, 1)]
    return np.stack(corners, axis=1).reshape(-1, 3)


def _wrapped(degrees: float) -> float:
    """The same angle within -180 .. 180."""
    return (degrees + 180) % 360 - 180
