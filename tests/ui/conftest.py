"""What the tests of panels share: a context on a project with one small model and a few scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from run_context import run_context
from window_driver import Driver

from bimdesk.paths import AppPaths
from bimdesk.ui.context import Context
from bimdesk.ui.hub import Hub
from bimdesk.ui.theme import fonts, style
from bimdesk.ui.viewport import Viewport
from bimdesk.ui.window.main_window import MainWindow


@pytest.fixture
def context(tmp_path: Path, app_paths: AppPaths, qtbot: QtBot) -> Iterator[Context]:
    """Closed at the end; see run_context for what its project holds."""
    fonts.install()
    with run_context(tmp_path / "project", app_paths) as made:
        yield made


@pytest.fixture
def house(
    qtbot: QtBot, qapp: QApplication, app_paths: AppPaths, tmp_path: Path, samples: Path
) -> Iterator[Driver]:
    """A window with the sample house in it."""
    fonts.install()
    style.apply(qapp, "dark")
    made = Context(tmp_path / "House", app_paths)
    made.change_settings(theme="dark", reduce_motion=True)
    window = MainWindow(made)
    window.show()
    qtbot.waitExposed(window)
    driver = Driver(qtbot, made, window)
    driver.drop(samples / "house.ifc")
    driver.wait_imported(1)
    yield driver
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    made.close()


@pytest.fixture(scope="module")
def shared_view(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[Viewport]:
    """A 3D view for all tests of a module, of its `VIEW_SIZE`."""
    made = Viewport(Hub())
    made.set_reduce_motion(True)
    made.resize(*request.module.VIEW_SIZE)
    made.show()
    yield made
    made.close()
    made.deleteLater()
