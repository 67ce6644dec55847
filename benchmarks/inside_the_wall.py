"""Six scripts on every model, inside the wall and without it: the results must be the same.

`python -m benchmarks.inside_the_wall [--seconds N] [MODELS]`. The scripts of benchmarks.all_models, on all
models of ../shared/data/models or on those named, the small ones first; after N seconds no other model is
begun. Status, result, findings and files (by hash) must be equal. Prints a line a model, and what differs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.all_models import BUILT_IN, MODELS, ROOT, differences
from bimdesk.bootstrap import open_project
from bimdesk.cli.codes import CommandStopped
from bimdesk.cli.models import import_file
from bimdesk.cli.run import execute
from bimdesk.domain.ids import VersionId
from bimdesk.domain.protection import Protection, protection_of
from bimdesk.domain.script import Script
from bimdesk.errors import BimdeskError
from bimdesk.paths import default_paths
from bimdesk.services.library.scripts import find_script
from bimdesk.services.project import Project
from bimdesk.services.running import make_request


def main(arguments: Sequence[str]) -> int:
    """0 where every run inside gave what it gives outside."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.inside_the_wall")
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("models", nargs="*", type=Path)
    given = parser.parse_args(list(arguments))
    found = given.models or [*MODELS.rglob("*.ifc"), *MODELS.rglob("*.ifczip")]
    files = sorted(found, key=lambda file: (file.stat().st_size, file))
    with tempfile.TemporaryDirectory(prefix="bimdesk-wall-") as folder:
        root = Path(folder)
        paths = replace(default_paths(), data=root, config=root, cache=root, logs=root)
        project = open_project(root / "Project", paths)
        try:
            return report(project, files, time.monotonic() + given.seconds)
        finally:
            project.close()


def report(project: Project, files: Sequence[Path], until: float) -> int:
    """A line a model, and the sum."""
    folder = ROOT / "tests" / "data" / "scripts"
    names = [*BUILT_IN, *(str(path) for path in sorted(folder.glob("*.py")))]
    scripts = [find_script(project, name) for name in names]
    runs = bad = done = 0
    for file in files:
        if time.monotonic() > until:
            break
        done += 1
        try:
            version = import_file(project, file, threading.Event()).version.id
        except (BimdeskError, CommandStopped) as error:
            print(f"{file.name:50} does not open: {error}", flush=True)
            continue
        words = [compared(project, script, version) for script in scripts]
        runs += len(words)
        bad += sum("DIFFERS" in word for word in words)
        print(f"{file.name:50} {' '.join(words)}", flush=True)
    print(f"{done} of {len(files)} models, {runs} runs each way, {bad} differ")
    return 1 if bad or done < len(files) else 0


def compared(project: Project, script: Script, version: VersionId) -> str:
    """The status of both runs, or what differs."""
    inside, outside = (ran(project, script, version, unconfined=bare) for bare in (False, True))
    return (
        inside["status"]
        if inside == outside
        else f"DIFFERS({script.path.stem}: {differences(inside, outside)})"
    )


def ran(project: Project, script: Script, version: VersionId, *, unconfined: bool) -> dict[str, Any]:
    """What came of one run, and whether it was protected as it should be."""
    request = make_request(project, script, version, unconfined=unconfined)
    execution, result = execute(project, request, threading.Event(), live=False)
    wanted = Protection.OFF if unconfined else Protection.PROTECTED
    return {
        "protection": protection_of(execution.sandbox) is wanted or dict(execution.sandbox),
        "status": result.status.value,
        "sentence": result.sentence,
        "result": result.result,
        "findings": [finding.message for finding in result.findings],
        "outputs": result.outputs,
        "files": {file.name: file.sha256 for file in result.files},
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
