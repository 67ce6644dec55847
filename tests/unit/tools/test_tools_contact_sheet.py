"""The contact sheet of two tiny models: pages, words, and what it calls wrong."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from step_text import PROJECT, block, step_file

from tools import contact_sheet
from tools.contact_page import Cell, draw_page

CUBE = (
    "#20=IFCWALL('0000000000000000000020',$,'Wall',$,$,#21,#30,$,.SOLIDWALL.);\n"
    "#21=IFCLOCALPLACEMENT($,#6);\n" + block(30)
)


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """A cube in a folder below, a project without geometry, and no model at all."""
    folder = tmp_path / "models"
    (folder / "some").mkdir(parents=True)
    (folder / "some" / "cube.ifc").write_bytes(step_file(PROJECT + CUBE))
    (folder / "empty.ifc").write_bytes(step_file())
    (folder / "broken.ifc").write_bytes(b"no STEP file")
    return folder


def test_that_all_models_of_a_folder_are_on_the_sheet(
    models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    grid = ["--columns", "2", "--rows", "1", "--size", "120x80"]
    assert contact_sheet.main([str(out), str(models), *grid]) == 0
    pages = [out / f"sheet-{theme}-{number}.png" for theme in ("light", "dark") for number in (1, 2)]
    assert sorted(out.iterdir()) == sorted(pages)
    said = capsys.readouterr().out
    assert "light: empty.ifc: no geometry is shown" in said
    assert "light: broken.ifc: " in said
    assert "cube.ifc" not in said  # nothing is wrong with it
    with Image.open(pages[1]) as page:
        cell = np.asarray(page.convert("RGB"))[12:92, 12:132]
    assert contact_sheet.problem_of(cell) == ""


def test_that_a_folder_without_models_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert contact_sheet.main([str(tmp_path / "out"), str(tmp_path)]) == 2
    assert "no models in" in capsys.readouterr().err


def test_that_an_even_picture_and_a_black_model_are_wrong() -> None:
    ground = np.tile(np.linspace(200, 240, 50)[:, None, None], (1, 80, 3)).astype(np.uint8)
    assert "shows nothing" in contact_sheet.problem_of(ground)
    black = ground.copy()
    black[20:30, 30:50] = 3
    assert contact_sheet.problem_of(black) == "the picture is black"


def test_that_words_too_long_lose_their_middle() -> None:
    cells = [Cell(title=f"{'long ' * 40}.ifc", problem="refused"), Cell(title="b")]
    page = draw_page(cells, columns=2, size=(100, 60), dark=True)
    assert page.size == (2 * 112 + 12, 60 + 64 + 24)
    pixels = np.asarray(page)
    assert (pixels[:, 113:123] == pixels[0, 0]).all()  # the gap between the cells stays clear
