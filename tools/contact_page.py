"""One page of a contact sheet: pictures in a grid, with their words below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

_GAP = 12
_CAPTION = 64
_FONT = 13


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One model; `is_wrong`: its picture is not what it should be, as `problem` says."""

    title: str
    words: str = ""
    picture: Image.Image | None = None
    problem: str = ""
    is_wrong: bool = False


@dataclass(frozen=True, slots=True)
class _Inks:
    page: str
    text: str
    faint: str
    problem: str


_LIGHT = _Inks("#ffffff", "#1c2128", "#5b6470", "#b3261e")
_DARK = _Inks("#0d1014", "#e6e9ee", "#98a2b0", "#ff8a80")


def draw_page(cells: Sequence[Cell], *, columns: int, size: tuple[int, int], dark: bool) -> Image.Image:
    """`cells` row by row; `size` of a picture in pixels."""
    inks = _DARK if dark else _LIGHT
    width, height = size
    rows = -(-len(cells) // columns)
    across, down = width + _GAP, height + _CAPTION + _GAP
    page = Image.new("RGB", (columns * across + _GAP, rows * down + _GAP), inks.page)
    draw = ImageDraw.Draw(page)
    font = _font()
    for place, cell in enumerate(cells):
        left, top = _GAP + place % columns * across, _GAP + place // columns * down
        if cell.picture is not None:
            page.paste(cell.picture, (left, top))
        else:
            draw.rectangle((left, top, left + width - 1, top + height - 1), outline=inks.faint)
        lines = [(cell.title, inks.text), *((line, inks.faint) for line in cell.words.splitlines())]
        if cell.problem:
            lines = [*lines[:2], (cell.problem, inks.problem)]
        for number, (line, ink) in enumerate(lines):
            draw.text(
                (left, top + height + 6 + number * 18), _fitting(line, font, width), fill=ink, font=font
            )
    return page


def _font() -> ImageFont.FreeTypeFont:
    data = (files("fontpkg_inter") / "files" / "Inter[opsz,wght].ttf").read_bytes()
    return ImageFont.truetype(BytesIO(data), _FONT)


def _fitting(text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    """`text`, its middle left out where it is longer than `width` pixels."""
    if font.getlength(text) <= width:
        return text
    kept = len(text) - 1
    while kept > 2 and font.getlength(f"{text[: kept // 3]}…{text[-(kept - kept // 3) :]}") > width:
        kept -= 1
    return f"{text[: kept // 3]}…{text[-(kept - kept // 3) :]}"
