"""Colours and picks in large scenes: `python -m benchmarks.scene_speed MODEL_FOLDER [--elements N] ...`.

The model (a folder, or its `mesh/`) is copied side by side. Prints one line of JSON, milliseconds:
*recolour*, median and worst of laying another smart view of twelve colours over all of the elements, to the
actors, without the frame; *pick*, median and worst of 200 places, and the *first*, which finds out what there
is. Counts beside.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from pathlib import Path

import numpy as np

from benchmarks.tiled_mesh import tiled
from bimdesk.domain.ids import ModelKey
from bimdesk.meshes import Mesh
from bimdesk.scene.actors import ModelActors
from bimdesk.scene.camera import Camera, box_corners
from bimdesk.scene.entry import make_entry, open_mesh
from bimdesk.scene.ids import ElementIds
from bimdesk.scene.layers_of_rules import RuleLayer
from bimdesk.scene.sight import Sight
from bimdesk.scene.state import SceneState

KEY = ModelKey("model")
SIZE = (1600, 1000)
COLORS = 12
ROUNDS = 9
PICKS = 200


def recolor(mesh: Mesh) -> dict[str, float]:
    """All elements painted anew, again and again."""
    state = SceneState()
    state.put_model(make_entry(KEY, mesh))
    actors = ModelActors(mesh)
    actors.show(state.views()[0])
    took = []
    for number in range(1, ROUNDS + 1):
        layers = [
            RuleLayer(
                ids=ElementIds({KEY: mesh.element_ids[place::COLORS]}),
                color=f"#{(place * 40503 + number * 9973) % 0xFFFFFF:06x}",
            )
            for place in range(COLORS)
        ]
        begin = time.perf_counter()
        state.show_rules(number, layers)
        actors.show(state.views()[0])
        took.append((time.perf_counter() - begin) * 1e3)
    return {
        "recolour_elements": mesh.element_count,
        "recolour": statistics.median(took),
        "recolour_worst": max(took),
    }


def pick(mesh: Mesh) -> dict[str, float]:
    """Rays through the whole scene, and amid it."""
    state = SceneState()
    state.put_model(make_entry(KEY, mesh))
    sight = Sight(state.views())
    whole = Camera(focal=np.zeros(3)).fit(box_corners(state.bounds()), SIZE)
    places = np.random.default_rng(7).uniform((160, 100), (1440, 900), (PICKS // 2, 2)).tolist()
    took, hits = [], 0
    for camera in (whole, whole.zoom(12, whole.focal)):
        for x, y in places:
            begin = time.perf_counter()
            hits += sight.pick(*camera.ray(x, y, SIZE)) is not None
            took.append((time.perf_counter() - begin) * 1e3)
    return {
        "pick_triangles": mesh.triangle_count,
        "pick_hits": hits,
        "pick_first": took[0],
        "pick": statistics.median(took),
        "pick_worst": max(took[1:]),
    }


def main() -> int:
    """Measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--elements", type=int, default=100_000, help="elements that are recoloured")
    parser.add_argument("--triangles", type=int, default=5_000_000, help="triangles that are picked among")
    options = parser.parse_args()
    mesh = open_mesh(options.folder)
    figures = recolor(tiled(mesh, options.elements))
    figures |= pick(tiled(mesh, triangles=options.triangles))
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
