"""Recolouring by a smart view, without the frame: `python -m benchmarks.smart_view_colors [ELEMENTS]`.

What the window's thread does between the answer of the models and the picture that is asked for: colours
rewritten in place, the views for the renderer, the step for undo. Boxes of two parts in ten colours, and by a
ramp of 64 shades; the middle of eleven times.
"""

from __future__ import annotations

import statistics
import sys
import time

import numpy as np

from bimdesk.domain.color_scales import ramp_colors, series_colors
from bimdesk.domain.ids import ModelKey
from bimdesk.domain.smart_view import Palette
from bimdesk.meshes import Mesh
from bimdesk.scene.entry import make_entry
from bimdesk.scene.ids import ElementIds
from bimdesk.scene.layers_of_rules import RuleLayer
from bimdesk.scene.snapshot import Packer
from bimdesk.scene.state import SceneState

KEY = ModelKey("b" * 64)
_CHART = ("#3469d2", "#65d3c1", "#d4af42", "#b399e0", "#6c7680", "#b04034")


def main(arguments: list[str]) -> int:
    count = int(arguments[0]) if arguments else 100_000
    state, packer = SceneState(), Packer()
    state.put_model(make_entry(KEY, _mesh(count)))
    packer.take(state)
    for name, colors in (
        ("10 values", series_colors(_CHART, 10)),
        ("100 values", series_colors(_CHART, 100)),
        ("ramp of 64 shades", ramp_colors(Palette.VIRIDIS)),
    ):
        times = []
        for turn in range(11):
            layers = _layers(count, colors, turn)
            begin = time.perf_counter()
            state.show_rules(turn + 1, layers)
            state.views()
            state.facts()
            packer.take(state)
            times.append(1000 * (time.perf_counter() - begin))
        print(f"{name:20} {count:,} elements  {statistics.median(times):6.1f} ms (worst {max(times):.1f})")
    return 0


def _layers(count: int, colors: list[str], turn: int) -> list[RuleLayer]:
    ids = np.arange(1, count + 1)
    owner = np.random.default_rng(turn).integers(0, len(colors), count)
    return [
        RuleLayer(ids=ElementIds({KEY: ids[owner == at]}), color=color) for at, color in enumerate(colors)
    ]


def _mesh(count: int) -> Mesh:
    """Elements of two parts with a triangle each; what they look like does not matter here."""
    parts = 2 * count
    starts = np.arange(parts + 1, dtype=np.uint32)
    return Mesh(
        origin=np.zeros(3),
        vertices=np.zeros((3 * parts, 3), np.float32),
        faces=np.arange(3 * parts, dtype=np.uint32).reshape(-1, 3),
        edges=np.zeros((0, 2), np.uint32),
        element_ids=np.random.default_rng(1).permutation(np.arange(1, count + 1)),
        element_class=np.zeros(count, np.uint16),
        element_parts=np.arange(0, parts + 1, 2, dtype=np.uint32),
        element_bounds=np.zeros((count, 6), np.float32),
        part_vertices=starts * 3,
        part_faces=starts,
        part_edges=np.zeros(parts + 1, np.uint32),
        part_colors=np.full((parts, 4), 0.5, np.float32),
        classes=("IfcWall",),
    )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
