"""What confines a script today, layer by layer, said plainly."""

from __future__ import annotations

from collections.abc import Mapping

_UNCONFINED = "unavailable: scripts run unconfined until the sandbox is built"

LAYERS: Mapping[str, str] = {
    "process": "active",
    "time": "active",
    "output": "active",
    "files": _UNCONFINED,
    "network": _UNCONFINED,
    "system_calls": _UNCONFINED,
}
"""layer -> "active" or "unavailable: why"; what a worker itself reports is put over it."""


def layers_with(reported: Mapping[str, str]) -> dict[str, str]:
    """All layers of an execution: those of the parent, and what its worker reported."""
    return {**LAYERS, **reported}
