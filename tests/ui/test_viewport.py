"""The 3D view in a real window: clicks, boxes, keys, strips, and that it ends cleanly."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from box_mesh import Box, box_mesh
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from bimdesk.domain.ids import ElementId, ElementRef, ModelKey
from bimdesk.errors import BadInputError
from bimdesk.meshes import save_mesh
from bimdesk.scene.palette import ColorMode
from bimdesk.ui.hub import Hub
from bimdesk.ui.theme import tokens
from bimdesk.ui.viewport import Viewport
from bimdesk.ui.viewport.gestures import Tool

KEY = ModelKey("m" * 64)
LEFT, CTRL, SHIFT = (
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
NONE = Qt.KeyboardModifier.NoModifier


def ref(element: int) -> ElementRef:
    return ElementRef(KEY, ElementId(element))


BOXES = [
    Box(id=1, low=(0, 0, 0), high=(2, 2, 3)),
    Box(id=2, low=(4, 0, 0), high=(6, 2, 3), ifc_class="IfcDoor"),
    Box(id=3, low=(8, 0, 0), high=(10, 2, 3), ifc_class="IfcDoor"),
    Box(id=4, low=(0, 0, 0), high=(10, 2, 3), ifc_class="IfcSpace"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("model") / "mesh"
    save_mesh(box_mesh(BOXES), made)
    return made


@pytest.fixture(scope="module")
def hub(qapp: QApplication) -> Hub:
    return Hub()


@pytest.fixture(scope="module")
def shared_view(hub: Hub) -> Iterator[Viewport]:
    """One view for all tests of this file: a context and its shaders take a second in software."""
    made = Viewport(hub)
    made.set_reduce_motion(True)
    made.resize(640, 480)
    made.show()
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def view(qtbot: QtBot, hub: Hub, folder: Path, shared_view: Viewport) -> Iterator[Viewport]:
    """The view with the four boxes as they are at first, seen from the front."""
    qtbot.waitExposed(shared_view)
    shared_view.remove_model(KEY)
    hub.select(())
    shared_view.set_color_mode(ColorMode.MUTED)
    shared_view.ghost_others(False)
    shared_view.set_tool(Tool.SELECT)
    shared_view.overlays.messages.hide()
    shared_view.add_model(KEY, folder)
    shared_view.standard_view("front")
    settle(qtbot, shared_view)
    yield shared_view
    shared_view.set_theme(tokens.current())


def settle(qtbot: QtBot, view: Viewport) -> None:
    qtbot.waitUntil(lambda: view.stage.feed.settled and not view.stage.image.isNull(), timeout=60_000)


def place(view: Viewport, *point: float) -> QPoint:
    """Where a point of the scene is on the stage."""
    x, y, _ = view.stage.camera.project([point], view.stage.view_size)[0]
    return QPoint(round(x), round(y))


def middle(view: Viewport, element: int) -> QPoint:
    low, high = BOXES[element - 1].low, BOXES[element - 1].high
    return place(view, (low[0] + high[0]) / 2, low[1], (low[2] + high[2]) / 2)


def drag(
    qtbot: QtBot, view: Viewport, start: QPoint, end: QPoint, modifier: Qt.KeyboardModifier = NONE
) -> None:
    qtbot.mousePress(view.stage, LEFT, modifier, start)
    send_move(view, (start + end) / 2, modifier)
    send_move(view, end, modifier)
    qtbot.mouseRelease(view.stage, LEFT, modifier, end)


def send_move(view: Viewport, to: QPoint, modifier: Qt.KeyboardModifier) -> None:
    from PySide6.QtGui import QMouseEvent

    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(to),
        view.stage.mapToGlobal(QPointF(to)),
        Qt.MouseButton.NoButton,
        LEFT,
        modifier,
    )
    QApplication.sendEvent(view.stage, event)


def test_that_a_click_selects_the_element_under_it_everywhere(qtbot: QtBot, view: Viewport, hub: Hub) -> None:
    with qtbot.waitSignal(hub.selection_changed) as heard:
        qtbot.mouseClick(view.stage, LEFT, NONE, middle(view, 2))
    assert heard.args is not None
    assert heard.args[0].origin == "viewport"
    assert hub.selection == {ref(2)} == view.state.selection
    assert view.overlays.bar.label.text() == "1 door selected"
    qtbot.mouseClick(view.stage, LEFT, CTRL, middle(view, 3))
    assert hub.selection == {ref(2), ref(3)}
    assert view.overlays.bar.label.text() == "2 doors selected"
    qtbot.mouseClick(view.stage, LEFT, CTRL, middle(view, 2))
    assert hub.selection == {ref(3)}
    qtbot.mouseClick(view.stage, LEFT, NONE, QPoint(5, 470))
    assert not hub.selection
    assert view.overlays.bar.isHidden()


def test_that_the_selected_element_is_painted_blue(qtbot: QtBot, view: Viewport, hub: Hub) -> None:
    hub.select([ref(2)], origin="tree")
    settle(qtbot, view)
    color = QColor(view.grab().toImage().pixel(middle(view, 2)))
    assert color.blue() > 150 > color.red()


def test_that_a_drag_turns_the_model_and_selects_nothing(qtbot: QtBot, view: Viewport, hub: Hub) -> None:
    before = view.stage.camera
    drag(qtbot, view, middle(view, 2), middle(view, 2) + QPoint(60, 20))
    assert view.stage.camera.azimuth != before.azimuth
    assert view.stage.camera.elevation > before.elevation
    assert not hub.selection


def test_that_a_drag_with_shift_moves_the_model_along(qtbot: QtBot, view: Viewport) -> None:
    start = middle(view, 2)
    drag(qtbot, view, start, start + QPoint(50, -30), SHIFT)
    assert (middle(view, 2) - start - QPoint(50, -30)).manhattanLength() <= 2


def test_that_the_wheel_zooms_to_the_cursor(qtbot: QtBot, view: Viewport) -> None:
    spot = middle(view, 3)
    distance = view.stage.camera.distance
    event = QWheelEvent(
        QPointF(spot),
        view.stage.mapToGlobal(QPointF(spot)),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        NONE,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.stage, event)
    assert view.stage.camera.distance < distance
    assert (middle(view, 3) - spot).manhattanLength() <= 2


def wheel(view: Viewport, spot: QPoint, delta: int) -> None:
    event = QWheelEvent(
        QPointF(spot),
        view.stage.mapToGlobal(QPointF(spot)),
        QPoint(),
        QPoint(0, delta),
        Qt.MouseButton.NoButton,
        NONE,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.stage, event)


def test_that_the_wheel_goes_out_until_the_scene_is_small_and_comes_back(
    qtbot: QtBot, view: Viewport
) -> None:
    for _ in range(60):
        wheel(view, QPoint(320, 240), -480)
    farthest = view.stage.camera.distance
    wheel(view, QPoint(320, 240), -480)
    assert view.stage.camera.distance == pytest.approx(farthest)
    assert farthest < 400
    wheel(view, QPoint(320, 240), 480)
    assert view.stage.camera.distance < farthest


def test_that_clicks_boxes_and_grabs_hit_the_same_places_in_a_parallel_view(
    qtbot: QtBot, view: Viewport, hub: Hub
) -> None:
    qtbot.keyClick(view.stage, Qt.Key.Key_O)
    assert view.stage.camera.parallel
    qtbot.mouseClick(view.stage, LEFT, NONE, middle(view, 2))
    assert hub.selection == {ref(2)}
    start = middle(view, 3)
    drag(qtbot, view, start, start + QPoint(-40, 25), SHIFT)
    assert (middle(view, 3) - start - QPoint(-40, 25)).manhattanLength() <= 2
    wheel(view, middle(view, 3), 240)
    assert (middle(view, 3) - start - QPoint(-40, 25)).manhattanLength() <= 3
    qtbot.keyClick(view.stage, Qt.Key.Key_O)
    assert not view.stage.camera.parallel


def test_that_a_box_from_the_left_takes_what_is_inside_and_from_the_right_what_it_touches(
    qtbot: QtBot, view: Viewport, hub: Hub
) -> None:
    qtbot.mouseClick(view.overlays.tools.box, LEFT)
    assert view.gestures.tool is Tool.BOX
    top_left, bottom_right = place(view, -0.5, 0, 3.6), place(view, 5, 0, -0.6)
    drag(qtbot, view, top_left, bottom_right)
    assert hub.selection == {ref(1)}
    drag(qtbot, view, bottom_right, top_left)
    assert hub.selection == {ref(1), ref(2)}
    qtbot.keyClick(view.stage, Qt.Key.Key_Escape)
    assert view.gestures.tool is Tool.SELECT
    assert hub.selection


def test_that_keys_hide_isolate_ghost_and_step_back(qtbot: QtBot, view: Viewport, hub: Hub) -> None:
    view.stage.setFocus()
    hub.select([ref(2)], origin="tree")
    qtbot.keyClick(view.stage, Qt.Key.Key_I)
    assert view.facts.shown == 1
    qtbot.keyClick(view.stage, Qt.Key.Key_G)
    assert view.state.ghosting
    qtbot.keyClick(view.stage, Qt.Key.Key_Escape)
    assert not view.state.ghosting
    qtbot.keyClick(view.stage, Qt.Key.Key_Escape)
    assert view.facts.shown == 3
    qtbot.keyClick(view.stage, Qt.Key.Key_H)
    assert (view.facts.shown, view.facts.all) == (2, 4)
    assert not hub.selection
    qtbot.keyClick(view.stage, Qt.Key.Key_H, SHIFT)
    assert view.facts.shown == 3
    assert not view.step_back()


@pytest.mark.parametrize(("key", "direction"), [(Qt.Key.Key_1, (0, 1, 0)), (Qt.Key.Key_5, (0, 0, -1))])
def test_that_number_keys_go_to_standard_views(
    qtbot: QtBot, view: Viewport, key: Qt.Key, direction: tuple[int, int, int]
) -> None:
    qtbot.keyClick(view.stage, Qt.Key.Key_7)
    qtbot.keyClick(view.stage, key)
    assert np.allclose(view.stage.camera.axes[2], direction, atol=1e-9)


def test_that_arrows_orbit_and_plus_zooms(qtbot: QtBot, view: Viewport) -> None:
    before = view.stage.camera
    qtbot.keyClick(view.stage, Qt.Key.Key_Left)
    qtbot.keyClick(view.stage, Qt.Key.Key_Plus)
    assert view.stage.camera.azimuth != before.azimuth
    assert view.stage.camera.distance < before.distance
    qtbot.keyClick(view.stage, Qt.Key.Key_Home)
    assert view.stage.camera.project([[5, 1, 1.5]], view.stage.view_size)[0, 2] > 0


def test_that_a_double_click_fits_the_element(qtbot: QtBot, view: Viewport) -> None:
    qtbot.mouseDClick(view.stage, LEFT, NONE, middle(view, 3))
    centre = QPoint(view.stage.width() // 2, view.stage.height() // 2)
    assert (place(view, 9, 1, 1.5) - centre).manhattanLength() <= 3


def test_that_revealing_moves_the_camera_only_where_it_must(qtbot: QtBot, view: Viewport, hub: Hub) -> None:
    before = view.stage.camera
    hub.select([ref(1)], origin="result", reveal=True)
    assert view.stage.camera is before
    view.fit_to([ref(3)])
    hub.select([ref(1)], origin="result", reveal=True)
    assert view.camera.is_in_view([ref(1)])


def test_that_revealing_something_hidden_says_so_and_offers_to_show_it(
    qtbot: QtBot, view: Viewport, hub: Hub
) -> None:
    hub.select([ref(4)], origin="result", reveal=True)
    messages = view.overlays.messages
    assert messages.isVisible()
    assert messages.label.text() == "1 of 1 selected elements hidden"
    qtbot.mouseClick(messages.findChild(QWidget, "message-action"), LEFT)
    assert view.is_visible(ref(4))


def test_that_a_better_mesh_swaps_in_without_moving_the_camera(
    qtbot: QtBot, view: Viewport, tmp_path: Path
) -> None:
    camera = view.stage.camera
    save_mesh(box_mesh([*BOXES, Box(id=9, low=(0, 0, 9), high=(1, 1, 10))]), tmp_path / "better")
    with qtbot.waitSignal(view.visibility_changed):
        view.update_model(KEY, tmp_path / "better")
    assert view.stage.camera is camera
    assert view.facts.all == 5


def test_that_strips_follow_what_is_so(qtbot: QtBot, view: Viewport, hub: Hub) -> None:
    tools, bar = view.overlays.tools, view.overlays.bar
    assert not tools.fit_selection.isEnabled()
    hub.select([ref(1)], origin="tree")
    assert tools.fit_selection.isEnabled()
    qtbot.mouseClick(bar.ghost, LEFT)
    assert tools.ghost.isChecked() and view.state.ghosting
    qtbot.mouseClick(tools.colors, LEFT)
    assert view.state.color_mode is ColorMode.AUTHORED
    qtbot.mouseClick(bar.isolate, LEFT)
    assert view.facts.shown == 1
    qtbot.mouseClick(bar.clear, LEFT)
    assert not hub.selection and bar.isHidden()


def test_that_the_view_cube_turns_the_camera(qtbot: QtBot, view: Viewport) -> None:
    view.standard_view("home")
    cube = view.overlays.cube
    qtbot.mouseClick(cube, LEFT, NONE, QPoint(cube.width() // 2, 18))
    assert view.stage.camera.elevation == pytest.approx(90)


def test_that_every_button_of_the_strips_has_a_name(view: Viewport) -> None:
    from PySide6.QtWidgets import QAbstractButton

    for strip in (view.overlays.tools, view.overlays.bar, view.overlays.messages):
        for button in strip.findChildren(QAbstractButton):
            assert button.accessibleName() or button.text() or button.objectName() == "message-action"


def test_that_hovering_outlines_the_element(qtbot: QtBot, view: Viewport) -> None:
    spot = middle(view, 2)
    view.gestures.hovered.emit(view.gestures.hit_at(QPointF(spot)))
    outlined = view.grab().toImage()
    view.gestures.hovered.emit(None)
    assert view.grab().toImage() != outlined


def test_that_the_theme_changes_the_ground(qtbot: QtBot, view: Viewport) -> None:
    view.set_theme(tokens.LIGHT)
    settle(qtbot, view)
    light = QColor(view.picture().pixel(5, 5)).lightness()
    view.set_theme(tokens.DARK)
    settle(qtbot, view)
    assert QColor(view.picture().pixel(5, 5)).lightness() < 60 < light


def test_that_facts_name_the_renderer_and_the_frame_time(view: Viewport) -> None:
    assert view.facts.renderer
    assert view.facts.frame_ms > 0
    assert (view.facts.shown, view.facts.all, view.facts.triangles) == (3, 4, 36)


def test_that_a_folder_without_mesh_raises_and_changes_nothing(view: Viewport, tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="no geometry"):
        view.add_model(ModelKey("x"), tmp_path / "nothing")
    assert not view.has_model(ModelKey("x"))


def test_that_the_event_loop_answers_while_a_frame_is_drawn(qtbot: QtBot, view: Viewport) -> None:
    from time import perf_counter

    from PySide6.QtCore import QTimer

    beats: list[float] = []
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: beats.append(perf_counter()))
    timer.start()
    for step in range(5):
        view.camera.orbit(step + 1, 0)
        settle(qtbot, view)
    timer.stop()
    assert max(np.diff(beats)) < 0.25


def test_that_a_hidden_view_is_settled_and_draws_again_when_it_is_shown(qtbot: QtBot, view: Viewport) -> None:
    view.camera.orbit(5, 0)
    view.hide()
    view.camera.orbit(5, 0)
    settle(qtbot, view)
    view.show()
    qtbot.waitExposed(view)
    with qtbot.waitSignal(view.stage.drawn, timeout=30_000) as heard:
        pass
    assert heard.args is not None
    assert heard.args[0].frame.camera is view.stage.camera


def render_threads() -> int:
    return sum(thread.name == "bimdesk-render" for thread in threading.enumerate())


def test_that_views_come_and_go_without_threads_or_warnings_left(
    qtbot: QtBot,
    hub: Hub,
    folder: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    before = render_threads()
    for round_number in range(4):
        made = Viewport(hub)
        made.resize(200, 150)
        made.show()
        made.add_model(KEY, folder)
        if round_number % 2:
            settle(qtbot, made)
        made.deleteLater()
        del made
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        qtbot.waitUntil(lambda: render_threads() == before, timeout=30_000)
    captured = capfd.readouterr()
    assert "ERR" not in captured.err and "WARN" not in captured.err, captured.err
