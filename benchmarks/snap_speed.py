"""What a pick and a snap cost: `python -m benchmarks.snap_speed MODEL_FOLDER ... [--elements 100000]`.

Copies each model (a folder, or its `mesh/`) side by side until there are so many elements, as one model, and
prints milliseconds over 300 places of the picture: with the whole in view, amid it, and near one element.
The thread's own processor time is what other work on the machine disturbs less.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.tiled_mesh import tiled
from bimdesk.domain.ids import ModelKey
from bimdesk.scene.camera import Camera, box_corners
from bimdesk.scene.entry import make_entry, open_mesh
from bimdesk.scene.sight import Sight
from bimdesk.scene.snap import snap
from bimdesk.scene.state import SceneState

SIZE = (1600, 1000)


def measure(name: str, work: Callable[[float, float], object]) -> None:
    """Print median, 95th percentile and worst of `work`: wall clock, then the thread's own processor time."""
    places = np.random.default_rng(7).uniform((160, 100), (1440, 900), (300, 2))
    took, used, found = [], [], Counter[str]()
    for x, y in places.tolist():
        start, own = time.perf_counter(), time.thread_time()
        result = work(x, y)
        took.append((time.perf_counter() - start) * 1e3)
        used.append((time.thread_time() - own) * 1e3)
        kind = getattr(result, "kind", None)
        found["nothing" if result is None else "hit" if kind is None else kind.name.lower()] += 1
    numbers = [*np.percentile(took, [50, 95, 100]), *np.percentile(used, [50, 95, 100])]
    print(f"  {name:28s}" + "".join(f"{number:8.1f}" for number in numbers) + f"   {dict(found)}")


def bench(folder: Path, elements: int) -> None:
    """All rows of one model."""
    mesh = tiled(open_mesh(folder), elements)
    state = SceneState()
    state.put_model(make_entry(ModelKey("model"), mesh))
    print(f"{folder}: {mesh.element_count:,} elements, {mesh.triangle_count:,} triangles")
    sight = Sight(state.views())
    whole = Camera(focal=np.zeros(3)).fit(box_corners(state.bounds()), SIZE)
    start = time.perf_counter()
    sight.pick(*whole.ray(800, 500, SIZE))
    print(f"  first pick (blocks are made) {(time.perf_counter() - start) * 1e3:7.1f}")
    hit = sight.pick(*whole.ray(800, 620, SIZE))
    target = whole.focal if hit is None else hit.point
    for name, camera in (
        ("whole", whole),
        ("amid", whole.zoom(12, target)),
        ("near", whole.zoom(60, target)),
    ):
        measure(f"pick, {name}", partial(_pick, sight, camera))
        measure(f"snap, {name}", partial(_snap, sight, camera))


def _pick(sight: Sight, camera: Camera, x: float, y: float) -> object:
    return sight.pick(*camera.ray(x, y, SIZE))


def _snap(sight: Sight, camera: Camera, x: float, y: float) -> object:
    return snap(sight, camera, SIZE, (x, y))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--elements", type=int, default=100_000)
    arguments = parser.parse_args()
    heads = ("median", "95 %", "worst", "CPU", "95 %", "worst")
    print(f"{'milliseconds':30s}" + "".join(f"{head:>8s}" for head in heads))
    for folder in arguments.folders:
        bench(folder, arguments.elements)


if __name__ == "__main__":
    main()
