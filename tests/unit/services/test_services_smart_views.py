"""Smart views of a project: kept, put in order, copied, and carried to other projects in files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bimdesk.bootstrap import open_project
from bimdesk.domain.filters import Facet
from bimdesk.domain.smart_view import ByValue, Effect, Paint, Rule, SmartView, SmartViewId
from bimdesk.domain.smart_views_built_in import BUILT_IN
from bimdesk.errors import BadInputError, MachineError, NotFoundError
from bimdesk.paths import AppPaths
from bimdesk.services.clock import now
from bimdesk.services.project import Project
from bimdesk.services.smart_views.kept import (
    arrange_smart_views,
    delete_smart_view,
    duplicate_smart_view,
    export_smart_views,
    import_smart_views,
    list_smart_views,
    save_smart_view,
)

WALLS = SmartView(name="Walls", rules=(Rule("IfcWall", Paint("#ff0000"), "Red"), Rule("", Effect.GHOST)))
STOREYS = SmartView(name="Storeys", group="Mine", rules=(Rule("IfcElement", ByValue(Facet.STOREY)),))


@pytest.fixture
def project(tmp_path: Path, app_paths: AppPaths) -> Iterator[Project]:
    made = open_project(tmp_path / "P", app_paths)
    yield made
    made.close()


def names(project: Project) -> list[tuple[str, str]]:
    return [(view.group, view.name) for view in list_smart_views(project)]


def test_that_views_are_found_again_after_the_project_is_opened_anew(
    tmp_path: Path, app_paths: AppPaths
) -> None:
    project = open_project(tmp_path / "P", app_paths)
    kept, changes = save_smart_view(project, WALLS)
    project.close()
    assert changes.smart_views and bool(changes)
    again = open_project(tmp_path / "P", app_paths)
    assert list_smart_views(again) == [kept]
    assert replace(kept, id=SmartViewId(0)) == WALLS
    again.close()


def test_that_a_view_is_changed_in_its_place(project: Project) -> None:
    first, _ = save_smart_view(project, WALLS)
    save_smart_view(project, STOREYS)
    save_smart_view(project, replace(first, name="All walls"))
    assert names(project) == [("", "All walls"), ("Mine", "Storeys")]


def test_that_a_name_stands_once_in_a_group(project: Project) -> None:
    save_smart_view(project, WALLS)
    with pytest.raises(BadInputError, match="already"):
        save_smart_view(project, replace(WALLS, name="WALLS"))
    other, _ = save_smart_view(project, replace(WALLS, group="Other"))
    with pytest.raises(BadInputError, match="already"):
        arrange_smart_views(project, [(other.id, "")])
    copy, _ = duplicate_smart_view(project, WALLS)
    assert copy.name == "Walls 2"


def test_that_a_built_in_view_can_be_copied_and_the_copy_edited(project: Project) -> None:
    copy, _ = duplicate_smart_view(project, BUILT_IN[1])
    assert copy.id > 0 and not copy.is_built_in and copy.rules == BUILT_IN[1].rules
    save_smart_view(project, replace(copy, name="Mine"))
    assert names(project) == [("", "Mine")]


def test_that_views_are_put_in_order_and_into_groups(project: Project) -> None:
    kept = [save_smart_view(project, replace(WALLS, name=name))[0] for name in "abc"]
    arrange_smart_views(project, [(kept[2].id, ""), (kept[0].id, "G")])
    assert names(project) == [("", "c"), ("G", "a"), ("", "b")]


def test_that_what_is_gone_says_so(project: Project) -> None:
    kept, _ = save_smart_view(project, WALLS)
    assert delete_smart_view(project, kept.id).smart_views
    assert not delete_smart_view(project, kept.id)
    with pytest.raises(NotFoundError):
        save_smart_view(project, kept)


def test_that_a_file_carries_views_and_names_that_are_taken_get_a_number(
    project: Project, tmp_path: Path
) -> None:
    for view in (WALLS, STOREYS):
        save_smart_view(project, view)
    file = tmp_path / "views.json"
    export_smart_views(list_smart_views(project), file)
    views, changes = import_smart_views(project, file)
    assert changes.smart_views
    assert [view.rules for view in views] == [WALLS.rules, STOREYS.rules]
    assert names(project) == [("", "Walls"), ("Mine", "Storeys"), ("", "Walls 2"), ("Mine", "Storeys 2")]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"{", r"bad.json is no JSON: .* line 1, column 2"),
        (b"[]", "bad.json: the file: an object"),
        (b"\xff\xfe{}", "no text in UTF-8"),
        (b'{"bimdesk": "smart views", "version": 9, "views": []}', "of version 9"),
        (b"[" * 100_000, "nested too deep"),
    ],
)
def test_that_a_file_that_is_none_is_refused_and_nothing_is_added(
    project: Project, tmp_path: Path, content: bytes, sentence: str
) -> None:
    file = tmp_path / "bad.json"
    file.write_bytes(content)
    with pytest.raises(BadInputError, match=sentence):
        import_smart_views(project, file)
    assert names(project) == []


def test_that_one_bad_view_in_a_file_adds_none(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "views.json"
    export_smart_views([WALLS, STOREYS], file)
    document = json.loads(file.read_text())
    document["views"][1]["rules"][0]["filter"] = "IfcWall,,"
    file.write_text(json.dumps(document))
    with pytest.raises(BadInputError, match=r"views.json: views\[1\].rules\[0\].filter"):
        import_smart_views(project, file)
    assert names(project) == []


def test_that_folders_and_missing_files_are_said(project: Project, tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="cannot be read"):
        import_smart_views(project, tmp_path / "missing.json")
    with pytest.raises(MachineError, match="cannot be written"):
        export_smart_views([WALLS], tmp_path)


def test_that_a_view_of_a_newer_program_is_left_alone(project: Project) -> None:
    save_smart_view(project, WALLS)
    project.smart_views.update_view(1, "Walls", "", [{"action": {"kind": "shine"}}], now())
    assert names(project) == []
    assert [view.name for view in project.smart_views.list_views()] == ["Walls"]
