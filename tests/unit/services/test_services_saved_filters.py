"""Named filters: kept in the project, found again after it is opened anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from bimdesk.bootstrap import open_project
from bimdesk.domain.filters import FilterError
from bimdesk.errors import BadInputError, NotFoundError
from bimdesk.paths import AppPaths
from bimdesk.services.saved_filters import delete_filter, list_filters, rename_filter, save_filter


def test_that_filters_are_listed_by_name_and_outlive_the_window(tmp_path: Path, app_paths: AppPaths) -> None:
    project = open_project(tmp_path / "P", app_paths)
    _saved, changes = save_filter(project, " Walls  outside ", "IfcWall, Pset_WallCommon.IsExternal=TRUE")
    save_filter(project, "doors", "IfcDoor")
    project.close()
    assert changes.filters and bool(changes)
    again = open_project(tmp_path / "P", app_paths)
    assert [(one.name, one.text) for one in list_filters(again)] == [
        ("doors", "IfcDoor"),
        ("Walls outside", "IfcWall, Pset_WallCommon.IsExternal=TRUE"),
    ]
    again.close()


def test_that_saving_under_a_known_name_takes_its_place(tmp_path: Path, app_paths: AppPaths) -> None:
    project = open_project(tmp_path / "P", app_paths)
    first, _changes = save_filter(project, "Türen", "IfcDoor")
    second, _changes = save_filter(project, "TÜREN", "IfcWindow")
    assert first.id == second.id
    assert [one.text for one in list_filters(project)] == ["IfcWindow"]
    project.close()


def test_that_names_stay_apart_and_what_is_gone_says_so(tmp_path: Path, app_paths: AppPaths) -> None:
    project = open_project(tmp_path / "P", app_paths)
    doors, _changes = save_filter(project, "Doors", "IfcDoor")
    walls, _changes = save_filter(project, "Walls", "IfcWall")
    with pytest.raises(BadInputError, match="called Doors already"):
        rename_filter(project, walls.id, "doors")
    assert rename_filter(project, walls.id, "All walls")[0].name == "All walls"
    assert delete_filter(project, doors.id)
    assert not delete_filter(project, doors.id)
    with pytest.raises(NotFoundError):
        rename_filter(project, doors.id, "x")
    project.close()


def test_that_a_text_that_is_no_filter_and_an_empty_name_are_refused(
    tmp_path: Path, app_paths: AppPaths
) -> None:
    project = open_project(tmp_path / "P", app_paths)
    with pytest.raises(FilterError):
        save_filter(project, "x", "IfcWall, (")
    with pytest.raises(BadInputError, match="needs a name"):
        save_filter(project, "  ", "IfcWall")
    project.close()
