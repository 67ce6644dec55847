"""What a measurement takes hold of near the cursor: a vertex, the middle of an edge, an edge or a face."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray

from bimdesk.domain.ids import ElementId, ElementRef
from bimdesk.scene.camera import Camera
from bimdesk.scene.facets import element_edges
from bimdesk.scene.sight import Hit, Near, Sight

Floats = NDArray[np.float64]

REACH = 11.0
"""Pixels within which a vertex or an edge is taken."""
_MIDDLE_REACH = 8.0
_MOST_ELEMENTS = 12
"""Elements looked at, nearest first."""
_MOST_TRIES = 6
"""Places tried before one behind something else is given up."""
_BEHIND = 60.0
"""Pixels, as a length at the surface under the cursor, by which a place may lie behind it."""
_MOST_EDGES = 8_000


class SnapKind(Enum):
    """What is under the cursor, the more exact first."""

    VERTEX = auto()
    MIDDLE = auto()
    EDGE = auto()
    FACE = auto()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Snap:
    """A place that can be taken, scene coordinates.

    edge   float64 (2, 3)   of VERTEX, MIDDLE and EDGE: the edge on which the place is
    hit    what the ray meets there, None where it passes beside the element
    """

    kind: SnapKind
    point: Floats
    ref: ElementRef
    edge: Floats | None = None
    hit: Hit | None = None


ALL_KINDS = frozenset(SnapKind)


def snap(
    sight: Sight,
    camera: Camera,
    size: tuple[int, int],
    place: tuple[float, float],
    *,
    kinds: frozenset[SnapKind] = ALL_KINDS,
) -> Snap | None:
    """What to take at a pixel: of what can be seen there the most exact of `kinds`, else the nearest."""
    start, direction = camera.ray(*place, size)
    hit = sight.pick(start, direction)
    if kinds - {SnapKind.FACE}:
        pixel = camera.metres_per_pixel(1.0, size[1])
        spread, slack = (0.0, pixel * REACH) if camera.parallel else (pixel * REACH, 0.0)
        near = sight.near(start, direction, slack=slack, spread=spread)
        found = _best_edge_place(sight, camera, size, place, _in_front(near, hit), kinds, hit)
        if found is not None:
            return found
    if hit is None or SnapKind.FACE not in kinds:
        return None
    return Snap(kind=SnapKind.FACE, point=hit.point, ref=hit.ref, hit=hit)


def _in_front(near: list[Near], hit: Hit | None) -> list[Near]:
    """Without what begins behind the surface that is hit; the element hit comes first."""
    if hit is None:
        return near[:_MOST_ELEMENTS]
    before = [one for one in near if one.entry <= hit.distance + 0.01]
    before.sort(key=lambda one: (one.row != hit.row or one.model.key != hit.ref.model, one.entry))
    return before[:_MOST_ELEMENTS]


def _best_edge_place(
    sight: Sight,
    camera: Camera,
    size: tuple[int, int],
    place: tuple[float, float],
    near: list[Near],
    kinds: frozenset[SnapKind],
    hit: Hit | None,
) -> Snap | None:
    edges, owner = _edges(near)
    if not len(edges):
        return None
    places, kind, edge = _places(edges, camera, size, place, kinds)
    seen = camera.project(places, size)
    away = np.hypot(seen[:, 0] - place[0], seen[:, 1] - place[1])
    reach = np.where(kind == SnapKind.MIDDLE.value, _MIDDLE_REACH, REACH)
    good = np.flatnonzero((away <= reach) & (seen[:, 2] > 0) & (seen[:, 2] < _deepest(camera, size, hit)))
    order = good[np.lexsort((seen[good, 2], np.round(away[good]), kind[good]))]
    for choice in order[:_MOST_TRIES].tolist():
        one = near[int(owner[edge[choice]])]
        if _is_seen(sight, camera, size, places[choice], seen[choice], one):
            return Snap(
                kind=SnapKind(int(kind[choice])),
                point=places[choice],
                ref=_ref(one),
                edge=edges[edge[choice]],
                hit=hit,
            )
    return None


def _deepest(camera: Camera, size: tuple[int, int], hit: Hit | None) -> float:
    """Metres before the eye: what lies farther behind the surface under the cursor is not meant."""
    if hit is None:
        return float("inf")
    depth = camera.depth_of(hit.point)
    return depth + _BEHIND * camera.metres_per_pixel(depth, size[1])


def _edges(near: list[Near]) -> tuple[Floats, NDArray[np.int64]]:
    """Edges float64 (k, 2, 3) of the elements, and whose each is (a row of `near`)."""
    found, owner, total = [np.zeros((0, 2, 3))], [np.zeros(0, dtype=np.int64)], 0
    for number, one in enumerate(near):
        edges = element_edges(one.model, one.row)
        total += len(edges)
        if total > _MOST_EDGES and number:
            break
        found.append(edges)
        owner.append(np.full(len(edges), number))
    return np.concatenate(found), np.concatenate(owner)


def _places(
    edges: Floats,
    camera: Camera,
    size: tuple[int, int],
    place: tuple[float, float],
    kinds: frozenset[SnapKind],
) -> tuple[Floats, NDArray[np.int64], NDArray[np.int64]]:
    """Candidates (n, 3), their kinds (values of SnapKind) and the edge that each is on."""
    start, direction = camera.ray(*place, size)
    nearest = nearest_on_segments(edges, start, direction)
    seen = camera.project(nearest, size)
    # an edge that passes by farther off than this has nothing to offer
    close = np.hypot(seen[:, 0] - place[0], seen[:, 1] - place[1]) <= 2 * REACH
    rows = np.flatnonzero(close)
    offers = {
        SnapKind.VERTEX: [edges[rows, 0], edges[rows, 1]],
        SnapKind.MIDDLE: [edges[rows].mean(axis=1)],
        SnapKind.EDGE: [nearest[rows]],
    }
    chosen = [(kind, points) for kind, lists in offers.items() if kind in kinds for points in lists]
    places = np.concatenate([points for _, points in chosen] or [np.zeros((0, 3))])
    numbers = np.repeat([kind.value for kind, _ in chosen], len(rows)).astype(np.int64)
    return places, numbers, np.tile(rows, len(chosen))


def nearest_on_segments(edges: Floats, start: Floats, direction: Floats) -> Floats:
    """float64 (k, 3): the point of each segment (k, 2, 3) that is nearest to a line."""
    along = edges[:, 1] - edges[:, 0]
    flat = along - (along @ direction)[:, None] * direction
    away = start - edges[:, 0]
    away = away - (away @ direction)[:, None] * direction
    length = (flat * flat).sum(axis=1)
    share = np.clip((away * flat).sum(axis=1) / np.maximum(length, 1e-18), 0, 1)
    return np.asarray(edges[:, 0] + along * share[:, None])


def _is_seen(
    sight: Sight, camera: Camera, size: tuple[int, int], point: Floats, seen: Floats, one: Near
) -> bool:
    """True where nothing is before a place, and no section cuts it away."""
    if one.model.cut and one.model.cut.cut_away(point)[0]:
        return False
    start, direction = camera.ray(float(seen[0]), float(seen[1]), size)
    slack = 0.002 + 2 * camera.metres_per_pixel(float(seen[2]), size[1])
    return sight.is_free(start, direction, float((point - start) @ direction) - slack)


def _ref(one: Near) -> ElementRef:
    return ElementRef(one.model.key, ElementId(int(one.model.mesh.element_ids[one.row])))
