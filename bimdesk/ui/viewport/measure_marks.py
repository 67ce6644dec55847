"""Paints measurements, what is being measured, and the mark of what the next click takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from bimdesk.scene.camera import Camera
from bimdesk.scene.measure import MeasureKind, Measurement
from bimdesk.scene.snap import Snap, SnapKind
from bimdesk.ui.theme import fonts, tokens

Floats = NDArray[np.float64]
_PAD = 7.0
_MARK = 6.0
_ARC = 26.0
_AREA_ALPHA = 56
_FACE_ALPHA = 24
"""Faces that only say what was measured stay faint: they are painted over what is before them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """The words of one measurement: its value, and a second line that may be empty."""

    value: str
    detail: str = ""
    hovered: bool = False


class Marks:
    """Paints into one picture; places in scene coordinates become pixels by `camera`."""

    def __init__(self, painter: QPainter, camera: Camera, size: tuple[int, int]) -> None:
        self._painter = painter
        self._camera = camera
        self._size = size
        self._theme = tokens.current()
        self._taken: list[QRectF] = []
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def paint(self, made: Measurement, *, faint: bool = False) -> None:
        """Lines, faces and ends of a measurement; `faint` while it is only looked ahead to."""
        self._fill(made.triangles, _AREA_ALPHA if made.kind is MeasureKind.AREA else _FACE_ALPHA)
        self._lines(made.lines, 1.2, faint=faint)
        if made.kind is MeasureKind.ANGLE:
            self._paint_angle(made, faint=faint)
        elif len(made.points) == 2:
            self._lines(made.points[None], 2.0, faint=faint)
        if made.kind is not MeasureKind.AREA:
            self._ends(made.points)

    def paint_face(self, triangles: Floats, outline: Floats) -> None:
        """A face that is about to be taken."""
        self._fill(triangles, 40)
        self._lines(outline, 1.2, faint=True)

    def paint_labels(self, labels: Sequence[tuple[Measurement, Label]]) -> list[QRectF]:
        """The labels, none over another; where each came to lie (empty where it is out of the picture)."""
        return [self._label(made.anchor, label) for made, label in labels]

    def keep_free(self, point: Floats) -> None:
        """No label after this lies over the mark of a snap at `point`, or over its name."""
        place = self._pixels(point[None])[0]
        if place is not None:
            self._taken.append(QRectF(place.x() - 12, place.y() - 12, 90, 46))

    def paint_snap(self, snap: Snap, words: str) -> None:
        """The mark of what would be taken, and its name: the shape says it too."""
        place = self._pixels(snap.point[None])[0]
        if place is None:
            return
        if snap.edge is not None and snap.kind in (SnapKind.EDGE, SnapKind.MIDDLE):
            self._lines(snap.edge[None], 2.4, faint=False)
        for color, width in ((self._theme.color("bg1"), 4.5), (self._theme.color("ac"), 2.0)):
            self._painter.setPen(QPen(color, width))
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            self._painter.drawPath(_shape(snap.kind, place))
        self._tag(place, words)

    def _paint_angle(self, made: Measurement, *, faint: bool) -> None:
        if len(made.points) == 2:
            self._lines(made.points[None], 1.6, faint=True)
            return
        arm, apex, other = made.points
        self._lines(np.array([[apex, arm], [apex, other]]), 2.0, faint=faint)
        corner = self._pixels(apex[None])[0]
        if corner is None:
            return
        depth = float(self._camera.project([apex], self._size)[0, 2])
        lengths = [float(np.linalg.norm(end - apex)) for end in (arm, other)]
        radius = min(_ARC * self._camera.metres_per_pixel(depth, self._size[1]), *lengths)
        self._polyline(_arc(apex, arm - apex, other - apex, radius))

    def _polyline(self, points: Floats) -> None:
        self._lines(np.stack([points[:-1], points[1:]], axis=1), 1.6, faint=False)

    def _pixels(self, points: Floats) -> list[QPointF | None]:
        seen = self._camera.project(points, self._size)
        return [QPointF(x, y) if depth > 0 else None for x, y, depth in seen.tolist()]

    def _lines(self, segments: Floats, width: float, *, faint: bool) -> None:
        """Segments float64 (k, 2, 3), cased so that they are seen on any ground."""
        if not len(segments):
            return
        seen = self._camera.project(segments, self._size).reshape(-1, 2, 3)
        seen = seen[(seen[:, :, 2] > 0).all(axis=1)]
        lines = [QLineF(a[0], a[1], b[0], b[1]) for a, b in seen.tolist()]
        style = Qt.PenStyle.DashLine if faint else Qt.PenStyle.SolidLine
        casing = self._theme.color("bg1")
        casing.setAlpha(170)
        for color, wide, kind in (
            (casing, width + 2, Qt.PenStyle.SolidLine),
            (self._theme.color("ac"), width, style),
        ):
            self._painter.setPen(QPen(color, wide, kind, Qt.PenCapStyle.FlatCap))
            self._painter.drawLines(lines)

    def _fill(self, triangles: Floats, alpha: int) -> None:
        if not len(triangles):
            return
        seen = self._camera.project(triangles, self._size).reshape(-1, 3, 3)
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        for corners in seen[(seen[:, :, 2] > 0).all(axis=1)][:, :, :2].tolist():
            (ax, ay), (bx, by), (cx, cy) = corners
            if (bx - ax) * (cy - ay) - (by - ay) * (cx - ax) < 0:  # all one way round, or they cancel out
                (bx, by), (cx, cy) = (cx, cy), (bx, by)
            path.addPolygon(QPolygonF([QPointF(ax, ay), QPointF(bx, by), QPointF(cx, cy), QPointF(ax, ay)]))
        color = self._theme.color("ac")
        color.setAlpha(alpha)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # or seams show
        self._painter.fillPath(path, QBrush(color))
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _ends(self, points: Floats) -> None:
        self._painter.setPen(QPen(self._theme.color("bg1"), 1.5))
        self._painter.setBrush(self._theme.color("ac"))
        for place in self._pixels(points):
            if place is not None:
                self._painter.drawEllipse(place, 4, 4)

    def _label(self, anchor: Floats, label: Label) -> QRectF:
        place = self._pixels(anchor[None])[0]
        width, height = self._size
        if place is None or not QRectF(0, 0, width, height).contains(place):
            return QRectF()
        strong, small = fonts.ui(13, weight=600, tabular=True), fonts.ui(11, tabular=True)
        lines = [(label.value, strong, "tx")] + ([(label.detail, small, "tx2")] if label.detail else [])
        sizes = [
            (QFontMetricsF(font).horizontalAdvance(text), QFontMetricsF(font).height())
            for text, font, _ in lines
        ]
        wide, high = max(w for w, _ in sizes) + 2 * _PAD, sum(h for _, h in sizes) + _PAD
        rect = QRectF(place.x() - wide / 2, place.y() - high - 8, wide, high)
        rect = self._free_place(rect)
        self._taken.append(rect)
        self._ground(rect, "ac" if label.hovered else "line3")
        top = rect.top() + _PAD / 2
        for (text, font, color), (_, line) in zip(lines, sizes, strict=True):
            self._words(QRectF(rect.left(), top, wide, line), text, font, self._theme.color(color))
            top += line
        return rect

    def _free_place(self, rect: QRectF) -> QRectF:
        """Inside the picture, and below the labels that are there already."""
        rect.moveLeft(min(max(rect.left(), 4.0), self._size[0] - rect.width() - 4))
        rect.moveTop(max(rect.top(), 4.0))
        for _ in range(len(self._taken)):
            over = next((other for other in self._taken if other.intersects(rect)), None)
            if over is None:
                break
            rect.moveTop(over.bottom() + 4)
        return rect

    def _tag(self, place: QPointF, words: str) -> None:
        font = fonts.ui(11, weight=500)
        metrics = QFontMetricsF(font)
        wide, high = metrics.horizontalAdvance(words) + 10, metrics.height() + 4
        rect = QRectF(place.x() + 14, place.y() + 12, wide, high)
        self._ground(rect, "line2")
        self._words(rect, words, font, self._theme.color("tx2"))

    def _ground(self, rect: QRectF, border: str) -> None:
        self._painter.setPen(QPen(self._theme.color(border), 1))
        self._painter.setBrush(self._theme.color("bg1"))
        self._painter.drawRoundedRect(rect, 5, 5)

    def _words(self, rect: QRectF, text: str, font: QFont, color: QColor) -> None:
        self._painter.setFont(font)
        self._painter.setPen(color)
        self._painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)


