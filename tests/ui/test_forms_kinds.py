"""Kinds of fields by the hands of a person: tables, variants, conditions, colours, units, secrets, JSON."""

from __future__ import annotations

from typing import Any

import pytest
from form_maker import FormMaker, line_of, type_into
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPushButton,
    QSlider,
    QStyleOptionViewItem,
    QTableWidget,
)
from pytestqt.qtbot import QtBot

from bimdesk.services.parameters.secret_values import MASK
from bimdesk.ui.forms.cells import WRONG
from bimdesk.ui.forms.colors import ColorField
from bimdesk.ui.forms.paths import FileField, PathEdit
from bimdesk.ui.forms.sections import Section
from bimdesk.ui.forms.table import TableField

ROW = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "kind": {"const": "door"},
        "name": {"type": "string", "title": "Name"},
        "width": {"type": "number", "x-unit": "m", "maximum": 3, "default": 0.9, "title": "Width"},
        "fire": {"type": "boolean"},
        "side": {"enum": ["left", "right"]},
    },
}


@pytest.fixture
def make(qtbot: QtBot, qapp: QApplication) -> FormMaker:
    return FormMaker(qtbot, qapp)


def test_that_a_unit_that_is_typed_is_converted(make: FormMaker, qtbot: QtBot) -> None:
    form = make(gap={"type": "number", "x-unit": "m", "minimum": 0.1, "default": 1})
    field = form.field("gap")
    type_into(qtbot, field, "250 mm")
    assert form.values() == {"gap": 0.25}
    assert field.hint.text == "= 0.25 m"
    qtbot.keyClick(line_of(field), Qt.Key.Key_Return)
    assert line_of(field).text() == "0.25"
    type_into(qtbot, field, "5 cm")
    assert field.error == "At least 0.1 m"
    type_into(qtbot, field, "3 kg")
    assert field.error == "“kg” cannot be converted to m"
    type_into(qtbot, field, "3 mmm")
    assert field.error.startswith("The unit “mmm” is not known")
    type_into(qtbot, field, "0,5 m")
    assert field.error == "Written with a point: 0.5 m"


def test_that_the_slider_keeps_to_its_steps_and_the_number_follows(make: FormMaker, qtbot: QtBot) -> None:
    form = make(share={"type": "integer", "minimum": 10, "maximum": 100, "multipleOf": 5, "default": 50})
    slider = form.field("share").findChild(QSlider)
    slider.setValue(slider.value() + 1)
    assert form.values() == {"share": 55}
    type_into(qtbot, form.field("share"), "100")
    assert slider.value() == slider.maximum()
    type_into(qtbot, form.field("share"), "52")
    assert form.field("share").error == "A multiple of 5"


def test_that_a_colour_is_typed_or_chosen(make: FormMaker, qtbot: QtBot) -> None:
    form = make(tint={"type": "string", "format": "color", "default": "#102030"})
    field = form.field("tint")
    assert isinstance(field, ColorField)
    field.take(QColor("#ff8800"))
    assert form.values() == {"tint": "#ff8800"}
    field.take(QColor())
    assert form.values() == {"tint": "#ff8800"}
    type_into(qtbot, field, "red")
    assert field.error == "A colour is wanted, such as #2f7de1"


def test_that_rows_of_a_table_are_added_moved_and_removed(make: FormMaker, qtbot: QtBot) -> None:
    form = make(doors={"type": "array", "items": ROW})
    field = form.field("doors")
    assert isinstance(field, TableField)
    table = field.findChild(QTableWidget)
    assert form.values() == {}
    field.tools.add.click()
    assert form.values() == {"doors": [{"kind": "door", "width": 0.9, "fire": False}]}
    table.item(0, 0).setText("Office")
    table.item(0, 2).setCheckState(Qt.CheckState.Checked)
    field.tools.add.click()
    table.item(1, 0).setText("Lobby")
    table.item(1, 1).setText("1200 mm")
    table.item(1, 3).setText("left")
    table.setCurrentCell(1, 0)
    field.tools.up.click()
    assert form.values()["doors"] == [
        {"kind": "door", "name": "Lobby", "width": 1.2, "fire": False, "side": "left"},
        {"kind": "door", "name": "Office", "width": 0.9, "fire": True},
    ]
    field.tools.remove.click()
    assert [one["name"] for one in form.values()["doors"]] == ["Office"]


def test_that_wrong_cells_are_marked_and_told_by_row_and_column(make: FormMaker) -> None:
    form = make(doors={"type": "array", "items": ROW})
    form.set_values({"doors": [{"kind": "door", "name": "A", "width": 9}, {"kind": "door", "extra": 1}]})
    form.show_all_errors()
    field = form.field("doors")
    table = field.findChild(QTableWidget)
    assert set(form.errors) == {"doors.1.width", "doors.2.name"}
    assert field.error == "Row 1, Width: at most 3 m\nRow 2, Name: a value is needed"
    assert table.item(0, 1).data(WRONG) == "At most 3 m"
    assert form.values()["doors"][1]["extra"] == 1
    assert form.focus_first_error() is field
    assert (table.currentRow(), table.currentColumn()) == (0, 1)
    table.item(0, 1).setText("wide")
    assert table.item(0, 1).data(WRONG) == "A number is wanted"


