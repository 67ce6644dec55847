"""Pictures of models without a window, and without a display."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bimdesk.domain.ids import ElementRef, ModelKey
from bimdesk.scene.camera import Camera, box_corners
from bimdesk.scene.entry import make_entry, open_mesh
from bimdesk.scene.look import Look, look_for
from bimdesk.scene.palette import ColorMode
from bimdesk.scene.renderer import SceneRenderer
from bimdesk.scene.state import SceneState
from bimdesk.scene.views import Frame, Tier


def render_picture(
    folders: Mapping[ModelKey, Path] | Sequence[Path],
    out: Path,
    *,
    width: int = 1600,
    height: int = 1000,
    theme: str = "light",
    view: str = "home",
    selection: frozenset[ElementRef] = frozenset(),
    highlights: Mapping[ElementRef, str] | None = None,
    ghost_others: bool = False,
    color_mode: ColorMode = ColorMode.MUTED,
    background: tuple[str, str] | None = None,
) -> Path:
    """Draw the mesh folders into the PNG `out` and return it.

    `folders`: mesh or model folders by model key, or in a row (then keyed by their place: "0", "1" ...).
    `background`: colours at the bottom and the top. Raises MachineError without OpenGL, BadInputError where
    a folder holds no mesh.
    """
    named = folders if isinstance(folders, Mapping) else {ModelKey(str(i)): f for i, f in enumerate(folders)}
    state = load_scene(named)
    state.set_selection(selection)
    state.highlight(highlights or {})
    state.ghost_others(ghost_others)
    state.set_color_mode(color_mode)
    look = look_for(theme)
    if background is not None:
        look = look.with_background(*background)
    write_png(draw_still(state, (width, height), look, view=view), out)
    return out


def load_scene(folders: Mapping[ModelKey, Path]) -> SceneState:
    """A scene of all `folders`. Raises BadInputError where one holds no whole mesh."""
    state = SceneState()
    for key, folder in folders.items():
        state.put_model(make_entry(key, open_mesh(folder)))
    return state


def draw_still(
    state: SceneState, size: tuple[int, int], look: Look, *, view: str = "home"
) -> NDArray[np.uint8]:
    """The whole scene from a standard view, uint8 (height, width, 4)."""
    camera = Camera(focal=np.zeros(3)).seen_from(view).fit(box_corners(state.bounds()), size)
    renderer = SceneRenderer()
    try:
        frame = Frame(size=size, camera=camera, models=state.views(), look=look, tier=Tier.STILL)
        return renderer.draw(frame).pixels
    finally:
        renderer.close()


def write_png(pixels: NDArray[np.uint8], out: Path) -> None:
    """Write uint8 (height, width, 4) as PNG without alpha, folders made if needed."""
    height, width = pixels.shape[:2]
    rows = np.zeros((height, 1 + width * 3), dtype=np.uint8)
    rows[:, 1:] = pixels[:, :, :3].reshape(height, -1)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows.tobytes(), 6)), (b"IEND", b""))
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        for name, data in chunks:
            file.write(
                struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
            )
