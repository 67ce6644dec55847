"""How much care a moving picture gets: chosen by the last measured frame, not by the driver's name."""

from __future__ import annotations

from math import sqrt

from bimdesk.scene.views import Tier

BUDGET = 0.033
SOFTWARE_BUDGET = 0.100
"""Seconds that a frame may take while the camera moves, on a graphics card and without one."""
_GOOD_FRAMES = 20
_LEAST_SCALE = 0.5
_SOFTWARE_SCALE = 0.6
_SOFTWARE = ("llvmpipe", "softpipe", "swrast", "swiftshader", "basic render")


class TierChoice:
    """Down one tier at a missed budget, up one after twenty good frames. Starts at the fastest.

    `scale`: the share of the view's pixels (along each side) that a frame of the fastest tier is drawn with.
    """

    def __init__(self, renderer_name: str = "") -> None:
        in_software = is_software(renderer_name)
        self.budget = SOFTWARE_BUDGET if in_software else BUDGET
        self.scale = _SOFTWARE_SCALE if in_software else 1.0
        self.moving = Tier.MOVING
        self._good = 0

    def measured(self, tier: Tier, seconds: float) -> None:
        """Learn from a frame drawn at `tier`; frames of another tier than the moving one say nothing."""
        if tier is not self.moving:
            return
        if tier is Tier.MOVING:
            wanted = self.scale * sqrt(self.budget / max(seconds, 1e-4))
            self.scale = round(min(max(wanted, _LEAST_SCALE, self.scale - 0.2), 1.0, self.scale + 0.1), 1)
        if seconds > self.budget:
            self.moving = Tier(max(self.moving - 1, Tier.MOVING))
            self._good = 0
            return
        self._good += 1
        can_rise = self.moving < Tier.STILL and self.scale == 1.0 and seconds < self.budget / 2
        if self._good >= _GOOD_FRAMES and can_rise:
            self.moving = Tier(self.moving + 1)
            self._good = 0


def is_software(renderer_name: str) -> bool:
    """True where OpenGL draws with the processor."""
    name = renderer_name.lower()
    return any(word in name for word in _SOFTWARE)
