"""The form: values go in and come out, errors stand beside their fields, the model answers live."""

from __future__ import annotations

from typing import Any

import pytest
from form_maker import FormMaker
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from bimdesk.index.choices import Choice, ModelChoices
from bimdesk.ui.forms.chips import ChipsEdit
from bimdesk.ui.forms.form import Form
from bimdesk.ui.forms.hint import Tone
from bimdesk.ui.forms.source import FormSource, PickedElement
from bimdesk.ui.forms.toggles import Switch
from bimdesk.ui.theme import fonts

SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["pattern"],
    "properties": {
        "element_class": {"type": "string", "default": "IfcWall", "x-bim": "ifc-class"},
        "storeys": {"type": "array", "items": {"type": "string", "x-bim": "storey"}},
        "minimum": {"type": "number", "minimum": 0, "maximum": 100, "default": 95, "x-unit": "%"},
        "count": {"type": "integer", "minimum": 1},
        "inherit": {"type": "boolean", "default": True},
        "pattern": {"type": "string", "title": "Pattern"},
        "note": {"type": "string", "format": "multiline"},
        "mode": {"type": "string", "enum": ["strict", "lenient"], "default": "strict"},
        "level": {"type": "integer", "enum": [1, 2, 3]},
        "checks": {"type": "array", "items": {"enum": ["names", "storeys", 3]}, "default": ["names"]},
        "many": {"type": "array", "items": {"enum": [f"option {n}" for n in range(12)]}},
        "day": {"type": "string", "format": "date"},
        "rules": {"type": "string", "format": "file"},
        "names": {"type": "array", "items": {"type": "string"}},
        "limits": {"type": "array", "items": {"type": "number"}},
        "picked": {"type": "array", "x-bim": "elements", "items": {"type": "string"}},
        "weights": {
            "type": "object",
            "properties": {
                "geometry": {"type": "number", "default": 0.4, "maximum": 1},
                "tag": {"type": "string"},
            },
        },
    },
}
_words = st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1, max_size=12)
_finite = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**12), 10**12)
_values = st.fixed_dictionaries(
    {"inherit": st.booleans(), "mode": st.sampled_from(["strict", "lenient"]), "minimum": _finite},
    optional={
        "element_class": _words,
        "storeys": st.lists(_words, unique=True, min_size=1, max_size=4),
        "count": st.integers(-(10**15), 10**15),
        "pattern": _words,
        "note": _words,
        "level": st.sampled_from([1, 2, 3]),
        "many": st.just(["option 2", "option 7"]),
        "day": st.dates().map(str),
        "rules": _words,
        "names": st.lists(_words, min_size=1, max_size=4),
        "limits": st.lists(_finite, min_size=1, max_size=4),
        "picked": st.lists(_words, min_size=1, max_size=4, unique=True),
        "weights": st.fixed_dictionaries({"geometry": _finite}, optional={"tag": _words}),
        "checks": st.just(["names", 3]),
    },
)


@pytest.fixture
def form(qtbot: QtBot, qapp: QApplication) -> Form:
    fonts.install()
    made = Form(SCHEMA, source=FormSource(qapp))
    qtbot.addWidget(made)
    return made


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=_values)
def test_that_values_come_out_as_they_went_in(form: Form, values: dict[str, Any]) -> None:
    form.set_values(values)
    emptied = {"element_class": "", "checks": [], "weights": form.values()["weights"]}
    assert form.values() == emptied | values


def test_that_a_new_form_shows_the_defaults(form: Form) -> None:
    assert form.values() == {
        "element_class": "IfcWall",
        "minimum": 95,
        "inherit": True,
        "mode": "strict",
        "checks": ["names"],
        "weights": {"geometry": 0.4},
    }


def test_that_an_error_is_shown_once_its_field_was_touched(form: Form, qtbot: QtBot) -> None:
    assert set(form.errors) == {"pattern"}
    assert form.field("pattern").error == ""
    edit = form.field("minimum").findChild(QLineEdit)
    edit.selectAll()
    with qtbot.waitSignal(form.errors_changed):
        qtbot.keyClicks(edit, "120")
    assert form.field("minimum").error == "At most 100 %"
    assert edit.property("bad") is True
    assert form.field("pattern").error == ""


def test_that_all_errors_show_at_once_and_the_first_gets_the_focus(form: Form, qtbot: QtBot) -> None:
    form.set_values({**form.values(), "minimum": 120, "weights": {"geometry": 3}})
    form.show()
    qtbot.waitExposed(form)
    first = form.focus_first_error()
    assert first is form.field("minimum")
    assert form.field("pattern").error == "A value is needed"
    assert form.field("weights.geometry").error == "At most 1"
    assert len(form.errors) == 3


