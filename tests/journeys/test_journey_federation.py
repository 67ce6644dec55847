"""A coordinator opens models that lie on the map, and one that lies in another town."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtWidgets import QPushButton
from step_text import PROJECT, block, step_file
from window_driver import Driver

from bimdesk.domain.ids import ModelKey


def house(folder: Path, name: str, *, x: float = 0.0, conversion: str = "") -> Path:
    """A cube of ten metres at `x` (m); `conversion`: eastings, northings and the direction of its X axis."""
    lines = PROJECT + block(200, size=10000.0)
    lines += f"#103=IFCCARTESIANPOINT(({x * 1000},0.,0.));\n"
    lines += "#101=IFCLOCALPLACEMENT($,#102);\n#102=IFCAXIS2PLACEMENT3D(#103,$,$);\n"
    lines += f"#100=IFCWALL('{name:0>22}',$,'{name}',$,$,#101,#200,$,$);\n"
    if conversion:
        lines += (
            "#50=IFCPROJECTEDCRS('EPSG:28992',$,$,$,$,$,#52);\n#52=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);\n"
        )
        lines += f"#51=IFCMAPCONVERSION(#5,#50,{conversion},0.001);\n"
    file = folder / f"{name}.ifc"
    file.write_bytes(step_file(lines))
    return file


def middles(driver: Driver) -> dict[str, list[float]]:
    """Where each model's one element stands in the scene, by the model's name."""
    state = driver.window.viewport.state
    found = {}
    for version in driver.window.scene.versions:
        mesh = state.entry(ModelKey(version.sha256)).mesh
        middle = mesh.element_bounds.reshape(-1, 2, 3).mean(axis=(0, 1)) + mesh.origin
        found[version.model_name] = [round(float(value), 3) + 0.0 for value in middle]
    return found


def message_buttons(driver: Driver) -> dict[str, QPushButton]:
    messages = driver.window.viewport.overlays.messages
    return {button.text(): button for button in messages.findChildren(QPushButton) if button.text()}


def test_that_models_stand_where_the_map_says_and_a_far_one_can_be_brought_near(
    open_window: Callable[[], Driver], tmp_path: Path
) -> None:
    driver = open_window()
    driver.drop(
        house(tmp_path, "north", conversion="85000.,446000.,0.,1.,0."),
        house(tmp_path, "east", conversion="85030.,446000.,1.5,0.,1."),
        house(tmp_path, "local"),
    )
    driver.wait_imported(3)
    driver.until(lambda: middles(driver)["east"][0] == 30)
    assert middles(driver) == {"north": [0, 0, 5], "east": [30, 0, 6.5], "local": [0, 0, 5]}

    driver.window.commands["place_by_map"].trigger()
    driver.until(lambda: middles(driver)["east"][0] == 0)
    driver.window.commands["place_by_map"].trigger()
    driver.until(lambda: middles(driver)["east"][0] == 30)

    driver.drop(house(tmp_path, "far", x=412000.0))
    driver.wait_imported(4)
    messages = driver.window.viewport.overlays.messages
    driver.until(messages.isVisible)
    assert messages.label.text().startswith("far v1 lies 412 km from ")
    assert {"Move beside", "Show only this"} <= set(message_buttons(driver))
    message_buttons(driver)["Move beside"].click()
    driver.settle()
    assert middles(driver)["far"][0] < 100
    assert "not where it belongs" in messages.label.text()
    message_buttons(driver)["Put it back"].click()
    driver.settle()
    assert np.isclose(middles(driver)["far"][0], 412000)
    message_buttons(driver)["Show only this"].click()
    assert driver.window.viewport.facts.shown == 1
