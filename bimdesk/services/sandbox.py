"""Whether scripts can be confined on this machine, as a real locked process reports it."""

from __future__ import annotations

import platform
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

from bimdesk.domain.limits import Limits
from bimdesk.domain.protection import (
    LIMITED_REASON,
    UNCHECKED_REASON,
    Protection,
    layers_without_wall,
    protection_of,
)
from bimdesk.paths import AppPaths
from bimdesk.protocol.outcome import script_outcome
from bimdesk.protocol.state import EndReason
from bimdesk.services.children import run_child
from bimdesk.services.launch import confined_launch, wall_options

PROBE_LIMITS = Limits(wall_s=30, memory_mb=256)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    """The layers of this machine. `reason`: why scripts are not run, or ''."""

    layers: Mapping[str, str] = field(default_factory=lambda: layers_without_wall(UNCHECKED_REASON))
    reason: str = ""

    @property
    def protection(self) -> Protection:
        return protection_of(self.layers)

    @property
    def runs_scripts(self) -> bool:
        return self.protection is not Protection.UNAVAILABLE


def has_wall(system: str = sys.platform) -> bool:
    """Whether bimdesk can confine scripts on this system at all; elsewhere they run by consent.

    `BIMDESK_SANDBOX_WITHOUT=wall` acts as such a system.
    """
    return system == "linux" and "wall" not in wall_options().without


def probe_wall(paths: AppPaths) -> Wall:
    """Put the wall up around a worker without a script, and give what it reports. Takes about a second."""
    if not has_wall():
        return Wall(
            layers=layers_without_wall(LIMITED_REASON),
            reason=f"bimdesk cannot confine scripts on {platform.system()} yet.",
        )
    launch = confined_launch(None, PROBE_LIMITS, scratch=paths.run_folders, readable=[paths.resources])
    monitor = launch.monitor()
    ending = run_child(launch, monitor)
    layers = monitor.state.sandbox
    if ending.reason is EndReason.EXITED and protection_of(layers) in (
        Protection.PROTECTED,
        Protection.FALLBACK,
    ):
        return Wall(layers=layers)
    _status, sentence = script_outcome(monitor, ending, PROBE_LIMITS)
    reason = ending.detail if ending.reason is EndReason.REFUSED else sentence
    return Wall(layers={**layers_without_wall(reason), **layers}, reason=reason)
