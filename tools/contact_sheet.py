"""Pictures of many models on a few pages: `python -m tools.contact_sheet OUT [FOLDER] [--theme both]`.

Imports every model below FOLDER (default: ../shared/data/models) by the worker, draws each off screen as the
window does, and writes OUT/sheet-THEME-PAGE.png: picture, name, counts, extent. A model that was refused, has
no geometry, or whose picture shows nothing or is black, is marked and printed; the exit code is 1 where the
last is so. With `--project P` the imports are kept there, so that the next sheet comes at once.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from bimdesk.bootstrap import open_project
from bimdesk.domain.ids import ModelKey
from bimdesk.domain.model import ModelVersion
from bimdesk.errors import BimdeskError
from bimdesk.paths import default_paths
from bimdesk.protocol.monitor import Monitor
from bimdesk.scene.look import look_for
from bimdesk.scene.offscreen import draw_still, load_scene
from bimdesk.scene.palette import ColorMode
from bimdesk.scene.state import SceneState
from bimdesk.services.children import run_child
from bimdesk.services.importing import AlreadyHere, finish_import, prepare_import
from bimdesk.services.project import Project
from tools.contact_page import Cell, draw_page

MODELS = Path(__file__).resolve().parents[2] / "shared" / "data" / "models"
SCALE = 2
"""Drawn this much larger, then reduced: lines as fine as on a good screen."""
_SEEN = 0.0003
"""Share of the pixels that a model should cover at least."""
_DIFFERS = 10
_BLACK = 24
"""Of 255: a model whose pixels are darker than this on average is black."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the sheet looks like; `size` of a picture in pixels."""

    themes: tuple[str, ...]
    columns: int
    rows: int
    size: tuple[int, int]
    view: str
    colors: ColorMode


def main(arguments: Sequence[str] | None = None) -> int:
    """Write all pages, print their names and what looks wrong."""
    parsed = _parser().parse_args(arguments)
    width, height = (int(side) for side in parsed.size.split("x"))
    options = Options(
        themes=("light", "dark") if parsed.theme == "both" else (parsed.theme,),
        columns=parsed.columns,
        rows=parsed.rows,
        size=(width, height),
        view=parsed.view,
        colors=ColorMode(parsed.colors),
    )
    files = sorted([*parsed.folder.rglob("*.ifc"), *parsed.folder.rglob("*.ifczip")])
    if not files:
        print(f"no models in {parsed.folder}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="bimdesk-sheet-") as temporary:
        root = parsed.project or Path(temporary)
        paths = replace(default_paths(), data=root, config=root, cache=root, logs=root)
        project = open_project(root / "project", paths)
        try:
            versions = {file: import_model(project, file) for file in files}
        finally:
            project.close()
        wrong = 0
        for theme in options.themes:
            wrong += make_sheet(versions, parsed.folder, Path(parsed.out), theme, options)
    return 1 if wrong else 0


def import_model(project: Project, file: Path) -> ModelVersion | BimdeskError:
    """The version of `file`, or why there is none."""
    try:
        start = prepare_import(project, file)
        if isinstance(start, AlreadyHere):
            return start.version
        monitor = Monitor()
        version, _changes = finish_import(project, start, monitor, run_child(start.launch, monitor))
    except BimdeskError as error:
        return error
    return version


def make_sheet(
    versions: dict[Path, ModelVersion | BimdeskError], folder: Path, out: Path, theme: str, options: Options
) -> int:
    """Draw all models in one theme; returns how many pictures show nothing or are black."""
    cells = []
    for file, version in versions.items():
        cell = make_cell(str(file.relative_to(folder)), version, theme, options)
        cells.append(cell)
        if cell.problem:
            print(f"{theme}: {file.relative_to(folder)}: {cell.problem}")
    out.mkdir(parents=True, exist_ok=True)
    per_page = options.columns * options.rows
    for number, begin in enumerate(range(0, len(cells), per_page), 1):
        page = out / f"sheet-{theme}-{number}.png"
        shown = cells[begin : begin + per_page]
        draw_page(shown, columns=options.columns, size=options.size, dark=theme == "dark").save(page)
        print(page)
    return sum(cell.is_wrong for cell in cells)


def make_cell(title: str, version: ModelVersion | BimdeskError, theme: str, options: Options) -> Cell:
    """One model's picture and words."""
    if isinstance(version, BimdeskError):
        return Cell(title=title, problem=version.message)
    state = load_scene({ModelKey(version.sha256): version.folder / "mesh"})
    state.set_color_mode(options.colors)
    words = counts_of(version, state)
    if not len(state.bounds()):
        return Cell(title=title, words=words, problem="no geometry is shown")
    width, height = options.size
    look = look_for(theme)
    pixels = draw_still(state, (width * SCALE, height * SCALE), look, view=options.view)[..., :3]
    picture = Image.fromarray(pixels).resize(options.size, Image.Resampling.LANCZOS)
    problem = problem_of(pixels)
    return Cell(title=title, words=words, picture=picture, problem=problem, is_wrong=bool(problem))


def counts_of(version: ModelVersion, state: SceneState) -> str:
    """Elements shown of all with geometry, triangles, extent in metres."""
    (entry,) = state
    mesh, summary = entry.mesh, version.summary
    shown = int(entry.visible.sum())
    words = f"{shown:,} of {mesh.element_count:,} elements, {mesh.triangle_count:,} triangles"
    boxes = state.bounds()
    if len(boxes):
        x, y, z = boxes[:, 3:].max(axis=0) - boxes[:, :3].min(axis=0)
        words += f", {x:.1f} x {y:.1f} x {z:.1f} m"
    left_out = [notice.message for notice in summary.notices if notice.kind == "geometry"]
    return f"{words}\n{summary.schema_declared}  {' '.join(left_out)}"


def problem_of(pixels: NDArray[Any]) -> str:
    """What is wrong with a picture uint8 (height, width, 3); '' where nothing is.

    The background is the same along a row, and the model does not reach the left border.
    """
    differs = np.abs(pixels.astype(np.int16) - pixels[:, :1].astype(np.int16)).max(axis=2) > _DIFFERS
    if differs.mean() < _SEEN:
        return f"the picture shows nothing ({differs.mean():.2%} of it)"
    if pixels[differs].mean() < _BLACK:
        return "the picture is black"
    return ""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("folder", nargs="?", type=Path, default=MODELS)
    parser.add_argument("--theme", choices=("light", "dark", "both"), default="both")
    parser.add_argument("--columns", type=int, default=4)
    parser.add_argument("--rows", type=int, default=5)
    parser.add_argument("--size", default="420x280", help="of one picture")
    parser.add_argument("--view", default="home", help="home, front, top ...")
    parser.add_argument("--colors", choices=[str(mode) for mode in ColorMode], default=str(ColorMode.MUTED))
    parser.add_argument("--project", type=Path, help="folder that keeps the imports")
    return parser


if __name__ == "__main__":
    sys.exit(main())
