"""The places where the camera stood for a while: a bounded row to walk back and forth in."""

from __future__ import annotations

import numpy as np

from bimdesk.scene.camera import Camera

LIMIT = 100
_SAME_SHARE = 1e-3
"""Of the viewing distance: cameras nearer to one another than this are the same."""
_SAME_DEGREES = 0.05


class CameraHistory:
    """`note` what the camera came to rest at; `back` and `forward` give where to go."""

    def __init__(self, *, limit: int = LIMIT) -> None:
        self._limit = limit
        self._cameras: list[Camera] = []
        self._at = -1

    def __len__(self) -> int:
        return len(self._cameras)

    @property
    def can_go_back(self) -> bool:
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        return self._at < len(self._cameras) - 1

    def note(self, camera: Camera) -> bool:
        """Keep `camera` as the newest, those that were gone back over dropped; false where it is the same."""
        if self._at >= 0 and is_same(self._cameras[self._at], camera):
            return False
        self._cameras[self._at + 1 :] = [camera]
        del self._cameras[: -self._limit]
        self._at = len(self._cameras) - 1
        return True

    def back(self) -> Camera | None:
        """The camera before; None at the oldest."""
        if not self.can_go_back:
            return None
        self._at -= 1
        return self._cameras[self._at]

    def forward(self) -> Camera | None:
        """The camera after; None at the newest."""
        if not self.can_go_forward:
            return None
        self._at += 1
        return self._cameras[self._at]

    def clear(self) -> None:
        self._cameras.clear()
        self._at = -1


def is_same(one: Camera, other: Camera) -> bool:
    """True where a person would see no difference."""
    reach = _SAME_SHARE * max(min(one.distance, other.distance), 1e-3)
    turned = abs((one.azimuth - other.azimuth + 180) % 360 - 180) + abs(one.elevation - other.elevation)
    return (
        one.parallel == other.parallel
        and turned < _SAME_DEGREES
        and abs(one.distance - other.distance) < reach
        and float(np.linalg.norm(one.focal - other.focal)) < reach
    )
