"""What leaving out hidden storeys could win: `python -m benchmarks.storey_culling MESH [--storeys 40]`.

Stacks a model into a tower and looks at it from outside while the camera moves. *all*: the window as it is,
elements chosen by their size on the screen within the budget of a frame. *seen*: the same of the elements
alone that any ray from the eye meets first, which is more than leaving out storeys by a rule could win.
Printed: milliseconds of a moving frame (processor), its triangles, and the share of pixels that differ from
the whole picture.
"""

from __future__ import annotations

import argparse
import statistics
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.tiled_mesh import tiled
from bimdesk.domain.ids import ElementRef, ModelKey
from bimdesk.meshes import Mesh, load_mesh
from bimdesk.scene.camera import Camera
from bimdesk.scene.entry import make_entry
from bimdesk.scene.look import LIGHT
from bimdesk.scene.renderer import SceneRenderer
from bimdesk.scene.sight import Sight
from bimdesk.scene.state import SceneState
from bimdesk.scene.views import Frame, Picture, Tier

KEY = ModelKey("tower")
SIZE = (1200, 800)
RAYS = (150, 100)
_DIFFERENT = 12


def main() -> None:
    """Print both."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="mesh arrays, as in a model's folder `mesh`")
    parser.add_argument("--storeys", type=int, default=40)
    options = parser.parse_args()
    state = SceneState()
    state.put_model(make_entry(KEY, tower(load_mesh(options.folder), options.storeys)))
    camera = Camera(focal=np.zeros(3)).seen_from("home").fit_boxes(state.bounds(), SIZE)
    (entry,) = state
    print(f"{entry.mesh.element_count:,} elements, {entry.mesh.triangle_count:,} triangles")
    full = draw_whole(state, camera)
    tell("all", state, camera, full)
    seen = seen_elements(state, camera)
    print(f"{len(seen):,} elements are seen")
    state.isolate(seen)
    tell("seen", state, camera, full)


def tower(mesh: Mesh, storeys: int) -> Mesh:
    """Copies of `mesh` one above the other."""
    copies = tiled(mesh, mesh.element_count * storeys)
    height = float(mesh.element_bounds[:, 5].max() - mesh.element_bounds[:, 2].min())
    shift = np.zeros((storeys, 3), dtype=np.float32)
    shift[:, 2] = np.arange(storeys) * height
    vertices = np.concatenate([mesh.vertices + one for one in shift])
    bounds = np.concatenate([mesh.element_bounds + np.tile(one, 2) for one in shift])
    return replace(copies, vertices=vertices, element_bounds=bounds)


def seen_elements(state: SceneState, camera: Camera) -> set[ElementRef]:
    """What rays through a grid of pixels meet first."""
    sight = Sight()
    sight.show(state.views())
    found: set[ElementRef] = set()
    for x in np.linspace(0, SIZE[0], RAYS[0]):
        for y in np.linspace(0, SIZE[1], RAYS[1]):
            hit = sight.pick(*camera.ray(float(x), float(y), SIZE))
            if hit is not None:
                found.add(hit.ref)
    return found


def tell(name: str, state: SceneState, camera: Camera, full: NDArray[np.int16]) -> None:
    """Let the budget settle, then measure."""
    renderer = SceneRenderer()
    for at in range(12):
        draw(renderer, state, camera.orbit(camera.focal, at % 2, 0), Tier.MOVING)
    times = []
    for at in range(9):
        begin = time.process_time()
        picture = draw(renderer, state, camera.orbit(camera.focal, at % 2, 0), Tier.MOVING)
        times.append((time.process_time() - begin) * 1000)
    pixels = draw(renderer, state, camera, Tier.MOVING).pixels[:, :, :3].astype(np.int16)
    share = float((np.abs(pixels - full).max(axis=2) > _DIFFERENT).mean())
    print(
        f"{name:6s}{statistics.median(times):8.0f} ms {picture.triangles:10,} triangles {share:8.2%} differ"
    )
    renderer.close()


def draw_whole(state: SceneState, camera: Camera) -> NDArray[np.int16]:
    """All elements, drawn as a moving frame draws them."""
    renderer = SceneRenderer()
    renderer._moving.budget = 1 << 40
    pixels = draw(renderer, state, camera, Tier.MOVING).pixels[:, :, :3].astype(np.int16)
    renderer.close()
    return pixels


def draw(renderer: SceneRenderer, state: SceneState, camera: Camera, tier: Tier) -> Picture:
    return renderer.draw(Frame(size=SIZE, camera=camera, models=state.views(), look=LIGHT, tier=tier))


if __name__ == "__main__":
    main()
