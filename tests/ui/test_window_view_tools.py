"""Plans of storeys, camera history and measuring through the window, on the sample house."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from window_driver import Driver

from bimdesk.scene.camera_history import is_same
from bimdesk.ui.viewport.gestures import Tool

LEFT, NONE, ALT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def house(house: Driver) -> Driver:
    """A window with the sample house in it, its storeys known."""
    window = house.window
    house.until(lambda: bool(window.view_tools.floors()) and window.viewport.stage.feed.settled)
    return house


def test_that_a_plan_is_entered_from_the_menu_and_left_as_it_was_before(house: Driver) -> None:
    window, view = house.window, house.window.viewport
    assert not window.commands["leave_plan"].isEnabled()
    before = view.stage.camera
    ((_, floors),) = window.view_tools.floors()
    assert [floor.height for floor in floors] == sorted((floor.height for floor in floors), reverse=True)
    menu = window.view_tools.make_menu()
    ground = next(action for action in menu.actions() if "0.000 m" in action.text())
    ground.trigger()
    assert view.plan.active and view.stage.camera.parallel
    assert np.allclose(view.stage.camera.axes[2], (0, 0, -1), atol=1e-9)
    (plane,) = view.state.sections.planes
    assert plane.point[2] == pytest.approx(1.2)
    assert window.commands["leave_plan"].isEnabled()
    start = QPoint(view.stage.width() // 2, view.stage.height() // 2)
    hit = view.gestures.hit_at(start.toPointF())
    assert hit is None or hit.point[2] + view.state.origin[2] <= 1.2 + 1e-6
    flat = view.stage.camera
    drag(house.qtbot, view.stage, start, QPoint(60, 20))
    moved = flat.project([view.stage.camera.focal], view.stage.view_size)[0, :2]
    assert np.allclose(moved, start.toPointF().toTuple() - np.array([60, 20]), atol=1.5)
    assert view.stage.camera.elevation == flat.elevation == 90
    house.qtbot.keyClick(view.stage, Qt.Key.Key_Escape)
    assert not view.plan.active and not view.state.sections
    assert is_same(view.stage.camera, before)


def drag(qtbot: QtBot, widget: QWidget, start: QPoint, by: QPoint) -> None:
    qtbot.mousePress(widget, LEFT, NONE, start)
    for at in (start + by / 2, start + by):
        place = at.toPointF()
        moved = QMouseEvent(
            QEvent.Type.MouseMove, place, widget.mapToGlobal(place), Qt.MouseButton.NoButton, LEFT, NONE
        )
        QApplication.sendEvent(widget, moved)
    qtbot.mouseRelease(widget, LEFT, NONE, start + by)


def test_that_stops_of_the_camera_can_be_gone_back_to(house: Driver) -> None:
    view, qtbot = house.window.viewport, house.qtbot
    view.stage.setFocus()
    house.until(lambda: len(view.camera.history) >= 1)
    first = view.stage.camera
    qtbot.keyClick(view.stage, Qt.Key.Key_5)
    with qtbot.waitSignal(view.stage.camera_rested):
        pass
    top = view.stage.camera
    qtbot.keyClick(view.stage, Qt.Key.Key_Left, ALT)
    assert is_same(view.stage.camera, first)
    qtbot.keyClick(view.stage, Qt.Key.Key_Right, ALT)
    assert is_same(view.stage.camera, top)
    qtbot.keyClick(view.stage, Qt.Key.Key_O)
    assert view.stage.camera.parallel
    assert house.window.commands["parallel"].isChecked()


def test_that_a_distance_is_measured_and_copied_in_the_unit_of_the_settings(house: Driver) -> None:
    window, view, qtbot = house.window, house.window.viewport, house.qtbot
    view.stage.setFocus()
    qtbot.keyClick(view.stage, Qt.Key.Key_5)
    house.until(lambda: view.stage.feed.settled)
    qtbot.keyClick(view.stage, Qt.Key.Key_M)
    assert view.gestures.tool is Tool.MEASURE and window.commands["measure"].isChecked()
    qtbot.mouseClick(view.overlays.measure.unit, LEFT)
    assert house.context.settings.length_unit == "mm"
    width, height = view.stage.view_size
    for x in (0.4, 0.6):
        qtbot.mouseClick(view.stage, LEFT, NONE, QPoint(round(width * x), height // 2))
    (made,) = view.measuring.measurements
    view.grab()
    qtbot.mouseClick(view.stage, LEFT, NONE, view.measuring.label_rect(0).center().toPoint())
    assert QGuiApplication.clipboard().text() == f"{made.value * 1000:,.0f} mm"
    window.commands["clear_measurements"].trigger()
    assert not view.measuring.measurements
