"""Search: what is found, where, in which order; odd texts; cancelled; indexes with and without its tables."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_index import GUID_EAST, write_small_index

from bimdesk.domain.ids import ModelKey
from bimdesk.index.reader import ModelIndex
from bimdesk.index.search_find import find_elements, find_text
from bimdesk.index.search_terms import make_trigrams
from bimdesk.index.search_words import cut
from bimdesk.index.timed import QueryStoppedError
from bimdesk.services.search import Search


@pytest.fixture(scope="module", params=["of today", "without trigrams", "of an older program"])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModelIndex]:
    folder = write_small_index(tmp_path_factory.mktemp("search"))
    connection = sqlite3.connect(folder / "index.sqlite")
    if request.param == "of today":
        make_trigrams(connection)
    if request.param == "of an older program":
        connection.executescript(
            "DROP TABLE search_terms; DROP TABLE property_values; DROP TABLE property_names"
        )
        connection.executescript("DROP TABLE property_kinds")
    connection.close()
    with ModelIndex(folder) as opened:
        yield opened


@pytest.mark.parametrize(
    ("text", "element", "field", "marked"),
    [
        ("Außenwand Ost", 100, "Name", "Außenwand"),
        ("AUßENWAND", 100, "Name", "Außenwand"),
        ("wand w", 101, "Name", "wand"),
        (GUID_EAST, 100, "GlobalId", GUID_EAST),
        (GUID_EAST[:21], 101, "GlobalId", GUID_EAST[:21]),
        ("#102", 102, "STEP id", "102"),
        ("T-1", 100, "Tag", "T-1"),
        ("load bear", 100, "Description", "load"),
        ("Wall 300", 100, "ObjectType", "Wall"),
        ("brick 3", 101, "Type", "Brick"),
        ("StandardCase", 101, "Class", "StandardCase"),
        ("level 1", 101, "Storey", "Level"),
        ("Plaster", 100, "Material", "Plaster"),
        ("ef_25", 101, "Classification", "EF_25"),
        ("Heating", 102, "System", "Heating"),
        ("REI", 100, "Pset_WallCommon.FireRating", "REI"),
        ("existing", 100, "Pset_WallCommon.Status", "EXISTING"),
        ("not json", 104, "Dotted.Set.A.B", "not"),
        ("0.24", 101, "Pset_WallCommon.ThermalTransmittance", "0.24"),
        ("4.5", 100, "Qto_WallBaseQuantities.Length", "4.5"),
    ],
)
def test_that_an_element_is_found_and_told_why(
    index: ModelIndex, text: str, element: int, field: str, marked: str
) -> None:
    found = [match for match in find_text(index, text) if match.element == element]
    assert [match.field for match in found] == [field]
    assert found[0].snippet[found[0].start : found[0].end] == marked
    assert element in find_elements(index, text)


def test_that_words_may_stand_in_different_fields(index: ModelIndex) -> None:
    assert [match.element for match in find_text(index, "ost rei plaster")] == [100]
    assert find_elements(index, "ost rei plaster") == [100]
    assert find_text(index, "west rei") == []


def test_that_names_come_before_other_fields_and_whole_values_first(index: ModelIndex) -> None:
    assert [match.element for match in find_text(index, "level 1")][:2] == [5, 101]
    fields = [match.field for match in find_text(index, "wall")]
    assert fields == sorted(fields, key=lambda field: field != "Name")
    assert find_text(index, GUID_EAST)[0].rank < find_text(index, "Außenwand Ost")[0].rank


def test_that_groups_that_are_no_systems_and_types_are_no_hits(index: ModelIndex) -> None:
    assert find_text(index, "Just a group") == []
    assert {match.element for match in find_text(index, "brick")} == {100, 101}


@given(st.text() | st.text(alphabet="\"'*%_\\-+()[]{}:^AND OR NOT NEAR 😀ß\0aé"))
def test_that_any_text_may_be_searched(index: ModelIndex, text: str) -> None:
    hits = find_text(index, text)
    assert {match.element for match in hits} <= set(find_elements(index, text))
    for match in hits:
        assert 0 <= match.start <= match.end <= len(match.snippet)


@given(
    st.sampled_from(["Außenwand Ost", "REI 60", "Brick 300", "EF_25_10", "Level 1", "text [not json"]),
    st.data(),
)
def test_that_every_part_of_a_value_finds_it(index: ModelIndex, value: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(value) - 1))
    part = value[start : data.draw(st.integers(start + 1, len(value)))]
    if part.strip():
        assert set(find_elements(index, value)) <= set(find_elements(index, part))
        assert find_text(index, part)


def test_that_signs_of_sql_and_fts_mean_themselves(index: ModelIndex) -> None:
    for text in ("%", "_all", "wan*", '"wand', "wand OR beam", "NEAR(wand)", "name:wand"):
        assert find_text(index, text) == [], text
    assert [match.element for match in find_text(index, "=1+1")] == [104]


def test_that_a_limit_keeps_the_best(index: ModelIndex) -> None:
    every = find_text(index, "a")
    assert len(every) > 3
    assert find_text(index, "a", limit=3) == every[:3]


def test_that_a_cancelled_search_ends() -> None:
    cancel = threading.Event()
    cancel.set()
    with ModelIndex(None) as empty:
        connection = empty.connection
        connection.executemany(
            "INSERT INTO search_terms (field, ref, text) VALUES (1, ?, ?)",
            ((number, f"wall {number}") for number in range(200_000)),
        )
        with pytest.raises(QueryStoppedError, match="cancelled"):
            find_text(empty, "zz", cancel=cancel)


def test_that_hits_of_several_models_are_mixed_by_rank(index: ModelIndex) -> None:
    keys = ModelKey("a"), ModelKey("b")
    hits = Search(dict.fromkeys(keys, index), "level 1").hits()
    assert [hit.model for hit in hits[:2]] == list(keys)
    assert [hit.element for hit in hits[:2]] == [5, 5]
    assert (hits[0].ifc_class, hits[0].name) == ("IfcBuildingStorey", "Level 1")
    found = Search(dict.fromkeys(keys, index), "Heating").elements()
    assert {key: ids.tolist() for key, ids in found.items()} == {keys[0]: [102], keys[1]: [102]}
    assert Search({keys[0]: index}, "nowhere").elements() == {}


def test_that_a_long_value_is_cut_about_the_word() -> None:
    snippet, start, end = cut("x" * 100 + " word " + "y" * 100, "word")
    assert snippet[start:end] == "word"
    assert snippet.startswith("…")
    assert snippet.endswith("…")
    assert len(snippet) <= 82
