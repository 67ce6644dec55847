"""The scene's own light and dark look: what is not a colour of the model."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Background, edges, selection and shadow; colours as `#rrggbb`."""

    background_bottom: str
    background_top: str
    edge: str
    face_factor: float
    shadow_strength: float
    selected: str = "#1677ff"
    selected_edge: str = "#0b3f8f"
    halo: str = "#ffffff"
    ghost: str = "#b9c2cc"
    ghost_edge: str = "#7d8894"
    ghost_alpha: float = 0.07
    ghost_edge_alpha: float = 0.20
    lid: str = "#4d5561"
    """Where a section cuts through something solid."""
    selected_lid: str = "#06295c"
    """Likewise through something selected."""
    thin_edges: bool = True
    """Whether members of a few pixels have edges too; where edges are dark on dark they would hide them."""
    edges: bool = True
    """Whether feature edges are drawn."""

    def with_background(self, bottom: str, top: str) -> Look:
        """The same look on another gradient."""
        return replace(self, background_bottom=bottom, background_top=top)

    def with_edges(self, edges: bool) -> Look:
        """The same look with or without feature edges."""
        return replace(self, edges=edges)


LIGHT = Look(
    background_bottom="#f8f9fb",
    background_top="#d9e1ea",
    edge="#6a7079",
    face_factor=1.0,
    shadow_strength=0.34,
)

DARK = Look(
    background_bottom="#2d323a",
    background_top="#14171b",
    edge="#23272d",
    face_factor=0.86,
    shadow_strength=0.60,
    thin_edges=False,
    lid="#707b8c",
    ghost_alpha=0.045,
    ghost_edge_alpha=0.14,
)


def look_for(theme: str) -> Look:
    """The look named `light` or `dark`."""
    return DARK if theme == "dark" else LIGHT
