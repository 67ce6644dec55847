"""A form through the real window: a filter that shows live in 3D, a preset, the same run as a command."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPushButton
from window_driver import Driver

from bimdesk.domain.execution import Status
from bimdesk.domain.filter_text import parse_filter
from bimdesk.index.filter_sql import find
from bimdesk.services.presets import list_presets
from bimdesk.services.results import load_result
from bimdesk.ui.forms.field import Field
from bimdesk.ui.panels.run_form.preset_bar import PresetBar

FILTERED = """# /// script
# [tool.bimdesk]
# name = "List elements"
# [tool.bimdesk.parameters.properties.which]
# type = "string"
# title = "Which elements"
# default = ""
# x-bim = "query"
# [tool.bimdesk.parameters.properties.prefix]
# type = "string"
# title = "Prefix"
# default = ""
# [tool.bimdesk.parameters.properties.columns]
# type = "array"
# title = "Columns"
# items = { type = "string" }
# default = ["name"]
# [tool.bimdesk.parameters.properties.only]
# type = "array"
# title = "Only these"
# items = { type = "string" }
# x-bim = "elements"
# ///
found = entities.filter(params["which"]) if params["which"] else entities
only = params.get("only") or []
rows = [
    {"name": params["prefix"] + (entity.name or ""), "columns": params["columns"]}
    for entity in found
    if not only or entity.ifc_guid in only
]
result = {"status": "PASS", "summary": f"{len(rows)} rows", "rows": rows, "params": params}
"""
TEXT = "IfcWall"


def test_that_a_form_with_a_live_filter_is_kept_copied_and_run_to_the_same_result(
    driver: Driver, samples: Path, tmp_path: Path, pictures: Path
) -> None:
    window = driver.window
    script = tmp_path / "list_elements.py"
    script.write_text(FILTERED, encoding="utf-8")
    driver.drop(samples / "house.ifc", script)
    driver.wait_imported(1)
    driver.choose_script("List elements")
    door = driver.element("IfcDoor")
    driver.context.hub.select([door])

    fill_the_form(driver)
    check_marks(driver)
    driver.grab(pictures / "form-1-live-filter.png")
    save_as_preset(driver)

    command = copied_command(driver)
    execution = driver.run()
    assert execution.status is Status.SUCCESS, execution.sentence
    by_window = load_result(driver.context.project, execution.id)
    done = subprocess.run(
        [sys.executable, "-m", *shlex.split(command), "--json"], capture_output=True, text=True, check=False
    )
    by_line = json.loads(done.stdout)
    assert by_line["status"] == by_window.status.value
    assert by_line["result"] == by_window.result
    assert by_line["result"]["params"]["columns"] == ["name", 'it\'s "quoted" $HOME']

    window.panes.right.show_page("inspector")
    driver.settle()
    assert window.viewport.state.entry(driver.key).marked is None
    assert driver.context.hub.selection == {door}


def field_of(driver: Driver, name: str) -> Field:
    form = driver.window.panes.run_form.form
    assert form is not None
    found: Field = form.field(name)
    return found


def fill_the_form(driver: Driver) -> None:
    line = field_of(driver, "which").findChild(QLineEdit)
    assert line is not None
    driver.qtbot.keyClicks(line, TEXT)
    driver.until(lambda: field_of(driver, "which").hint.text.startswith("matches"))
    prefix = field_of(driver, "prefix").findChild(QLineEdit)
    assert prefix is not None
    driver.qtbot.keyClicks(prefix, "a 'b' & c=")
    QGuiApplication.clipboard().setText(json.dumps({"columns": ["name", 'it\'s "quoted" $HOME']}))
    driver.window.panes.run_form.copies.paste()


def check_marks(driver: Driver) -> None:
    """The eye marks exactly what the filter means, and touches neither selection nor visibility."""
    view = driver.window.viewport
    entry = view.state.entry(driver.key)
    visible = entry.visible.copy()
    show = driver.button(field_of(driver, "which"), "Show in 3D")
    driver.qtbot.mouseClick(show, Qt.MouseButton.LeftButton)
    driver.until(lambda: entry.marked is not None)
    wanted = find(driver.context.indexes.get(driver.key), parse_filter(TEXT))
    marked = entry.marked
    assert marked is not None
    assert set(entry.mesh.element_ids[marked].tolist()) == set(wanted) & set(entry.mesh.element_ids.tolist())
    assert np.array_equal(entry.visible, visible)
    assert len(driver.context.hub.selection) == 1
    driver.settle()


def save_as_preset(driver: Driver) -> None:
    bar = driver.window.panes.run_form.findChild(PresetBar)
    assert bar is not None
    driver.window.panes.run_form.presets.begin_saving()
    driver.qtbot.keyClicks(bar.name, "Walls")
    driver.qtbot.keyClick(bar.name, Qt.Key.Key_Return)
    key = driver.window.panes.run_form.script
    assert key is not None
    driver.until(lambda: [one.name for one in list_presets(driver.context.project, key.key)] == ["Walls"])
    driver.settle()
    assert (bar.button.text(), bar.is_marked) == ("Walls", False)


def copied_command(driver: Driver) -> str:
    driver.window.panes.run_form.copies.copy_command()
    driver.settle()
    command = QGuiApplication.clipboard().text()
    assert command.startswith("bimdesk run 'List elements' 'house v1' --project ")
    return command


def test_that_elements_are_picked_in_3d_for_a_field_until_escape(
    driver: Driver, samples: Path, tmp_path: Path, pictures: Path
) -> None:
    script = tmp_path / "list_elements.py"
    script.write_text(FILTERED, encoding="utf-8")
    driver.drop(samples / "house.ifc", script)
    driver.wait_imported(1)
    driver.choose_script("List elements")
    view, form = driver.window.viewport, driver.window.panes.run_form
    field = field_of(driver, "only")
    driver.qtbot.mouseClick(driver.button(field, "Pick in 3D"), Qt.MouseButton.LeftButton)
    assert view.pick_mode.is_on
    at = some_place_on_the_model(driver)
    hit = view.gestures.hit_at(at.toPointF())
    assert hit is not None
    driver.qtbot.mouseClick(view.stage, Qt.MouseButton.LeftButton, pos=at)
    driver.until(lambda: len(form.values().get("only", [])) == 1)
    assert driver.context.hub.selection == frozenset()
    driver.settle()
    marked = view.state.entry(driver.key).marked
    assert marked is not None and marked.sum() == 1
    driver.grab(pictures / "form-2-picking.png")
    driver.qtbot.mouseClick(view.stage, Qt.MouseButton.LeftButton, pos=at)
    driver.until(lambda: "only" not in form.values())
    driver.qtbot.mouseClick(view.stage, Qt.MouseButton.LeftButton, pos=at)
    driver.until(lambda: len(form.values().get("only", [])) == 1)
    driver.qtbot.keyClick(view.stage, Qt.Key.Key_Escape)
    assert not view.pick_mode.is_on
    pick = next(one for one in field.findChildren(QPushButton) if one.text() == "Pick in 3D")
    assert not pick.isChecked()
    driver.qtbot.mouseClick(view.stage, Qt.MouseButton.LeftButton, pos=at)
    driver.until(lambda: driver.context.hub.selection == {hit.ref})
    assert len(form.values()["only"]) == 1
    driver.qtbot.mouseClick(driver.button(field, "Pick in 3D"), Qt.MouseButton.LeftButton)
    assert view.pick_mode.is_on and pick.isChecked()
    dismiss = next(
        one for one in view.overlays.messages.findChildren(QAbstractButton) if one.toolTip() == "Dismiss"
    )
    driver.qtbot.mouseClick(dismiss, Qt.MouseButton.LeftButton)
    assert not view.pick_mode.is_on and not pick.isChecked()
    driver.qtbot.mouseClick(driver.button(field, "Pick in 3D"), Qt.MouseButton.LeftButton)
    driver.window.panes.right.hide()
    assert not view.pick_mode.is_on


def some_place_on_the_model(driver: Driver) -> QPoint:
    """A pixel of the view with an element under it."""
    view = driver.window.viewport
    width, height = view.stage.view_size
    for share in np.linspace(0.3, 0.7, 21):
        at = QPoint(int(width * share), height // 2)
        if view.gestures.hit_at(at.toPointF()) is not None:
            return at
    raise AssertionError("there is no model in the view")
