"""A real window on a project of its own; closed with its children and threads afterwards."""

from __future__ import annotations

from collections.abc import Iterator
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


@pytest.fixture
def pictures() -> Path:
    """Where journeys leave their screenshots, to look at."""
    return ROOT / "artifacts" / "journeys"


@pytest.fixture
def driver(qtbot: QtBot, qapp: QApplication, app_paths: AppPaths, tmp_path: Path) -> Iterator[Driver]:
    fonts.install()
    style.apply(qapp, "dark")
    context = Context(tmp_path / "Riverside", app_paths)
    context.change_settings(theme="dark", reduce_motion=True)
    window = MainWindow(context)
    window.resize(1600, 1000)
    window.show()
    qtbot.waitExposed(window)
    context.workers.warm_up("import")
    context.workers.warm_up("script")
    driver = Driver(qtbot, context, window)
    yield driver
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    context.close()
