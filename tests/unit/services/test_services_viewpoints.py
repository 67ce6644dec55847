"""Viewpoints in a real project: saved, read as they were, renamed, updated, deleted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from bimdesk.bootstrap import open_project
from bimdesk.domain.smart_views_built_in import BUILT_IN
from bimdesk.domain.viewpoint import BoxMark, CameraPlace, ModelMark, PlaneMark, ViewpointId, ViewpointScene
from bimdesk.errors import BadInputError, NotFoundError, ProjectError
from bimdesk.paths import AppPaths
from bimdesk.services.project import Project
from bimdesk.services.viewpoints import (
    delete_viewpoint,
    list_viewpoints,
    read_viewpoint,
    rename_viewpoint,
    save_viewpoint,
    update_viewpoint,
)

SCENE = ViewpointScene(
    camera=CameraPlace(
        focal=(2_600_000.125, 1.5, -3), distance=7.25, azimuth=-58, elevation=26, parallel=True
    ),
    models=(
        ModelMark(
            model="House", hidden=("a", "b"), colors={"#ff0000": ("c",)}, selected=("d",), tint="#123456"
        ),
        ModelMark(model="Garage", only=("e",), shown=False, ghosted=True, revealed=("f",)),
    ),
    planes=(PlaneMark(point=(0, 0, 1.2), normal=(0, 0, 1), name="Level 1", on=False),),
    box=BoxMark(low=(0, 0, 0), high=(1, 2, 3)),
    color_mode="authored",
    ghosting=True,
    isolated=True,
)


@pytest.fixture
def project(app_paths: AppPaths, tmp_path: Path) -> Iterator[Project]:
    opened = open_project(tmp_path / "project", app_paths)
    yield opened
    opened.close()


def test_that_a_viewpoint_is_read_as_it_was_saved(project: Project) -> None:
    made, changes = save_viewpoint(project, "  Stairs,  level 2 ", SCENE, b"png")
    assert changes.viewpoints
    assert made.name == "Stairs, level 2"
    assert read_viewpoint(project, made.id) == SCENE
    assert list_viewpoints(project) == [made]
    assert made.thumbnail == b"png"


def test_that_the_smart_view_whose_legend_was_shown_is_kept(project: Project) -> None:
    made, _changes = save_viewpoint(project, "By class", replace(SCENE, smart_view=BUILT_IN[0]), b"png")
    read = read_viewpoint(project, made.id).smart_view
    assert read is not None
    assert (read.name, read.rules) == (BUILT_IN[0].name, BUILT_IN[0].rules)


def test_that_a_viewpoint_of_before_smart_views_were_kept_is_read(project: Project) -> None:
    made, _changes = save_viewpoint(project, "Old", SCENE, b"png")
    kept = project.viewpoints.get_scene(made.id)
    del kept["smart_view"]
    project.viewpoints.update_viewpoint(made.id, kept, b"png", made.changed_at)
    assert read_viewpoint(project, made.id) == SCENE


def test_that_they_are_listed_as_they_were_made_and_names_may_be_alike(project: Project) -> None:
    ids = [save_viewpoint(project, "View", SCENE, b"")[0].id for _ in range(3)]
    assert [one.id for one in list_viewpoints(project)] == ids


def test_that_an_update_keeps_the_name_and_a_rename_keeps_the_scene(project: Project) -> None:
    made, _ = save_viewpoint(project, "One", SCENE, b"old")
    other = replace(SCENE, models=())
    updated, _ = update_viewpoint(project, made.id, other, b"new")
    assert (updated.name, updated.thumbnail) == ("One", b"new")
    renamed, _ = rename_viewpoint(project, made.id, "Two")
    assert (renamed.name, renamed.thumbnail) == ("Two", b"new")
    assert read_viewpoint(project, made.id) == other


def test_that_what_is_gone_is_told_and_deleting_it_again_changes_nothing(project: Project) -> None:
    made, _ = save_viewpoint(project, "One", SCENE, b"")
    assert delete_viewpoint(project, made.id)
    assert not delete_viewpoint(project, made.id)
    for act in (
        lambda: read_viewpoint(project, made.id),
        lambda: rename_viewpoint(project, made.id, "Two"),
        lambda: update_viewpoint(project, ViewpointId(99), SCENE, b""),
    ):
        with pytest.raises(NotFoundError):
            act()


@pytest.mark.parametrize("name", ["", "   ", "x" * 256])
def test_that_a_viewpoint_needs_a_name(project: Project, name: str) -> None:
    with pytest.raises(BadInputError, match="255"):
        save_viewpoint(project, name, SCENE, b"")


def test_that_a_damaged_viewpoint_is_one_sentence(project: Project) -> None:
    made, _ = save_viewpoint(project, "One", SCENE, b"")
    with project.database.write() as session:
        session.execute(text("UPDATE viewpoints SET scene = '{\"camera\": 3}'"))
    with pytest.raises(ProjectError, match="damaged"):
        read_viewpoint(project, made.id)
