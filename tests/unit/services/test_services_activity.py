"""The feed: every source, newest first, page by page, and each change with its note or without either."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bimdesk.domain.activity import Activity, ActivityKind
from bimdesk.domain.model import ModelVersion
from bimdesk.services.activity import execution_output, list_activity
from bimdesk.services.clock import now
from bimdesk.services.library.scripts import create_script
from bimdesk.services.models import remove_model
from bimdesk.services.project import Project
from bimdesk.services.running import make_request, queue_run

Import = Callable[[Path], ModelVersion]


def kinds(entries: list[Activity]) -> list[ActivityKind]:
    return [entry.kind for entry in entries]


def test_that_imports_scripts_executions_and_removals_are_told_newest_first(
    project: Project, house: Path, import_model: Import
) -> None:
    version = import_model(house)
    script, _changes = create_script(project, name="My check", text="result = 1\n")
    start, _changes = queue_run(project, make_request(project, script, version.id))
    remove_model(project, version.model_id)
    found = list_activity(project)
    assert kinds(found) == [
        ActivityKind.PROJECT,
        ActivityKind.EXECUTION,
        ActivityKind.SCRIPT,
    ], "the import went with its model; its removal stays"
    assert found[0].title == version.model_name and found[1].subject == start.execution_id
    assert found[2].subject == script.key
    assert kinds(list_activity(project, [ActivityKind.SCRIPT])) == [ActivityKind.SCRIPT]


def test_that_an_import_says_what_came(project: Project, house: Path, import_model: Import) -> None:
    version = import_model(house)
    entry = list_activity(project)[0]
    assert (entry.kind, entry.title, entry.text) == (ActivityKind.IMPORT, version.label, "House.ifc")
    assert entry.data["entities"] == version.summary.entities


def test_that_the_output_of_a_run_that_has_not_ended_is_empty(
    project: Project, house: Path, import_model: Import
) -> None:
    script, _changes = create_script(project, name="My check", text="result = 1\n")
    start, _changes = queue_run(project, make_request(project, script, import_model(house).id))
    output = execution_output(project, start.execution_id)
    assert (output.findings, output.log, output.log_lines) == ({}, [], 0)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moments=st.lists(st.integers(0, 3), max_size=25), page=st.integers(1, 7))
def test_that_pages_hold_every_entry_once_however_many_share_a_moment(
    project: Project, moments: list[int], page: int
) -> None:
    before_all = len(list_activity(project, limit=10_000))
    base = now()
    for moment in moments:
        at = base + timedelta(seconds=moment)
        project.activity.note(at, ActivityKind.PROJECT, f"{moment}", "noted")
    whole = list_activity(project, limit=10_000)
    assert len(whole) == before_all + len(moments)
    assert whole == sorted(whole, key=lambda entry: entry.place, reverse=True)
    paged: list[Activity] = []
    while part := list_activity(project, before=paged[-1].place if paged else None, limit=page):
        assert len(part) <= page
        paged += part
    assert paged == whole


@pytest.mark.parametrize("kind", list(ActivityKind))
def test_that_a_kind_without_entries_is_an_empty_feed(project: Project, kind: ActivityKind) -> None:
    assert list_activity(project, [kind]) == []
