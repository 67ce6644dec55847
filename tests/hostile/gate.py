"""No hostile script runs before a harmless one has shown that the wall stands."""

from __future__ import annotations

from tests.hostile.catalogue import Attack
from tests.hostile.suite import Suite, Verdict

PROOF = '''
"""Tries four forbidden acts that do no harm where they succeed, and tells which did."""
os = print.__self__.__import__("os")
socket = print.__self__.__import__("socket")
free = []


def tried(name, act):
    try:
        act()
    except OSError:
        return
    free.append(name)


tried("a file outside", lambda: print.__self__.open("/etc/hostname").read())
tried("a folder outside", lambda: os.listdir("/var/log"))
tried("a socket", lambda: socket.socket().close())
tried("a signal", lambda: os.kill(os.getppid(), 0))
result = {"free": free, "ran": True}
'''
ACTIVE = "active"


class WallMissingError(Exception):
    """Scripts are not confined here: nothing hostile may run."""


def proof() -> Attack:
    """The harmless script that the gate runs."""
    return Attack(
        group="gate", name="proof", body=PROOF, hostile=False, what="is there a wall", timeout_s=60.0
    )


def open_gate(suite: Suite) -> Verdict:
    """Run the proof and keep its report. WallMissingError: a layer is not active, or an act succeeded."""
    suite.run(proof())  # what is made on first use is there now
    verdict = suite.run(proof())
    facts = verdict.answer.facts if verdict.answer is not None else {}
    layers = facts.get("sandbox", {})
    if layers.get("seccomp") != ACTIVE or ACTIVE not in (layers.get("landlock"), layers.get("namespaces")):
        raise WallMissingError(f"{layers} ({facts.get('sentence') or facts.get('error')})")
    result = facts.get("result")
    if not isinstance(result, dict) or not result.get("ran") or result.get("free"):
        raise WallMissingError(f"the proof came back as {verdict.status}: {result} {facts.get('sentence')}")
    suite.report = dict(layers)
    verdict.complaints["protection report untouched"] = []
    return verdict
