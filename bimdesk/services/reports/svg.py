"""A few SVG elements as text: every text is escaped here, and nowhere else is SVG written."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

LETTER = 6.9
"""Width of a letter of 12 px in a wide font, about."""
Colors = Mapping[str, str]
"""Names (c1 to c6, text, soft, line) -> what CSS takes; `var(--c1)` where the page has themes."""

LIGHT: Colors = {
    "c1": "#2968b9",
    "c2": "#2b9b74",
    "c3": "#b46c15",
    "c4": "#422371",
    "c5": "#535b63",
    "c6": "#ad2c2f",
    "text": "#1a1f27",
    "soft": "#5d6775",
    "line": "#dde2e9",
    "ground": "#ffffff",
}
"""On paper: tokens of the light theme."""
THEMED: Colors = {name: f"var(--{name})" for name in LIGHT}


def number(value: float) -> str:
    """A coordinate."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def text(
    x: float, y: float, words: str, *, color: str, anchor: str = "start", size: float = 12, weight: int = 400
) -> str:
    """A line of text whose base line is at `y`."""
    style = f"fill:{color};font-size:{number(size)}px;font-weight:{weight}"
    return (
        f'<text x="{number(x)}" y="{number(y)}" text-anchor="{anchor}" style="{style}">{escape(words)}</text>'
    )


def rect(x: float, y: float, width: float, height: float, *, color: str, title: str = "") -> str:
    """A filled bar with slightly round corners; `title` shows under the mouse."""
    inner = f"<title>{escape(title)}</title>" if title else ""
    return (
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(max(width, 0.5))}" height="{number(height)}"'
        f' rx="2" style="fill:{color}">{inner}</rect>'
    )


def line(x1: float, y1: float, x2: float, y2: float, *, color: str, width: float = 1) -> str:
    """A straight line."""
    places = f'x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"'
    return f'<line {places} style="stroke:{color};stroke-width:{number(width)}"/>'


def path(
    places: str, *, fill: str = "none", stroke: str = "none", width: float = 2, opacity: float = 1
) -> str:
    """A path; `places` is made of numbers by the caller."""
    style = f"fill:{fill};stroke:{stroke};stroke-width:{number(width)};opacity:{number(opacity)}"
    return f'<path d="{places}" style="{style};stroke-linejoin:round"/>'


def dot(x: float, y: float, *, color: str, title: str = "", radius: float = 3) -> str:
    """A point of a scatter or a line."""
    inner = f"<title>{escape(title)}</title>" if title else ""
    place = f'cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"'
    return f'<circle {place} style="fill:{color}">{inner}</circle>'


def picture(width: float, height: float, parts: list[str], *, label: str) -> str:
    """The whole; it takes the width that there is. `label` is what a screen reader says."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(width)} {number(height)}" role="img"'
        f' aria-label="{escape(label)}" font-family="Inter, system-ui, sans-serif"'
        f' font-size="12">{"".join(parts)}</svg>'
    )


def shortened(words: str, most: int) -> str:
    """At most so many letters, cut in the middle, where names of elements differ least."""
    if len(words) <= most:
        return words
    head = (most - 1) * 2 // 3
    return f"{words[:head]}…{words[len(words) - (most - 1 - head) :]}"
