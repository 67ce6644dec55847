"""Charts with an axis of numbers: lines, areas, points, columns."""

from __future__ import annotations

from collections.abc import Sequence

from bimdesk.services.reports import svg
from bimdesk.services.reports.chart_scales import figure, ticks
from bimdesk.services.reports.model import Chart
from bimdesk.services.reports.svg import Colors

WIDTH = 480.0
HEIGHT = 170.0
COLORS = ("c1", "c2", "c3", "c4", "c5", "c6")
_RIGHT, _BOTTOM = 24.0, 26.0
_MOST_LABELS = 8


def color_of(place: int, colors: Colors, *, many: Chart) -> str:
    """The colour of a series."""
    return colors[COLORS[place % len(COLORS)]] if len(many.series) > 1 else colors["c1"]


def legend(chart: Chart, colors: Colors, left: float) -> tuple[list[str], float]:
    """The names of several series in a line above the chart, and where the chart begins."""
    if len(chart.series) < 2:
        return [], 4.0
    parts, x = [], left
    for place, one in enumerate(chart.series):
        name = svg.shortened(one.name or f"Series {place + 1}", 24)
        parts.append(svg.rect(x, 4, 10, 10, color=color_of(place, colors, many=chart)))
        parts.append(svg.text(x + 15, 13, name, color=colors["soft"]))
        x += 15 + len(name) * svg.LETTER + 18
    return parts, 26.0


def xy_chart(chart: Chart, colors: Colors) -> str:
    """Series over their labels; labels that are numbers all are placed by their value (scatter)."""
    known = [value for one in chart.series for value in one.values if value is not None] or [0.0]
    low = min(known) if chart.kind == "scatter" else min(0.0, *known)
    marks = ticks(low, max(known))
    left = max(len(figure(mark)) for mark in marks) * svg.LETTER + 14
    parts, top = legend(chart, colors, left)
    bottom = top + HEIGHT
    parts += _grid(marks, left, top, bottom, colors)
    places = _places(chart, left)
    for at, one in enumerate(chart.series):
        color = color_of(at, colors, many=chart)
        points = [
            (x, bottom - (value - marks[0]) / (marks[-1] - marks[0]) * HEIGHT, label, value)
            for x, value, label in zip(places, one.values, chart.labels, strict=True)
            if value is not None
        ]
        if chart.kind != "scatter" and points:
            parts += _line([point[:2] for point in points], color, bottom if chart.kind == "area" else None)
        if chart.kind == "scatter" or len(points) <= 40:
            radius = 3.5 if chart.kind == "scatter" else 2.5
            parts += [
                svg.dot(
                    x, y, color=color, radius=radius, title=f"{label}: {figure(value)} {chart.unit}".rstrip()
                )
                for x, y, label, value in points
            ]
    parts += _labels(chart.labels, places, bottom, colors)
    return svg.picture(WIDTH, bottom + _BOTTOM, parts, label=chart.name)


def columns_chart(names: Sequence[str], values: Sequence[float], colors: Colors, *, label: str) -> str:
    """Upright bars side by side, as of a histogram."""
    marks = ticks(0.0, max(0.0, *values))
    left = max(len(figure(mark)) for mark in marks) * svg.LETTER + 14
    top, bottom = 8.0, 8.0 + HEIGHT
    parts = _grid(marks, left, top, bottom, colors)
    step = (WIDTH - left - _RIGHT) / len(values)
    for at, value in enumerate(values):
        height = max(0.0, value) / marks[-1] * HEIGHT
        said = f"{names[at]}: {figure(value)}"
        parts.append(
            svg.rect(left + at * step + 1, bottom - height, step - 2, height, color=colors["c1"], title=said)
        )
    parts += _labels(names, [left + (at + 0.5) * step for at in range(len(values))], bottom, colors)
    return svg.picture(WIDTH, bottom + _BOTTOM, parts, label=label)


def _grid(marks: Sequence[float], left: float, top: float, bottom: float, colors: Colors) -> list[str]:
    parts = []
    for mark in marks:
        y = bottom - (mark - marks[0]) / (marks[-1] - marks[0]) * (bottom - top)
        parts.append(svg.line(left, y, WIDTH - _RIGHT, y, color=colors["line"]))
        parts.append(svg.text(left - 8, y + 4, figure(mark), color=colors["soft"], anchor="end", size=11))
    return parts


def _places(chart: Chart, left: float) -> list[float]:
    room = WIDTH - left - _RIGHT
    if chart.kind == "scatter":
        try:
            numbers = [float(label.replace(",", "")) for label in chart.labels]
        except ValueError:
            numbers = []
        if numbers and max(numbers) > min(numbers):
            low, high = min(numbers), max(numbers)
            return [left + 8 + (value - low) / (high - low) * (room - 16) for value in numbers]
    step = room / max(1, len(chart.labels))
    return [left + (at + 0.5) * step for at in range(len(chart.labels))]


def _line(points: Sequence[tuple[float, float]], color: str, ground: float | None) -> list[str]:
    places = "L".join(f"{svg.number(x)} {svg.number(y)}" for x, y in points)
    parts = []
    if ground is not None:
        first, last = svg.number(points[0][0]), svg.number(points[-1][0])
        closed = f"M{places}L{last} {svg.number(ground)}L{first} {svg.number(ground)}Z"
        parts.append(svg.path(closed, fill=color, opacity=0.16))
    return [*parts, svg.path(f"M{places}", stroke=color)]


def _labels(names: Sequence[str], places: Sequence[float], bottom: float, colors: Colors) -> list[str]:
    """Some of the labels, so that none touches another."""
    if not names:
        return []
    order = sorted(range(len(names)), key=lambda at: places[at])
    every = max(1, -(-len(order) // _MOST_LABELS))
    room = int((WIDTH - _RIGHT) / min(len(order), _MOST_LABELS) / svg.LETTER) - 1
    return [
        svg.text(
            places[at],
            bottom + 18,
            svg.shortened(names[at], max(4, room)),
            color=colors["soft"],
            anchor="middle",
            size=11,
        )
        for at in order[::every]
    ]
