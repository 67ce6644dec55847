"""A model whose folder is on disk already: drawn while the project takes it in."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from window_driver import Driver

from bimdesk.bootstrap import open_project
from bimdesk.paths import AppPaths
from bimdesk.ui.context import Context
from bimdesk.ui.theme import fonts, style
from bimdesk.ui.window.main_window import MainWindow


@pytest.fixture
def driver(
    qtbot: QtBot,
    qapp: QApplication,
    app_paths: AppPaths,
    tmp_path: Path,
    samples: Path,
    imported_folder: Callable[[Path], Path],
) -> Iterator[Driver]:
    """A window on an empty project with the folder of the sample house among its models."""
    fonts.install()
    style.apply(qapp, "dark")
    project = open_project(tmp_path / "Second", app_paths)
    key = hashlib.sha256((samples / "house.ifc").read_bytes()).hexdigest()
    shutil.copytree(imported_folder(samples / "house.ifc"), project.models_folder / key)
    project.close()
    context = Context(tmp_path / "Second", app_paths)
    window = MainWindow(context)
    window.show()
    qtbot.waitExposed(window)
    yield Driver(qtbot, context, window)
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    context.close()


def test_that_a_model_on_disk_is_drawn_before_the_project_has_it(driver: Driver, samples: Path) -> None:
    heard: list[str] = []
    importer = driver.context.importer
    importer.geometry_ready.connect(lambda _ticket, folder, final: heard.append(f"{folder.name} {final}"))
    importer.already_here.connect(lambda _ticket, version: heard.append(version.label))
    driver.window.open_files([samples / "house.ifc"])
    driver.wait_imported(1)
    driver.until(lambda: len(heard) == 2)
    assert heard == ["mesh True", "house v1"]
    (version,) = driver.window.scene.versions
    driver.until(lambda: bool(driver.window.viewport.stage.feed.settled))
    driver.until(lambda: [str(view.key) for view in driver.window.viewport.state.views()] == [version.sha256])
    driver.window.open_files([samples / "house.ifc"])
    driver.until(lambda: len(heard) == 3)
    assert heard[2:] == ["house v1"]
