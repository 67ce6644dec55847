"""Several versions of a model in one view: offered, shown beside each other, left out with their memory."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from box_mesh import Box, box_mesh
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from run_context import KEY, add_model
from window_driver import Driver

from bimdesk.bootstrap import open_project
from bimdesk.domain.ids import ElementId, ElementRef, ModelKey
from bimdesk.meshes import save_mesh
from bimdesk.paths import AppPaths
from bimdesk.services.clock import now
from bimdesk.ui.context import Context
from bimdesk.ui.theme import fonts, style
from bimdesk.ui.window.main_window import MainWindow

LATEST = ModelKey("cd" * 32)
OLD, NEW = Box(id=100, low=(0, 0, 0), high=(2, 2, 3)), Box(id=101, low=(4, 0, 0), high=(6, 2, 3))


@pytest.fixture
def driver(qtbot: QtBot, qapp: QApplication, app_paths: AppPaths, tmp_path: Path) -> Iterator[Driver]:
    """A window on a project whose one model has two versions."""
    fonts.install()
    style.apply(qapp, "dark")
    project = open_project(tmp_path / "Small", app_paths)
    for key, boxes in ((KEY, [OLD]), (LATEST, [OLD, NEW])):
        save_mesh(box_mesh(boxes), add_model(project, key).folder / "mesh")
    project.close()
    context = Context(tmp_path / "Small", app_paths)
    context.change_settings(theme="dark", reduce_motion=True)
    window = MainWindow(context)
    window.show()
    qtbot.waitExposed(window)
    made = Driver(qtbot, context, window)
    made.wait_imported(1)
    yield made
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    context.close()


def offered(driver: Driver) -> dict[str, QAction]:
    """What the menu offers, by its words."""
    tools = driver.window.wiring.model_versions
    driver.window.commands["other_versions"].trigger()
    driver.until(lambda: tools.menu is not None and tools.menu.isVisible())
    assert tools.menu is not None
    return {action.text(): action for action in tools.menu.actions() if action.isCheckable()}


def choose(driver: Driver, start: str) -> None:
    """Click the entry that begins so, and let the menu close."""
    entry = next(action for words, action in offered(driver).items() if words.startswith(start))
    entry.trigger()
    menu = driver.window.wiring.model_versions.menu
    if menu is not None:
        menu.close()
    driver.settle()


def is_mapped(folder: Path) -> bool:
    """Whether this process has a file of `folder` mapped into its memory."""
    gc.collect()
    return str(folder) in Path("/proc/self/maps").read_text(encoding="utf-8")


def test_that_an_older_version_is_shown_beside_the_latest_one_and_left_out_again(driver: Driver) -> None:
    view = driver.window.viewport
    entries = offered(driver)
    assert [words.partition(",")[0] for words in entries] == ["House v2", "House v1"]
    assert [(action.isChecked(), action.isEnabled()) for action in entries.values()] == [
        (True, False),
        (False, True),
    ]
    menu = driver.window.wiring.model_versions.menu
    assert menu is not None
    menu.close()
    choose(driver, "House v1")
    driver.until(lambda: view.has_model(KEY))
    assert view.facts.all == 3
    assert [version.label for version in driver.window.scene.versions] == ["House v2", "House v1"]
    choose(driver, "House v1")
    driver.until(lambda: not view.has_model(KEY))
    assert view.facts.all == 2


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc/self/maps")
def test_that_a_version_left_out_is_no_longer_in_memory_though_undo_remembers_it(driver: Driver) -> None:
    view, scene = driver.window.viewport, driver.window.scene
    folder = driver.context.project.models_folder / KEY / "mesh"
    choose(driver, "House v1")
    driver.until(lambda: view.has_model(KEY))
    driver.settle()
    view.hide_elements([ElementRef(KEY, ElementId(100))])
    view.isolate([ElementRef(LATEST, ElementId(101))])
    view.stage.sight.pick(*view.stage.camera.ray(200, 200, view.stage.view_size))
    driver.settle()
    assert is_mapped(folder)
    scene.leave_out(KEY)
    driver.until(lambda: not view.has_model(KEY))
    view.undo()
    view.redo()
    driver.settle()
    driver.until(lambda: not is_mapped(folder))
    assert is_mapped(driver.context.project.models_folder / LATEST / "mesh")


def test_that_a_project_without_older_versions_says_so(driver: Driver) -> None:
    driver.context.project.models.remove_model(driver.window.scene.versions[0].model_id, now())
    driver.window.commands["other_versions"].trigger()
    messages = driver.window.viewport.overlays.messages
    driver.until(messages.isVisible)
    assert messages.label.text().startswith("No model has another version")
