"""Real windows on projects of their own; closed with their children and threads afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from window_driver import Driver

from bimdesk.paths import AppPaths
from bimdesk.ui.context import Context
from bimdesk.ui.theme import fonts, style
from bimdesk.ui.window.main_window import MainWindow

ROOT = Path(__file__).resolve().parents[2]

OpenWindow = Callable[[], Driver]


@pytest.fixture
def pictures() -> Path:
    """Where journeys leave their screenshots, to look at."""
    return ROOT / "artifacts" / "journeys"


@pytest.fixture
def project_folder(tmp_path: Path) -> Path:
    return tmp_path / "Riverside"


@pytest.fixture
def open_window(
    qtbot: QtBot, qapp: QApplication, app_paths: AppPaths, project_folder: Path
) -> Iterator[OpenWindow]:
    """Opens the window on the project; a second call closes the first, like a new start of the program."""
    fonts.install()
    style.apply(qapp, "dark")
    opened: list[Driver] = []

    def close_last() -> None:
        if opened:
            driver = opened.pop()
            driver.window.close()
            driver.window.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            driver.context.close()

    def open_one() -> Driver:
        close_last()
        context = Context(project_folder, app_paths)
        context.change_settings(theme="dark", reduce_motion=True)
        window = MainWindow(context)
        window.resize(1600, 1000)
        window.show()
        qtbot.waitExposed(window)
        context.workers.warm_up("import")
        context.workers.warm_up("confined")
        opened.append(Driver(qtbot, context, window))
        return opened[-1]

    yield open_one
    close_last()


@pytest.fixture
def driver(open_window: OpenWindow) -> Driver:
    return open_window()
