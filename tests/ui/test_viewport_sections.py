"""Sections, undo and the looks of whole models in a real view: handles dragged, numbers typed, keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from box_mesh import Box, box_mesh
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from bimdesk.domain.ids import ElementId, ElementRef, ModelKey
from bimdesk.meshes import save_mesh
from bimdesk.scene.section_handles import arrow_of
from bimdesk.scene.sections import Sections
from bimdesk.ui.theme import style
from bimdesk.ui.viewport import Viewport
from bimdesk.ui.viewport.section_rows import BoxRows

KEY, OTHER = ModelKey("m" * 64), ModelKey("n" * 64)
VIEW_SIZE = (900, 600)
LEFT, CTRL, NONE = (
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.NoModifier,
)


def ref(element: int, model: ModelKey = KEY) -> ElementRef:
    return ElementRef(model, ElementId(element))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("model") / "mesh"
    boxes = [
        Box(id=1, low=(0, 0, 0), high=(4, 4, 3)),
        Box(id=2, low=(6, 0, 0), high=(10, 4, 3), ifc_class="IfcDoor"),
    ]
    save_mesh(box_mesh(boxes, origin=(1000, 2000, 50)), made)
    return made


@pytest.fixture
def view(qtbot: QtBot, folder: Path, shared_view: Viewport) -> Iterator[Viewport]:
    qtbot.waitExposed(shared_view)
    view = shared_view
    view.sectioning.set_open(False)
    view.sectioning.remove_all()
    view.clear_selection()
    for key in (KEY, OTHER):
        view.remove_model(key)
    view.add_model(KEY, folder)
    view.ghost_others(False)
    view.standard_view("home")
    while view.history.undo():
        pass
    view.show_all()
    yield view
    qtbot.waitUntil(lambda: view.stage.feed.settled, timeout=20_000)


def drag(qtbot: QtBot, view: Viewport, name: tuple[int, int], pixels: float) -> None:
    """Pull a handle by so many pixels along its arrow, in ten steps."""
    handle = next(one for one in view.sectioning.handles.handles if one.name == name)
    arrow = arrow_of(handle, view.stage.camera, view.stage.view_size)
    assert arrow is not None
    knob, tip = arrow
    way = (tip - knob) / np.linalg.norm(tip - knob)
    places = [QPoint(*(int(value) for value in knob + way * (pixels * i / 10))) for i in range(11)]
    qtbot.mousePress(view.stage, LEFT, NONE, places[0])
    for place in places[1:]:
        qtbot.mouseMove(view.stage, place)
    qtbot.mouseRelease(view.stage, LEFT, NONE, places[-1])


def test_that_x_opens_the_sections_with_a_level_plane_and_x_closes_them_cut_as_they_are(
    qtbot: QtBot, view: Viewport
) -> None:
    qtbot.keyClick(view.stage, Qt.Key.Key_X)
    assert view.sectioning.panel.isVisible()
    assert view.overlays.tools.section.isChecked()
    (plane,) = view.state.sections.planes
    assert plane.normal == (0, 0, 1)
    assert plane.offset == pytest.approx(51.5)
    qtbot.keyClick(view.stage, Qt.Key.Key_X)
    assert not view.sectioning.panel.isVisible()
    assert not view.sectioning.handles.handles
    assert view.state.sections.planes == (plane,)


def test_that_a_dragged_handle_moves_its_plane_and_one_undo_takes_the_whole_drag_back(
    qtbot: QtBot, view: Viewport
) -> None:
    view.sectioning.toggle()
    start = view.state.sections.planes[0].offset
    drag(qtbot, view, (1, -1), 40)
    end = view.state.sections.planes[0].offset
    assert end > start + 0.2
    assert view.sectioning.panel.plane_row(1).place.value() == pytest.approx(end, abs=0.006)
    drag(qtbot, view, (1, -1), 25)
    assert view.state.sections.planes[0].offset > end + 0.1
    qtbot.keyClick(view.stage, Qt.Key.Key_Z, CTRL)
    assert view.state.sections.planes[0].offset == pytest.approx(end)
    qtbot.keyClick(view.stage, Qt.Key.Key_Z, CTRL)
    assert view.state.sections.planes[0].offset == pytest.approx(start)
    qtbot.keyClick(view.stage, Qt.Key.Key_Y, CTRL)
    assert view.state.sections.planes[0].offset == pytest.approx(end)


def test_that_a_drag_beside_the_handles_still_turns_the_model(qtbot: QtBot, view: Viewport) -> None:
    view.sectioning.toggle()
    sections, azimuth = view.state.sections, view.stage.camera.azimuth
    qtbot.mousePress(view.stage, LEFT, NONE, QPoint(700, 500))
    qtbot.mouseMove(view.stage, QPoint(740, 500))
    qtbot.mouseMove(view.stage, QPoint(780, 500))
    qtbot.mouseRelease(view.stage, LEFT, NONE, QPoint(780, 500))
    assert view.state.sections == sections
    assert view.stage.camera.azimuth != azimuth


def test_that_what_is_cut_away_cannot_be_picked(qtbot: QtBot, view: Viewport) -> None:
    view.standard_view("front")
    place = view.stage.camera.project([(2, 0, 2.5)], view.stage.view_size)[0]
    point = QPoint(int(place[0]), int(place[1]))
    qtbot.mouseClick(view.stage, LEFT, NONE, point)
    assert view.state.selection == {ref(1)}
    view.sectioning.cut_at_storey("Ground", 50.0)
    qtbot.mouseClick(view.stage, LEFT, NONE, point)
    assert not view.state.selection


def test_that_the_section_box_goes_round_the_selection_and_its_faces_can_be_typed(
    qtbot: QtBot, view: Viewport
) -> None:
    view._select(frozenset([ref(2)]))
    view.sectioning.add("selection")
    box = view.state.sections.box
    assert box is not None
    assert np.allclose(box.low, (1005.9, 1999.9, 49.9), atol=1e-4)
    assert len(view.sectioning.handles.handles) == 6
    view.sectioning.panel.box.faces[5].setValue(52.0)
    box = view.state.sections.box
    assert box is not None and box.high[2] == 52.0
    drag(qtbot, view, (0, 5), 30)
    box = view.state.sections.box
    assert box is not None and box.high[2] > 52.1


def test_that_flip_off_and_remove_of_the_panel_do_what_they_say(qtbot: QtBot, view: Viewport) -> None:
    view.sectioning.toggle()
    row = view.sectioning.panel.plane_row(1)
    value = row.place.value()
    qtbot.mouseClick(row.flip, LEFT)
    assert view.state.sections.planes[0].normal == (0, 0, -1)
    assert row.place.value() == value
    row.on.setChecked(False)
    assert not view.state.sections.cut((0, 0, 0))
    assert not view.sectioning.handles.handles
    view.undo()
    assert view.sectioning.panel.plane_row(1).on.isChecked()
    qtbot.mouseClick(row.away, LEFT)
    assert view.state.sections == Sections()


def test_that_escape_closes_the_sections_before_it_lets_the_selection_go(
    qtbot: QtBot, view: Viewport
) -> None:
    view._select(frozenset([ref(1)]))
    view.sectioning.toggle()
    qtbot.keyClick(view.stage, Qt.Key.Key_Escape)
    assert not view.sectioning.is_open
    assert view.state.selection
    assert view.state.sections


def test_that_half_of_the_picture_is_ground_where_half_of_the_model_is_cut(
    qtbot: QtBot, view: Viewport
) -> None:
    view.standard_view("front")
    view.sectioning.add("x")
    view.sectioning.set_open(False)
    qtbot.waitUntil(lambda: view.stage.feed.settled, timeout=20_000)
    image = view.picture()
    for x, is_ground in ((2, False), (8, True)):
        place = view.stage.camera.project([(x, 0, 1.5)], view.stage.view_size)[0]
        scale = image.width() / view.stage.width()
        column, row = int(place[0] * scale), int(place[1] * scale)
        ground = image.pixelColor(2, row)
        found = image.pixelColor(column, row)
        same = all(abs(a - b) < 8 for a, b in zip(ground.getRgb()[:3], found.getRgb()[:3], strict=True))
        assert same is is_ground


def test_that_every_kind_of_change_is_undone_from_the_strip(qtbot: QtBot, view: Viewport) -> None:
    tools = view.overlays.tools
    assert not tools.undo.isEnabled()
    view.hide_elements([ref(1)])
    view.highlight({ref(2): "#ff0000"})
    view.isolate([ref(2)])
    view.set_model_tint(KEY, "#3366cc")
    view.set_model_ghosted(KEY, True)
    view.set_model_visible(KEY, False)
    assert "hide" in tools.undo.toolTip()
    for _ in range(6):
        qtbot.mouseClick(tools.undo, LEFT)
    assert not tools.undo.isEnabled()
    entry = view.state.entry(KEY)
    assert entry.shown and not entry.tint and not entry.ghosted and not entry.painted.any()
    assert not view.state.isolated and not view.hidden_refs()
    for _ in range(6):
        qtbot.mouseClick(tools.redo, LEFT)
    assert not tools.redo.isEnabled()
    assert not view.state.entry(KEY).shown
    assert view.state.entry(KEY).tint == "#3366cc"


def test_that_invert_and_show_again_bring_back_what_was_seen(view: Viewport) -> None:
    view.isolate([ref(2)])
    view.invert_visible()
    assert view.hidden_refs() == {ref(2)}
    view.show_all()
    view.show_again()
    assert view.hidden_refs() == {ref(1)}


def test_that_undo_of_what_one_model_shows_leaves_a_model_that_came_later_alone(
    view: Viewport, folder: Path
) -> None:
    view.hide_elements([ref(1)])
    view.add_model(OTHER, folder)
    view.undo()
    assert not view.hidden_refs()
    view.redo()
    assert view.hidden_refs() == {ref(1)}


def test_that_the_numbers_of_a_section_keep_off_their_border(qtbot: QtBot, qapp: QApplication) -> None:
    style.apply(qapp, "dark")
    holder = QWidget()
    qtbot.addWidget(holder)
    rows = BoxRows(holder)
    holder.show()
    rows.show()
    for field in rows.faces:
        assert field.lineEdit().textMargins().left() >= 6
