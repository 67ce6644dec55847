"""Is everything there, in its place, in its colours: `python -m benchmarks.fidelity [MODELS] [--verbose]`.

Imports each model by the worker and compares it, element by element, with what IfcOpenShell's iterator makes
of it: elements missing, bounding boxes off by more than a centimetre, colours off (more than a twentieth of
the surface has a colour, or an opacity, that IfcOpenShell's has not; where that has none, any goes).
`--kernel opencascade`: the slow one.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import fidelity_oracle
from benchmarks.fidelity_oracle import NO_COLOR, areas_of
from bimdesk.ifc.geometry_shapes import KERNEL
from bimdesk.meshes import Mesh, load_mesh
from bimdesk.protocol.jobs import ImportJob
from bimdesk.protocol.monitor import Monitor
from bimdesk.services.children import run_child
from bimdesk.services.launch import worker_launch

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / ".." / "shared" / "data" / "models"
BOX_M = 0.01
COLOR_SHARE = 0.05
_STEP = 100
"""Colours are compared in hundredths: files write them as such, or as bytes."""


@dataclass(slots=True)
class Verdict:
    """STEP ids by what is wrong with them."""

    elements: int = 0
    missing: list[int] = field(default_factory=list)
    extra: list[int] = field(default_factory=list)
    boxes: list[int] = field(default_factory=list)
    colors: list[int] = field(default_factory=list)


def compare(mesh: Mesh, oracle: dict[str, NDArray[Any]]) -> Verdict:
    """Element by element; `oracle` as `fidelity_oracle.ask` gives it."""
    rows = {int(step_id): row for row, step_id in enumerate(mesh.element_ids)}
    verdict = Verdict(elements=int((oracle["ids"] >= 0).sum()))
    ours = mesh.element_bounds.astype(np.float64) + np.tile(mesh.origin, 2)
    known = set()
    for place, step_id in enumerate(oracle["ids"].tolist()):
        if step_id < 0:
            continue
        known.add(step_id)
        row = rows.get(step_id)
        if row is None:
            verdict.missing.append(step_id)
            continue
        if np.abs(ours[row] - oracle["bounds"][place]).max() > BOX_M:
            verdict.boxes.append(step_id)
        mine = oracle["owner"] == place
        if (
            _difference(_surface(mesh, row), _shares(oracle["colors"][mine], oracle["areas"][mine]))
            > COLOR_SHARE
        ):
            verdict.colors.append(step_id)
    verdict.extra = [step_id for step_id in rows if step_id not in known]
    return verdict


def _surface(mesh: Mesh, row: int) -> dict[tuple[int, ...], float]:
    """Share of the surface by colour, of the element in `row`."""
    first, last = int(mesh.element_parts[row]), int(mesh.element_parts[row + 1])
    colors, areas = [], []
    for part in range(first, last):
        faces = mesh.faces[int(mesh.part_faces[part]) : int(mesh.part_faces[part + 1])].astype(np.int64)
        start, end = int(mesh.part_vertices[part]), int(mesh.part_vertices[part + 1])
        color = mesh.part_colors[part]
        colors.append(color if color[3] >= 0 else np.array(NO_COLOR))
        areas.append(float(areas_of(mesh.vertices[start:end].astype(np.float64), faces - start).sum()))
    return _shares(np.array(colors), np.array(areas))


def _shares(colors: NDArray[Any], areas: NDArray[Any]) -> dict[tuple[int, ...], float]:
    total = max(float(areas.sum()), 1e-12)
    found: dict[tuple[int, ...], float] = {}
    for color, area in zip(np.rint(colors * _STEP).astype(int).tolist(), areas.tolist(), strict=True):
        found[tuple(color)] = found.get(tuple(color), 0.0) + area / total
    return found


def _difference(mine: dict[tuple[int, ...], float], other: dict[tuple[int, ...], float]) -> float:
    """Share of the surface that has another colour; colours one step apart are alike.

    Where IfcOpenShell has none (several materials with colours), ours may be any.
    """
    left = dict(other)
    lost = -left.pop(tuple(int(value * _STEP) for value in NO_COLOR), 0.0)
    for color, share in mine.items():
        near = [key for key in left if max(abs(a - b) for a, b in zip(key, color, strict=True)) <= 1]
        for key in near:
            taken = min(share, left[key])
            share, left[key] = share - taken, left[key] - taken
        lost += share
    return lost


def import_model(source: Path, staging: Path) -> Mesh | None:
    """The worker's final mesh; None where it refuses the file."""
    monitor = Monitor()
    job = ImportJob(source=str(source.resolve()), staging=str(staging))
    run_child(worker_launch(job, timeout_s=1800), monitor)
    return (
        None if monitor.failed is not None or not (staging / "mesh").is_dir() else load_mesh(staging / "mesh")
    )


