"""What protects the user from a script, layer by layer, and what that comes to."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

ACTIVE = "active"
UNAVAILABLE = "unavailable: "

LAYERS: Mapping[str, str] = {
    "process": "A process of its own",
    "environment": "No secrets in its surroundings",
    "landlock": "Files: only the model and its own folder (Landlock)",
    "seccomp": "No network, no other processes (filter of system calls)",
    "limits": "Memory, processor time and file sizes limited",
    "watcher": "Time, files and disk watched",
    "namespaces": "Other files and processes hidden (namespaces)",
}
"""Layer -> what it does, as the protection panel says it, in its order."""


class Protection(StrEnum):
    """What the layers come to. PROTECTED: Landlock and seccomp. FALLBACK: namespaces and seccomp.
    LIMITED: a process of its own with limits of time and memory, where there is no more (macOS, Windows).
    UNAVAILABLE: scripts cannot be confined, and are not run. OFF: a person switched it off for one run."""

    PROTECTED = "Protected"
    FALLBACK = "Protected (fallback)"
    LIMITED = "Limited"
    UNAVAILABLE = "Not available"
    OFF = "Switched off"
    UNKNOWN = "Not checked yet"


OFF_REASON = "switched off by hand for this run"
UNCHECKED_REASON = "not checked yet"
LIMITED_REASON = "not on this system"


def protection_of(layers: Mapping[str, str]) -> Protection:
    """What stored or reported layers come to."""
    landlock, seccomp = layers.get("landlock", ""), layers.get("seccomp", "")
    if not landlock and not seccomp:
        return Protection.OFF  # an execution from before there was a wall
    if seccomp == ACTIVE:
        if landlock == ACTIVE:
            return Protection.PROTECTED
        if layers.get("namespaces") == ACTIVE:
            return Protection.FALLBACK
    reasons = {landlock, seccomp}
    for reason, state in (
        (OFF_REASON, Protection.OFF),
        (UNCHECKED_REASON, Protection.UNKNOWN),
        (LIMITED_REASON, Protection.LIMITED),
    ):
        if f"{UNAVAILABLE}{reason}" in reasons:
            return state
    return Protection.UNAVAILABLE


def layers_without_wall(reason: str) -> dict[str, str]:
    """The layers of a run that has a process of its own and nothing more."""
    bare = {"process": ACTIVE, "environment": ACTIVE, "watcher": ACTIVE}
    return {name: bare.get(name, f"{UNAVAILABLE}{reason}") for name in LAYERS}
