"""What a frame costs: `python -m benchmarks.frame_time MODEL_FOLDER ... [--size 1200x800] [--frames 3]`.

Draws off screen, as the window does. For each folder (a model's, or its `mesh/`) it prints milliseconds, wall
clock and processor time of all threads (which other work on the machine disturbs less): from folder to first
picture, a frame in each of the tiers, a moving frame once its budget has settled, the same in the smaller
size that the window draws then, how long input waits at most for a frame at rest, the frames after changes of
the state, a pick, a box selection, and the memory of the process. Large models:
`python -m tests.samples.large MODEL N OUT` tiles one N times; import OUT, then give its folder.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import psutil

from bimdesk.domain.ids import ElementId, ElementRef, ModelKey
from bimdesk.scene.camera import Camera, box_corners
from bimdesk.scene.look import LIGHT
from bimdesk.scene.offscreen import load_scene
from bimdesk.scene.picking import pick_box
from bimdesk.scene.renderer import SceneRenderer
from bimdesk.scene.sight import Sight
from bimdesk.scene.state import SceneState
from bimdesk.scene.tiers import TierChoice
from bimdesk.scene.views import Frame, Tier
from bimdesk.scene.warm import warm_up

KEY = ModelKey("model")


def measure(name: str, work: Callable[[], object], times: int = 1) -> None:
    """Print the median of `times` runs of `work`."""
    wall, processor = [], []
    for _ in range(times):
        start, used = time.perf_counter(), time.process_time()
        work()
        wall.append(time.perf_counter() - start)
        processor.append(time.process_time() - used)
    print(f"  {name:34s}{statistics.median(wall) * 1e3:9.1f}{statistics.median(processor) * 1e3:9.1f}")


def settle(draw: Callable[[Tier], None], turning: Callable[[Tier], Callable[[], None]]) -> None:
    """Let the budget of moving frames follow what they cost here."""
    draw(Tier.MOVING)
    for _ in range(12):
        turning(Tier.MOVING)()


def longest_piece(renderer: SceneRenderer, frame: Frame) -> tuple[float, float]:
    """Seconds that input waits at most while a frame at rest is drawn: wall clock, processor time."""
    times = [(time.perf_counter(), time.process_time())]

    def asked() -> bool:
        times.append((time.perf_counter(), time.process_time()))
        return False

    renderer.draw_unless(frame, asked)
    times.append((time.perf_counter(), time.process_time()))
    waits = [(later[0] - sooner[0], later[1] - sooner[1]) for sooner, later in pairwise(times)]
    return max(wait[0] for wait in waits), max(wait[1] for wait in waits)


def as_in_window(renderer: SceneRenderer, frame: Frame, frames: int) -> None:
    """A moving frame in the size that the window draws once it knows what one costs."""
    choice, size, camera = TierChoice(renderer.gl_name), frame.size, frame.camera

    def turn() -> None:
        nonlocal camera
        camera = camera.orbit(camera.focal, 1, 0)
        scaled = round(size[0] * choice.scale), round(size[1] * choice.scale)
        picture = renderer.draw(replace(frame, size=scaled, camera=camera, tier=Tier.MOVING))
        choice.measured(Tier.MOVING, picture.seconds)

    for _ in range(12):
        turn()
    measure("frame, moving, as in the window", turn, frames)
    print(f"    at {choice.scale:.0%} of each side, {renderer.moving_budget:,} triangles at most")


def memory_mb() -> float:
    """Resident memory of this process, the mapped mesh files included."""
    return float(psutil.Process().memory_info().rss) / 1e6


def bench(folder: Path, renderer: SceneRenderer, size: tuple[int, int], frames: int) -> None:
    """All rows of one model."""
    state = SceneState()
    camera = Camera(focal=np.zeros(3))

    def draw(tier: Tier, view: Camera | None = None) -> None:
        frame = Frame(size=size, camera=view or camera, models=state.views(), look=LIGHT, tier=tier)
        renderer.draw(frame)

    def still_frame() -> Frame:
        return Frame(size=size, camera=camera, models=state.views(), look=LIGHT, tier=Tier.STILL)

    def first() -> None:
        nonlocal state, camera
        state = load_scene({KEY: folder})
        camera = camera.fit(box_corners(state.bounds()), size)
        draw(Tier.MOVING)

    def turning(tier: Tier) -> Callable[[], None]:
        def turn() -> None:
            nonlocal camera
            camera = camera.orbit(camera.focal, 1, 0)
            draw(tier)

        return turn

    measure("folder to first picture", first)
    mesh = state.entry(KEY).mesh
    print(f"  {mesh.element_count:,} elements, {mesh.triangle_count:,} triangles, {len(mesh.edges):,} edges")
    for tier in Tier:
        draw(tier)
        measure(f"frame, {tier.name.lower()}", turning(tier), frames)
    settle(draw, turning)
    measure("frame, moving, budget settled", turning(Tier.MOVING), max(frames, 9))
    as_in_window(renderer, still_frame(), max(frames, 9))
    for tier in (Tier.CLEAR, Tier.STILL):
        wall, processor = longest_piece(renderer, replace(still_frame(), tier=tier))
        print(f"  {'longest piece, ' + tier.name.lower():34s}{wall * 1e3:9.1f}{processor * 1e3:9.1f}")
    some = frozenset(
        ElementRef(KEY, ElementId(int(i))) for i in mesh.element_ids[: max(1, len(mesh.element_ids) // 50)]
    )

    def change(touch: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            touch()
            draw(Tier.MOVING)

        return run

    measure("select 2 % of the elements", change(lambda: state.set_selection(some)))
    measure("hide them", change(lambda: state.set_visible(some, False)))
    measure("isolate them", change(lambda: state.isolate(some)))
    measure("show all", change(state.show_all))
    measure("ghost all others", change(lambda: state.ghost_others(True)))
    state.ghost_others(False)
    picks(state, camera, size)
    arrays = sum(getattr(mesh, name).nbytes for name in ("vertices", "faces", "edges", "element_bounds"))
    print(f"  {'memory, MB (mesh arrays)':34s}{memory_mb():9.0f}{arrays / 1e6:9.0f}")


def picks(state: SceneState, camera: Camera, size: tuple[int, int]) -> None:
    """One element under the middle of the picture, and all in its middle half."""
    models = state.views()
    direction = camera.direction(size[0] / 2, size[1] / 2, size)
    sight = Sight(models)
    measure("pick at the middle", lambda: sight.pick(camera.eye, direction), 5)
    box = (size[0] * 0.25, size[1] * 0.25, size[0] * 0.75, size[1] * 0.75)
    measure("box selection, touching", lambda: pick_box(models, camera, size, box, touching=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--size", default="1200x800")
    parser.add_argument("--frames", default=3, type=int)
    options = parser.parse_args()
    width, height = (int(number) for number in options.size.split("x"))
    renderer = SceneRenderer()
    warm_up(renderer)
    print(f"{renderer.gl_name}, {width}x{height}{'':12s}wall ms   CPU ms")
    for folder in options.folders:
        print(folder)
        bench(folder, renderer, (width, height), options.frames)
    renderer.close()


if __name__ == "__main__":
    main()
