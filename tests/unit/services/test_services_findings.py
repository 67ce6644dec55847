"""Findings over runs and versions: states, what people decide, timeline, matrix, comparing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from finding_project import SCRIPT, Part, add_version, problem, run

from bimdesk.domain.execution import Execution, Status
from bimdesk.domain.finding import Severity
from bimdesk.domain.finding_life import Decision, FindingFilter, FindingState, KeptFinding
from bimdesk.errors import BadInputError, NotFoundError
from bimdesk.services.findings import deciding, identities
from bimdesk.services.findings.comparing import compare_findings
from bimdesk.services.findings.fold import fold_execution
from bimdesk.services.findings.listing import (
    count_by,
    count_findings,
    elements_of,
    findings_of_execution,
    list_findings,
)
from bimdesk.services.findings.timeline import matrix, timeline
from bimdesk.services.project import Project

ALL = FindingFilter()
WALLS = {
    one: Part(f"guid{one}", f"Wall {one}", tag=f"T{one}", place=(3.0 * one, 0, 0), storey="Level 1")
    for one in range(1, 5)
}


def by_name(project: Project) -> dict[str, KeptFinding]:
    return {one.element_name: one for one in list_findings(project)}


def test_that_a_second_version_tells_what_went_on_and_what_was_mended(project: Project) -> None:
    first, second = add_version(project, WALLS), add_version(project, WALLS)
    run(project, first, [problem(WALLS, 1), problem(WALLS, 2), problem(WALLS, 3)], seen=WALLS.keys())
    changed = problem(WALLS, 3, "Fire rating too low")
    run(project, second, [problem(WALLS, 1), changed, problem(WALLS, 4)], seen=WALLS.keys())
    found = by_name(project)
    assert {name: one.state.value for name, one in found.items()} == {
        "Wall 1": "persisting",
        "Wall 2": "resolved",
        "Wall 3": "changed",
        "Wall 4": "new",
    }
    assert found["Wall 1"].first_version == "House v1" and found["Wall 1"].last_version == "House v2"
    assert found["Wall 2"].last_version == "House v1" and found["Wall 3"].message == "Fire rating too low"
    assert found["Wall 4"].storey == "Level 1" and found["Wall 4"].guids == ("guid4",)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"status": Status.ERROR}, "The script crashed in the last run."),
        ({"parameters": {"minimum": 60}}, "The last run had other parameters than the one that found it."),
        ({"seen": {2, 3, 4}}, "The script did not get to its element in the last run."),
    ],
)
def test_that_nothing_is_resolved_unexamined(
    project: Project, changes: dict[str, object], reason: str
) -> None:
    version = add_version(project, WALLS)
    run(project, version, [problem(WALLS, 1)], seen=WALLS.keys())
    run(project, version, [], **{"seen": WALLS.keys(), **changes})  # type: ignore[arg-type]  # of any kind
    found = by_name(project)["Wall 1"]
    assert (found.state, found.state_reason) == (FindingState.NOT_EVALUATED, reason)


def test_that_an_element_that_is_gone_leaves_its_finding_unevaluated(project: Project) -> None:
    first = add_version(project, WALLS)
    rest = {one: part for one, part in WALLS.items() if one != 1}
    run(project, first, [problem(WALLS, 1)], seen=WALLS.keys())
    run(project, add_version(project, rest), [], seen=rest.keys())
    assert by_name(project)["Wall 1"].state_reason == "Its element is not in House v2."


def test_that_a_script_may_say_what_it_examined_whatever_its_parameters(project: Project) -> None:
    version = add_version(project, WALLS)
    other = problem(WALLS, 2, check="name")
    run(project, version, [problem(WALLS, 1), other], seen=WALLS.keys())
    run(project, version, [], said={"rating": [1, 2]}, parameters={"minimum": 60})
    found = by_name(project)
    assert found["Wall 1"].state is FindingState.RESOLVED
    assert found["Wall 2"].state is FindingState.NOT_EVALUATED


def test_that_a_finding_on_no_element_is_resolved_by_a_run_with_the_same_parameters(project: Project) -> None:
    version = add_version(project, WALLS)
    run(project, version, [problem(WALLS, None, "No georeference")])
    run(project, version, [], status=Status.SUCCESS)
    assert list_findings(project)[0].state is FindingState.RESOLVED


def test_that_findings_of_one_check_on_one_element_are_told_apart_by_what_they_say(project: Project) -> None:
    version = add_version(project, WALLS)
    run(project, version, [problem(WALLS, 1, "A"), problem(WALLS, 1, "B"), problem(WALLS, 1, "C")])
    run(project, version, [problem(WALLS, 1, "C"), problem(WALLS, 1, "D")], seen=[1])
    states = {one.message: one.state.value for one in list_findings(project)}
    assert states == {"D": "changed", "B": "resolved", "C": "persisting"}


def test_that_pairs_are_not_mixed_up_and_groups_may_shrink(project: Project) -> None:
    version = add_version(project, WALLS)
    run(project, version, [problem(WALLS, (1, 2), "clash"), problem(WALLS, (1, 2, 3), "alike", check="copy")])
    run(
        project,
        version,
        [problem(WALLS, (1, 3), "clash"), problem(WALLS, (2, 1), "alike", check="copy")],
        seen=WALLS,
    )
    found = {(one.check, one.guids): one.state.value for one in list_findings(project)}
    assert found == {
        ("rating", ("guid1", "guid2")): "resolved",
        ("rating", ("guid1", "guid3")): "new",
        ("copy", ("guid2", "guid1")): "changed",
    }


def test_that_an_older_version_says_nothing_against_a_newer_one(project: Project) -> None:
    first, second = add_version(project, WALLS), add_version(project, WALLS)
    run(project, second, [problem(WALLS, 1)], seen=WALLS.keys())
    run(project, first, [problem(WALLS, 2)], seen=WALLS.keys())
    found = by_name(project)
    assert found["Wall 1"].state is FindingState.NEW
    assert found["Wall 2"].state is FindingState.RESOLVED, "the newer run had examined it and found nothing"
    events = deciding.finding_details(project, found["Wall 2"].id).events
    assert [(one.kind, one.text) for one in events] == [("new", "House v1"), ("resolved", "House v2")]


def test_that_taking_in_a_run_twice_changes_nothing(project: Project) -> None:
    execution = run(project, add_version(project, WALLS), [problem(WALLS, 1)])
    assert not fold_execution(project, execution.id)
    assert count_findings(project) == 1


def _accepted(project: Project, expires: date | None = None) -> KeptFinding:
    version = add_version(project, WALLS)
    run(project, version, [problem(WALLS, 1)], seen=WALLS.keys())
    finding = list_findings(project)[0]
    deciding.decide(project, [finding.id], Decision.ACCEPTED, reason="Agreed", author="Ann", expires=expires)
    return list_findings(project)[0]


def test_that_accepting_wants_a_reason_and_a_day_to_come(project: Project) -> None:
    with pytest.raises(BadInputError, match="reason"):
        deciding.decide(project, [], Decision.ACCEPTED, reason="  ")
    with pytest.raises(BadInputError, match="before today"):
        deciding.decide(project, [], Decision.ACCEPTED, reason="x", expires=date(2020, 1, 1))


def test_that_an_accepted_finding_stays_so_through_runs_while_its_waiver_holds(project: Project) -> None:
    finding = _accepted(project)
    assert finding.waiver is not None and finding.waiver.author == "Ann" and not finding.is_open
    version = project.models.list_models()[0].latest
    run(project, version, [], seen=WALLS.keys())
    run(project, version, [problem(WALLS, 1)], seen=WALLS.keys())
    after = list_findings(project)[0]
    assert (after.state, after.decision) == (FindingState.REOPENED, Decision.ACCEPTED)


def test_that_a_waiver_that_ran_out_leaves_the_finding_open_with_an_event(project: Project) -> None:
    last = date.today() + timedelta(days=3)
    finding = _accepted(project, last)
    later = last + timedelta(days=1)
    assert list_findings(project, today=last)[0].decision is Decision.ACCEPTED
    after = list_findings(project, today=later)[0]
    assert (after.decision, after.waiver, after.is_open) == (Decision.OPEN, None, True)
    assert count_findings(project, FindingFilter(only_open=True), today=later) == 1
    assert count_findings(project, FindingFilter(only_open=True), today=last) == 0
    assert [one.key for one in count_by(project, ALL, "decision", today=later)] == ["open"]
    events = deciding.finding_details(project, finding.id, today=later).events
    assert [one.kind for one in events] == ["new", "accepted", "open"]


def test_that_a_closed_finding_is_open_again_when_it_comes_back(project: Project) -> None:
    version = add_version(project, WALLS)
    run(project, version, [problem(WALLS, 1)], seen=WALLS.keys())
    deciding.decide(project, [list_findings(project)[0].id], Decision.CLOSED)
    run(project, version, [], seen=WALLS.keys())
    run(project, version, [problem(WALLS, 1)], seen=WALLS.keys())
    after = list_findings(project)[0]
    assert (after.state, after.decision) == (FindingState.REOPENED, Decision.OPEN)


def test_that_people_days_labels_and_comments_are_kept_filtered_and_told(project: Project) -> None:
    run(project, add_version(project, WALLS), [problem(WALLS, 1), problem(WALLS, 2)])
    one, other = (finding.id for finding in list_findings(project))
    deciding.assign(project, [one], " Ann  Lee ")
    deciding.set_due(project, [one], date(2020, 1, 1))
    deciding.set_labels(project, [one, other], ["fire", "fire", "tender"])
    deciding.add_comment(project, one, "Look again.", "Bo")
    found = deciding.finding_details(project, one)
    assert (found.finding.assignee, found.finding.labels, found.finding.comments) == (
        "Ann Lee",
        ("fire", "tender"),
        1,
    )
    assert [comment.text for comment in found.comments] == ["Look again."]
    assert {event.kind for event in found.events} == {"new", "assignee", "due", "labels"}
    filters = (
        FindingFilter(assignees=frozenset({"Ann Lee"})),
        FindingFilter(assignees=frozenset({""})),
        FindingFilter(overdue=True),
        FindingFilter(labels=frozenset({"fire"})),
        FindingFilter(text="RATING wall", storeys=frozenset({"Level 1"})),
        FindingFilter(text="100%"),
        FindingFilter(guids=frozenset({"guid2"})),
        FindingFilter(checks=frozenset({(SCRIPT, "rating")}), severities=frozenset({Severity.ERROR})),
    )
    assert [count_findings(project, wanted) for wanted in filters] == [1, 1, 1, 2, 2, 0, 1, 2]
    with pytest.raises(NotFoundError):
        deciding.add_comment(project, found.finding.id.__class__(99), "x")


def test_that_a_changed_globalid_is_no_other_element_where_everything_else_is_the_same(
    project: Project,
) -> None:
    first = add_version(project, WALLS)
    run(project, first, [problem(WALLS, 1)], seen=WALLS.keys())
    exported_anew = {one + 100: replace(part, guid=f"other{one}") for one, part in WALLS.items()}
    second = add_version(project, exported_anew)
    run(project, second, [problem(exported_anew, 101)], seen=exported_anew.keys())
    (found,) = list_findings(project)
    assert (found.state, found.guids) == (FindingState.PERSISTING, ("other1",))
    assert elements_of(project, [found.id], first.id) == {(first.sha256, 1)}
    assert elements_of(project, [found.id], second.id) == {(second.sha256, 101)}


def _doubtful(project: Project) -> tuple[KeptFinding, KeptFinding]:
    """The old finding, which has a decision, and one on an element that is much like the old one."""
    run(project, add_version(project, WALLS), [problem(WALLS, 1)], seen=WALLS.keys())
    old = list_findings(project)[0]
    deciding.decide(project, [old.id], Decision.ACCEPTED, reason="Agreed", author="Ann")
    deciding.add_comment(project, old.id, "Mine", "Ann")
    moved = {**WALLS, 1: replace(WALLS[1], guid="other1", place=(3.0, 0.5, 0))}
    run(project, add_version(project, moved), [problem(moved, 1)], seen=moved.keys())
    found = {one.id: one for one in list_findings(project)}
    new = next(one for number, one in found.items() if number != old.id)
    assert found[old.id].state is FindingState.NOT_EVALUATED and new.state is FindingState.NEW
    return found[old.id], new


def test_that_a_doubt_stays_one_until_a_person_confirms_it(project: Project) -> None:
    old, new = _doubtful(project)
    (doubt,) = identities.list_doubts(project, old.model_id)
    assert (doubt.old_guid, doubt.new_guid) == ("guid1", "other1") and 0.55 <= doubt.score < 1
    assert doubt.evidence == "Same class, tag, name and shape; another place."
    assert deciding.finding_details(project, new.id).doubts == (doubt,)
    deciding.add_comment(project, new.id, "Theirs", "Bo")
    execution = new.last_execution
    identities.confirm_alias(project, doubt.id, "Ann")
    (found,) = list_findings(project)
    assert (found.id, found.state, found.decision) == (old.id, FindingState.PERSISTING, Decision.ACCEPTED)
    assert (found.guids, found.first_version, found.last_version) == (("other1",), "House v1", "House v2")
    details = deciding.finding_details(project, found.id)
    assert [comment.text for comment in details.comments] == ["Mine", "Theirs"] and found.comments == 2
    assert "merged" in {event.kind for event in details.events} and details.doubts == ()
    assert [one.finding_id for one in findings_of_execution(project, execution)] == [old.id]
    with pytest.raises(NotFoundError):
        identities.confirm_alias(project, doubt.id)


def test_that_a_rejected_doubt_does_not_come_again(project: Project) -> None:
    old, _new = _doubtful(project)
    (doubt,) = identities.list_doubts(project, old.model_id)
    identities.reject_alias(project, doubt.id)
    moved = {**WALLS, 1: replace(WALLS[1], guid="other1", place=(3.0, 0.5, 0))}
    run(project, add_version(project, moved), [problem(moved, 1)], seen=moved.keys())
    assert identities.list_doubts(project, old.model_id) == [] and count_findings(project) == 2


def test_that_copies_that_cannot_be_told_apart_are_a_doubt(project: Project) -> None:
    twins = {one: Part(f"guid{one}", "Chair", tag="T", place=(0, 0, 0)) for one in (1, 2)}
    run(project, add_version(project, twins), [problem(twins, 1)], seen=twins.keys())
    anew = {one: replace(part, guid=f"other{one}") for one, part in twins.items()}
    version = add_version(project, anew)
    run(project, version, [], seen=anew.keys())
    (found,) = list_findings(project)
    assert found.state is FindingState.NOT_EVALUATED
    assert len(identities.list_doubts(project, found.model_id)) == 2


def test_that_elements_without_globalid_are_known_by_what_they_are(project: Project) -> None:
    nameless = {1: Part("", "A", place=(0, 0, 0)), 2: Part("", "B", place=(9, 0, 0))}
    run(project, add_version(project, nameless), [problem(nameless, 2)], seen=nameless.keys())
    later = {7: nameless[1], 8: nameless[2]}
    run(project, add_version(project, later), [problem(later, 8)], seen=later.keys())
    (found,) = list_findings(project)
    assert (found.state, found.element_name) == (FindingState.PERSISTING, "B")


def _two_versions(project: Project) -> tuple[Execution, Execution]:
    first, second = add_version(project, WALLS), add_version(project, WALLS)
    a = run(project, first, [problem(WALLS, 1), problem(WALLS, 2), problem(WALLS, 3)], seen=WALLS.keys())
    b = run(
        project, second, [problem(WALLS, 1), problem(WALLS, 3, "worse"), problem(WALLS, 4)], seen={1, 3, 4}
    )
    return a, b


def test_that_two_runs_are_compared_finding_by_finding(project: Project) -> None:
    a, b = _two_versions(project)
    found = {one.element_name: (one.kind, one.reason) for one in compare_findings(project, a.id, b.id)}
    assert found == {
        "Wall 2": ("only_a", "The script did not get to its element in the last run."),
        "Wall 4": ("only_b", ""),
        "Wall 3": ("changed", ""),
        "Wall 1": ("both", ""),
    }


def test_that_the_timeline_counts_by_version_however_often_scripts_run(project: Project) -> None:
    _two_versions(project)
    model = project.models.list_models()[0]
    run(project, model.versions[1], [problem(WALLS, 1), problem(WALLS, 4)], seen=WALLS.keys())
    expected = [{"new": 3}, {"persisting": 1, "resolved": 2, "new": 1}]
    for wanted in (ALL, FindingFilter(text="wall")):
        points = timeline(project, wanted, model.id)
        assert [{state.value: n for (state, _), n in point.counts.items()} for point in points] == expected
    assert [point.label for point in points] == ["House v1", "House v2"]


def test_that_the_matrix_shows_each_check_on_each_model_with_its_newest_run(project: Project) -> None:
    _, b = _two_versions(project)
    run(project, add_version(project, WALLS, model="Garage"), [], said={"rating": [1]}, status=Status.SUCCESS)
    cells = {one.model_name: one for one in matrix(project)}
    house, garage = cells["House"], cells["Garage"]
    assert (house.execution_id, house.open, house.worst, house.is_latest_version) == (
        b.id, 4, Severity.ERROR, True,
    )  # fmt: skip
    assert (garage.check, garage.open, garage.worst, garage.status) == ("rating", 0, None, Status.SUCCESS)
    add_version(project, WALLS)
    assert not next(one for one in matrix(project) if one.model_name == "House").is_latest_version


def test_that_every_order_gives_every_finding_once(project: Project) -> None:
    run(project, add_version(project, WALLS), [problem(WALLS, one) for one in WALLS])
    for order in ("severity", "state", "decision", "check", "model", "message", "element", "storey", "class",
                  "assignee", "due", "first_seen", "last_seen"):  # fmt: skip
        for descending in (False, True):
            pages = [
                one.id
                for offset in range(4)
                for one in list_findings(
                    project,
                    ALL,
                    order=order,
                    descending=descending,
                    limit=1,
                    offset=offset,  # type: ignore[arg-type]
                )
            ]
            assert sorted(pages) == [1, 2, 3, 4], order


def test_that_times_are_those_of_the_runs(project: Project) -> None:
    before = datetime.now(UTC) - timedelta(seconds=1)
    run(project, add_version(project, WALLS), [problem(WALLS, 1)])
    found = list_findings(project)[0]
    assert before <= found.first_seen_at == found.last_seen_at <= datetime.now(UTC)
