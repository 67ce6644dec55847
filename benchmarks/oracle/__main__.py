"""Every built-in script on every real model, against IfcOpenShell's own functions.

`python -m benchmarks.oracle [MODELS] [--script NAME ...]`. Each script runs as by `bimdesk run`: in a real
worker, inside the wall. Prints what differs, and at the end a table: runs, how many agree, seconds.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.oracle.oracles import NOT_COMPARED, ORACLES, compare
from benchmarks.oracle.runs import import_model, run_builtin
from benchmarks.oracle.source import Shapes, Source, read_shapes, readable
from bimdesk.bootstrap import open_project
from bimdesk.paths import default_paths

ROOT = Path(__file__).resolve().parents[2]
MODELS = ROOT.parent / "shared" / "data" / "models"
LIMIT_S = 900.0
SHOWN = 6


def main(arguments: Sequence[str]) -> int:
    """0 where every run ended well and agrees."""
    options = _parser().parse_args(arguments)
    files = options.models or sorted([*MODELS.rglob("*.ifc"), *MODELS.rglob("*.ifczip")])
    if not files:
        print(f"no models in {MODELS}", file=sys.stderr)
        return 2
    totals: dict[str, list[tuple[float, bool]]] = {script: [] for script in options.script or ORACLES}
    with tempfile.TemporaryDirectory(prefix="bimdesk-oracle-") as folder:
        root = Path(folder)
        project = open_project(
            root / "Project", replace(default_paths(), data=root, config=root, cache=root, logs=root)
        )
        try:
            for file in files:
                version = import_model(project, file)
                print(f"{file.name}{'' if version else ': does not open'}", flush=True)
                if version is None:
                    continue
                source = Source(readable(version.folder), lambda path: _shapes(path, root))
                for script, runs in totals.items():
                    run = run_builtin(project, script, version, dict(ORACLES[script].parameters))
                    lines = compare(script, run, source)
                    runs.append((run.seconds, lines in ([], [NOT_COMPARED])))
                    _report(script, lines)
        finally:
            project.close()
    return _table(totals)


def _shapes(path: Path, scratch: Path) -> Shapes | None:
    """By a child: an element may crash IfcOpenShell's kernel. None where it gives nothing."""
    saved = scratch / "shapes.npz"
    command = [sys.executable, "-m", "benchmarks.oracle.source", str(path), str(saved)]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=LIMIT_S, check=False)
    except subprocess.TimeoutExpired:
        return None
    return read_shapes(saved) if done.returncode == 0 else None


def _report(script: str, lines: Sequence[str]) -> None:
    for line in lines[:SHOWN]:
        print(f"  {script}: {line[:300]}", flush=True)
    if len(lines) > SHOWN:
        print(f"  {script}: {len(lines)} differences in all", flush=True)


def _table(totals: dict[str, list[tuple[float, bool]]]) -> int:
    print(f"{'script':26} {'runs':>5} {'agree':>6} {'median s':>9} {'longest s':>10}")
    for script, runs in totals.items():
        seconds = [took for took, _agrees in runs] or [0.0]
        agree = sum(agrees for _took, agrees in runs)
        median = statistics.median(seconds)
        print(f"{script:26} {len(runs):5} {agree:6} {median:9.1f} {max(seconds):10.1f}")
    return 0 if all(agrees for runs in totals.values() for _took, agrees in runs) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.oracle", description=__doc__)
    parser.add_argument("models", nargs="*", type=Path)
    parser.add_argument("--script", action="append", choices=sorted(ORACLES))
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
