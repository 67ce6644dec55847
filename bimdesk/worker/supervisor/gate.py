"""Whether the wall stands: the worker's report before it has the script, held against /proc."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bimdesk.worker.locks.probes import failed_probes
from bimdesk.worker.supervisor.vitals import Vitals

ACTIVE = "active"
_HIDDEN = ("error: ENOENT", "error: EROFS")
"""How a forbidden act on a file ends in a file system that does not have it ..."""
_ON_FILES = ("a file outside", "a file in the snapshot")
"""... and how such acts are called."""
_MOST = 300
LAYERS = ("process", "environment", "landlock", "seccomp", "limits", "watcher", "namespaces")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`layers`: layer -> "active" or "unavailable: why". `refusal` not empty: the script must not be sent."""

    layers: dict[str, str]
    refusal: str = ""


def nothing(why: str) -> Verdict:
    """The verdict on a worker that could not be confined or looked at."""
    layers = dict.fromkeys(LAYERS, ACTIVE)
    for name in ("landlock", "seccomp", "limits", "namespaces"):
        layers[name] = f"unavailable: {why[:_MOST]}"
    return Verdict(layers=layers, refusal=why[:_MOST])


def judge(report: dict[str, Any], seen: Vitals | None, *, namespaces: str) -> Verdict:
    """Decide by the worker's own report, its probes, and what the kernel says of it.

    `namespaces`: "active" where bubblewrap holds the worker, else "unavailable: why".
    """
    layers = dict.fromkeys(LAYERS, ACTIVE)
    layers["namespaces"] = namespaces
    for name in ("landlock", "seccomp"):
        layers[name] = _layer(report.get(name))
    missing = _missing(layers)
    if missing:
        return Verdict(layers=layers, refusal=missing)
    doubt = _doubt(report, seen, hidden=namespaces == ACTIVE)
    if doubt:
        layers["landlock"] = layers["seccomp"] = f"unavailable: {doubt}"
    return Verdict(layers=layers, refusal=doubt)


def _layer(said: Any) -> str:
    """The words of a layer; anything but a plain "active" or a reason is no layer."""
    if isinstance(said, str) and (said == ACTIVE or said.startswith(f"{ACTIVE} (")):
        return ACTIVE
    said_why = isinstance(said, str) and said.startswith("unavailable: ")
    return str(said)[:_MOST] if said_why else "unavailable: not reported"


def _missing(layers: dict[str, str]) -> str:
    """Seccomp, and either Landlock or namespaces: less is no wall."""
    if layers["seccomp"] != ACTIVE:
        return f"The filter of system calls is missing ({_reason(layers['seccomp'])})."
    if layers["landlock"] != ACTIVE and layers["namespaces"] != ACTIVE:
        return (
            f"Files cannot be kept from scripts: no Landlock ({_reason(layers['landlock'])}) and no "
            f"bubblewrap ({_reason(layers['namespaces'])})."
        )
    return ""


def _reason(words: str) -> str:
    return words.removeprefix("unavailable: ")


def _doubt(report: dict[str, Any], seen: Vitals | None, *, hidden: bool) -> str:
    """What does not fit, or ''. `hidden`: files are kept away by not being there, so a probe finds none."""
    if seen is None:
        return "The worker ended before it was checked."
    if seen.seccomp != 2 or seen.no_new_privs != 1:
        return "The kernel says that the worker is not confined, though it reported so."
    if seen.capabilities:
        return "The worker kept privileges of root."
    if seen.threads != 1:
        return "The worker had threads before it was confined."
    probes = report.get("probes")
    if not isinstance(probes, dict):
        return "The worker did not try what it must not be able to do."
    for name in failed_probes(probes):
        outcome = str(probes.get(name, "was not tried"))
        if not (hidden and name.endswith(_ON_FILES) and outcome.startswith(_HIDDEN)):
            return f"A forbidden act was not blocked: {name} ({outcome[:40]})."
    return ""