def _shape(kind: SnapKind, at: QPointF) -> QPainterPath:
    """Vertex: a square; midpoint: a triangle; edge: a diamond; face: a circle."""
    path, r = QPainterPath(), _MARK
    match kind:
        case SnapKind.VERTEX:
            path.addRect(QRectF(at.x() - r, at.y() - r, 2 * r, 2 * r))
        case SnapKind.MIDDLE:
            path.addPolygon(_around(at, [(0, -r - 1), (r + 1, r), (-r - 1, r), (0, -r - 1)]))
        case SnapKind.EDGE:
            path.addPolygon(_around(at, [(0, -r - 1), (r + 1, 0), (0, r + 1), (-r - 1, 0), (0, -r - 1)]))
        case SnapKind.FACE:
            path.addEllipse(at, r, r)
    return path


def _around(at: QPointF, places: list[tuple[float, float]]) -> QPolygonF:
    return QPolygonF([QPointF(at.x() + x, at.y() + y) for x, y in places])


def _arc(apex: Floats, first: Floats, second: Floats, radius: float) -> Floats:
    """float64 (25, 3): the way from one arm to the other about the apex, metres."""
    u, v = first / np.linalg.norm(first), second / np.linalg.norm(second)
    whole = float(np.arccos(np.clip(u @ v, -1, 1)))
    across = v - (u @ v) * u
    length = float(np.linalg.norm(across))
    if length < 1e-9:
        return np.asarray(np.stack([apex + u * radius, apex + v * radius]))
    turns = np.linspace(0, whole, 25)[:, None]
    return np.asarray(apex + radius * (np.cos(turns) * u + np.sin(turns) * across / length))
