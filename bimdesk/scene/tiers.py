"""How much care a moving picture gets: chosen by the last measured frame, not by the driver's name."""

from __future__ import annotations

from bimdesk.scene.views import Tier

BUDGET = 0.033
SOFTWARE_BUDGET = 0.100
"""Seconds that a frame may take while the camera moves, on a graphics card and without one."""
_GOOD_FRAMES = 20
_SOFTWARE = ("llvmpipe", "softpipe", "swrast", "swiftshader", "basic render")


class TierChoice:
    """Down one tier at a missed budget, up one after twenty good frames. Starts at the fastest."""

    def __init__(self, renderer_name: str = "") -> None:
        name = renderer_name.lower()
        self.budget = SOFTWARE_BUDGET if any(word in name for word in _SOFTWARE) else BUDGET
        self.moving = Tier.MOVING
        self._good = 0

    def measured(self, tier: Tier, seconds: float) -> None:
        """Learn from a frame drawn at `tier`; frames of another tier than the moving one say nothing."""
        if tier is not self.moving:
            return
        if seconds > self.budget:
            self.moving = Tier(max(self.moving - 1, Tier.MOVING))
            self._good = 0
            return
        self._good += 1
        if self._good >= _GOOD_FRAMES and self.moving < Tier.STILL and seconds < self.budget / 2:
            self.moving = Tier(self.moving + 1)
            self._good = 0
