"""Findings without a window: rows by number, what a filter means, bars, words."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bimdesk.domain.execution import Status
from bimdesk.domain.finding import Severity
from bimdesk.domain.finding_life import (
    Decision,
    FindingEvent,
    FindingFilter,
    FindingState,
    KeptFinding,
    MatrixCell,
    TimelinePoint,
    Waiver,
)
from bimdesk.domain.ids import ExecutionId, FindingId, ModelId, ScriptKey, VersionId
from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.models.finding_bars import make_bars, ticks
from bimdesk.ui.models.finding_inspector import finding_section
from bimdesk.ui.models.finding_matrix import FindingMatrix
from bimdesk.ui.models.finding_places import Place, Places, Section
from bimdesk.ui.models.finding_scope import FindingScope, filter_value, narrowed
from bimdesk.ui.models.finding_words import (
    Column,
    cell_words,
    day_words,
    element_words,
    event_words,
    is_overdue,
    waiver_words,
)
from bimdesk.ui.panels.findings.blocks import expected_and_found

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def kept(**values: object) -> KeptFinding:
    """A finding with everything that a test does not care about."""
    usual: dict[str, object] = {
        "id": FindingId(1),
        "model_id": ModelId(1),
        "model_name": "House",
        "script_key": ScriptKey("project/check"),
        "script_name": "Check",
        "check": "Fire rating",
        "severity": Severity.ERROR,
        "message": "Rated too low",
        "state": FindingState.NEW,
        "state_reason": "",
        "decision": Decision.OPEN,
        "waiver": None,
        "assignee": "",
        "due": None,
        "labels": (),
        "guids": ("1hOSvn6df7F8_7GcBWlRGQ",),
        "element_name": "Study wall",
        "element_class": "IfcWall",
        "storey": "Level 1",
        "element_count": 1,
        "first_version": "House v1",
        "last_version": "House v2",
        "first_seen_at": AT,
        "last_seen_at": AT,
        "last_execution": ExecutionId("e"),
        "comments": 0,
    }
    return KeptFinding(**{**usual, **values})  # type: ignore[arg-type]  # values by name


sections = st.lists(st.tuples(st.integers(0, 9), st.booleans()), max_size=6)


@settings(max_examples=60)
@given(sections)
def test_that_each_row_is_one_place_and_each_place_that_shows_is_one_row(
    made: list[tuple[int, bool]],
) -> None:
    found = [Section(str(number), count, FindingFilter()) for number, (count, _) in enumerate(made)]
    folded = frozenset(str(number) for number, (_, is_folded) in enumerate(made) if is_folded)
    places = Places(found, folded)
    assert len(places) == sum(1 + (0 if is_folded else count) for count, is_folded in made)
    seen = [places.at(row) for row in range(len(places))]
    assert len(set(seen)) == len(places)
    assert [places.row(place.section, place.offset) for place in seen] == list(range(len(places)))


def test_that_folding_hides_the_findings_of_a_group_and_one_list_has_no_head() -> None:
    places = Places([Section("A", 2, FindingFilter()), Section("B", 3, FindingFilter())])
    assert places.at(0) == Place(0, -1) and places.at(3) == Place(1, -1)
    places.fold(0)
    assert len(places) == 5 and places.row(0, 1) == -1 and places.at(1) == Place(1, -1)
    alone = Places([Section(None, 3, FindingFilter())])
    assert [alone.at(row).offset for row in range(3)] == [0, 1, 2]


def test_that_what_is_done_is_shown_as_soon_as_it_is_asked_for() -> None:
    scope = FindingScope()
    assert scope.wanted.only_open and not scope.is_narrowed
    scope.toggle("severity", Severity.ERROR)
    assert scope.wanted.only_open and scope.is_narrowed
    scope.toggle("state", FindingState.RESOLVED)
    assert not scope.wanted.only_open and scope.values("state") == {FindingState.RESOLVED}
    scope.toggle("decision", Decision.ACCEPTED)
    scope.set_only_open(True)
    assert not scope.values("state") and not scope.values("decision")
    assert scope.values("severity") == {Severity.ERROR}
    scope.clear()
    assert not scope.is_narrowed and scope.wanted.only_open


def test_that_keys_of_groups_become_what_a_filter_takes() -> None:
    assert filter_value("check", "builtin/guid|a|b") == ("builtin/guid", "a|b")
    assert filter_value("check", "|Names") == (None, "Names")
    assert filter_value("state", "not evaluated") is FindingState.NOT_EVALUATED
    wanted = narrowed(FindingFilter(text="x"), "model", "7")
    assert wanted == FindingFilter(text="x", model_ids=frozenset({ModelId(7)}))


def test_that_cells_say_what_a_person_looks_for() -> None:
    finding = kept(element_count=3, due=date(2026, 3, 1), decision=Decision.IN_PROGRESS)
    assert element_words(finding) == "Study wall +2"
    assert element_words(kept(element_name="", element_class="", element_count=0)) == "The model"
    assert cell_words(finding, Column.DECISION, now=AT) == "In progress"
    assert cell_words(kept(), Column.DECISION, now=AT) == ""
    assert cell_words(finding, Column.DUE, now=AT) == "1 day over"
    assert is_overdue(finding, today=AT.date())
    assert not is_overdue(kept(due=date(2026, 3, 1), state=FindingState.RESOLVED), today=AT.date())
    assert [day_words(date(2026, 3, day), today=date(2026, 3, 2)) for day in (2, 3)] == ["today", "tomorrow"]
    waiver = Waiver(reason="Agreed", author="Anna", made_at=AT, expires=date(2027, 1, 31))
    assert waiver_words(waiver) == "Agreed\nAnna, 2026-03-02, until 2027-01-31"


def test_that_events_are_told_in_words() -> None:
    told = [
        event_words(FindingEvent(at=AT, kind=kind, text=text))
        for kind, text in (("persisting", "House v2"), ("assignee", ""), ("due", "2026-04-01"), ("odd", ""))
    ]
    assert told == ["Persisting: House v2", "Assigned to nobody", "Due 2026-04-01", "odd"]


def test_that_expected_and_found_are_known_by_their_usual_names() -> None:
    assert expected_and_found({"Expected": "EI 60", "actual": None}) == ("EI 60", "n/a")
    assert expected_and_found({"guid": "x"}) == ("", "")


def test_that_bars_leave_what_is_gone_out_of_their_total() -> None:
    counts = {
        (FindingState.NEW, Severity.ERROR): 2,
        (FindingState.PERSISTING, Severity.WARNING): 3,
        (FindingState.RESOLVED, Severity.ERROR): 4,
    }
    point = TimelinePoint(version_id=VersionId(1), label="House v1", at=AT, counts=counts)
    (by_state,) = make_bars([point], "state")
    assert (by_state.total, by_state.height) == (5, 9)
    (by_severity,) = make_bars([point], "severity")
    assert {one.key: one.count for one in by_severity.segments} == {Severity.ERROR: 2, Severity.WARNING: 3}


@settings(max_examples=60)
@given(st.integers(0, 10_000_000))
def test_that_the_scale_reaches_over_the_highest_bar_in_few_round_steps(highest: int) -> None:
    found = ticks(highest)
    assert found[0] == 0 and found[-1] >= highest and 2 <= len(found) <= 8
    assert len({after - before for before, after in pairwise(found)}) == 1


def test_that_the_matrix_tells_a_check_that_never_ran_from_one_that_found_nothing() -> None:
    def cell(model: int, check: str, count: int) -> MatrixCell:
        return MatrixCell(
            model_id=ModelId(model),
            model_name=f"House {model}",
            script_key=None,
            script_name="Check",
            check=check,
            version_label="v1",
            execution_id=ExecutionId("e"),
            status=Status.FAILED if count else Status.SUCCESS,
            open=count,
            worst=None,
            is_latest_version=model == 1,
        )

    matrix = FindingMatrix()
    matrix.show([cell(1, "A", 3), cell(1, "B", 0), cell(2, "A", 0)])
    shown = [[matrix.index(row, column).data() for column in range(3)] for row in range(2)]
    assert shown == [["A", "3", "0"], ["B", "0", "–"]]
    assert matrix.index(1, 2).data(Role.ID) is None and matrix.highest == 3


def test_that_the_inspector_gets_a_row_for_each_finding_and_none_for_none() -> None:
    assert finding_section([]) == []
    (section,) = finding_section([kept(), kept(id=FindingId(2), decision=Decision.ACCEPTED)])
    assert [row.opens for row in section.rows] == [1, 2] and section.hint == "1 open"
    assert section.rows[1].text == "Rated too low · Accepted"
