"""Colours for data: a series for values side by side, ramps for numbers. `#rrggbb` throughout."""

from __future__ import annotations

import colorsys
from collections.abc import Mapping, Sequence

from bimdesk.domain.smart_view import Palette

STEPS = 64
"""So many shades of a ramp are told apart."""
NO_VALUE = "#8f96a1"
_GOLDEN = 0.618034
_STOPS: Mapping[Palette, tuple[str, ...]] = {
    # viridis and magma: Smith and van der Walt, CC0; cividis: Nunez et al. 2018; each at equal distances.
    Palette.VIRIDIS: (
        *("#440154", "#472d7b", "#3b528b", "#2c728e", "#21918c", "#28ae80", "#5ec962", "#addc30", "#fde725"),
    ),
    Palette.CIVIDIS: (
        *("#00224e", "#123570", "#3b496c", "#575d6d", "#707173", "#8a8678", "#a59c74", "#c3b369", "#fee838"),
    ),
    Palette.MAGMA: (
        *("#000004", "#1c1044", "#4f127b", "#812581", "#b5367a", "#e55064", "#fb8761", "#fec287", "#fcfdbf"),
    ),
    Palette.BLUE_RED: ("#2166ac", "#67a9cf", "#d1e5f0", "#f7f7f7", "#fddbc7", "#ef8a62", "#b2182b"),
}


def series_colors(chart: Sequence[str], count: int) -> list[str]:
    """`count` different colours: the theme's, then lighter and darker ones of them, then others by hue."""
    shades = [*chart, *(_mixed(one, 255, 0.45) for one in chart), *(_mixed(one, 0, 0.4) for one in chart)]
    found = list(dict.fromkeys(shades))[:count]
    known, number = set(found), 0
    while len(found) < count:
        lightness = 0.35 + 0.1 * (number % 5)
        shade = _hex(colorsys.hls_to_rgb(number * _GOLDEN % 1, lightness, 0.5))
        number += 1
        if shade not in known or number > 10 * count:
            known.add(shade)
            found.append(shade)
    return found


def ramp_colors(palette: Palette, steps: int = STEPS) -> list[str]:
    """The shades of a ramp from its low to its high end."""
    stops = [_channels(stop) for stop in _STOPS[palette]]
    found = []
    for step in range(steps):
        place = step / max(1, steps - 1) * (len(stops) - 1)
        at = min(int(place), len(stops) - 2)
        share = place - at
        pairs = zip(stops[at], stops[at + 1], strict=True)
        found.append(_hex([(one + (other - one) * share) / 255 for one, other in pairs]))
    return found


def _mixed(color: str, other: int, share: float) -> str:
    return _hex([(one * (1 - share) + other * share) / 255 for one in _channels(color)])


def _channels(color: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(color.removeprefix("#")))


def _hex(channels: Sequence[float]) -> str:
    return "#" + bytes(round(max(0.0, min(1.0, one)) * 255) for one in channels).hex()
