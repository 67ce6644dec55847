"""Colours by name or as #rrggbb."""

from __future__ import annotations

import re

from bimdesk.sdk.nearest import choose

NAMES = {
    "red": "#d64545", "orange": "#e6863c", "amber": "#e6a23c", "yellow": "#e3c93f", "green": "#4f9d5d",
    "teal": "#2f9c95", "cyan": "#38b6d8", "blue": "#3f7fd9", "purple": "#8d63c9", "magenta": "#c94f9f",
    "pink": "#e48ad0", "brown": "#8d6748", "grey": "#8a929b", "black": "#1c1f23", "white": "#f5f6f7",
}  # fmt: skip


def hex_color(color: str) -> str:
    """`#rrggbb` in lower case for a name, #rgb or #rrggbb. Raises ValueError for anything else."""
    text = str(color).strip().lower()
    if re.fullmatch(r"#[0-9a-f]{6}", text):
        return text
    if re.fullmatch(r"#[0-9a-f]{3}", text):
        return "#" + "".join(digit * 2 for digit in text[1:])
    return NAMES[choose(text, NAMES, what="colour", aliases={"gray": "grey"})]
