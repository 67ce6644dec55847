"""A program that takes in runs for ever and names each that it has shown as saved; tests kill it.

`python finding_writer.py PROJECT`, with tests/support and the checkout in PYTHONPATH.
"""

from __future__ import annotations

import sys
from pathlib import Path

from finding_project import Part, add_version, problem, run

from bimdesk.bootstrap import open_project
from bimdesk.paths import AppPaths

ELEMENTS = {one: Part(f"guid{one}", f"Wall {one}") for one in range(1, 41)}


def main(folder: Path) -> None:
    """Every third wall has a finding, other ones in each run."""
    home = folder.parent
    paths = AppPaths(
        data=home / "data",
        config=home / "config",
        cache=home / "cache",
        logs=home / "logs",
        builtin_scripts=home,
        resources=home,
    )
    project = open_project(folder, paths)
    version = add_version(project, ELEMENTS)
    at = 0
    while True:
        at += 1
        findings = [problem(ELEMENTS, one, f"{at % 5}") for one in ELEMENTS if (one + at) % 3 == 0]
        saved = run(project, version, findings, seen=ELEMENTS.keys())
        sys.stdout.write(f"{saved.id} {len(findings)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
