"""Viewpoints, sections and undo through the window: menus, keys, panel, messages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from run_context import KEY, add_model
from small_index import WALL_EAST
from window_driver import Driver

from bimdesk.bootstrap import open_project
from bimdesk.domain.ids import ElementId, ElementRef
from bimdesk.domain.smart_views_built_in import BUILT_IN
from bimdesk.paths import AppPaths
from bimdesk.scene.sections import Sections
from bimdesk.services.viewpoints import list_viewpoints
from bimdesk.ui.context import Context
from bimdesk.ui.theme import fonts, style
from bimdesk.ui.window.main_window import MainWindow

WALL = ElementRef(KEY, ElementId(WALL_EAST))


@pytest.fixture
def driver(qtbot: QtBot, qapp: QApplication, app_paths: AppPaths, tmp_path: Path) -> Iterator[Driver]:
    fonts.install()
    style.apply(qapp, "dark")
    folder = tmp_path / "project"
    project = open_project(folder, app_paths)
    add_model(project)
    project.close()
    context = Context(folder, app_paths)
    context.change_settings(theme="dark", reduce_motion=True)
    window = MainWindow(context)
    window.show()
    qtbot.waitExposed(window)
    made = Driver(qtbot, context, window)
    made.wait_imported(1)
    made.until(lambda: made.window.panes.tree.model.element_count > 0)
    yield made
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    context.close()


def save(driver: Driver) -> None:
    """Save what is shown and wait until it is listed."""
    count = driver.window.panes.viewpoints.model.rowCount()
    driver.window.commands["save_viewpoint"].trigger()
    driver.until(lambda: driver.window.panes.viewpoints.model.rowCount() == count + 1)


def go(driver: Driver, row: int) -> None:
    """Click a row of the panel, and wait until the view stands there."""
    panel = driver.window.panes.viewpoints
    panel.view.setCurrentIndex(panel.model.index(row, 0))
    driver.click(panel.view, panel.model.index(row, 0))


def test_that_a_saved_view_comes_back_exactly(driver: Driver) -> None:
    view = driver.window.viewport
    driver.window.commands["page_viewpoints"].trigger()
    view.isolate([WALL])
    view.highlight({WALL: "#cc2200"})
    view.sectioning.add("level")
    driver.context.hub.select([WALL])
    view.standard_view("left")
    camera, sections, colors = view.stage.camera, view.state.sections, view.state.entry(KEY).painted
    save(driver)
    view.show_all()
    view.clear_highlight()
    view.sectioning.remove_all()
    driver.context.hub.select([])
    view.standard_view("top")
    go(driver, 0)
    driver.until(lambda: view.state.isolated)
    assert view.state.sections == sections
    assert np.array_equal(view.state.entry(KEY).painted, colors)
    assert driver.context.hub.selection == {WALL}
    assert np.allclose(view.stage.camera.focal, camera.focal)
    assert view.stage.camera.distance == pytest.approx(camera.distance)
    assert (view.stage.camera.azimuth, view.stage.camera.elevation) == (camera.azimuth, camera.elevation)
    assert not view.overlays.messages.label.text().endswith("longer")
    driver.window.commands["undo"].trigger()
    assert not view.state.isolated
    assert view.state.sections == Sections()


def test_that_the_legend_of_a_smart_view_comes_back_with_its_viewpoint(driver: Driver) -> None:
    view, tools = driver.window.viewport, driver.window.wiring.smart_views
    driver.window.commands["page_viewpoints"].trigger()
    by_class = next(one for one in BUILT_IN if one.name == "By class")
    tools.show(by_class)
    driver.until(lambda: tools.current == by_class)
    colors = view.state.entry(KEY).painted
    save(driver)
    tools.end()
    assert tools.current is None and view.overlays.legend.isHidden()
    go(driver, 0)
    driver.until(lambda: tools.current == by_class)
    assert not view.overlays.legend.isHidden()
    assert np.array_equal(view.state.entry(KEY).painted, colors)
    assert driver.window.panes.smart_views.model.row_of(by_class.id) >= 0


def test_that_the_list_shows_a_picture_and_a_name_that_can_be_edited_in_place(driver: Driver) -> None:
    driver.settle()
    driver.window.commands["page_viewpoints"].trigger()
    save(driver)
    panel = driver.window.panes.viewpoints
    assert driver.window.panes.left.page == "viewpoints"
    index = panel.model.index(0, 0)
    assert index.data() == "View 1"
    assert index.data(Qt.ItemDataRole.DecorationRole).width() == 240
    panel.view.setCurrentIndex(index)
    panel.edit_name()
    editor = panel.view.viewport().findChild(QLineEdit)
    assert editor is not None
    editor.setText("Entrance")
    driver.qtbot.keyClick(editor, Qt.Key.Key_Return)
    driver.until(lambda: panel.model.index(0, 0).data() == "Entrance")
    assert [one.name for one in list_viewpoints(driver.context.project)] == ["Entrance"]


def test_that_an_update_keeps_the_row_and_shows_what_is_new(driver: Driver) -> None:
    view, panel = driver.window.viewport, driver.window.panes.viewpoints
    driver.window.commands["page_viewpoints"].trigger()
    save(driver)
    driver.until(lambda: panel.current() is not None)
    before = panel.model.viewpoint(panel.model.index(0, 0))
    view.isolate([WALL])
    panel.update_button.click()
    driver.until(lambda: panel.model.viewpoint(panel.model.index(0, 0)) != before)
    view.show_all()
    go(driver, 0)
    driver.until(lambda: view.state.isolated)
    assert panel.model.rowCount() == 1


def test_that_a_deleted_viewpoint_can_be_brought_back_from_the_message(driver: Driver) -> None:
    panel, messages = driver.window.panes.viewpoints, driver.window.viewport.overlays.messages
    driver.window.commands["page_viewpoints"].trigger()
    save(driver)
    panel.view.setCurrentIndex(panel.model.index(0, 0))
    panel.delete_button.click()
    driver.until(lambda: panel.model.rowCount() == 0)
    assert "deleted" in messages.label.text()
    driver.button(messages, "Undo").click()
    driver.until(lambda: panel.model.rowCount() == 1)


def test_that_a_viewpoint_of_a_model_that_was_removed_says_so(driver: Driver) -> None:
    view = driver.window.viewport
    driver.window.commands["page_viewpoints"].trigger()
    save(driver)
    view.remove_model(KEY)
    tools = driver.window.scene
    tools._versions = []
    go(driver, 0)
    driver.until(lambda: "is not here" in view.overlays.messages.label.text())


def test_that_undo_and_redo_of_the_menu_are_on_where_there_is_something_to_undo(driver: Driver) -> None:
    commands, view = driver.window.commands, driver.window.viewport
    assert not commands["undo"].isEnabled()
    driver.context.hub.select([WALL])
    commands["hide"].trigger()
    assert commands["undo"].isEnabled()
    assert commands["undo"].text() == "Undo: hide"
    view.stage.setFocus()
    driver.qtbot.keyClick(view.stage, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert view.is_visible(WALL)
    assert not commands["undo"].isEnabled()
    assert commands["redo"].isEnabled()
    driver.qtbot.keyClick(view.stage, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert not view.is_visible(WALL)


def test_that_edges_are_switched_off_and_stay_so_in_the_other_theme(driver: Driver) -> None:
    commands, view = driver.window.commands, driver.window.viewport
    assert view.stage.look.edges
    commands["edges"].trigger()
    assert not view.stage.look.edges
    assert not driver.context.settings.show_edges
    commands["theme"].trigger()
    assert not view.stage.look.edges
    assert not commands["edges"].isChecked()


def test_that_the_section_menu_offers_the_storeys_of_the_model(driver: Driver) -> None:
    view = driver.window.viewport
    driver.until(lambda: bool(view.sectioning.panel.storeys()))
    name, elevation = view.sectioning.panel.storeys()[0]
    view.sectioning.cut_at_storey(name, elevation)
    assert view.state.sections.planes[0].offset == pytest.approx(elevation + 1.2)
    assert driver.window.commands["section"].isChecked()
