"""Brings the render thread's pictures into the GUI thread, and decides when the next one is drawn."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from bimdesk.scene.camera import Camera
from bimdesk.scene.look import Look
from bimdesk.scene.loop import Listener, RenderLoop
from bimdesk.scene.tiers import TierChoice
from bimdesk.scene.views import Frame, ModelView, Picture, Tier

_REST_MS = 200
_CAREFUL_MS = 400
"""After a whole picture without occlusion, where the one with it holds input up."""
_HELD = 0.1
_MOST_HELD = 0.8
"""Seconds that input may wait for a frame to be broken off: without a thought, and at all."""
_QUICK_STILL = 0.6
"""Seconds: where a still frame comes faster than this, none without occlusion flashes up before it."""


class _Bridge(QObject):
    """Signals that the render thread emits; Qt queues them into the GUI thread."""

    ready = Signal(str)
    drawn = Signal(object)
    failed = Signal(object)


class PictureFeed(QObject):
    """Asks for frames when something changed: a quick one at once, a careful one when all is quiet."""

    ready = Signal(str)
    drawn = Signal(object)
    failed = Signal(object)

    def __init__(self, describe: Callable[[], tuple[tuple[int, int], Camera, Look]], parent: QObject) -> None:
        super().__init__(parent)
        self._describe = describe
        self._models: tuple[ModelView, ...] = ()
        self._tiers = TierChoice()
        self._still_seconds = 1.0
        self._held = 0.0
        self._resting = False
        self._rest_is_due = False
        self._number = 0
        self._wanted: Tier | None = None
        self._stopped = False
        self._hidden = False
        self._drawn_number = 0
        self._last_tier = Tier.STILL
        bridge = self._bridge = _Bridge()  # no parent: the thread holds it while it ends
        queued = Qt.ConnectionType.QueuedConnection
        bridge.ready.connect(self._on_ready, queued)
        bridge.drawn.connect(self._on_drawn, queued)
        bridge.failed.connect(self.failed, queued)
        self._loop = RenderLoop(
            Listener(ready=bridge.ready.emit, drawn=bridge.drawn.emit, failed=bridge.failed.emit)
        )
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._request)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._ask_rest)
        self._careful = QTimer(self, singleShot=True, interval=_CAREFUL_MS)
        self._careful.timeout.connect(self._ask_still)

    def start(self) -> None:
        """Make the graphics context, in its thread."""
        self._loop.start()

    def stop(self) -> None:
        """End the thread; no picture comes after this."""
        if not self._stopped:
            self._stopped = True
            self._soon.stop()
            self._rest.stop()
            self._careful.stop()
            self._loop.stop()

    def show(self, models: tuple[ModelView, ...]) -> None:
        """Draw `models` from now on."""
        self._models = models
        self.changed(moving=False)

    def changed(self, *, moving: bool) -> None:
        """Something differs; `moving`: more is likely to follow at once."""
        quick = not moving and self._still_seconds < _QUICK_STILL
        self._resting = self._rest_is_due = False
        self._careful.stop()
        self._want(Tier.STILL if quick else self._tiers.moving)
        self._rest.start()

    @property
    def settled(self) -> bool:
        """True when the last picture is the careful one of the present state, or the view is not shown."""
        awaited = self._rest.isActive() or self._careful.isActive() or self._rest_is_due
        asked = self._wanted is not None or awaited or self._drawn_number != self._number
        return not asked and (self._hidden or self._last_tier in (Tier.CLEAR, Tier.STILL))

    def _ask_rest(self) -> None:
        """The careful picture; where that holds input up, first one that can be broken off at any time.

        A quick picture that is still being drawn comes first: the first one of a model takes longer than
        others, and would be broken off for one that takes longer yet.
        """
        if self._drawn_number != self._number and not self._hidden:
            self._rest_is_due = True
            return
        self._resting = self._held > _HELD
        self._want(Tier.CLEAR if self._resting else Tier.STILL)

    def _ask_still(self) -> None:
        self._resting = False
        self._want(Tier.STILL)

    def _want(self, tier: Tier) -> None:
        self._wanted = tier
        if not self._stopped and not self._soon.isActive():
            self._soon.start()

    def _request(self) -> None:
        size, camera, look = self._describe()
        tier, self._wanted = self._wanted, None
        if tier is None:
            return
        self._hidden = min(size) < 1
        if self._hidden:
            return  # the view asks again when it is shown
        self._number += 1
        scale = self._tiers.scale if tier is Tier.MOVING else 1.0
        self._loop.request(
            Frame(
                size=(max(round(size[0] * scale), 1), max(round(size[1] * scale), 1)),
                camera=camera,
                models=self._models,
                look=look,
                tier=tier,
                number=self._number,
            )
        )

    def _on_ready(self, renderer_name: str) -> None:
        self._tiers = TierChoice(renderer_name)
        self.ready.emit(renderer_name)

    def _on_drawn(self, picture: Picture) -> None:
        if self._stopped:
            return
        tier = self._last_tier = picture.frame.tier
        self._drawn_number = picture.frame.number
        if self._rest_is_due and self._drawn_number == self._number:
            self._rest_is_due = False
            self._ask_rest()
        self._tiers.measured(tier, picture.seconds)
        if tier is Tier.STILL and picture.frame.models:
            self._still_seconds, self._held = picture.seconds, picture.held
        elif tier is Tier.CLEAR and self._resting and self._held <= _MOST_HELD:
            self._careful.start()
        elif tier is Tier.CLEAR and self._resting:
            self._held *= 0.8  # the machine may have been busy: try again some rests later
        self.drawn.emit(picture)
