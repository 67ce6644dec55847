"""Wide frames: every cell is the value that the element's set holds, from any index, of few or of many."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_index import make_older, write_small_index

from bimdesk.index.schema import INDEXES, TABLES, VERSION
from bimdesk.sdk.model_view import ModelView

Value = tuple[Any, str]
_PLAIN = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False).map(lambda value: (value, "float")),
    st.integers(-(2**63), 2**63 - 1).map(lambda value: (value, "int")),
    st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0")).map(
        lambda value: (value, "str")
    ),
    st.booleans().map(lambda value: (int(value), "bool")),
    st.just((None, "null")),
    st.sampled_from(['["a", 1.5]', "[NaN]", "{}"]).map(lambda value: (value, "json")),
)


def write_elements(folder: Path, values: list[Value], *, shared: Value) -> Path:
    """Elements 1, 2, ... with a property A.x each, and B.x of a set that all of them share."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.sqlite").unlink(missing_ok=True)
    connection = sqlite3.connect(folder / "index.sqlite")
    connection.executescript(TABLES)
    connection.execute("INSERT INTO meta VALUES ('index_version', ?)", (str(VERSION),))
    for number, (value, kind) in enumerate(values, start=1):
        connection.execute(
            "INSERT INTO entities (id, kind, guid, class) VALUES (?, 'product', ?, 'IfcWall')", (number, "")
        )
        connection.execute("INSERT INTO psets VALUES (?, ?, 'IfcPropertySet', '', 'A', NULL, 0)", (number, 1))
        connection.execute(
            "INSERT INTO properties VALUES (?, 0, 'x', ?, ?, NULL, NULL)", (number, value, kind)
        )
        connection.execute("INSERT INTO entity_psets VALUES (?, 0, ?, 0), (?, 1, 9000, 1)", (number,) * 3)
    connection.execute("INSERT INTO psets VALUES (9000, 9000, 'IfcPropertySet', '', 'B', NULL, 0)")
    connection.execute("INSERT INTO properties VALUES (9000, 0, 'x', ?, ?, NULL, NULL)", shared)
    connection.executescript(INDEXES)
    connection.commit()
    connection.close()
    return folder


def same(left: Any, right: Any) -> bool:
    """Equal, or both nothing; NaN in lists is equal to itself."""
    if left is None or (isinstance(left, float) and left != left):
        return right is None or right != right
    return repr(left) == repr(right) or bool(left == right)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(_PLAIN, min_size=1, max_size=12), shared=_PLAIN)
def test_that_each_cell_is_the_value_of_the_property(
    tmp_path: Path, values: list[Value], shared: Value
) -> None:
    view = ModelView(write_elements(tmp_path / "model", values, shared=shared))
    for query in (view.entities, view.entities.filter(id=1)):
        frame = query.to_df(properties=True)
        for row in frame.to_dict("records"):
            sets = view.get_properties(row["id"])
            for found in sets:
                assert same(found["x"], row[f"{found.name}.x"])
    view.close()


@given(numbers=st.lists(st.floats(-1e12, 1e12), min_size=1, max_size=80))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_that_no_digit_of_a_number_is_lost(tmp_path: Path, numbers: list[float]) -> None:
    values = [(number, "float") for number in numbers]
    view = ModelView(write_elements(tmp_path / "model", values, shared=(1, "int")))
    frame = view.entities.to_df(properties=True)
    assert frame["A.x"].tolist() == numbers
    assert str(frame["A.x"].dtype) == "float64"
    view.close()


@pytest.mark.parametrize("conditions", [{}, {"ifc_type__is": "IfcWall"}, {"id": 100}, {"id": 0}])
def test_that_an_older_index_gives_the_same_frame(tmp_path: Path, conditions: dict[str, Any]) -> None:
    view = ModelView(write_small_index(tmp_path / "new"))
    older_folder = write_small_index(tmp_path / "old")
    make_older(older_folder)
    older = ModelView(older_folder)
    frames = [one.entities.filter(**conditions).to_df(properties=True) for one in (view, older)]
    pd.testing.assert_frame_equal(*frames)
    assert len(frames[0]) == view.entities.filter(**conditions).count()
    view.close()
    older.close()


def test_that_elements_come_sorted_and_whole_however_they_are_read(tmp_path: Path) -> None:
    view = ModelView(write_small_index(tmp_path))
    at_once = list(view.entities)
    one_by_one = list(view.entities[:100])
    assert [(e.id, e.ifc_guid, e.ifc_type, e.name) for e in at_once] == [
        (e.id, e.ifc_guid, e.ifc_type, e.name) for e in one_by_one
    ]
    assert [element.id for element in at_once] == sorted(element.id for element in at_once)
    assert at_once == one_by_one
    assert len({*at_once, *one_by_one}) == len(at_once)
    at_once[0].note = "a script's own"  # type: ignore[attr-defined]  # scripts may hang on what they like
    assert {element.view for element in at_once} == {view}
    view.close()
