"""The main window with a real project and real workers: opening, drops, docks, keys, closing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMenuBar, QTabBar
from pytestqt.qtbot import QtBot
from run_context import KEY, add_model
from small_index import WALL_EAST
from window_driver import Driver

from bimdesk.bootstrap import open_project
from bimdesk.domain.filter_text import print_filter
from bimdesk.domain.ids import ElementId, ElementRef
from bimdesk.paths import AppPaths
from bimdesk.services.saved_filters import save_filter
from bimdesk.ui.action_menus import MENUS, SUBMENUS
from bimdesk.ui.actions import SPECS
from bimdesk.ui.context import Context
from bimdesk.ui.delegates.roles import Role, Visibility
from bimdesk.ui.theme import fonts, style
from bimdesk.ui.theme.tokens import current
from bimdesk.ui.window import layout
from bimdesk.ui.window.main_window import MainWindow


def make_window(qtbot: QtBot, folder: Path, paths: AppPaths) -> Driver:
    context = Context(folder, paths)
    context.change_settings(theme="dark", reduce_motion=True)
    window = MainWindow(context)
    window.show()
    qtbot.waitExposed(window)
    return Driver(qtbot, context, window)


def make_small(qtbot: QtBot, folder: Path, paths: AppPaths) -> Driver:
    """A window on a project that has a small model already: nothing is imported."""
    if not folder.exists():
        project = open_project(folder, paths)
        add_model(project)
        project.close()
    made = make_window(qtbot, folder, paths)
    made.wait_imported(1)
    made.until(lambda: made.window.panes.tree.model.element_count > 0)
    return made


def close(driver: Driver) -> None:
    driver.window.close()
    driver.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    driver.context.close()


@pytest.fixture
def driver(qtbot: QtBot, qapp: QApplication, app_paths: AppPaths, tmp_path: Path) -> Iterator[Driver]:
    fonts.install()
    style.apply(qapp, "dark")
    made = make_window(qtbot, tmp_path / "Riverside", app_paths)
    yield made
    close(made)


@pytest.fixture
def small(qtbot: QtBot, qapp: QApplication, app_paths: AppPaths, tmp_path: Path) -> Iterator[Driver]:
    fonts.install()
    style.apply(qapp, "dark")
    made = make_small(qtbot, tmp_path / "Small", app_paths)
    yield made
    close(made)


def test_that_an_empty_project_shows_the_welcome_page_alone(driver: Driver) -> None:
    window = driver.window
    driver.until(lambda: driver.context.operations.is_idle)
    assert window.model_document.is_welcome
    panes = window.panes
    assert [dock.isVisible() for dock in (panes.left, panes.right, panes.bottom)] == [False] * 3
    assert window.status.part("model") == "No model"


def test_that_a_dropped_model_fills_tree_view_inspector_and_status(driver: Driver, samples: Path) -> None:
    window = driver.window
    driver.drop(samples / "house.ifc")
    driver.wait_imported(1)
    panes = window.panes
    assert panes.left.isVisible() and panes.right.isVisible()
    driver.until(lambda: panes.tree.model.element_count > 0)
    assert panes.classes.model.rowCount() > 3
    door = driver.element("IfcDoor")
    driver.context.hub.select([door], origin="test")
    index = panes.tree.model.find(door)
    assert panes.tree.view.selectionModel().isSelected(index)
    driver.until(lambda: panes.inspector.model.rowCount() > 0)
    assert window.status.part("selected") == "1 selected"
    assert "elements shown" in window.status.part("shown")
    assert Path(driver.context.settings.recent[0]).name == "house.ifc"


def test_that_the_eye_of_a_class_hides_it_in_3d_and_in_the_tree(small: Driver) -> None:
    window, wall = small.window, ElementRef(KEY, ElementId(WALL_EAST))
    index = window.panes.tree.model.find(wall).parent()
    window.panes.tree.visibility_requested.emit(window.panes.tree.model.elements_below(index), False)
    assert not window.viewport.is_visible(wall)
    assert window.panes.tree.model.find(wall).data(Role.VISIBILITY) == Visibility.HIDDEN
    classes = window.panes.classes.model
    walls = next(
        classes.index(row) for row in range(classes.rowCount()) if classes.index(row).data() == "IfcWall"
    )
    assert walls.data(Role.VISIBILITY) == Visibility.HIDDEN


def test_that_the_same_content_again_is_told_in_a_toast(driver: Driver, samples: Path) -> None:
    driver.drop(samples / "house.ifc")
    driver.wait_imported(1)
    driver.drop(samples / "house.ifc")
    driver.until(lambda: bool(driver.window.toasts.toasts))
    assert "already here" in driver.window.toasts.toasts[0].text


def test_that_a_file_that_is_no_model_leaves_one_toast_and_the_welcome_page(
    driver: Driver, tmp_path: Path
) -> None:
    bad = tmp_path / "letter.ifc"
    bad.write_text("Dear reader", encoding="utf-8")
    driver.drop(bad)
    driver.until(lambda: bool(driver.window.toasts.toasts))
    toast = driver.window.toasts.toasts[0]
    assert toast.level == "error" and toast.text
    assert driver.window.model_document.is_welcome
    assert driver.window.queue.count == 0
    toast.dismiss()
    assert driver.window.toasts.toasts == []


def test_that_a_dropped_script_is_in_the_library_with_its_form(driver: Driver, tmp_path: Path) -> None:
    script = tmp_path / "room_numbers.py"
    script.write_text("result = {'rooms': 0}\n", encoding="utf-8")
    driver.drop(script)
    form = driver.window.panes.run_form
    driver.until(lambda: form.script is not None)
    assert form.script is not None and form.script.path.name == "room_numbers.py"


def test_that_the_palette_finds_actions_scripts_and_elements(small: Driver) -> None:
    window = small.window
    window.commands["commands"].trigger()
    palette = window.palette_popup
    assert palette.isVisible()

    def hits(text: str) -> list[str]:
        palette.field.setText(text)
        return [str(palette.model.index(row).data()) for row in range(palette.model.rowCount())]

    assert "Fit all" in hits("fit all")
    small.until(lambda: "GUID validation" in hits("guid"))
    assert hits("außenwand o") == ["Außenwand Ost"]
    small.qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert small.context.hub.selection == {ElementRef(KEY, ElementId(WALL_EAST))}
    assert not palette.isVisible()


def test_that_the_palette_finds_saved_filters(small: Driver) -> None:
    saved, changes = save_filter(small.context.project, "Fire walls", "IfcWall, *.FireRating!=NULL")
    small.context.hub.publish(changes)
    small.settle()
    window, palette = small.window, small.window.palette_popup
    window.commands["commands"].trigger()
    palette.field.setText("fire walls")
    assert str(palette.model.index(0).data()) == "Fire walls"
    small.qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    small.until(lambda: len(window.panes.filters.found_bar.elements) > 0)
    assert print_filter(window.panes.filters.filter) == saved.text


def test_that_the_theme_changes_at_once_and_is_kept(driver: Driver) -> None:
    before = driver.window.grab().toImage()
    driver.window.commands["theme"].trigger()
    assert current().name == "light"
    assert driver.context.settings.theme == "light"
    assert driver.window.grab().toImage() != before


def test_that_the_layout_is_kept_with_the_project(
    qtbot: QtBot, qapp: QApplication, app_paths: AppPaths, tmp_path: Path
) -> None:
    style.apply(qapp, "dark")
    first = make_small(qtbot, tmp_path / "Kept", app_paths)
    first.window.commands["bottom_dock"].trigger()
    assert first.window.panes.bottom.isHidden()
    close(first)
    second = make_small(qtbot, tmp_path / "Kept", app_paths)
    assert second.window.panes.left.isVisible()
    assert second.window.panes.bottom.isHidden()
    second.window.commands["reset_layout"].trigger()
    assert second.window.panes.bottom.isVisible()
    close(second)


@pytest.mark.parametrize(
    ("width", "left", "compact"), [(1366, 240, True), (1600, 284, False), (3840, 320, False)]
)
def test_that_sizes_follow_the_width_of_the_window(width: int, left: int, compact: bool) -> None:
    sizes = layout.sizes_for(width)
    assert (sizes.left, sizes.compact) == (left, compact)
    assert width - layout.RAIL - sizes.left - sizes.run >= layout.CENTRE


def test_that_f6_goes_round_all_areas(small: Driver) -> None:
    window = small.window
    areas = (window.top_bar, window.rail, window.panes.left, window.documents, window.panes.bottom)
    window.top_bar.field.setFocus()
    seen = set()
    for _ in range(8):
        window.commands["next_area"].trigger()
        focused = window.focusWidget()
        assert focused is not None
        seen |= {area for area in areas if area.isAncestorOf(focused)}
    assert seen == set(areas)


def test_that_every_icon_button_has_a_name_for_screen_readers(small: Driver) -> None:
    nameless = [
        f"{type(button.parent()).__name__}: {button.objectName()}"
        for button in small.window.findChildren(QAbstractButton)
        if button.isVisible()
        and not button.text()
        and not button.accessibleName()
        and not button.toolTip()
        and not _is_qts_own(button)
    ]
    assert nameless == []


def _is_qts_own(button: QAbstractButton) -> bool:
    """Scroll arrows of tab bars, the overflow of bars, what line edits and spin boxes have inside."""
    inside = isinstance(button.parent(), (QTabBar, QMenuBar, QLineEdit))
    return inside or button.objectName() in ("qt_toolbar_ext_button", "qt_tableview_cornerbutton")


def test_that_no_two_actions_share_a_key() -> None:
    keys = [(key, spec.in_view, spec.in_editor) for spec in SPECS for key in spec.keys]
    assert len(keys) == len(set(keys))
    assert all(not QKeySequence(key).isEmpty() for key, *_where in keys)


def test_that_every_action_stands_in_a_menu() -> None:
    names = [name for _title, below in MENUS for name in below]
    names += [name for _title, below in SUBMENUS.values() for name in below]
    assert {spec.id for spec in SPECS} <= set(names)
    assert set(names) - {"-", "recent", *SUBMENUS} <= {spec.id for spec in SPECS}


def test_that_a_window_that_opens_with_files_shows_the_view_and_not_the_welcome_page(
    qtbot: QtBot, qapp: QApplication, app_paths: AppPaths, tmp_path: Path
) -> None:
    style.apply(qapp, "dark")
    context = Context(tmp_path / "With files", app_paths)
    window = MainWindow(context)
    driver = Driver(qtbot, context, window)
    window.show()
    missing = tmp_path / "missing.ifc"
    window.open_files([missing])
    assert not window.model_document.is_welcome or not window.scene.is_busy
    driver.until(lambda: window.scene.is_busy is False)
    assert window.model_document.is_welcome
    close(driver)


def test_that_alt_shows_the_menu_bar_when_it_is_let_go_alone(qtbot: QtBot, small: Driver) -> None:
    bar, view = small.window.menuBar(), small.window.viewport.stage
    alt, modifier = Qt.Key.Key_Alt, Qt.KeyboardModifier.AltModifier
    assert not bar.isVisible()
    qtbot.keyPress(view, alt, modifier)
    assert not bar.isVisible()
    qtbot.keyRelease(view, alt)
    assert bar.isVisible()
    qtbot.keyPress(view, alt, modifier)
    qtbot.keyClick(view, Qt.Key.Key_Left, modifier)
    qtbot.keyRelease(view, alt)
    assert bar.isVisible()
