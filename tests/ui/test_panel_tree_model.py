"""The model tree's Qt model: lawful for every view, searched in place, quick with many rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tree_index import Entity, house, write_tree_index

from bimdesk.domain.ids import ElementId, ElementRef, ModelKey
from bimdesk.index.reader import ModelIndex
from bimdesk.index.tree import load_tree
from bimdesk.ui.delegates import tree_view
from bimdesk.ui.delegates.roles import Role, Visibility
from bimdesk.ui.delegates.tree_view import TreeView
from bimdesk.ui.models.class_looks import plain_name, short_name
from bimdesk.ui.models.class_model import ClassModel
from bimdesk.ui.models.tree_model import TreeModel
from bimdesk.ui.models.tree_rows import TreeSource

KEY = ModelKey("aa" * 32)


def source(folder: Path, entities: list[Entity], key: ModelKey = KEY) -> TreeSource:
    with ModelIndex(write_tree_index(folder / key[:4], entities)) as index:
        return TreeSource(key=key, title="House", hint="v1", root=load_tree(index))


@pytest.fixture
def model(qapp: QApplication, tmp_path: Path) -> TreeModel:
    made = TreeModel()
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    made.set_sources([source(tmp_path, house())])
    return made


def texts(model: QAbstractItemModel, parent: QModelIndex | None = None, depth: int = 0) -> list[str]:
    """All rows, indented."""
    above = parent if parent is not None else QModelIndex()
    found = []
    for row in range(model.rowCount(above)):
        index = model.index(row, 0, above)
        found.append("  " * depth + str(index.data()))
        found += texts(model, index, depth + 1)
    return found


def ref(number: int) -> ElementRef:
    return ElementRef(KEY, ElementId(number))


def test_that_single_children_fold_and_classes_have_plain_names(model: TreeModel) -> None:
    assert texts(model) == [
        "House",
        "  Site",
        "    Upper",
        "      Doors",
        "        Door 0",
        "        Door 1",
        "        Door 2",
        "    Ground",
        "      Furniture",
        "        Table",
        "      Spaces",
        "        Kitchen",
        "      Walls",
        "        Wall A",
        "        Wall B",
        "  Not in a storey",
        "    Beams",
        "      Lost beam",
    ]


def test_that_a_folded_row_tells_the_chain_and_a_storey_its_height(model: TreeModel) -> None:
    top = model.index(0, 0)
    site = model.index(0, 0, top)
    assert top.data(Role.HINT) == "v1 › Riverside"
    assert site.data(Role.HINT) == "House"
    assert model.index(0, 0, site).data(Role.HINT) == "2.80 m"


def test_that_a_search_keeps_parents_and_counts_hits(model: TreeModel) -> None:
    model.search("door 1")
    assert texts(model) == ["House", "  Site", "    Upper", "      Doors", "        Door 1"]
    assert model.element_count == 1


@pytest.mark.parametrize("text", ["D2", "0000000000000000000102", "DOOR 2"])
def test_that_tag_and_global_id_are_searched_whatever_the_case(model: TreeModel, text: str) -> None:
    model.search(text)
    assert texts(model)[-1].strip() == "Door 2"


def test_that_a_class_is_found_by_its_ifc_and_its_plain_name(model: TreeModel) -> None:
    for text in ("ifcwall", "walls"):
        model.search(text)
        assert [line.strip() for line in texts(model)][-2:] == ["Wall A", "Wall B"]


def test_that_a_storey_found_by_name_keeps_all_that_is_in_it(model: TreeModel) -> None:
    model.search("upper")
    assert model.element_count == 3


def test_that_clearing_the_search_brings_everything_back(model: TreeModel) -> None:
    before = texts(model)
    model.search("nothing has this")
    assert texts(model) == []
    model.search("")
    assert texts(model) == before


def test_that_eyes_tell_hidden_partly_and_shown(model: TreeModel) -> None:
    model.set_hidden({ref(100), ref(101), ref(102), ref(10)})
    doors, wall = model.find(ref(100)), model.find(ref(10))
    assert doors.data(Role.VISIBILITY) == Visibility.HIDDEN
    assert doors.parent().data(Role.VISIBILITY) == Visibility.HIDDEN
    assert wall.parent().data(Role.VISIBILITY) == Visibility.PARTLY
    assert model.index(0, 0).data(Role.VISIBILITY) == Visibility.PARTLY
    assert model.find(ref(14)).data(Role.VISIBILITY) is None


def test_that_found_rows_stand_for_their_elements(model: TreeModel) -> None:
    for number in (10, 11, 12, 13, 14, 100, 102):
        assert set(model.elements_below(model.find(ref(number)))) == {ref(number)}
    assert not model.find(ref(999)).isValid()


def test_that_a_class_row_stands_for_its_elements_and_a_storey_for_itself_with_all_but_spaces(
    model: TreeModel,
) -> None:
    walls = model.find(ref(10)).parent()
    assert set(model.elements_below(walls)) == {ref(10), ref(11)}
    assert set(model.elements_below(walls.parent())) == {ref(n) for n in (4, 10, 11, 13)}
    assert set(model.elements_below(model.find(ref(12)).parent())) == {ref(12)}


def test_that_neighbours_are_selected_as_one_range(model: TreeModel) -> None:
    selection = model.selection_of([ref(100), ref(101), ref(102), ref(10)])
    assert selection is not None
    assert sorted(part.height() for part in selection) == [1, 3]


def test_that_two_models_stand_side_by_side(model: TreeModel, tmp_path: Path) -> None:
    other = ModelKey("bb" * 32)
    sources = [*model.sources, source(tmp_path, house(1), other)]
    model.set_sources(sources)
    assert model.rowCount() == 2
    assert model.find(ElementRef(other, ElementId(100))).isValid()


def test_that_the_class_list_counts_and_follows_what_is_hidden(qapp: QApplication, tmp_path: Path) -> None:
    classes = ClassModel(lambda _name: "#123456")
    QAbstractItemModelTester(classes, QAbstractItemModelTester.FailureReportingMode.Fatal, classes)
    classes.set_sources([source(tmp_path, house())])
    assert classes.index(0).data() == "IfcDoor"
    assert classes.index(0).data(Role.COUNT) == 3
    classes.set_hidden({ref(100)})
    assert classes.index(0).data(Role.VISIBILITY) == Visibility.PARTLY
    assert classes.rows_of({ref(100), ref(101), ref(102)}) == [0]
    assert classes.index(classes.rowCount() - 1).data() == "IfcBeam"


def test_that_names_lose_what_the_row_says_already() -> None:
    assert short_name("M_Door:0762 x 2032:0762 x 2032:146596", "146596") == "M_Door: 0762 x 2032"
    assert short_name("Wall", "Wall") == "Wall"
    assert short_name("", "") == ""
    assert plain_name("IfcFlowTerminal") == "Flow terminals"
    assert plain_name("IfcWallStandardCase") == "Walls"


def test_that_the_key_star_opens_what_is_below_up_to_a_limit(
    model: TreeModel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = TreeView("Tree")
    qtbot.addWidget(view)
    view.setModel(model)
    storey = model.find(ref(5))
    view.setCurrentIndex(storey.parent())
    monkeypatch.setattr(tree_view, "MOST_OPENED", 4)
    qtbot.keyClick(view, Qt.Key.Key_Asterisk)
    assert view.isExpanded(storey.parent()) and not view.isExpanded(model.find(ref(100)).parent())
    monkeypatch.undo()
    qtbot.keyClick(view, Qt.Key.Key_Asterisk)
    assert view.isExpanded(model.find(ref(100)).parent())


def test_that_rows_of_one_name_are_told_apart(qapp: QApplication, tmp_path: Path) -> None:
    tower = [
        Entity(1, "IfcProject", name="House", kind="project"),
        Entity(2, "IfcBuilding", 1, "House"),
        Entity(3, "IfcBuildingStorey", 2, "Level"),
        Entity(4, "IfcBuildingStorey", 2, "Level"),
        *(Entity(number, "IfcWall", 3, "Wall") for number in (700021, 700022)),
        Entity(700023, "IfcWall", 3, "Wall", tag="A1"),
        Entity(700024, "IfcWall", 3, "Other"),
    ]
    made = TreeModel()
    made.set_sources([source(tmp_path, tower)])
    walls = [made.find(ref(number)) for number in (700021, 700022, 700023, 700024)]
    said = [(row.data(), row.data(Role.HINT), row.data(Role.COUNT)) for row in walls]
    assert said == [("Wall", "…700021", ""), ("Wall", "…700022", ""), ("Wall", "", "A1"), ("Other", "", "")]
    assert {made.find(ref(number)).data(Role.HINT) for number in (3, 4)} == {"#3", "#4"}
