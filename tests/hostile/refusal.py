"""With a layer taken away the panel must say so, and no script may run."""

from __future__ import annotations

from tests.hostile.catalogue import Attack
from tests.hostile.suite import Suite

BODY = 'print("RAN" + "-ANYWAY")\nsave_output("ran.txt", "x")\nresult = {"ran": True}\n'


def run_refused(suite: Suite) -> int:
    """One harmless script; 0 where it was refused and the report names the layer."""
    attack = Attack(
        group="refusal", name="harmless", body=BODY, hostile=False, what="must not run", timeout_s=20.0
    )
    answer = suite.run(attack).answer
    assert answer is not None
    facts = answer.facts
    layers = facts.get("sandbox", {})
    ran = "RAN-ANYWAY" in answer.raw.decode(errors="replace") or facts.get("files") or facts.get("result")
    missing = [
        name for name, words in layers.items() if words != "active" and name in ("landlock", "seccomp")
    ]
    fits = answer.status not in ("success", "warning", "failed") and not ran and bool(missing)
    words = facts.get("sentence") or facts.get("error")
    print(f"{'refused' if fits else 'NOT REFUSED'}: {answer.status}; {words}")  # noqa: T201
    print("; ".join(f"{name}: {words}" for name, words in layers.items()))  # noqa: T201
    return 0 if fits else 1
