"""The measure tool in a real window: picks, labels, copying, keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from box_mesh import Box, box_mesh
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bimdesk.domain.ids import ModelKey
from bimdesk.meshes import save_mesh
from bimdesk.scene.measure import MeasureKind
from bimdesk.ui.viewport import Viewport
from bimdesk.ui.viewport.gestures import Tool

KEY = ModelKey("m" * 64)
VIEW_SIZE = (640, 480)
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
BOXES = [Box(id=1, low=(0, 0, 0), high=(2, 2, 3)), Box(id=2, low=(4, 0, 0), high=(6, 2, 3))]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("model") / "mesh"
    save_mesh(box_mesh(BOXES, origin=(100, 200, 10)), made)
    return made


@pytest.fixture
def view(qtbot: QtBot, folder: Path, shared_view: Viewport) -> Viewport:
    """Two boxes from the front, the measure tool taken."""
    qtbot.waitExposed(shared_view)
    shared_view.remove_model(KEY)
    shared_view.set_tool(Tool.SELECT)
    shared_view.measuring.set_unit("m")
    shared_view.measuring.choose(MeasureKind.DISTANCE)
    shared_view.overlays.messages.hide()
    shared_view.add_model(KEY, folder)
    shared_view.camera.set_parallel(False)
    shared_view.standard_view("front")
    qtbot.waitUntil(lambda: shared_view.stage.feed.settled, timeout=60_000)
    shared_view.stage.setFocus()
    qtbot.keyClick(shared_view.stage, Qt.Key.Key_M)
    return shared_view


def place(view: Viewport, x: float, y: float, z: float) -> QPoint:
    """Where a point, metres from the boxes' corner, is on the stage."""
    seen = view.stage.camera.project([(x, y, z)], view.stage.view_size)[0]
    return QPoint(round(seen[0]), round(seen[1]))


def click(qtbot: QtBot, view: Viewport, x: float, y: float, z: float) -> None:
    qtbot.mouseClick(view.stage, LEFT, NONE, place(view, x, y, z))


def measure_gap(qtbot: QtBot, view: Viewport) -> None:
    click(qtbot, view, 2, 0, 3)
    click(qtbot, view, 4, 0, 3)
    view.grab()


def test_that_the_key_takes_the_tool_and_two_clicks_measure(qtbot: QtBot, view: Viewport) -> None:
    assert view.overlays.tools.measure.isChecked()
    assert view.overlays.measure.hint.text() == "Pick the first point"
    click(qtbot, view, 2, 0, 3)
    assert view.overlays.measure.hint.text() == "Pick the second point"
    click(qtbot, view, 4, 0, 3)
    assert [made.value for made in view.measuring.measurements] == [pytest.approx(2)]
    assert not view.state.selection


def test_that_a_click_on_the_label_copies_the_value_and_measures_nothing(
    qtbot: QtBot, view: Viewport
) -> None:
    measure_gap(qtbot, view)
    qtbot.mouseClick(view.stage, LEFT, NONE, view.measuring.label_rect(0).center().toPoint())
    assert QGuiApplication.clipboard().text() == "2.000 m"
    assert view.overlays.messages.label.text() == "Copied 2.000 m"
    assert len(view.measuring.measurements) == 1 and not view.measuring.steps.picks


def test_that_labels_copy_with_any_tool_and_measurements_stay(qtbot: QtBot, view: Viewport) -> None:
    measure_gap(qtbot, view)
    qtbot.mouseClick(view.overlays.tools.select, LEFT)
    assert view.overlays.measure.isHidden()
    QGuiApplication.clipboard().clear()
    qtbot.mouseClick(view.stage, LEFT, NONE, view.measuring.label_rect(0).center().toPoint())
    assert QGuiApplication.clipboard().text() == "2.000 m"
    assert not view.state.selection


def test_that_millimetres_are_one_click_away(qtbot: QtBot, view: Viewport) -> None:
    measure_gap(qtbot, view)
    qtbot.mouseClick(view.overlays.measure.unit, LEFT)
    view.grab()
    view.measuring.copy(0)
    assert QGuiApplication.clipboard().text() == "2,000 mm"


def test_that_escape_steps_back_and_delete_removes(qtbot: QtBot, view: Viewport) -> None:
    measure_gap(qtbot, view)
    click(qtbot, view, 0, 0, 3)
    qtbot.keyClick(view.stage, Qt.Key.Key_Escape)
    assert not view.measuring.steps.picks and view.gestures.tool is Tool.MEASURE
    qtbot.keyClick(view.stage, Qt.Key.Key_Escape)
    assert view.gestures.tool is Tool.SELECT and len(view.measuring.measurements) == 1
    qtbot.keyClick(view.stage, Qt.Key.Key_M)
    qtbot.keyClick(view.stage, Qt.Key.Key_Delete)
    assert not view.measuring.measurements


