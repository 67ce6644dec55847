"""Filters as SQL, against a real SQLite file: each kind of condition, units, guards, several models."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_index import GUID_EAST, write_small_index

from bimdesk.domain.filter_text import parse_filter
from bimdesk.domain.filters import Filter, Not, all_of, any_of
from bimdesk.domain.ids import ElementRef, ModelKey
from bimdesk.index.derived import script
from bimdesk.index.filter_sql import count, count_in, find, find_in, references
from bimdesk.index.reader import ModelIndex
from bimdesk.index.timed import QueryStoppedError, limited

EVERY = [2, 3, 4, 5, 100, 101, 102, 103, 104, 105, 110]
UNITS = """
INSERT INTO psets VALUES (900, 900, 'IfcElementQuantity', '', 'Sizes', NULL, 1),
  (901, 901, 'IfcPropertySet', '', 'Sizes', NULL, 0);
INSERT INTO properties VALUES (900, 0, 'Width', 0.25, 'float', 'IfcLengthMeasure', 'm'),
  (900, 1, 'Area', 2.5, 'float', 'IfcAreaMeasure', 'm2'),
  (901, 0, 'Width', 300.0, 'float', 'IfcLengthMeasure', 'mm');
INSERT INTO entity_psets VALUES (102, 0, 900, 0), (105, 0, 901, 0);
UPDATE entities SET attributes = '{"OverallHeight": 2.1, "Flags": [true, false], "Steps": [1, 2]}'
  WHERE id = 102;
