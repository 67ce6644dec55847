"""A chart on a card: title, tools, plot, legend; hover, clicks and keys; both ways with the selection."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QFileDialog, QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from bimdesk.errors import MachineError
from bimdesk.ui.charts.drawing import value_text
from bimdesk.ui.charts.export import picture_of, save_picture
from bimdesk.ui.charts.hover import HoverCard
from bimdesk.ui.charts.legend import Legend
from bimdesk.ui.charts.plot import Plot
from bimdesk.ui.models.charts import ChartData
from bimdesk.ui.models.wording import counted
from bimdesk.ui.theme import fonts
from bimdesk.ui.widgets.buttons import IconButton
from bimdesk.ui.widgets.labels import ElidedLabel, label

_KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class ChartCard(QFrame):
    """`elements_chosen(frozenset[ElementId])`: a bar or point was clicked. Needs `library.load` before."""

    elements_chosen = Signal(object)
    table_requested = Signal()
    failed = Signal(object)
    """MachineError: a picture could not be written."""

    def __init__(self, chart: ChartData, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart = chart
        self.plot = Plot(chart)
        self._pressed: QPointF | None = None
        self.setProperty("surface", "card")
        self.setAccessibleName(self.tr("Chart: {0}").format(chart.name))
        self.setAccessibleDescription(self._in_words())
        self.legend = Legend(chart, self)
        self._lay_out()
        self.hover = HoverCard(self)
        view = self.plot.widget
        view.setFixedHeight(self.plot.height)
        view.setAccessibleName(chart.name)
        view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        view.viewport().setMouseTracking(True)
        view.viewport().installEventFilter(self)
        view.installEventFilter(self)

    def mark(self, elements: Collection[int]) -> None:
        """Show the bars and points that name any of these elements."""
        self.plot.drawing.show_marked(self.plot.marks.naming(elements))

    def choose(self, mark: int) -> None:
        """As a click on it: its elements are wanted."""
        elements = self.plot.marks.elements[mark]
        if elements:
            self.elements_chosen.emit(frozenset(elements))

    def save(self, path: Path) -> None:
        """Write the chart as PNG or SVG; what the machine refuses comes as `failed`."""
        try:
            with self._bare():
                save_picture(self, path, title=self.chart.name)
        except MachineError as error:
            self.failed.emit(error)

    def point_at(self, mark: int, place: QPointF | None = None) -> None:
        """Say what a mark is, beside the mouse or the mark; -1 takes the words away."""
        self.plot.drawing.point_at(mark)
        view = self.plot.widget.viewport()
        view.setCursor(
            Qt.CursorShape.PointingHandCursor
            if mark >= 0 and self.plot.marks.elements[mark]
            else Qt.CursorShape.ArrowCursor
        )
        if mark < 0:
            self.hover.hide()
            return
        where = self.plot.place_of(mark) if place is None else place
        self.hover.show_at(view.mapTo(self, where.toPoint()), *self.words_of(mark))

    def words_of(self, mark: int) -> tuple[str, str, str]:
        """Name, value, and what a click does."""
        marks, chart = self.plot.marks, self.chart
        name = chart.series[int(marks.series[mark])].name if len(chart.series) > 1 else ""
        title = f"{marks.labels[mark]}, {name}" if name else marks.labels[mark]
        value, total = float(marks.values[mark]), float(marks.totals[mark])
        text = value_text(value, chart.unit)
        if chart.kind in ("stacked", "pie", "histogram") and total:
            text = self.tr("{0} of {1} ({2} %)").format(
                value_text(value), value_text(total, chart.unit), f"{value / total * 100:.0f}"
            )
        elements = marks.elements[mark]
        if not elements:
            return title, text, ""
        many = counted(len(elements), "element")
        if many != text:
            text = f"{text} · {many}"
        return title, text, self.tr("Click isolates them in 3D")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return watched is self.plot.widget and self._key(event)
        if watched is not self.plot.widget.viewport():
            return super().eventFilter(watched, event)
        if isinstance(event, QWheelEvent):
            return self._wheel(event)
        if isinstance(event, QMouseEvent):
            self._mouse(event)
        elif event.type() == QEvent.Type.Leave:
            self.point_at(-1)
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "plot"):
            self.plot.follow_theme()
            self.legend.update()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(14, 8, 8, 0)
        head.setSpacing(2)
        title = ElidedLabel(self.chart.name)
        title.setFont(fonts.ui(13, weight=500))
        head.addWidget(title, 1)
        if self.plot.hidden_rows:
            text = self.tr("first {0} of {1}").format(
                f"{len(self.chart.labels) - self.plot.hidden_rows:,}", f"{len(self.chart.labels):,}"
            )
            head.addWidget(label(text, tone="tx3", size=12))
        table = IconButton("table-2", self.tr("Show as a table"), size=24, icon_size=14)
        table.clicked.connect(lambda _checked: self.table_requested.emit())
        self._more = IconButton("ellipsis", self.tr("More"), size=24, icon_size=14)
        self._more.clicked.connect(lambda _checked: self.make_menu().popup(self._under_more()))
        self._tools = (table, self._more)
        for tool in self._tools:
            head.addWidget(tool)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 6)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.plot.widget)
        column.addWidget(self.legend)
        column.addStretch(1)

    def make_menu(self) -> QMenu:
        """What else can be done with the chart."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(self.tr("Save as PNG…"), lambda: self._ask("png"))
        menu.addAction(self.tr("Save as SVG…"), lambda: self._ask("svg"))
        menu.addAction(self.tr("Copy the picture"), self.copy)
        menu.addSeparator()
        if self.chart.kind != "pie":
            menu.addAction(self.tr("Zoom in (Ctrl+wheel)"), lambda: self.plot.zoom(0.7))
            menu.addAction(self.tr("Zoom out"), lambda: self.plot.zoom(1.4))
            menu.addAction(self.tr("Show all of it (double click)"), self.plot.reset)
            menu.addSeparator()
        menu.addAction(self.tr("Show as a table"), self.table_requested.emit)
        return menu

    def copy(self) -> None:
        """The picture onto the clipboard."""
        with self._bare():
            QGuiApplication.clipboard().setImage(picture_of(self))

    @contextmanager
    def _bare(self) -> Iterator[None]:
        """Without what is there for the mouse."""
        self.point_at(-1)
        for tool in self._tools:
            tool.hide()
        yield
        for tool in self._tools:
            tool.show()

    def _under_more(self) -> QPoint:
        return self._more.mapToGlobal(self._more.rect().bottomLeft())

    def _ask(self, suffix: str) -> None:
        name = f"{self.chart.name}.{suffix}".replace("/", "-")
        path, _filter = QFileDialog.getSaveFileName(
            self, self.tr("Save the chart"), name, f"{suffix.upper()} (*.{suffix})"
        )
        if path:
            chosen = Path(path)
            self.save(chosen if chosen.suffix else chosen.with_suffix(f".{suffix}"))

    def _mouse(self, event: QMouseEvent) -> None:
        place = event.position()
        match event.type():
            case QEvent.Type.MouseMove if not event.buttons():
                self.point_at(self.plot.mark_at(place), place)
            case QEvent.Type.MouseButtonPress if event.button() == Qt.MouseButton.LeftButton:
                self._pressed = place
            case QEvent.Type.MouseButtonDblClick:
                self.plot.reset()
            case QEvent.Type.MouseButtonRelease if self._pressed is not None:
                moved = (place - self._pressed).manhattanLength()
                self._pressed = None
                mark = self.plot.mark_at(place)
                if mark >= 0 and moved < QApplication.startDragDistance():
                    self.choose(mark)

    def _wheel(self, event: QWheelEvent) -> bool:
        """Only with Ctrl: else the page below scrolls."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.point_at(-1)
            return False
        event.ignore()
        return True

    def _key(self, event: QKeyEvent) -> bool:
        drawing = self.plot.drawing
        key = Qt.Key(event.key())
        if key in _KEYS and len(self.plot.marks):
            self.point_at((drawing.hovered + _KEYS[key]) % len(self.plot.marks))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and drawing.hovered >= 0:
            self.choose(drawing.hovered)
        elif key == Qt.Key.Key_Escape and drawing.hovered >= 0:
            self.point_at(-1)
        else:
            return False
        return True

    def _in_words(self) -> str:
        """The data as text, for who cannot see it."""
        marks = self.plot.marks
        said = (f"{marks.labels[at]} {value_text(float(marks.values[at]))}" for at in range(len(marks)))
        return ", ".join(text for text, _ in zip(said, range(100), strict=False))
