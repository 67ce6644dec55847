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
    """Looks from `azimuth` and `elevation` (degrees, Z up) at `focal` (scene metres) from `distance`."""

    focal: Floats
    distance: float = 20.0
    azimuth: float = STANDARD_VIEWS["home"][0]
    elevation: float = STANDARD_VIEWS["home"][1]

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
        return np.asarray(self.focal - self.axes[2] * self.distance)

    def project(self, points: ArrayLike, size: tuple[int, int]) -> Floats:
        """float64 (n, 3): x and y in pixels from the top left, and the depth in metres (<= 0: behind)."""
        axes = self.axes
        eye = self.focal - axes[2] * self.distance
        local = (np.asarray(points, dtype=np.float64).reshape(-1, 3) - eye) @ axes.T
        scale = size[1] / 2 / tan(radians(VIEW_ANGLE) / 2)
        depth = local[:, 2]
        safe = np.where(depth > 1e-6, depth, np.nan)
        x = size[0] / 2 + scale * local[:, 0] / safe
        y = size[1] / 2 - scale * local[:, 1] / safe
        return np.stack([x, y, depth], axis=1)

    def direction(self, x: float, y: float, size: tuple[int, int]) -> Floats:
        """The unit vector from the eye through the pixel (x, y)."""
        scale = tan(radians(VIEW_ANGLE) / 2) / (size[1] / 2)
        local = np.array([(x - size[0] / 2) * scale, (size[1] / 2 - y) * scale, 1.0])
        ray = local @ self.axes
        return np.asarray(ray / np.linalg.norm(ray))

    def point_at(self, x: float, y: float, size: tuple[int, int], *, depth: float | None = None) -> Floats:
        """The point under the pixel at `depth` metres before the eye (that of the focal point if None)."""
        ray = self.direction(x, y, size)
        along = (self.distance if depth is None else depth) / float(ray @ self.axes[2])
        return np.asarray(self.eye + ray * along)

    def orbit(self, pivot: ArrayLike, azimuth: float, elevation: float) -> Camera:
        """Turn by degrees about `pivot`, which stays where it is in the picture."""
        point = np.asarray(pivot, dtype=np.float64)
        local = self.axes @ (point - self.eye)
        turned = replace(
            self,
            azimuth=_wrapped(self.azimuth + azimuth),
            elevation=float(np.clip(self.elevation + elevation, -90, 90)),
        )
        axes = turned.axes
        return replace(turned, focal=point - local @ axes + axes[2] * self.distance)

    def pan(self, dx: float, dy: float, size: tuple[int, int], *, depth: float | None = None) -> Camera:
        """Shift by pixels; a point `depth` metres away follows the mouse."""
        scale = (self.distance if depth is None else depth) * tan(radians(VIEW_ANGLE) / 2) / (size[1] / 2)
        right, up, _ = self.axes
        return replace(self, focal=self.focal - right * (dx * scale) + up * (dy * scale))

    def zoom(self, factor: float, target: ArrayLike) -> Camera:
        """Come nearer to `target` (factor > 1) or go back; what is under it stays under it."""
        point = np.asarray(target, dtype=np.float64)
        forward = self.axes[2]
        depth = max(float((point - self.eye) @ forward), 1e-3)
        factor = min(factor, depth / 0.05)  # never through the point
        eye = point + (self.eye - point) / factor
        distance = depth / factor
        return replace(self, focal=eye + forward * distance, distance=distance)

    def fit(self, points: ArrayLike, size: tuple[int, int], *, fill: float = FIT) -> Camera:
        """Keep the direction and stand where `points` fill the share `fill` of the picture, exactly."""
        local = np.asarray(points, dtype=np.float64).reshape(-1, 3) @ self.axes.T
        if not len(local):
            return self
        ky = tan(radians(VIEW_ANGLE) / 2) * fill
        kx = ky * size[0] / size[1]
        x, y, z = local.T
        left, right = (x - kx * z).max(), (x + kx * z).min()
        low, high = (y - ky * z).max(), (y + ky * z).min()
        depth = min((right - left) / (2 * kx), (high - low) / (2 * ky), z.min() - 0.05)
        middle = float((z.min() + z.max()) / 2)
        eye = np.array([(left + right) / 2, (low + high) / 2, depth]) @ self.axes
        distance = max(middle - depth, 0.05)
        return replace(self, focal=eye + self.axes[2] * distance, distance=distance)

    def seen_from(self, view: str) -> Camera:
        """The same focal point from a standard view. Raises KeyError on an unknown name."""
        azimuth, elevation = STANDARD_VIEWS[view]
        return replace(self, azimuth=azimuth, elevation=elevation)

    def clipping(self, corners: ArrayLike) -> tuple[float, float]:
        """Near and far plane for a scene within `corners`, metres before the eye."""
        depth = (np.asarray(corners, dtype=np.float64).reshape(-1, 3) - self.eye) @ self.axes[2]
        if not len(depth):
            return 0.1, 100.0
        far = max(float(depth.max()) * 1.02, 0.1)
        return max(float(depth.min()) * 0.98, far / 3000, 0.01), far


def between(start: Camera, end: Camera, share: float) -> Camera:
    """The camera on the way from `start` to `end`; `share` 0..1 in time, eased at both ends."""
    eased = share * share * (3 - 2 * share)
    turn = _wrapped(end.azimuth - start.azimuth)
    return Camera(
        focal=start.focal + (end.focal - start.focal) * eased,
        distance=exp(log(start.distance) + (log(end.distance) - log(start.distance)) * eased),
        azimuth=_wrapped(start.azimuth + turn * eased),
        elevation=start.elevation + (end.elevation - start.elevation) * eased,
    )


def box_corners(bounds: ArrayLike) -> Floats:
    """float64 (n * 8, 3): the corners of the boxes `bounds` (n, 6), xmin ymin zmin xmax ymax zmax."""
    boxes = np.asarray(bounds, dtype=np.float64).reshape(-1, 2, 3)
    corners = [boxes[:, [i, j, k], [0, 1, 2]] for i in (0, 1) for j in (0, 1) for k in (0, 1)]
    return np.stack(corners, axis=1).reshape(-1, 3)


def _wrapped(degrees: float) -> float:
    """The same angle within -180 .. 180."""
    return (degrees + 180) % 360 - 180
