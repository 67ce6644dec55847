"""Models come into the window's view through the pool: read there, in any order, dropped when unwanted."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from box_mesh import Box, box_mesh
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from run_context import KEY, add_model
from window_driver import Driver

from bimdesk.bootstrap import open_project
from bimdesk.domain.georeference import AS_IT_IS, Placement
from bimdesk.domain.ids import ModelKey
from bimdesk.meshes import save_mesh
from bimdesk.paths import AppPaths
from bimdesk.scene.entry import ModelEntry, load_entry
from bimdesk.ui.context import Context
from bimdesk.ui.theme import fonts, style
from bimdesk.ui.window import neighbours
from bimdesk.ui.window.main_window import MainWindow

BOXES = [Box(id=1, low=(0, 0, 0), high=(2, 2, 3)), Box(id=2, low=(4, 0, 0), high=(6, 2, 3))]


class Gate:
    """Stands before `load_entry`: notes the threads that pass, and holds them while it is shut."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.open.set()
        self.threads: list[threading.Thread] = []

    def load(
        self, key: ModelKey, folder: Path, *, title: str = "", placement: Placement = AS_IT_IS
    ) -> ModelEntry:
        self.threads.append(threading.current_thread())
        assert self.open.wait(60)
        return load_entry(key, folder, title=title, placement=placement)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    made = Gate()
    monkeypatch.setattr(neighbours, "load_entry", made.load)
    return made


@pytest.fixture
def driver(
    qtbot: QtBot, qapp: QApplication, app_paths: AppPaths, tmp_path: Path, gate: Gate
) -> Iterator[Driver]:
    """A window on a project whose one model has two boxes."""
    fonts.install()
    style.apply(qapp, "dark")
    project = open_project(tmp_path / "Small", app_paths)
    version = add_model(project)
    save_mesh(box_mesh(BOXES), version.folder / "mesh")
    project.close()
    context = Context(tmp_path / "Small", app_paths)
    context.change_settings(theme="dark", reduce_motion=True)
    window = MainWindow(context)
    window.show()
    qtbot.waitExposed(window)
    made = Driver(qtbot, context, window)
    made.wait_imported(1)
    yield made
    gate.open.set()
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    context.close()


def test_that_a_model_is_prepared_in_another_thread_and_its_blocks_are_there_before_the_first_pick(
    driver: Driver, gate: Gate
) -> None:
    view = driver.window.viewport
    driver.until(lambda: view.has_model(KEY))
    assert gate.threads
    assert threading.main_thread() not in gate.threads
    (shown,) = view.stage.models
    assert shown.boxes is view.state.entry(KEY).boxes
    assert view.stage.sight._tree(shown) is shown.boxes


def test_that_a_model_taken_out_while_it_is_read_does_not_come_back(driver: Driver, gate: Gate) -> None:
    view, scene = driver.window.viewport, driver.window.scene
    scene.set_loaded(KEY, False)
    gate.open.clear()
    scene.set_loaded(KEY, True)
    assert scene.neighbours.is_reading(KEY)
    scene.set_loaded(KEY, False)
    gate.open.set()
    driver.settle()
    assert not view.has_model(KEY)
    scene.set_loaded(KEY, True)
    driver.settle()
    assert view.has_model(KEY)


def test_that_of_two_readings_of_a_model_the_later_one_counts(
    driver: Driver, gate: Gate, tmp_path: Path
) -> None:
    better = [*BOXES, Box(id=3, low=(8, 0, 0), high=(10, 2, 3))]
    save_mesh(box_mesh(better), tmp_path / "better")
    scene = driver.window.scene
    version = scene.versions[0]
    drawn: list[str] = []
    gate.open.clear()
    for name, folder in (("first", version.folder / "mesh"), ("second", tmp_path / "better")):
        scene.neighbours.draw(
            KEY,
            folder,
            name,
            on_drawn=partial(drawn.append, name),
            on_failure=driver.context.hub.notify_error,
        )
    gate.open.set()
    driver.settle()
    assert drawn == ["second"]
    assert driver.window.viewport.facts.all == 3


def test_that_a_mesh_that_cannot_be_read_is_told_and_the_window_goes_on(
    driver: Driver, tmp_path: Path
) -> None:
    told: list[str] = []
    driver.window.scene.neighbours.draw(
        KEY,
        tmp_path / "nothing",
        "broken",
        on_drawn=lambda: told.append("drawn"),
        on_failure=lambda error: told.append(error.message),
    )
    driver.settle()
    assert len(told) == 1
    assert "holds no geometry" in told[0]
    assert driver.window.viewport.has_model(KEY)