def test_that_the_strip_measures_faces_areas_angles_and_places(qtbot: QtBot, view: Viewport) -> None:
    bar, measuring = view.overlays.measure, view.measuring
    qtbot.mouseClick(bar.kinds[MeasureKind.AREA], LEFT)
    click(qtbot, view, 1, 0, 1.2)
    qtbot.mouseClick(bar.kinds[MeasureKind.ANGLE], LEFT)
    for corner in ((2, 0, 3), (2, 0, 0), (0, 0, 0)):
        click(qtbot, view, *corner)
    qtbot.mouseClick(bar.kinds[MeasureKind.POINT], LEFT)
    click(qtbot, view, 4, 0, 0)
    values = [made.value for made in measuring.measurements]
    assert values[:2] == [pytest.approx(6), pytest.approx(90)]
    measuring.copy(2)
    assert QGuiApplication.clipboard().text() == "104.000, 200.000, 10.000"
    qtbot.mouseClick(bar.clear, LEFT)
    assert not measuring.measurements


def test_that_faces_that_are_not_parallel_are_told_and_the_first_pick_stays(
    qtbot: QtBot, view: Viewport
) -> None:
    view.standard_view("home")
    view.measuring.choose(MeasureKind.FACES)
    click(qtbot, view, 1, 0, 1.2)
    click(qtbot, view, 1, 1, 3)
    assert "not parallel: 90.00°" in view.overlays.messages.label.text()
    assert len(view.measuring.steps.picks) == 1
    click(qtbot, view, 5, 0, 1.2)
    assert view.measuring.measurements[-1].value == pytest.approx(0, abs=1e-6)


def test_that_the_cursor_shows_what_it_would_take(qtbot: QtBot, view: Viewport) -> None:
    empty = view.grab().toImage()
    view.gestures.pointed.emit(QPointF(place(view, 2, 0, 3)))
    corner = view.grab().toImage()
    view.gestures.pointed.emit(QPointF(place(view, 1, 0, 1.2)))
    assert empty != corner != view.grab().toImage()
    QApplication.sendEvent(view.stage, QEvent(QEvent.Type.Leave))
    assert view.grab().toImage() == empty


def test_that_a_drag_still_turns_the_model(qtbot: QtBot, view: Viewport) -> None:
    before = view.stage.camera
    start = place(view, 1, 0, 1.2)
    qtbot.mousePress(view.stage, LEFT, NONE, start)
    for step in (20, 40):
        at = QPointF(start) + QPointF(step, 0)
        moved = QMouseEvent(
            QEvent.Type.MouseMove, at, view.stage.mapToGlobal(at), Qt.MouseButton.NoButton, LEFT, NONE
        )
        QApplication.sendEvent(view.stage, moved)
    qtbot.mouseRelease(view.stage, LEFT, NONE, start + QPoint(40, 0))
    assert view.stage.camera.azimuth != before.azimuth
    assert not view.measuring.steps.picks


def test_that_a_label_hangs_on_what_it_measures_when_the_camera_moves(qtbot: QtBot, view: Viewport) -> None:
    measure_gap(qtbot, view)
    before, middle = view.measuring.label_rect(0).center(), place(view, 3, 0, 3)
    view.camera.pan(0.1, 0)
    view.grab()
    moved = view.measuring.label_rect(0).center() - before
    assert moved.x() == pytest.approx((place(view, 3, 0, 3) - middle).x(), abs=1.5)


def test_that_a_better_mesh_drops_a_half_done_pick_and_keeps_what_is_measured(
    qtbot: QtBot, view: Viewport, folder: Path
) -> None:
    measure_gap(qtbot, view)
    view.measuring.choose(MeasureKind.FACES)
    click(qtbot, view, 1, 0, 1.2)
    view.update_model(KEY, folder)
    assert not view.measuring.steps.picks and len(view.measuring.measurements) == 1
    view.grab()


def test_that_measuring_goes_with_the_model(qtbot: QtBot, view: Viewport) -> None:
    measure_gap(qtbot, view)
    click(qtbot, view, 0, 0, 3)
    view.remove_model(KEY)
    assert not view.measuring.measurements and not view.measuring.steps.picks
