"""What is wanted of the open-speed benchmark, and what the figures say: met, not met, or not measured."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Figures = Mapping[str, float]
Quantity = tuple[str, ...]
"""A competitor, and the figures of it that are summed up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One model: medians by competitor and figure, seconds and megabytes; `late`: cut off at `deadline`."""

    name: str
    size_mb: float
    medians: Mapping[str, Figures] = field(default_factory=dict)
    late: frozenset[str] = frozenset()
    problems: Mapping[str, str] = field(default_factory=dict)
    deadline: float = 0.0
    is_large: bool = False

    def get(self, competitor: str, *names: str) -> float | None:
        """The sum of these figures; None where one is missing."""
        found = [self.medians.get(competitor, {}).get(name) for name in names]
        known = [one for one in found if one is not None]
        return sum(known) if len(known) == len(found) else None

    def at_least(self, competitor: str, *names: str) -> float | None:
        """Likewise; the deadline of one that was cut off."""
        return self.deadline if competitor in self.late else self.get(competitor, *names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """`value` (None: not measured) and what it should be; `note`: of how many models, and what is bounded."""

    text: str
    value: float | None
    limit: float
    at_least: bool = False
    unit: str = "x"
    note: str = ""

    @property
    def is_met(self) -> bool:
        """At least the limit, or below it."""
        if self.value is None:
            return False
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def line(self) -> str:
        """For the report."""
        wanted = f"{'at least' if self.at_least else 'at most'} {self.limit:g} {self.unit}"
        if self.value is None:
            return f"  not measured  {self.text:<75}{'':>13}  {wanted}"
        verdict = "met" if self.is_met else "NOT MET"
        said = f"{self.value:.2f} {self.unit}"
        return f"  {verdict:<12}  {self.text:<75}{said:>13}  {wanted}{self.note and f'; {self.note}'}"


def geometric_mean(values: Iterable[float]) -> float | None:
    """None of none."""
    logs = [math.log(value) for value in values if value > 0]
    return math.exp(sum(logs) / len(logs)) if logs else None


def ratios(
    models: Sequence[Measured], above: Quantity, below: Quantity, *, bound: bool = False
) -> list[float]:
    """`above` / `below` of every model that has both; `bound`: what was cut off counts with its deadline."""
    pairs = [((one.at_least if bound else one.get)(*above), one.get(*below)) for one in models]
    return [a / b for a, b in pairs if a is not None and b]


def goals_of(models: Sequence[Measured], scene: Figures, *, web_ifc: str) -> list[Goal]:
    """All of them, in the order of what is wanted."""
    small = [model for model in models if not model.is_large]
    return [
        *_against_peers(small, web_ifc),
        *_large(models),
        *_second(models),
        Goal(
            text=f"recolouring {scene.get('recolour_elements', 0):,.0f} elements, without the frame",
            value=scene.get("recolour"),
            limit=60,
            unit="ms",
        ),
        Goal(
            text=f"a pick among {scene.get('pick_triangles', 0):,.0f} triangles, the worst one",
            value=max(scene["pick_worst"], scene["pick_first"]) if "pick_worst" in scene else None,
            limit=100,
            unit="ms",
        ),
        _memory(models),
    ]


def _against_peers(models: Sequence[Measured], web_ifc: str) -> list[Goal]:
    found = []
    for figure, words in (("exact", "for a picture, all cuts made"), ("all", "edges and index too")):
        faster = ratios(models, ("OpenCASCADE", "geometry"), ("worker", figure), bound=True)
        late = sum("OpenCASCADE" in one.late for one in models)
        found.append(
            Goal(
                text=f"geometry, {words}: faster than OpenCASCADE, geometric mean",
                value=geometric_mean(faster),
                limit=15,
                at_least=True,
                note=f"{len(faster)} models" + (f", {late} cut off, a lower bound" if late else ""),
            )
        )
    slower = ratios(models, ("window", "picture"), (web_ifc, "open", "geometry"))
    found.append(
        Goal(
            text="file to first picture / web-ifc's open + geometry, geometric mean",
            value=geometric_mean(slower),
            limit=1.2,
            note=f"{len(slower)} models",
        )
    )
    return found


def _large(models: Sequence[Measured]) -> list[Goal]:
    large = [model for model in models if model.is_large]
    found = ratios(large, ("window", "picture"), ("worker", "bare"))
    triangles = large[0].get("window", "triangles") if large else None
    said = f" ({large[0].size_mb:.0f} MB, {triangles:,.0f} triangles)" if large and triangles else ""
    return [
        Goal(
            text=f"first picture of a large model{said} / bare",
            value=found[0] if found else None,
            limit=1.5,
        )
    ]


def _second(models: Sequence[Measured]) -> list[Goal]:
    found = []
    for figure, words in (("import", "the first, whole"), ("picture", "the first, to its picture")):
        faster = ratios(models, ("window", figure), ("window", "second"))
        found.append(
            Goal(
                text=f"second open: faster than {words}, geometric mean",
                value=geometric_mean(faster),
                limit=10,
                at_least=True,
                note=f"{len(faster)} models",
            )
        )
    seconds = [one for model in models if (one := model.get("window", "second")) is not None]
    found.append(Goal(text="second open, the slowest", value=max(seconds, default=None), limit=1, unit="s"))
    return found


def _memory(models: Sequence[Measured]) -> Goal:
    """The most that a window had, as a share of what it may have."""
    shares = []
    for model in models:
        peak, mesh = model.get("window", "peak_mb"), model.get("window", "mesh_mb")
        if peak is not None and mesh is not None:
            shares.append((peak / (2.5 * mesh + 400), model.name))
    worst = max(shares, default=None)
    return Goal(
        text="peak memory of the window / (2.5 x mesh arrays + 400 MB), the worst",
        value=worst[0] if worst else None,
        limit=1,
        note=worst[1] if worst else "",
    )