def test_that_a_decimal_comma_is_explained(form: Form, qtbot: QtBot) -> None:
    edit = form.field("minimum").findChild(QLineEdit)
    edit.clear()
    qtbot.keyClicks(edit, "0,9")
    assert form.field("minimum").error == "Written with a point: 0.9"


def test_that_a_word_in_a_list_of_numbers_names_its_row(form: Form) -> None:
    field = form.field("limits")
    field.write([1, "two"])
    field.edited()
    assert field.error == "Row 2: “two” is not a number"


def test_that_reset_brings_the_defaults_back(form: Form) -> None:
    defaults = form.values()
    form.set_values({"pattern": "x", "minimum": 1, "checks": []})
    form.reset()
    assert form.values() == defaults


def test_that_what_the_service_refused_is_shown_until_the_next_change(form: Form, qtbot: QtBot) -> None:
    form.set_values({**form.values(), "pattern": "x"})
    form.show_errors({"pattern": "${PROJEKT} is not known"})
    assert form.field("pattern").error == "${PROJEKT} is not known"
    qtbot.keyClicks(form.field("pattern").control, "y")
    assert form.field("pattern").error == ""


class _Source(FormSource):
    def selection(self) -> list[PickedElement]:
        return [PickedElement("guid 1", "Wall 1"), PickedElement("guid 2", "Wall 2")]


def _choices() -> ModelChoices:
    walls = Choice(value="IfcWall", label="IfcWall", count=57)
    level = Choice(value="Level 1", label="Level 1", count=20, detail="0.00 m")
    return ModelChoices(by_kind={"ifc-class": (walls,), "storey": (level,)})


def test_that_a_class_says_live_how_many_elements_it_matches(form: Form, qtbot: QtBot) -> None:
    source = form.field("element_class").source
    assert form.field("element_class").hint.text == ""
    source.choices = _choices()
    source.changed.emit()
    assert form.field("element_class").hint.text == "matches 57 elements"
    form.set_values({"element_class": "IfcRamp"})
    assert form.field("element_class").hint.tone is Tone.AMBER
    assert "element_class" not in form.errors
    assert form.values()["element_class"] == "IfcRamp"


def test_that_chips_are_added_by_enter_and_removed_by_backspace(form: Form, qtbot: QtBot) -> None:
    chips = form.field("storeys").findChild(ChipsEdit)
    line = chips.findChild(QLineEdit)
    form.field("storeys").source.choices = _choices()
    form.field("storeys").source.changed.emit()
    qtbot.keyClicks(line, "level 1")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert form.values()["storeys"] == ["Level 1"]
    qtbot.keyClick(line, Qt.Key.Key_Backspace)
    assert "storeys" not in form.values()


def test_that_the_current_selection_becomes_the_value(qtbot: QtBot, qapp: QApplication) -> None:
    made = Form(SCHEMA, source=_Source(qapp))
    qtbot.addWidget(made)
    field = made.field("picked")
    buttons = [one for one in field.findChildren(type(field._take)) if "Use" in one.text()]
    assert buttons[0].text() == "Use selection (2)"
    buttons[0].click()
    assert made.values()["picked"] == ["guid 1", "guid 2"]


def test_that_a_wide_form_has_two_columns(form: Form, qtbot: QtBot) -> None:
    form.resize(360, 900)
    form.show()
    narrow = form.field("count").x()
    form.resize(900, 900)
    qtbot.waitUntil(lambda: form.field("count").x() > narrow)


def test_that_a_form_shows_all_lines_of_a_long_title_of_a_switch(qtbot: QtBot, qapp: QApplication) -> None:
    made = FormMaker(qtbot, qapp)(
        case={"type": "boolean", "title": "Warn about GlobalIds that differ by case only"}
    )
    switch = made.field("case").control
    assert isinstance(switch, Switch)
    made.show()
    made.resize(600, 400)
    qtbot.waitUntil(lambda: switch.width() > 500)
    line = switch.height()
    made.resize(220, 400)
    two_lines = line + switch.fontMetrics().lineSpacing() - 2
    qtbot.waitUntil(lambda: switch.width() <= 220 and switch.height() >= two_lines)
    assert switch.minimumSizeHint().width() < 60
    made.resize(600, 400)
    qtbot.waitUntil(lambda: switch.height() == line)
