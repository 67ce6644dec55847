"""Fields that hold others, by hand: variants, choices of the form, conditions, tuples."""

from __future__ import annotations

import pytest
from form_maker import FormMaker, line_of, type_into
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot


@pytest.fixture
def make(qtbot: QtBot, qapp: QApplication) -> FormMaker:
    return FormMaker(qtbot, qapp)


VARIANTS = {
    "oneOf": [
        {"title": "One for all", "type": "number", "maximum": 10, "default": 5},
        {"title": "By direction", "type": "object", "required": ["across"],
         "properties": {"kind": {"const": "two"}, "across": {"type": "number"}, "along": {"type": "number"}}},
    ]
}  # fmt: skip


def test_that_a_variant_is_chosen_by_its_title_and_keeps_what_was_typed(
    make: FormMaker, qtbot: QtBot
) -> None:
    form = make(tolerance=VARIANTS)
    field = form.field("tolerance")
    combo = field.findChild(QComboBox)
    assert [combo.itemText(index) for index in range(combo.count())] == ["One for all", "By direction"]
    assert form.values() == {"tolerance": 5}
    field._on_chosen(1)
    assert form.values() == {"tolerance": {"kind": "two"}}
    assert set(form.errors) == {"tolerance.across"}
    type_into(qtbot, form.field("tolerance.across"), "4")
    assert form.values() == {"tolerance": {"kind": "two", "across": 4}}
    field._on_chosen(0)
    assert form.values() == {"tolerance": 5}
    field._on_chosen(1)
    assert form.values() == {"tolerance": {"kind": "two", "across": 4}}
    form.set_values({"tolerance": 30})
    form.show_all_errors()
    assert (combo.currentIndex(), field.child.error) == (0, "At most 10")


def test_that_a_choice_of_the_form_itself_has_the_fields_of_its_variant(make: FormMaker) -> None:
    branches = [
        {"title": "Circle", "properties": {"shape": {"const": "circle"}, "radius": {"type": "number"}}},
        {"title": "Box", "required": ["width"],
         "properties": {"shape": {"const": "box"}, "width": {"type": "number", "minimum": 1}}},
    ]  # fmt: skip
    form = make({"oneOf": branches, "required": ["shape"]}, shape={"type": "string", "title": "Shape"})
    assert form.values() == {"shape": "circle"}
    assert [one.spec.title for one in form.fields()] == ["Shape", "Radius"]
    form.set_values({"shape": "box", "width": 0})
    form.show_all_errors()
    assert form.values() == {"shape": "box", "width": 0}
    assert form.field("width").error == "At least 1"


def test_that_fields_come_and_go_with_values_and_hidden_ones_are_not_sent(
    make: FormMaker, qtbot: QtBot
) -> None:
    condition = {
        "if": {"properties": {"upload": {"const": True}}, "required": ["upload"]},
        "then": {"properties": {"server": {"type": "string"}}, "required": ["server"]},
        "dependentRequired": {"server": ["note"]},
    }
    form = make(condition, upload={"type": "boolean"}, note={"type": "string"})
    assert [one.spec.name for one in form.fields()] == ["upload", "note"]
    form.field("upload").control.click()
    assert [one.spec.name for one in form.fields()] == ["upload", "note", "server"]
    assert dict(form.errors) == {"server": "A value is needed"}
    type_into(qtbot, form.field("server"), "example.org")
    assert dict(form.errors) == {"note": "A value is needed"}
    assert form.field("note").spec.required
    form.field("upload").control.click()
    assert form.values() == {"upload": False}
    assert form.errors == {}
    form.field("upload").control.click()
    assert form.values()["server"] == "example.org"


def test_that_a_field_that_changes_under_the_cursor_keeps_the_focus(make: FormMaker, qtbot: QtBot) -> None:
    condition = {
        "if": {"properties": {"n": {"minimum": 10}}},
        "then": {"properties": {"n": {"multipleOf": 10}}},
    }
    form = make(condition, n={"type": "integer"})
    form.show()
    qtbot.waitExposed(form)
    form.activateWindow()
    field = form.field("n")
    field.focus()
    qtbot.waitUntil(line_of(field).hasFocus)
    qtbot.keyClicks(line_of(field), "25")
    assert form.field("n") is field
    assert form.values() == {"n": 25}
    assert field.error == "A multiple of 10"


def test_that_a_tuple_has_a_field_for_each_place(make: FormMaker, qtbot: QtBot) -> None:
    places = [{"type": "number", "title": "East"}, {"type": "string", "title": "Name"}]
    form = make(point={"type": "array", "prefixItems": places, "minItems": 2})
    assert form.values() == {}
    assert form.errors == {}
    type_into(qtbot, form.field("point.1"), "4.5")
    assert set(form.errors) == {"point.2", "point"} or set(form.errors) == {"point.2"}
    type_into(qtbot, form.field("point.2"), "A")
    assert form.values() == {"point": [4.5, "A"]}
    form.set_values({"point": [1, "B", "more"]})
    assert form.values() == {"point": [1, "B", "more"]}
