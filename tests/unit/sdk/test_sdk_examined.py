"""Which elements a script examined: those that it obtained, and those that it names itself."""

from __future__ import annotations

import pytest
from sdk_bench import Bench
from small_index import DOOR, GUID_EAST, TWIN, WALL_EAST, WALL_WEST

from bimdesk.protocol.id_sets import from_text
from bimdesk.protocol.messages import Examined, FindingMessage
from bimdesk.protocol.monitor import Monitor
from bimdesk.sdk.namespace import build_namespace
from bimdesk.sdk.reporter import Reporter
from bimdesk.services.findings.examined import from_messages


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("list(entities.filter(ifc_type__is='IfcWall'))", {WALL_EAST, WALL_WEST}),
        ("for wall in entities.filter(ifc_type__is='IfcWall'):\n    break", {WALL_EAST}),
        ("entities.filter(ifc_type__is='IfcWall').order_by('-name').first()", {WALL_WEST}),
        ("entities.filter(ifc_type='IfcDoor').get()", {DOOR}),
        ("list(entities.filter(ifc_type='IfcDoor').values('name'))", {DOOR}),
        ("list(entities.filter(ifc_type='IfcDoor').values_list('tag', flat=True))", {DOOR}),
        ("list(entities.values_list('ifc_type', flat=True).distinct())", set()),
        ("entities.filter(ifc_type='IfcDoor').to_df()", {DOOR}),
        ("entities.filter(ifc_type='IfcDoor').to_df(properties=True)", {DOOR}),
        ("list(roots.filter(ifc_type='IfcDoor'))", {DOOR}),
        (f"get_properties({WALL_EAST})", {WALL_EAST}),
        (f"get_properties('{GUID_EAST}')", {WALL_EAST}),
        (f"get_geometry('#{WALL_EAST}')", {WALL_EAST}),
        ("entities.count(); entities.exists(); len(entities)", set()),
        (f"finding({TWIN}, 'wrong')", {TWIN}),
    ],
)
def test_that_what_a_script_obtains_counts_as_examined(bench: Bench, text: str, expected: set[int]) -> None:
    bench.run(text)
    assert bench.view.examined == expected


def test_that_a_script_may_name_what_it_examined_itself(bench: Bench) -> None:
    reporter = Reporter(bench.said.append, bench.view, bench.output)
    names = build_namespace(bench.view, reporter)
    names["examined"](names["entities"].filter(ifc_type__is="IfcWall"), check="rating")
    names["examined"](DOOR, check="rating")
    names["examined"](None)
    reporter.send_examined()
    messages = [one for one in bench.said if isinstance(one, Examined)]
    assert {(one.check, one.said): set(from_text(one.ids).tolist()) for one in messages} == {
        ("", False): {WALL_EAST, WALL_WEST, DOOR},
        ("rating", True): {WALL_EAST, WALL_WEST, DOOR},
        ("", True): set(),
    }
    found = from_messages(messages)
    assert found.names("rating") and found.names("other") and found.said_of("rating") == {100, 101, 102}


def test_that_no_worker_can_claim_endless_sets() -> None:
    many = [Examined(ids="", check=str(one), said=True) for one in range(3_000)]
    assert len(from_messages(many).said) == 1_000
    assert not len(from_messages([Examined(ids="/////////38=")]).seen)


def test_that_what_was_examined_counts_among_what_a_monitor_keeps() -> None:
    monitor = Monitor()
    monitor.feed_stdout(b'{"type":"hello","job":"script","pid":1}\n{"type":"examined","ids":"AQE="}\n')
    assert [one.ids for one in monitor.state.examined] == ["AQE="] and monitor.state.claims == 1
    assert not any(isinstance(one, FindingMessage) for one in monitor.state.findings)
