"""Fails where a library that we ship is under GPL or AGPL alone; `--table` prints the table of NOTICE.

`python -m tools.check_licences`. What counts is what each installed distribution says of itself.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

LOCK = Path(__file__).resolve().parent.parent / "requirements.lock"
_STRONG = re.compile(r"(?<![L])\bA?GPL|GNU (Affero )?General Public", re.IGNORECASE)

BY_SOURCE = {"bcf-client": "LGPL-3.0-or-later"}
"""What the source files say where the metadata says something else (docs/decisions/0010-ifctester.md)."""


def main(arguments: Sequence[str]) -> int:
    """0 where every licence is one that we may ship."""
    found = {name: licence_of(name) for name in shipped(LOCK.read_text(encoding="utf-8"))}
    refused = {name: licence for name, licence in found.items() if is_refused(licence)}
    if "--table" in arguments:
        print("\n".join(f"{name:28} {licence}" for name, licence in sorted(found.items())))
    for name, licence in refused.items():
        print(f"{name}: {licence}: not to be shipped", file=sys.stderr)
    print(f"{len(found)} shipped libraries, {len(refused)} with a licence that is refused")
    return 1 if refused else 0


def shipped(lock: str) -> list[str]:
    """The names in a lock file, those for other platforms left out."""
    lines = [line for line in lock.splitlines() if "==" in line and "sys_platform" not in line]
    return sorted({line.split("==")[0].strip() for line in lines})


def licence_of(name: str) -> str:
    """The licence expression, else the classifiers, else the free text; 'unknown' where there is none."""
    try:
        found: Distribution = distribution(name)
    except PackageNotFoundError:
        return "not installed here"
    metadata: Any = found.metadata
    if name in BY_SOURCE:
        return BY_SOURCE[name]
    classifiers = [
        line.split("::")[-1].strip()
        for line in metadata.get_all("Classifier") or []
        if line.startswith("License ::")
    ]
    text = metadata.get("License-Expression") or ", ".join(classifiers) or metadata.get("License")
    return " ".join(str(text or "unknown").split())[:80]


def is_refused(licence: str) -> bool:
    """GPL or AGPL without a choice (`OR`) of a weaker one."""
    choices = re.split(r"\bOR\b", licence)
    return all(_STRONG.search(choice) and "Lesser" not in choice for choice in choices)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
