"""The inspector on a small model: sections, pager, filter, links, copying."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot
from run_context import KEY, settle
from small_index import DOOR, TWIN, WALL_EAST, WALL_WEST

from bimdesk.domain.ids import ElementId, ElementRef
from bimdesk.ui.context import Context
from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.models.inspector_rows import format_value
from bimdesk.ui.panels.inspector import InspectorPanel


@pytest.fixture
def panel(qtbot: QtBot, context: Context) -> InspectorPanel:
    made = InspectorPanel(context)
    QAbstractItemModelTester(made.model, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    qtbot.addWidget(made)
    made.resize(320, 700)
    made.show()
    return made


def select(context: Context, *numbers: int) -> None:
    context.hub.select([ElementRef(KEY, ElementId(number)) for number in numbers], origin="test")
    settle(context)


def shown(panel: InspectorPanel) -> dict[str, dict[str, str]]:
    """Title -> name -> value, as painted."""
    model, found = panel.model, {}
    for at in range(model.rowCount()):
        section = model.index(at, 0)
        rows = (model.index(row, 0, section) for row in range(model.rowCount(section)))
        found[str(section.data())] = {str(row.data()): str(row.data(Role.SUBTITLE)) for row in rows}
    return found


def index_of(panel: InspectorPanel, title: str, name: str) -> QModelIndex:
    model = panel.model
    for at in range(model.rowCount()):
        section = model.index(at, 0)
        for row in range(model.rowCount(section)):
            index = model.index(row, 0, section)
            if (section.data(), index.data()) == (title, name):
                return index
    raise AssertionError(f"no {title} / {name}")


def test_that_all_that_is_known_of_a_wall_is_shown(panel: InspectorPanel, context: Context) -> None:
    select(context, WALL_EAST)
    found = shown(panel)
    assert found["Attributes"]["Name"] == "Außenwand Ost"
    assert found["Materials"]["Thickness"] == "310 mm"
    assert found["Classifications"] == {"Uniclass 2015": "EF_25_10 Walls"}
    assert found["Type"] == {"Type": "Brick 300"}
    assert found["Location"]["Storey"] == "Level 0"
    assert found["Geometry"]["Triangles"] == "2"


def test_that_values_of_the_type_and_of_the_geometry_say_so(panel: InspectorPanel, context: Context) -> None:
    select(context, WALL_WEST)
    model = panel.model
    chips = {model.index(at, 0).data(): model.index(at, 0).data(Role.CHIP) for at in range(model.rowCount())}
    assert chips["Pset_WallCommon"] == "from type"
    assert chips["Geometry"] == "from geometry"
    assert chips["Attributes"] == ""


def test_that_a_link_selects_what_it_names(panel: InspectorPanel, context: Context, qtbot: QtBot) -> None:
    select(context, DOOR)
    link = index_of(panel, "Openings and fillings", "Fills")
    panel.view.scrollTo(link)
    place = panel.view.visualRect(link).center()
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert context.hub.selection == {ElementRef(KEY, ElementId(110))}


def test_that_several_are_compared_first_and_then_shown_one_after_another(
    panel: InspectorPanel, context: Context
) -> None:
    select(context, WALL_EAST, WALL_WEST)
    found = shown(panel)
    assert found["Attributes"]["Name"] == "<varies> · 2 different"
    assert found["Attributes"]["Tag"] == "T-1 · on 1 of 2"
    assert found["Classifications"] == {"EF_25_10 Walls": "2"}
    assert found["Types"] == {"Brick 300": "2"}
    for name in ("Außenwand Ost", "Außenwand West"):
        panel.head.stepped.emit(1)
        settle(context)
        assert shown(panel)["Attributes"]["Name"] == name
    panel.head.stepped.emit(1)
    settle(context)
    assert shown(panel)["Attributes"]["Name"] == "<varies> · 2 different"


def test_that_a_storey_whose_row_is_selected_is_shown_itself(panel: InspectorPanel, context: Context) -> None:
    refs = [ElementRef(KEY, ElementId(number)) for number in (4, WALL_EAST, DOOR)]
    context.hub.select(refs, origin="tree")
    settle(context)
    assert shown(panel)["Attributes"]["Name"] == "Level 0"
    panel.head.stepped.emit(-1)
    settle(context)
    assert "different" in shown(panel)["Attributes"]["Name"]


def test_that_a_newer_selection_wins_over_an_older_one(panel: InspectorPanel, context: Context) -> None:
    context.hub.select([ElementRef(KEY, ElementId(number)) for number in (WALL_EAST, WALL_WEST)])
    select(context, DOOR)
    assert shown(panel)["Attributes"]["Tag"] == "D-1"


def test_that_the_step_line_is_read_when_its_section_is_opened(
    panel: InspectorPanel, context: Context
) -> None:
    folder = context.project.models_folder / KEY
    text = "#1000=IFCTEXT('#100= no; not this');\n#100= IFCWALL('a;b',$);\n#101=IFCDOOR();\n"
    (folder / "source.ifc").write_text(text, encoding="utf-8")
    select(context, WALL_EAST)
    model = panel.model
    at = next(at for at in range(model.rowCount()) if model.index(at, 0).data() == "STEP line")
    assert not panel.view.isExpanded(model.index(at, 0))
    panel.view.expand(model.index(at, 0))
    settle(context)
    line = panel.model.index(0, 0, panel.model.index(at, 0))
    assert line.data(Role.SUBTITLE) == "#100= IFCWALL('a;b',$);"


def test_that_the_filter_keeps_names_values_and_whole_sets(panel: InspectorPanel, context: Context) -> None:
    select(context, WALL_EAST)
    panel.filter.setText("fire")
    panel.filter.returnPressed.emit()
    assert shown(panel) == {"Pset_WallCommon": {"FireRating": "REI 60"}}


def test_that_a_folded_section_stays_folded_for_the_next_element(
    panel: InspectorPanel, context: Context
) -> None:
    select(context, WALL_EAST)
    panel.view.collapse(panel.model.index(0, 0))
    select(context, TWIN)
    assert not panel.view.isExpanded(panel.model.index(0, 0))


def test_that_a_value_is_copied_in_full(panel: InspectorPanel, context: Context, qtbot: QtBot) -> None:
    select(context, WALL_EAST)
    panel.view.setCurrentIndex(index_of(panel, "Attributes", "GlobalId"))
    qtbot.keyClick(panel, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "2O2Fr$t4X7Zf8NOew3FNtn"


def test_that_path_and_row_are_copied_by_keys(panel: InspectorPanel, context: Context, qtbot: QtBot) -> None:
    select(context, WALL_EAST)
    panel.view.setCurrentIndex(index_of(panel, "Pset_WallCommon", "FireRating"))
    modifiers = Qt.KeyboardModifier
    qtbot.keyClick(panel, Qt.Key.Key_C, modifiers.ControlModifier | modifiers.ShiftModifier)
    assert QGuiApplication.clipboard().text() == "Pset_WallCommon.FireRating"
    qtbot.keyClick(panel, Qt.Key.Key_C, modifiers.ControlModifier | modifiers.AltModifier)
    assert QGuiApplication.clipboard().text() == "FireRating\tREI 60"


def test_that_an_element_that_is_not_there_yet_is_told(panel: InspectorPanel, context: Context) -> None:
    select(context, 9999)
    assert panel.model.rowCount() == 0 or not panel.view.isVisible()


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (True, "", "True"),
        (None, "", ""),
        (2.00999, "m", "2.010 m"),
        (-1.25, "m", "−1.250 m"),
        (1234567, "", "1234567"),
        (30.14164, "m2", "30.142 m²"),
        ([1, "a"], "", "1, a"),
    ],
)
def test_that_values_read_as_people_write_them(value: object, unit: str, text: str) -> None:
    assert format_value(value, unit) == text
