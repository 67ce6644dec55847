"""What the inspector shows, as plain facts: sections of named values, filtered, and values as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bimdesk.domain.ids import ElementRef, FindingId
from bimdesk.ui.theme.states import StateLook

_UNITS = {"m2": "m²", "m3": "m³", "mm2": "mm²", "mm3": "mm³", "deg": "°", "degree": "°"}


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectorRow:
    """One line. `link`: what a click selects; `copied`: what Ctrl+C takes, the value in full.

    `owner`: the set of a property. `path`: how scripts and filters name it (`Pset_WallCommon.FireRating`).
    `is_wide`: the text takes the whole width and as many lines as it needs. `opens`: the finding that a
    click opens; its `state` stands where others have their name.
    """

    name: str
    text: str
    tip: str = ""
    copied: str = ""
    link: ElementRef | None = None
    mono: bool = False
    tone: str = ""
    path: str = ""
    owner: str = ""
    is_wide: bool = False
    opens: FindingId | None = None
    state: StateLook | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectorSection:
    """A section that folds; `key` names it across elements, so that folding is remembered."""

    key: str
    title: str
    rows: tuple[InspectorRow, ...]
    chip: str = ""
    hint: str = ""
    counted: bool = False
    folded: bool = False
    tip: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GeometryFacts:
    """What the mesh says of an element; metres."""

    size: tuple[float, float, float]
    bottom: float
    top: float
    triangles: int


def filtered(found: Sequence[InspectorSection], text: str) -> list[InspectorSection]:
    """What has `text` in a name, a value or the section's title."""
    wanted = text.strip().casefold()
    if not wanted:
        return list(found)
    kept = []
    for section in found:
        whole = wanted in section.title.casefold()
        rows = tuple(
            row
            for row in section.rows
            if whole or wanted in row.name.casefold() or wanted in row.text.casefold()
        )
        if rows:
            kept.append(replace(section, rows=rows, hint="", counted=False, folded=False))
    return kept


def format_value(value: Any, unit: str = "") -> str:
    """A value as people read it: grouped, three decimals where it has a unit, lists with commas."""
    shown_unit = _UNITS.get(unit, unit)
    match value:
        case None:
            return ""
        case bool():
            return "True" if value else "False"
        case int():
            text = f"{value:,}" if unit else str(value)
        case float():
            text = f"{value:,.3f}" if unit and abs(value) < 1e6 else f"{value:,.6g}"
            text = text.replace("-", "−")
        case list() | tuple():
            return ", ".join(format_value(one, unit) for one in value)
        case dict():
            return ", ".join(f"{key}: {format_value(one, unit)}" for key, one in value.items())
        case _:
            text = str(value)
    return f"{text} {shown_unit}" if shown_unit and text else text