def test_that_what_has_no_field_of_its_own_is_json_with_the_reason(make: FormMaker, qtbot: QtBot) -> None:
    form = make(extra={"type": "object", "additionalProperties": {"type": "integer"}, "title": "Extra"})
    field = form.field("extra")
    assert field.hint.text == "Written as JSON: its names are not known beforehand"
    field.control.setPlainText('{"a": 1, "b": "x"}')
    assert form.errors == {"extra.b": "A whole number is wanted"}
    assert field.error == "b: a whole number is wanted"
    field.control.setPlainText('{"a": 1,')
    assert field.error.startswith("Not JSON: line 1, column")
    field.control.setPlainText('{"a": 1}')
    assert form.values() == {"extra": {"a": 1}}


def test_that_what_is_typed_says_its_kind_where_several_are_allowed(make: FormMaker, qtbot: QtBot) -> None:
    form = make(v={"type": ["number", "string"]})
    for text, value in (("12", 12), ('"12"', "12"), ("twelve", "twelve"), ("1e3", 1000.0)):
        type_into(qtbot, form.field("v"), text)
        assert form.values() == {"v": value}
    form.set_values({"v": "12"})
    assert form.values() == {"v": "12"}


def test_that_an_emptied_number_that_may_be_nothing_is_null(make: FormMaker, qtbot: QtBot) -> None:
    form = make(
        {"required": ["a"]}, a={"type": ["number", "null"]}, b={"type": ["integer", "null"], "default": 4}
    )
    assert form.values() == {"a": None, "b": 4}
    line_of(form.field("b")).clear()
    form.field("b").edited()
    assert form.values() == {"a": None, "b": None}
    assert form.errors == {}


def test_that_a_secret_is_hidden_and_one_that_is_kept_is_not_asked_again(
    make: FormMaker, qtbot: QtBot
) -> None:
    form = make({"required": ["token"]}, token={"type": "string", "format": "password", "minLength": 4})
    field = form.field("token")
    assert line_of(field).echoMode() is QLineEdit.EchoMode.Password
    assert set(form.errors) == {"token"}
    field.source.take_kept(False, ())
    assert field.hint.text == "For this run only: this system has no keyring that is open."
    field.source.take_kept(True, ["token"])
    form.validate()
    assert (form.values(), dict(form.errors)) == ({"token": MASK}, {})
    with qtbot.waitSignal(field.source.forget_wanted) as wanted:
        field.findChild(QPushButton).click()
    assert wanted.args == ["token"]
    form.set_values({"token": MASK})
    assert line_of(field).text() == ""
    type_into(qtbot, field, "abc")
    assert field.error == "At least 4 characters"
    assert form.values() == {"token": "abc"}


def test_that_a_secret_in_a_table_is_never_drawn_and_goes_when_it_is_typed_anew(
    make: FormMaker, qtbot: QtBot
) -> None:
    columns = {"name": {"type": "string"}, "key": {"type": "string", "format": "password"}}
    form = make(rows={"type": "array", "items": {"type": "object", "properties": columns}})
    field = form.field("rows")
    field.write([{"name": "one", "key": "open sesame"}])
    table = field.findChild(QTableWidget)
    delegate = table.itemDelegate()
    option = QStyleOptionViewItem()
    delegate.initStyleOption(option, table.model().index(0, 1))
    assert option.text == MASK
    table.setCurrentCell(0, 1)
    table.editItem(table.item(0, 1))
    editor = table.findChild(QLineEdit)
    assert (editor.text(), editor.echoMode()) == ("", QLineEdit.EchoMode.Password)
    delegate.setModelData(editor, table.model(), table.model().index(0, 1))
    assert form.values()["rows"] == [{"name": "one", "key": "open sesame"}]
    qtbot.keyClicks(editor, "other")
    delegate.setModelData(editor, table.model(), table.model().index(0, 1))
    assert form.values()["rows"] == [{"name": "one", "key": "other"}]


def test_that_a_file_can_be_dropped_on_its_field(make: FormMaker, qtbot: QtBot, tmp_path: Any) -> None:
    form = make(rules={"type": "string", "format": "file"})
    field = form.field("rules")
    assert isinstance(field, FileField)
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(tmp_path / "rules.csv"))])
    event = QDropEvent(
        QPointF(4, 4),
        Qt.DropAction.CopyAction,
        dropped,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    field.findChild(PathEdit).dropEvent(event)
    assert form.values() == {"rules": str(tmp_path / "rules.csv")}


def test_that_headings_group_fields_and_advanced_ones_open_for_their_error(
    make: FormMaker, qtbot: QtBot
) -> None:
    form = make(
        fine={"type": "integer", "x-advanced": True, "maximum": 5},
        mail={"type": "string", "x-group": "Report"},
        name={"type": "string"},
        size={"type": "number", "x-group": "Report"},
    )
    assert [one.spec.name for one in form.fields()] == ["name", "mail", "size", "fine"]
    form.show()
    qtbot.waitExposed(form)
    assert not form.field("fine").isVisible()
    form.set_values({"fine": 9})
    assert form.focus_first_error() is form.field("fine")
    assert form.field("fine").isVisible()
    assert len(form.findChildren(Section)) == 3


def test_that_an_error_of_the_whole_form_is_told_under_it(make: FormMaker) -> None:
    form = make({"minProperties": 1}, a={"type": "string"}, b={"type": "string"})
    assert dict(form.errors) == {"": "At least one value is needed"}
    assert form._whole_error.text == "At least one value is needed"
    form.set_values({"a": "x"})
    assert form._whole_error.text == ""


def test_that_true_and_one_are_two_choices(make: FormMaker) -> None:
    form = make({"required": ["v"]}, v={"enum": [1, True, None, {"a": 1}]})
    for value in (True, 1, None, {"a": 1}):
        form.set_values({"v": value})
        assert form.values()["v"] == value
        assert type(form.values()["v"]) is type(value)
