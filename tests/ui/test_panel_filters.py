"""The query builder: conditions and text say the same, the count is live, filters are saved by name."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot
from run_context import refs, settle
from small_index import WALL_EAST, WALL_WEST

from bimdesk.domain.filter_text import parse_filter
from bimdesk.domain.filters import EVERYTHING
from bimdesk.ui.context import Context
from bimdesk.ui.forms.hint import Tone
from bimdesk.ui.models.filter_draft import COMPARISONS, WITH_SUBTYPES, Form, Join
from bimdesk.ui.panels.filters import FilterPanel
from bimdesk.ui.panels.filters.group import GroupBox
from bimdesk.ui.panels.filters.row import ConditionRow
from bimdesk.ui.widgets.buttons import IconButton


@pytest.fixture
def panel(qtbot: QtBot, context: Context) -> FilterPanel:
    made = FilterPanel(context)
    QAbstractItemModelTester(made.saved.model, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    qtbot.addWidget(made)
    made.resize(284, 800)
    made.show()
    made.show_versions(context.versions())
    rest(made, context)
    return made


def rest(panel: FilterPanel, context: Context) -> None:
    """What waits for a pause in the typing happens now; then until the pool is done."""
    if panel.building.timer.isActive():
        panel.building.timer.stop()
        panel.building.find()
    settle(context)


def type_text(panel: FilterPanel, context: Context, text: str) -> None:
    panel.building.text_part.edit.setPlainText(text)
    panel.building.text_part.read()
    rest(panel, context)


def test_that_a_condition_is_counted_and_written_as_text(panel: FilterPanel, context: Context) -> None:
    row = panel.building.box.rows[0]
    row.value.setEditText("IfcWall")
    rest(panel, context)
    assert panel.building.text_part.text == "IfcWall"
    assert set(panel.found_bar.elements) == refs(WALL_EAST, WALL_WEST)
    assert panel.found_bar.count.text.startswith("2 of ")


def test_that_text_fills_the_builder(panel: FilterPanel, context: Context) -> None:
    type_text(panel, context, 'IfcWall, (Name*="Ost" + Name*="West"), !(Tag="T-1")')
    groups = panel.building.box.groups
    assert [row.draft.value for row in panel.building.box.rows] == ["IfcWall"]
    assert panel.building.box.rows[0].draft.comparison == WITH_SUBTYPES
    assert [group.draft.join for group in groups] == [Join.ANY, Join.NONE]
    assert set(panel.found_bar.elements) == refs(WALL_WEST)


def test_that_a_text_that_cannot_be_read_is_kept_and_said_in_place(
    panel: FilterPanel, context: Context
) -> None:
    type_text(panel, context, "IfcWall")
    panel.building.text_part.edit.setPlainText("IfcWall, (Name=")
    panel.building.text_part.read()
    assert panel.building.text_part.text == "IfcWall, (Name="
    assert panel.building.text_part.hint.tone is Tone.ERROR and panel.building.text_part.hint.text
    assert panel.building.text_part.edit.extraSelections()
    assert panel.building.box.rows[0].draft.value == "IfcWall"


def test_that_conditions_and_groups_come_and_go(panel: FilterPanel, context: Context, qtbot: QtBot) -> None:
    type_text(panel, context, "IfcWall")
    panel.building.box.add_condition()
    qtbot.waitUntil(lambda: len(panel.building.box.rows) == 2)
    row = panel.building.box.rows[1]
    row.subject.setEditText("Name")
    row.operator.setCurrentIndex([one.operator.value for one in COMPARISONS].index("*="))
    row.operator.activated.emit(row.operator.currentIndex())
    row.value.setEditText("Ost")
    rest(panel, context)
    assert panel.building.text_part.text == "IfcWall, Name*=Ost"
    assert set(panel.found_bar.elements) == refs(WALL_EAST)
    row.remove_requested.emit()
    qtbot.waitUntil(lambda: len(panel.building.box.rows) == 1)
    assert panel.building.text_part.text == "IfcWall"
    panel.building.box.add_group()
    qtbot.waitUntil(lambda: len(panel.building.box.groups) == 1)


def test_that_values_are_completed_out_of_the_model(panel: FilterPanel, context: Context) -> None:
    type_text(panel, context, "Pset_WallCommon.FireRating=x")
    row = panel.building.box.rows[0]
    row.value.wanted.emit()
    rest(panel, context)
    model = row.value.model()
    assert "REI 60" in [model.index(at, 0).data() for at in range(model.rowCount())]
    offered = row.subject.model()
    assert "Pset_WallCommon.FireRating" in [offered.index(at, 0).data() for at in range(offered.rowCount())]
    assert row.value.currentText() == "x"


def test_that_a_truth_value_that_is_offered_finds_what_has_it(panel: FilterPanel, context: Context) -> None:
    type_text(panel, context, "Pset_WallCommon.IsExternal!=NULL")
    row = panel.building.box.rows[0]
    row.value.wanted.emit()
    rest(panel, context)
    model = row.value.model()
    assert "TRUE" in [model.index(at, 0).data() for at in range(model.rowCount())]
    row.operator.setCurrentIndex(0)
    row.operator.activated.emit(0)
    row.value.setEditText("TRUE")
    rest(panel, context)
    assert panel.building.text_part.text == "Pset_WallCommon.IsExternal=TRUE"
    assert set(panel.found_bar.elements) == refs(WALL_EAST)


def test_that_an_operator_without_a_value_hides_the_field(panel: FilterPanel, context: Context) -> None:
    type_text(panel, context, "Tag!=NULL")
    row = panel.building.box.rows[0]
    assert row.draft.comparison.form is Form.NULL and row.value.isHidden()
    assert set(panel.found_bar.elements) >= refs(WALL_EAST)


def test_that_a_filter_is_saved_chosen_renamed_and_deleted(
    panel: FilterPanel, context: Context, qtbot: QtBot
) -> None:
    type_text(panel, context, "IfcWall")
    panel._begin_saving()
    panel.saved.name.setText("Walls")
    panel.saved.save()
    qtbot.waitUntil(lambda: panel.saved.model.rowCount() == 1)
    panel.clear()
    assert panel.filter == EVERYTHING
    panel.saved.view.clicked.emit(panel.saved.model.index(0))
    rest(panel, context)
    assert panel.building.text_part.text == "IfcWall" and len(panel.found_bar.elements) == 2
    panel.saved.model.setData(panel.saved.model.index(0), "All walls")
    qtbot.waitUntil(lambda: panel.saved.model.index(0).data() == "All walls")
    panel.saved.delete(panel.saved.model.index(0))
    qtbot.waitUntil(lambda: panel.saved.model.rowCount() == 0)


def test_that_the_text_is_copied(panel: FilterPanel, context: Context) -> None:
    type_text(panel, context, 'storey="Level 0"')
    panel.building.text_part.copy()
    assert parse_filter(QGuiApplication.clipboard().text()) == panel.filter


def test_that_a_filter_that_makes_no_sense_says_so(panel: FilterPanel, context: Context) -> None:
    row = panel.building.box.rows[0]
    row.subject.setEditText("not an attribute")
    row.value.setEditText("x")
    assert panel.found_bar.count.tone is Tone.AMBER and not panel.found_bar.select.isEnabled()


def test_that_the_rows_of_the_builder_are_made_where_they_stay(panel: FilterPanel, qtbot: QtBot) -> None:
    """Qt styles a subtree anew each time it moves: two rows took the event loop 90 ms."""

    kinds = (GroupBox, ConditionRow, QComboBox, IconButton)

    class Moves(QObject):
        count = 0

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            self.count += event.type() == QEvent.Type.ParentChange and isinstance(watched, kinds)
            return super().eventFilter(watched, event)

    moves, app = Moves(), QApplication.instance()
    assert app is not None
    app.installEventFilter(moves)
    panel.show_filter(parse_filter("IfcWall, Name=x"))
    app.removeEventFilter(moves)
    builder = panel.building
    assert moves.count == 0
    assert builder.box.parentWidget() is builder.conditions.widget()


def test_that_edits_of_the_conditions_are_undone_and_done_again(panel: FilterPanel, context: Context) -> None:
    """What is typed without a pause is one step; another filter that is put there is one too."""
    building = panel.building
    for letters in ("IfcW", "IfcWa", "IfcWall"):
        building.box.rows[0].value.setEditText(letters)
    rest(panel, context)
    panel.show_filter(parse_filter("Name*=Ost"))
    rest(panel, context)
    building.undo()
    assert building.text_part.text == "IfcWall"
    assert [row.draft.value for row in building.box.rows] == ["IfcWall"]
    building.undo()
    assert building.filter == EVERYTHING
    building.undo()
    building.redo()
    building.redo()
    assert building.text_part.text == "Name*=Ost"
    rest(panel, context)
    assert panel.found_bar.count.text.startswith("1 of ")


def test_that_the_undo_key_in_the_conditions_is_the_builders(panel: FilterPanel) -> None:
    keys = {one.key() for one in panel.building.conditions.findChildren(QShortcut)}
    assert keys == {QKeySequence(QKeySequence.StandardKey.Undo), QKeySequence(QKeySequence.StandardKey.Redo)}