DROP TABLE property_names; DROP TABLE property_values; DROP TABLE property_kinds; DROP TABLE search_terms;
"""


@pytest.fixture(scope="module", params=["of today", "of an older program"])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModelIndex]:
    """The small model with sizes in two units; what an older index lacks is made in memory."""
    folder = write_small_index(tmp_path_factory.mktemp("filters"))
    connection = sqlite3.connect(folder / "index.sqlite")
    connection.executescript(UNITS)
    if request.param == "of today":
        connection.executescript(script())
    connection.close()
    with ModelIndex(folder) as opened:
        assert opened.has_property_values is (request.param == "of today")
        yield opened


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", EVERY),
        ("!()", []),
        ("IfcWall", [100, 101]),
        ("ifcwall", [100, 101]),
        ("class=IfcWall", [100]),
        ("class=[ifcwall, IfcDoor]", [100, 102]),
        ("class=/IfcWall.*/", [100, 101]),
        ("IfcNothing", []),
        (f"{GUID_EAST}, IfcDoor", [100, 102]),
        (f"GlobalId=[{GUID_EAST}, x]", [100]),
        ("Name*=wand", [100, 101]),
        ("Name^=Level", [4, 5]),
        ("IfcProduct, Name!^=Level, IfcDoor", [2, 3, 100, 101, 102, 103, 104, 105, 110]),
        ("Name=NULL", [102]),
        ("Name=[001, Part]", [103, 105]),
        ("PredefinedType=SOLIDWALL", [100]),
        ("OverallHeight>2", [102]),
        ("OverallHeight > 2000 mm", [102]),
        ("OverallHeight > 2200 mm", []),
        ("Flags=TRUE", []),
        ("Steps=2", [102]),
        ("Pset_WallCommon.IsExternal=TRUE", [100]),
        ("*.IsExternal=FALSE", [101]),
        ("*.IsExternal!=TRUE, (IfcWall)", [101]),
        ("Pset_WallCommon.Status=EXISTING", [100]),
        ("Pset_WallCommon.Nothing!=NULL", []),
        ("/Pset_.*/./Fire.*/=/REI.*/", [100]),
        ('"Dotted.Set"."A.B"^=text', [104]),
        ("*.Width > 200 mm", [102, 105]),
        ("*.Width > 0.26 m", [105]),
        ("*.Width = 25 cm", [102]),
        ("*.Width=[250 mm, 300 mm]", [102, 105]),
        ("*.Width > 1 m2", []),
        ("Sizes.Area >= 25000 cm2", [102]),
        ("*.Width>1", [105]),
        ('storey="Level 1"', [101]),
        ("storey!=NULL, (IfcWall)", [100, 101]),
        ('location="House A", (IfcBeam)', [104, 105]),
        ('parent="House A", (IfcBuilding)', [3]),
        ('type="Brick 300"', [100, 101]),
        ("type=NULL, (IfcWall)", []),
        ("material=masonry", [100]),
        ("material=NULL, (IfcWall)", [101]),
        ("classification=/EF_.*/", [100, 101]),
        ("system=Heating", [102]),
        ("system*=group", []),
        ("group*=group", [100, 102]),
        ("model=House", EVERY),
        ("model!=House", []),
        ("model=/H.*/", EVERY),
        ("model=NULL", []),
    ],
)
def test_that_a_filter_finds(index: ModelIndex, text: str, expected: list[int]) -> None:
    assert find(index, parse_filter(text), model="House") == expected
    assert count(index, parse_filter(text), model="House") == len(expected)


SOME = st.sampled_from(
    [
        parse_filter(text)
        for text in ("IfcWall", "Name*=a", "*.IsExternal!=TRUE", "storey=NULL", "*.Width>0.1 m")
    ]
)
TREES: st.SearchStrategy[Filter] = st.recursive(
    SOME,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda parts: all_of(*parts))
        | st.lists(inner, max_size=3).map(lambda parts: any_of(*parts))
        | inner.map(Not)
    ),
    max_leaves=8,
)


@given(TREES, TREES)
def test_that_and_or_not_are_those_of_sets(index: ModelIndex, one: Filter, other: Filter) -> None:
    first, second = set(find(index, one)), set(find(index, other))
    assert set(find(index, all_of(one, other))) == first & second
    assert set(find(index, any_of(one, other))) == first | second
    assert set(find(index, Not(one))) == set(EVERY) - first


@given(st.text(min_size=1))
def test_that_values_never_become_sql(index: ModelIndex, text: str) -> None:
    quoted = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    for subject in (
        "Name",
        f"{quoted}.{quoted}",
        f"*.{quoted}",
        "material",
        "type",
        "location",
        "class",
        "Xyz",
    ):
        assert find(index, parse_filter(f"{subject}={quoted}")) == []


def test_that_thousands_of_conditions_are_one_query(index: ModelIndex) -> None:
    names = any_of(*(parse_filter(f'Name="x{number}"') for number in range(3000)), parse_filter("IfcDoor"))
    assert find(index, names) == [102]
    guids = parse_filter(", ".join(f"0{number:021d}" for number in range(20_000)) + f", {GUID_EAST}")
    assert find(index, guids) == [100]


def test_that_several_models_are_asked_together(index: ModelIndex) -> None:
    keys = ModelKey("a"), ModelKey("b")
    indexes = dict.fromkeys(keys, index)
    wanted = parse_filter("IfcDoor, model=Second")
    found = find_in(indexes, wanted, names={keys[0]: "First", keys[1]: "Second"})
    assert found == {keys[0]: [], keys[1]: [102]}
    assert references(found) == {ElementRef(keys[1], 102)}
    assert count_in(indexes, parse_filter("IfcWall")) == 4


def test_that_a_cancelled_query_ends(index: ModelIndex) -> None:
    cancel = threading.Event()
    cancel.set()
    endless = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT COUNT(*) FROM n"
    with pytest.raises(QueryStoppedError, match="cancelled"), limited(index, cancel=cancel):
        next(index.rows(endless))
    with pytest.raises(QueryStoppedError, match=r"longer than 0\.05 s"), limited(index, seconds=0.05):
        next(index.rows(endless))
    assert count(index, parse_filter("IfcDoor")) == 1
