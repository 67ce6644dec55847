"""The plan of a storey: from above, orthographic, cut over its floor; leaving it restores what was before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QLabel

from bimdesk.domain.ids import ElementRef
from bimdesk.scene.camera import STANDARD_VIEWS, Camera, box_corners
from bimdesk.scene.sections import Sections, storey_plane
from bimdesk.ui.theme import fonts
from bimdesk.ui.viewport.canvas import ViewCanvas
from bimdesk.ui.viewport.strips import MARGIN, Strip
from bimdesk.ui.widgets.buttons import button


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StoreyFloor:
    """A storey as it is offered: `height` of its floor in world metres, and what the plan is fitted to."""

    name: str
    height: float
    elements: Iterable[ElementRef] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Before:
    camera: Camera
    sections: Sections


class PlanView(QObject):
    """One plan at a time; a second one keeps what was before the first."""

    changed = Signal()

    def __init__(self, view: ViewCanvas) -> None:
        super().__init__(view)
        self._view = view
        self._before: _Before | None = None
        self._bar = PlanBar(view, self.leave)
        self.storey: StoreyFloor | None = None
        view.installEventFilter(self)

    @property
    def active(self) -> bool:
        return self.storey is not None

    def enter(self, storey: StoreyFloor) -> None:
        """Look straight down on a storey, cut 1.2 m over its floor; a drag then pans."""
        view, state = self._view, self._view.state
        bounds = state.bounds(storey.elements)
        bounds = bounds if len(bounds) else state.bounds()
        if not len(bounds):
            return
        if self._before is None:
            self._before = _Before(camera=view.stage.camera, sections=state.sections)
        self.storey = storey
        corners = box_corners(bounds)
        middle = (corners.min(axis=0) + corners.max(axis=0)) / 2 + state.origin
        plane = storey_plane(Sections(), storey.height, middle, name=storey.name)
        view.apply(state.set_sections(Sections().with_plane(plane)), self.tr("plan of a storey"))
        azimuth, elevation = STANDARD_VIEWS["top"]
        camera = replace(view.stage.camera, azimuth=azimuth, elevation=elevation, parallel=True)
        view.camera.go_to(camera.fit(corners, view.stage.view_size))
        self._show()

    def leave(self) -> bool:
        """Back to the camera and the sections from before; false where no plan is shown."""
        before, self._before, self.storey = self._before, None, None
        if before is None:
            return False
        view = self._view
        view.apply(view.state.set_sections(before.sections), self.tr("leave the plan"))
        view.camera.go_to(before.camera)
        self._show()
        return True

    def follow_models(self) -> None:
        """Nothing is left of what the plan shows: it ends without going anywhere."""
        if self.active and not len(self._view.state):
            self._before = self.storey = None
            self._show()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._bar.place()
        return False

    def _show(self) -> None:
        self._view.gestures.set_flat(self.active)
        self._bar.show_storey(self.storey)
        self._view.overlays.tools.plan.setChecked(self.active)
        self.changed.emit()


class PlanBar(Strip):
    """Under the view cube, while a plan is shown: of which storey, and the way out."""

    def __init__(self, parent: ViewCanvas, on_leave: Callable[[], object]) -> None:
        super().__init__(parent)
        self._view = parent
        self.row.setContentsMargins(12, 4, 4, 4)
        self.label = QLabel(self)
        self.label.setFont(fonts.ui(13, weight=600))
        self.row.addWidget(self.label)
        self.row.addSpacing(6)
        self.add_line()
        self.leave = button(self.tr("Leave the plan"), kind="quiet", on_click=on_leave)
        self.row.addWidget(self.leave)
        self.setAccessibleName(self.tr("Plan of a storey"))
        self.hide()

    def show_storey(self, storey: StoreyFloor | None) -> None:
        self.setVisible(storey is not None)
        if storey is not None:
            self.label.setText(self.tr("Plan of {0}").format(storey.name))
            self.place()

    def place(self) -> None:
        self.adjustSize()
        cube = self._view.overlays.cube
        right = max(self._view.width() - MARGIN - self.width(), MARGIN)
        self.move(right, MARGIN + cube.height() + MARGIN)
        self.raise_()


def make_plan(view: ViewCanvas) -> PlanView:
    """The plans of `view`; they end when its models go."""
    made = PlanView(view)
    view.visibility_changed.connect(made.follow_models)
    return made
