"""A script changes the model: its file becomes the next version, by window and by command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from window_driver import Driver

from bimdesk.bootstrap import open_project
from bimdesk.cli import main
from bimdesk.domain.execution import Status
from bimdesk.index.reader import ModelIndex
from bimdesk.paths import AppPaths
from bimdesk.services.library.scripts import create_script
from bimdesk.services.models import list_models
from bimdesk.services.project import Project

RENAME = """# /// script
# [tool.bimdesk]
# name = "Rename walls"
# permissions = ["model.write"]
# ///
for wall in model.by_type("IfcWall"):
    wall.Name = "Mended wall"
result = "done"
"""
NAMES = "SELECT DISTINCT name FROM entities WHERE class = 'IfcWall'"


def versions_and_names(project: Project) -> tuple[list[str], set[str]]:
    """The versions of the one model, and how the walls of the last are called."""
    (model,) = list_models(project)
    index = ModelIndex(model.latest.folder)
    try:
        return [version.label for version in model.versions], {row[0] for row in index.rows(NAMES)}
    finally:
        index.close()


def test_that_the_file_of_a_script_becomes_the_next_version_at_a_click(
    driver: Driver, samples: Path, pictures: Path
) -> None:
    project, window = driver.context.project, driver.window
    _script, changes = create_script(project, name="Rename walls", text=RENAME)
    driver.context.hub.publish(changes)
    driver.drop(samples / "house.ifc")
    driver.wait_imported(1)
    first = driver.key
    driver.choose_script("Rename walls")
    assert driver.run().status is Status.SUCCESS

    tabs = window.panes.results.tabs
    driver.until(lambda: tabs.bar.count() > 0)  # the result is read in the pool
    tabs.bar.setCurrentIndex(tabs.bar.count() - 1)
    button = driver.button(tabs, "Import as new version")
    driver.grab(pictures / "new-version.png")
    driver.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    driver.until(lambda: driver.key != first)
    driver.wait_imported(1)
    labels, names = versions_and_names(project)
    assert len(labels) == 2 and names == {"Mended wall"}


def test_that_the_command_line_imports_the_file_too(
    samples: Path, tmp_path: Path, app_paths: AppPaths, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "rename.py").write_text(RENAME, encoding="utf-8")
    folder = tmp_path / "project"
    arguments = ["run", str(tmp_path / "rename.py"), str(samples / "house.ifc"), "--new-version"]
    assert main(arguments) == 2
    assert "--project" in capsys.readouterr().err
    assert main([*arguments, "--project", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["status"] == "success"
    project = open_project(folder, app_paths)
    labels, names = versions_and_names(project)
    project.close()
    assert len(labels) == 2 and names == {"Mended wall"}
