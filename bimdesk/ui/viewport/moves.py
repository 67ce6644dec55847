"""Where the camera goes: fit, standard views, steps by key, and whether something is in view at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from bimdesk.domain.ids import ElementRef
from bimdesk.scene.camera import STANDARD_VIEWS, Camera
from bimdesk.scene.camera_history import CameraHistory
from bimdesk.scene.state import SceneState
from bimdesk.ui.viewport.stage import Stage

_SELECTION_FILL = 0.5
"""Share of the view that a fitted selection takes: its surroundings should be seen too."""
_LEAST_SIZE = 1.0
_ZOOM = 1.25


class CameraMoves:
    """Moves the stage's camera about the scene."""

    def __init__(self, stage: Stage, state: SceneState) -> None:
        self._stage = stage
        self._state = state
        self.history = CameraHistory()
        stage.camera_rested.connect(self._note)

    @property
    def camera(self) -> Camera:
        """Where the stage's camera is now."""
        return self._stage.camera

    def go_to(self, camera: Camera) -> None:
        """Move to `camera`, at once or within a quarter of a second."""
        self._stage.move_camera(camera)

    def go_back(self) -> None:
        """To the camera before this one; nothing happens at the oldest."""
        self._note()
        self._go(self.history.back())

    def go_forward(self) -> None:
        """To the camera from which `go_back` came."""
        self._go(self.history.forward())

    def set_parallel(self, parallel: bool) -> None:
        """Orthographic or perspective; what lies in the middle of the picture keeps its size."""
        camera = self._stage.camera
        if camera.parallel != parallel:
            self._stage.set_camera(self._focused(camera).with_projection(parallel=parallel), moving=False)

    def fit(self, *, view: str = "", animated: bool = True) -> None:
        """Fit all that is shown, from a standard view if one is named. Raises KeyError on an unknown name."""
        camera = self._stage.camera
        if view:
            azimuth, elevation = STANDARD_VIEWS[view]
            camera = replace(camera, azimuth=azimuth, elevation=elevation)
        self._fit_boxes(camera, self._state.bounds(), animated=animated)

    def fit_to(self, refs: Iterable[ElementRef], *, animated: bool = True) -> None:
        """Fit `refs` with something of their surroundings; nothing moves where none has geometry."""
        boxes = self._state.bounds(refs)
        if len(boxes):
            grown = _at_least(boxes, _LEAST_SIZE)
            self._fit_boxes(self._stage.camera, grown, fill=_SELECTION_FILL, animated=animated)

    def look_from(self, azimuth: float, elevation: float) -> None:
        """Turn about the middle of what is shown to a direction in degrees."""
        camera = replace(self._stage.camera, azimuth=azimuth, elevation=elevation)
        self._fit_boxes(camera, self._state.bounds())

    def is_in_view(self, refs: Iterable[ElementRef]) -> bool:
        """True where each of the `refs` that has geometry has its middle inside the picture."""
        boxes = self._state.bounds(refs)
        if not len(boxes):
            return True
        width, height = self._stage.view_size
        middles = (boxes[:, :3] + boxes[:, 3:]) / 2
        x, y, depth = self._stage.camera.project(middles, (width, height)).T
        return bool(((depth > 0) & (x >= 0) & (x <= width) & (y >= 0) & (y <= height)).all())

    def orbit(self, azimuth: float, elevation: float) -> None:
        """Turn by degrees about the middle of what is shown."""
        self._stage.set_camera(self._stage.camera.orbit(self._middle(), azimuth, elevation))

    def pan(self, dx: float, dy: float) -> None:
        """Shift the model by shares of the view."""
        width, height = self._stage.view_size
        camera = self._stage.camera
        self._stage.set_camera(camera.pan(dx * width, dy * height, (width, height)))

    def zoom(self, *, nearer: bool) -> None:
        """One step towards the middle of the view, or back."""
        camera = self._stage.camera
        self._stage.set_camera(camera.zoom(_ZOOM if nearer else 1 / _ZOOM, camera.focal))

    def _go(self, camera: Camera | None) -> None:
        if camera is not None:
            self._stage.move_camera(camera)

    def _note(self) -> None:
        if len(self._state) and self._stage.isVisible():
            self.history.note(self._stage.camera)

    def _focused(self, camera: Camera) -> Camera:
        """Focused at what is in the middle of the picture; at the depth of the scene's middle beside it."""
        width, height = self._stage.view_size
        hit = self._stage.sight.pick(*camera.ray(width / 2, height / 2, (width, height)))
        return camera.focused_at(self._middle() if hit is None else hit.point)

    def _middle(self) -> NDArray[np.float64]:
        boxes = self._state.bounds()
        if not len(boxes):
            return self._stage.camera.focal
        return np.asarray((boxes[:, :3].min(axis=0) + boxes[:, 3:].max(axis=0)) / 2)

    def _fit_boxes(
        self, camera: Camera, boxes: NDArray[np.float64], *, fill: float = 0.86, animated: bool = True
    ) -> None:
        if not len(boxes):
            return
        target = camera.fit_boxes(boxes, self._stage.view_size, fill=fill)
        if animated:
            self._stage.move_camera(target)
        else:
            self._stage.set_camera(target, moving=False)


def _at_least(boxes: NDArray[np.float64], size: float) -> NDArray[np.float64]:
    """The boxes, each grown about its middle to `size` metres where it is smaller."""
    middle, half = (boxes[:, :3] + boxes[:, 3:]) / 2, (boxes[:, 3:] - boxes[:, :3]) / 2
    half = np.maximum(half, size / 2)
    return np.concatenate([middle - half, middle + half], axis=1)