def ask_oracle(source: Path, cache: Path, kernel: str) -> dict[str, NDArray[Any]] | None:
    """The iterator's answer, from `cache` where it was asked before; None where it broke."""
    digest = hashlib.sha256(
        source.read_bytes() + Path(fidelity_oracle.__file__).read_bytes() + kernel.encode()
    ).hexdigest()
    file = cache / f"{digest}.npz"
    if not file.exists():
        command = [sys.executable, "-m", "benchmarks.fidelity_oracle", str(source), str(file), kernel]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
        if done.returncode:
            print(done.stderr.decode(errors="replace")[-400:], file=sys.stderr)
            return None
    with np.load(file) as arrays:
        return dict(arrays)


def report(source: Path, cache: Path, kernel: str, *, verbose: bool) -> Verdict | None:
    """Compare one model and print its line."""
    with tempfile.TemporaryDirectory(prefix="bimdesk-fidelity-") as folder:
        staging = Path(folder) / "staging"
        mesh = import_model(source, staging)
        readable = staging / "readable.ifc"
        asked = readable if readable.exists() else staging / "source.ifc"
        oracle = None if mesh is None else ask_oracle(asked, cache, kernel)
        if mesh is None or oracle is None:
            print(f"{source.name[:46]:<46}  not compared")
            return None
        verdict = compare(mesh, oracle)
    counts = (verdict.elements, *map(len, (verdict.missing, verdict.boxes, verdict.colors, verdict.extra)))
    print(f"{source.name[:46]:<46}" + "".join(f"{count:9d}" for count in counts), flush=True)
    for word in ("missing", "boxes", "colors", "extra") if verbose else ():
        found = getattr(verdict, word)
        if found:
            print(f"    {word}: " + ", ".join(f"#{step_id}" for step_id in found[:20]))
    return verdict


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "models", nargs="*", type=Path, help="files or folders; default: ../shared/data/models"
    )
    parser.add_argument("--kernel", default=KERNEL)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "bimdesk-fidelity")
    parser.add_argument("--verbose", action="store_true", help="name the elements")
    options = parser.parse_args()
    options.cache.mkdir(parents=True, exist_ok=True)
    files: list[Path] = []
    for place in options.models or [DATA]:
        found = [*place.rglob("*.ifc"), *place.rglob("*.ifczip")] if place.is_dir() else [place]
        files += sorted(found)
    print(f"{'model':<46}{'elements':>9}{'missing':>9}{'boxes':>9}{'colours':>9}{'extra':>9}")
    verdicts = [report(file, options.cache, options.kernel, verbose=options.verbose) for file in files]
    done = [verdict for verdict in verdicts if verdict is not None]
    words = ("missing", "boxes", "colors", "extra")
    totals = (sum(v.elements for v in done), *(sum(len(getattr(v, word)) for v in done) for word in words))
    print(f"{f'{len(done)} models':<46}" + "".join(f"{count:9d}" for count in totals))
    return 0 if not any(v.missing for v in done) else 1


if __name__ == "__main__":
    sys.exit(main())
