"""Map coordinates of what is measured, in a model that stands turned and shifted beside another."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from box_mesh import Box, box_mesh
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from run_context import KEY, add_model
from window_driver import Driver

from bimdesk.bootstrap import open_project
from bimdesk.domain.georeference import MapConversion
from bimdesk.domain.ids import ElementId, ElementRef, ModelKey
from bimdesk.meshes import save_mesh
from bimdesk.paths import AppPaths
from bimdesk.scene.measure import MeasureKind, Measurement
from bimdesk.ui.context import Context
from bimdesk.ui.theme import fonts, style
from bimdesk.ui.window.main_window import MainWindow

OTHER = ModelKey("cd" * 32)
ANCHOR = MapConversion(crs="EPSG:28992", eastings=85000.0, northings=446000.0)
TURNED = MapConversion(
    crs="EPSG:28992", eastings=85030.0, northings=446010.0, height=1.5, cosine=0.6, sine=0.8
)
CORNER = (4.0, 2.0, 3.0)
"""Of the turned model's one box, in its own coordinates."""


@pytest.fixture
def driver(qtbot: QtBot, qapp: QApplication, app_paths: AppPaths, tmp_path: Path) -> Iterator[Driver]:
    fonts.install()
    style.apply(qapp, "dark")
    project = open_project(tmp_path / "Small", app_paths)
    for key, name, conversion in ((KEY, "Anchor", ANCHOR), (OTHER, "Turned", TURNED)):
        folder = add_model(project, key, name).folder
        save_mesh(box_mesh([Box(id=1, high=CORNER)]), folder / "mesh")
        index = sqlite3.connect(folder / "index.sqlite")
        with index:
            index.execute("INSERT INTO meta VALUES ('map_conversion', ?)", (conversion.to_text(),))
        index.close()
    project.close()
    context = Context(tmp_path / "Small", app_paths)
    context.change_settings(theme="dark", reduce_motion=True, place_by="map")
    window = MainWindow(context)
    window.show()
    qtbot.waitExposed(window)
    made = Driver(qtbot, context, window)
    made.wait_imported(2)
    yield made
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    context.close()


def test_that_a_point_of_a_placed_model_has_the_map_coordinates_of_its_own_file(driver: Driver) -> None:
    view = driver.window.viewport
    mesh = view.state.entry(OTHER).mesh
    rows = [tuple(np.round(vertex + mesh.origin, 3)) for vertex in mesh.vertices.tolist()]
    x, y, z = CORNER
    shown = (30 + 0.6 * x - 0.8 * y, 10 + 0.8 * x + 0.6 * y, z + 1.5)
    assert tuple(np.round(shown, 3)) in rows, "it stands turned and shifted beside the other"
    made = Measurement(
        kind=MeasureKind.POINT,
        points=np.array([shown]) - view.state.origin,
        value=0.0,
        ref=ElementRef(OTHER, ElementId(1)),
    )
    place = view.measuring._map_place(made)
    assert place is not None
    crs, point = place
    assert crs == "EPSG:28992"
    assert point == pytest.approx((85000 + shown[0], 446000 + shown[1], shown[2]), abs=1e-3)
    driver.context.change_settings(place_by="project")
    driver.until(lambda: np.allclose(view.state.entry(OTHER).mesh.vertices.max(axis=0), CORNER))
    own = Measurement(
        kind=MeasureKind.POINT, points=np.array([CORNER]) - view.state.origin, value=0.0, ref=made.ref
    )
    again = view.measuring._map_place(own)
    assert again is not None
    assert again[1] == pytest.approx(point, abs=1e-3)


def test_that_points_measured_on_a_model_go_when_it_is_placed_elsewhere(driver: Driver) -> None:
    """They would stay where it stood, with map coordinates that nothing has any more."""
    view = driver.window.viewport
    corner = np.zeros((1, 3))
    moved, stays = (
        Measurement(kind=MeasureKind.POINT, points=corner, value=0.0, ref=ElementRef(key, ElementId(1)))
        for key in (OTHER, KEY)
    )
    view.measuring.measurements = (moved, stays)
    before = view.state.entry(OTHER).mesh
    driver.context.change_settings(place_by="project")
    driver.until(lambda: view.state.entry(OTHER).mesh is not before)
    (left,) = view.measuring.measurements
    assert left is stays
