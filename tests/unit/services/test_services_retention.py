"""Retention: which files go by the rules, that nothing else goes, and what a crash in the middle leaves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bimdesk.domain.activity import ActivityKind
from bimdesk.domain.execution import Execution, Status
from bimdesk.domain.ids import ExecutionId, ScriptKey
from bimdesk.domain.model import ModelVersion
from bimdesk.domain.retention import FAILURES, RetentionRule, StoredRun, runs_to_clean
from bimdesk.errors import BadInputError
from bimdesk.services.activity import list_activity
from bimdesk.services.clock import now
from bimdesk.services.history import executed_text, get_execution
from bimdesk.services.library.scripts import create_script
from bimdesk.services.project import Project
from bimdesk.services.results import load_result
from bimdesk.services.retention import (
    clean,
    clean_by_rules,
    keep_rules,
    measure_sizes,
    plan_retention,
    read_rules,
    sweep_gone,
)
from bimdesk.services.running import RunStart, make_request, queue_run
from bimdesk.settings import ProjectSettings, RetentionSettings, RetentionValues

NOON = datetime(2026, 3, 31, 12, tzinfo=UTC)
SPOKEN = 'say("hello", job="script", pid=1); say("result", value=1); say("done")'
OVER = [status for status in Status if status.is_over]
RUNS = st.lists(
    st.builds(
        StoredRun,
        id=st.uuids().map(lambda one: ExecutionId(one.hex)),
        script_key=st.sampled_from([None, ScriptKey("project/a"), ScriptKey("builtin/b")]),
        script_name=st.sampled_from(["A", "B"]),
        model_label=st.just("House v1"),
        at=st.integers(0, 200).map(lambda days: NOON - timedelta(days=days)),
        status=st.sampled_from(OVER),
        pinned=st.booleans(),
        size=st.none() | st.integers(0, 10**9),
    ),
    max_size=30,
)
RULES = st.builds(
    RetentionRule,
    days=st.integers(1, 150),
    failed_days=st.integers(1, 150),
    keep_last=st.integers(0, 6),
    forever=st.booleans(),
)


@given(RUNS, RULES)
def test_that_only_what_is_old_unpinned_and_not_among_the_last_goes(
    runs: list[StoredRun], rule: RetentionRule
) -> None:
    going = runs_to_clean(runs, lambda _script: rule, NOON)
    assert not rule.forever or not going
    for run in going:
        newer = [one for one in runs if one.script == run.script and one not in going and one.at >= run.at]
        assert not run.pinned and len(newer) >= rule.keep_last
        least = max(rule.days, rule.failed_days) if run.status in FAILURES else rule.days
        assert NOON - run.at > timedelta(days=least)
    for run in runs:
        if run not in going and not run.pinned and not rule.forever and NOON - run.at > timedelta(days=150):
            kept = [one for one in runs if one.script == run.script and (one.at, one.id) > (run.at, run.id)]
            assert len(kept) < rule.keep_last, "what is kept is among the last"


@pytest.fixture
def old_runs(
    project: Project,
    house: Path,
    import_model: Callable[[Path], ModelVersion],
    end_run: Callable[[RunStart, str], Execution],
    monkeypatch: pytest.MonkeyPatch,
) -> list[Execution]:
    """Three executions of a script, of 60, 50 and 40 days ago."""
    version = import_model(house)
    script, _changes = create_script(project, name="Check", text="print('hello')\n")
    made: list[Execution] = []
    for days in (60, 50, 40):
        at = now() - timedelta(days=days)
        monkeypatch.setattr("bimdesk.services.running.now", lambda at=at: at)
        start, _changes = queue_run(project, make_request(project, script, version.id))
        (start.folder / "files" / "out.csv").write_text("a;b\n" * 100)
        made.append(end_run(start, SPOKEN))
    return made


def _rules(**values: int) -> ProjectSettings:
    return ProjectSettings(retention=RetentionSettings(**values))


def test_that_a_dry_run_says_what_would_go_and_touches_nothing(
    project: Project, old_runs: list[Execution]
) -> None:
    measure_sizes(project)
    plan = plan_retention(project, _rules(keep_last=1))
    assert [run.id for run in plan.going] == [old_runs[0].id, old_runs[1].id]
    assert plan.runs == 3 and 0 < plan.going_size < plan.size
    assert [(one.runs, one.size) for one in plan.scripts] == [(3, plan.size)]
    assert plan_retention(project).going == [], "the newest five stay"
    assert (old_runs[0].folder / "files" / "out.csv").is_file()


def test_that_files_go_and_row_text_values_and_the_feed_tell_of_it(
    project: Project, old_runs: list[Execution]
) -> None:
    keep_rules(project, _rules(keep_last=1))
    changes = clean_by_rules(project)
    assert changes.executions == {old_runs[0].id, old_runs[1].id}
    gone = get_execution(project, old_runs[0].id)
    assert gone.files_gone_at is not None
    assert sorted(path.name for path in gone.folder.iterdir()) == ["parameters.json", "script.py"]
    assert "removed on" in load_result(project, gone.id).sentence
    assert executed_text(project, gone.id) == "print('hello')\n"
    assert load_result(project, old_runs[2].id).result == 1
    entry = list_activity(project, [ActivityKind.PROJECT])[0]
    assert entry.data["runs"] == 2 and entry.data["size"] > 0
    assert not clean_by_rules(project), "nothing is left to do"


def test_that_a_run_that_was_pinned_after_the_dry_run_stays(
    project: Project, old_runs: list[Execution]
) -> None:
    project.executions.set_marks([old_runs[0].id], pinned=True)
    changes = clean(project, [run.id for run in old_runs[:2]])
    assert changes.executions == {old_runs[1].id}
    assert load_result(project, old_runs[0].id).result == 1


def test_that_what_a_crash_left_half_done_is_finished_at_the_next_start(
    project: Project, old_runs: list[Execution]
) -> None:
    project.retention.mark_gone([run.id for run in old_runs], now(), size=0)
    assert (old_runs[0].folder / "result.json").is_file(), "the program died here"
    sweep_gone(project)
    for run in old_runs:
        assert sorted(path.name for path in run.folder.iterdir()) == ["parameters.json", "script.py"]
    assert plan_retention(project).runs == 0


def test_that_a_script_can_have_a_rule_of_its_own(project: Project, old_runs: list[Execution]) -> None:
    key = old_runs[0].script_key
    assert key is not None
    keep_rules(
        project,
        ProjectSettings(
            retention=RetentionSettings(keep_last=0, scripts={key: RetentionValues(forever=True)})
        ),
    )
    assert read_rules(project).retention.scripts[key].forever
    assert plan_retention(project).going == []


def test_that_rules_that_make_no_sense_are_refused_with_the_place(project: Project) -> None:
    project.settings_file.write_text("[retention]\ndays = 0\n")
    with pytest.raises(BadInputError, match=r"retention\.days"):
        read_rules(project)
