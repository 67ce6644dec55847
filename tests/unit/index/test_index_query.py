"""Lazy queries: each lookup, each step, properties, and clear errors; against a real SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_index import GUID_EAST, make_older, write_small_index

from bimdesk.errors import BadInputError
from bimdesk.index.lookups import QueryError
from bimdesk.index.query import Query
from bimdesk.index.reader import ModelIndex

Elements = Query[tuple[Any, ...]]


@pytest.fixture(scope="module", params=["of today", "of an older program"])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModelIndex]:
    folder = write_small_index(tmp_path_factory.mktemp("small"))
    if request.param != "of today":
        make_older(folder)
    with ModelIndex(folder) as opened:
        assert opened.has_property_values is (request.param == "of today")
        yield opened


@pytest.fixture
def entities(index: ModelIndex) -> Elements:
    return Query(index, "entities", lambda row: row)


def ids(query: Query[Any]) -> list[int]:
    return list(query.values_list("id", flat=True))


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({"ifc_type": "IfcWall"}, [100]),
        ({"ifc_type__is": "IfcWall"}, [100, 101]),
        ({"ifc_type__is": "ifcwall"}, [100, 101]),
        ({"ifc_type__is": ("IfcDoor", "IfcWall")}, [100, 101, 102]),
        ({"name": None}, [102]),
        ({"name__isnull": True}, [102]),
        ({"name__exact": "001"}, [103]),
        ({"name__iexact": "AUSSENWAND ost".replace("SS", "ß")}, [100]),
        ({"name__contains": "wand"}, [100, 101]),
        ({"name__icontains": "AUßENWAND"}, [100, 101]),
        ({"name__startswith": "Level"}, [4, 5]),
        ({"name__endswith": "West"}, [101]),
        ({"name__in": ["001", "Part", None]}, [102, 103, 105]),
        ({"name__regex": r"^Au.*(Ost|West)$"}, [100, 101]),
        ({"id__gt": 103}, [104, 105, 110]),
        ({"id__gte": 103, "id__lt": 105}, [103, 104]),
        ({"id__lte": 3}, [2, 3]),
        ({"has_geometry": True}, [100, 101]),
        ({"storey__name": "Level 1"}, [5, 101]),
        ({"storey": 5}, [5, 101]),
        ({"storey": "Level 1"}, [5, 101]),
        ({"storey__parent__name": "House A"}, [4, 5, 100, 101, 102, 103, 110]),
        ({"parent__name__startswith": "Level"}, [100, 101, 103]),
        ({"type__name__icontains": "brick"}, [100, 101]),
        ({"type__isnull": False}, [100, 101]),
        ({"material__name": "Plaster"}, [100]),
        ({"materials__isnull": True, "id__in": [100, 101]}, [101]),
        ({"classification__identification": "EF_25_10"}, [100, 101]),
        ({"classification": "EF_25_10"}, [100, 101]),
        ({"system__name": "Heating"}, [102]),
        ({"system": 300}, [102]),
        ({"system__name": "Just a group"}, []),
        ({"group__name": "Just a group"}, [100, 102]),
        ({"ifc_guid": GUID_EAST}, [100]),
        ({"name__ne": "001", "parent": 4}, [100]),
    ],
)
def test_that_a_filter_keeps_what_meets_all_conditions(
    entities: Elements, conditions: dict[str, Any], expected: list[int]
) -> None:
    assert ids(entities.filter(**conditions)) == expected


def test_that_exclude_keeps_rows_without_a_value(entities: Elements) -> None:
    beams_and_doors = entities.filter(ifc_type__in=["IfcBeam", "IfcDoor"])
    assert ids(beams_and_doors.exclude(name="Part")) == [102, 104]
    assert ids(beams_and_doors.exclude(name="Part", id__gt=200)) == [102, 104, 105]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (("Pset_WallCommon.IsExternal", True), [100]),
        (("Pset_WallCommon.IsExternal", False), [101]),
        (("Pset_WallCommon.IsExternal",), [100, 101]),
        (("Pset_WallCommon.FireRating", "contains", "60"), [100]),
        (("Pset_WallCommon.FireRating", "icontains", "rei"), [100]),
        (("Pset_WallCommon.FireRating", "isnull", True), [2, 3, 4, 5, 101, 102, 103, 104, 105, 110]),
        (("Pset_WallCommon.FireRating", None), [2, 3, 4, 5, 101, 102, 103, 104, 105, 110]),
        (("Pset_WallCommon.Status", "EXISTING"), [100]),
        (("Pset_WallCommon.Status", "startswith", "NE"), [100]),
        (("Pset_WallCommon.ThermalTransmittance", "lt", 0.3), [100, 101]),
        (("Pset_WallCommon.ThermalTransmittance", "<=", 0.2), []),
        (("Pset_WallCommon.ThermalTransmittance", 0.24), [100, 101]),
        (("Pset_WallCommon.Nothing",), []),
        (("Qto_WallBaseQuantities.Length", ">", 4), [100]),
        (("Qto_WallBaseQuantities.Layers", "in", [1, 3]), [100]),
        (("Pset_WallCommon.FireRating", "gt", 5), []),
        (("Dotted.Set.A.B", "startswith", "text ["), [104]),
        (("No.Such", "x"), []),
    ],
)
def test_that_where_keeps_elements_by_a_property(
    entities: Elements, question: tuple[Any, ...], expected: list[int]
) -> None:
    assert ids(entities.where(*question)) == expected


def test_that_a_chain_is_lazy_and_one_statement(index: ModelIndex, entities: Elements) -> None:
    asked: list[str] = []
    index.connection.set_trace_callback(asked.append)
    chain = (
        entities.filter(ifc_type__is="IfcWall")
        .exclude(storey__name="Level 1")
        .where("Pset_WallCommon.IsExternal", True)
        .order_by("-name")[:5]
    )
    assert asked == []
    assert [row[0] for row in chain] == [100]
    index.connection.set_trace_callback(None)
    assert len(asked) == 1


def test_that_order_slices_and_places_agree_with_a_list(entities: Elements) -> None:
    everything = ids(entities)
    assert ids(entities[2:5]) == everything[2:5]
    assert ids(entities[2:][1:3]) == everything[2:][1:3]
    assert [row[0] for row in entities[-2:]] == everything[-2:]
    assert [row[0] for row in entities[::3]] == everything[::3]
    assert entities[-1][0] == everything[-1]
    assert ids(entities.order_by("-id")) == everything[::-1]
    assert ids(entities.filter(storey__isnull=False).order_by("storey__name", "-id"))[:2] == [110, 103]
    assert ids(entities.order_by("-Pset_WallCommon.ThermalTransmittance", "id"))[:2] == [100, 101]
    assert len(entities[:3]) == 3
    assert entities[5:5].count() == 0
    with pytest.raises(IndexError):
        entities[1000]


@given(start=st.integers(0, 14), stop=st.none() | st.integers(0, 14), inner=st.integers(0, 14))
def test_that_a_slice_of_a_slice_is_that_of_a_list(
    index: ModelIndex, start: int, stop: int | None, inner: int
) -> None:
    entities: Elements = Query(index, "entities", lambda row: row)
    everything = list(entities)
    assert list(entities[start:stop][inner:]) == everything[start:stop][inner:]
    assert list(entities[start:stop][:inner]) == everything[start:stop][:inner]


def test_that_first_get_exists_and_membership_ask_for_one_row(entities: Elements) -> None:
    assert entities.filter(name="nobody").first() is None
    assert not entities.filter(name="nobody").exists()
    assert not entities.filter(name="nobody")
    assert entities.get(id=100)[1] == GUID_EAST
    assert 100 in entities
    assert 100 not in entities.filter(ifc_type="IfcDoor")
    with pytest.raises(LookupError, match="nothing"):
        entities.get(name="nobody")
    with pytest.raises(LookupError, match="more than one"):
        entities.get(ifc_type="IfcBeam")


def test_that_values_are_typed_and_distinct_drops_repeats(entities: Elements) -> None:
    classes = entities.values_list("ifc_type", flat=True)
    assert sorted(classes.distinct()) == sorted(set(classes))
    assert classes.distinct().count() == 9
    row = next(
        iter(
            entities.filter(id=100).values(
                "name", "storey__name", "Pset_WallCommon.IsExternal", "has_geometry"
            )
        )
    )
    assert row == {
        "name": "Außenwand Ost",
        "storey__name": "Level 0",
        "Pset_WallCommon.IsExternal": True,
        "has_geometry": True,
    }
    assert row["Pset_WallCommon.IsExternal"] is True
    assert list(entities.filter(id=100).values_list("Pset_WallCommon.Status")) == [(["NEW", "EXISTING"],)]
    assert list(entities.filter(id=100).values_list("materials__name", flat=True)) == ["Brick, Plaster"]


def test_that_a_frame_has_one_row_an_element_and_typed_property_columns(
    index: ModelIndex, entities: Elements
) -> None:
    asked: list[str] = []
    index.connection.set_trace_callback(asked.append)
    frame = entities.filter(ifc_type__is="IfcWall").to_df(properties=True)
    index.connection.set_trace_callback(None)
    assert len(asked) == 1
    assert frame["id"].tolist() == [100, 101]
    assert frame["storey"].tolist() == ["Level 0", "Level 1"]
    assert frame["type"].tolist() == ["Brick 300", "Brick 300"]
    assert frame["Pset_WallCommon.IsExternal"].tolist() == [True, False]
    assert frame["Pset_WallCommon.ThermalTransmittance"].tolist() == [0.24, 0.24]
    assert frame["Pset_WallCommon.Status"].tolist()[0] == ["NEW", "EXISTING"]
    assert frame["Qto_WallBaseQuantities.Layers"].tolist()[0] == 3
    assert list(entities.to_df()["id"]) == ids(entities)
    assert entities.filter(id=0).to_df(properties=True).empty
    assert list(entities.values("id", "name").to_df().columns) == ["id", "name"]


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda q: q.filter(nme="x"), "Unknown field 'nme'.*Did you mean 'name'"),
        (lambda q: q.filter(name__icontain="x"), "Unknown lookup 'icontain'.*'icontains'"),
        (lambda q: q.filter(storey__nam="x"), "Unknown field 'nam'.*'name'"),
        (lambda q: q.filter(name__regex="("), "no regular expression"),
        (lambda q: q.filter(name__in="abc"), "takes a list"),
        (lambda q: q.filter(name__is="IfcWall"), "belongs to a class"),
        (lambda q: q.filter(name__contains=3), "compares text"),
        (lambda q: q.filter(name=object()), "cannot compare"),
        (lambda q: q.where("IsExternal", True), "names no property"),
        (lambda q: q.where("A.B", "smaller", 3), "Unknown lookup 'smaller'"),
        (lambda q: q.where("A.B", "gt", None), "isnull"),
        (lambda q: q[:3].filter(name="x"), "after a slice"),
        (lambda q: q.order_by("nam"), "Unknown field"),
        (lambda q: q.values("name__icontains"), "belongs into filter"),
        (lambda q: q.values_list("id", "name", flat=True), "exactly one"),
    ],
)
def test_that_a_wrong_question_is_answered_with_what_is_right(
    entities: Elements, ask: Any, message: str
) -> None:
    with pytest.raises(QueryError, match=message):
        ask(entities)


def test_that_other_sources_have_their_own_rows(index: ModelIndex) -> None:
    def names(source: str) -> list[Any]:
        return [row[0] for row in Query(index, source, lambda row: row).values_list("name")]

    assert names("types") == ["Brick 300"]
    assert names("storeys") == ["Level 0", "Level 1"]
    assert names("systems") == ["Heating"]
    assert names("properties") == ["Pset_WallCommon", "Pset_WallCommon", "Dotted.Set"]
    assert names("quantities") == ["Qto_WallBaseQuantities"]
    assert names("materials") == ["Brick", "Plaster"]
    with pytest.raises(QueryError, match="no property sets"):
        Query(index, "materials", lambda row: row).where("A.B", 1)
    assert Query(index, "roots", lambda row: row).filter(ifc_type="IfcRelAggregates").count() == 1


def test_that_an_index_that_cannot_be_read_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="holds no imported model"):
        ModelIndex(tmp_path)
    (tmp_path / "index.sqlite").write_bytes(b"no database at all, but long enough to look like one" * 100)
    with pytest.raises(BadInputError, match="damaged"):
        ModelIndex(tmp_path)
    folder = write_small_index(tmp_path / "old # 100%")
    with sqlite3.connect(folder / "index.sqlite") as connection:
        connection.execute("UPDATE meta SET value = '0' WHERE key = 'index_version'")
    connection.close()
    with pytest.raises(BadInputError, match="another version"):
        ModelIndex(folder)
