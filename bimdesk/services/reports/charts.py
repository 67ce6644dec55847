"""Charts as SVG: bars with their values beside them, lines, points, a ring; for paper and for a page."""

from __future__ import annotations

import math

from bimdesk.services.reports import svg
from bimdesk.services.reports.chart_scales import bins, figure
from bimdesk.services.reports.chart_xy import COLORS, WIDTH, color_of, columns_chart, legend, xy_chart
from bimdesk.services.reports.model import Chart
from bimdesk.services.reports.svg import Colors

MOST_BARS = 30
MOST_SLICES = 6
_ROW, _BAR, _GAP = 26, 16, 10


def chart_svg(chart: Chart, colors: Colors) -> str:
    """The chart; always a picture, whatever the numbers are."""
    match chart.kind:
        case "line" | "area" | "scatter":
            return xy_chart(chart, colors)
        case "pie" if len(chart.series) == 1 and all((value or 0) >= 0 for value in chart.series[0].values):
            return _ring(chart, colors)
        case "histogram":
            return _histogram(chart, colors)
    return _bars(chart, colors)


def _bars(chart: Chart, colors: Colors) -> str:
    """A row for each label, its series one after another along it; values stand at the end."""
    shown = min(len(chart.labels), MOST_BARS)
    labels = [svg.shortened(label, 27) for label in chart.labels[:shown]]
    left = min(196.0, max((len(label) for label in labels), default=0) * svg.LETTER + 12)
    parts, top = legend(chart, colors, left)
    totals = [sum(abs(one.values[at] or 0) for one in chart.series) for at in range(shown)]
    most = max(totals, default=0) or 1
    room = WIDTH - left - 64
    for at in range(shown):
        y = top + at * _ROW
        parts.append(svg.text(left - _GAP, y + 17, labels[at], color=colors["soft"], anchor="end"))
        x = left
        for place, one in enumerate(chart.series):
            value = one.values[at]
            if value:
                width = abs(value) / most * room
                said = f"{chart.labels[at]}{', ' + one.name if one.name else ''}: {_with_unit(value, chart)}"
                parts.append(
                    svg.rect(x, y + 5, width - 1, _BAR, color=color_of(place, colors, many=chart), title=said)
                )
                x += width
        signed = sum(one.values[at] or 0 for one in chart.series)
        parts.append(svg.text(x + 6, y + 17, _with_unit(signed, chart), color=colors["text"], weight=500))
    if len(chart.labels) > shown:
        words = f"{len(chart.labels) - shown:,} more"
        parts.append(svg.text(left, top + shown * _ROW + 15, words, color=colors["soft"]))
        shown += 1
    return svg.picture(WIDTH, top + shown * _ROW + 4, parts, label=chart.name)


def _histogram(chart: Chart, colors: Colors) -> str:
    """Values in classes; where labels are numbers the script has counted already."""
    numbers = [value for value in chart.series[0].values if value is not None]
    if not numbers:
        return _bars(chart, colors)
    if any(not label.replace(",", "").isdecimal() for label in chart.labels):
        known = [value or 0.0 for value in chart.series[0].values]
        return columns_chart(chart.labels, known, colors, label=chart.name)
    edges, counts = bins(numbers)
    names = [figure(edge) for edge in edges[:-1]]
    return columns_chart(names, [float(count) for count in counts], colors, label=chart.name)


def _ring(chart: Chart, colors: Colors) -> str:
    """Slices by size, the smallest together; the legend has the values."""
    pairs = sorted(zip(chart.series[0].values, chart.labels, strict=True), key=lambda one: -(one[0] or 0))
    slices = [(value, label) for value, label in pairs if value]
    rest = sum(value for value, _label in slices[MOST_SLICES - 1 :])
    if len(slices) > MOST_SLICES:
        slices = [*slices[: MOST_SLICES - 1], (rest, f"{len(slices) - MOST_SLICES + 1} others")]
    total = sum(value for value, _label in slices)
    height = max(170.0, len(slices) * _ROW + 16)
    if not total:
        return _bars(chart, colors)
    middle, parts, angle = height / 2, [], 0.0
    top = middle - len(slices) * _ROW / 2
    for at, (value, label) in enumerate(slices):
        color, turn = colors[COLORS[at % len(COLORS)]], value / total * math.tau
        parts.append(
            svg.path(_slice(80, middle, 74, 46, angle, angle + turn), fill=color, stroke=colors["ground"])
        )
        y = top + at * _ROW
        parts.append(svg.rect(178, y + 7, 12, 12, color=color))
        parts.append(svg.text(196, y + 17, svg.shortened(label, 26), color=colors["text"]))
        words = f"{_with_unit(value, chart)} · {value / total:.0%}"
        parts.append(svg.text(WIDTH - 8, y + 17, words, color=colors["soft"], anchor="end"))
        angle += turn
    parts.append(
        svg.text(80, middle + 5, figure(total), color=colors["text"], anchor="middle", size=17, weight=600)
    )
    return svg.picture(WIDTH, height, parts, label=chart.name)


def _slice(x: float, y: float, outer: float, inner: float, start: float, end: float) -> str:
    end = min(end, start + math.tau - 1e-4)
    large = 1 if end - start > math.pi else 0

    def place(radius: float, angle: float) -> str:
        return f"{svg.number(x + radius * math.sin(angle))} {svg.number(y - radius * math.cos(angle))}"

    return (
        f"M{place(outer, start)}A{outer} {outer} 0 {large} 1 {place(outer, end)}"
        f"L{place(inner, end)}A{inner} {inner} 0 {large} 0 {place(inner, start)}Z"
    )


def _with_unit(value: float, chart: Chart) -> str:
    return f"{figure(value)} {chart.unit}".rstrip()
