"""Fields that know the model: every word of x-bim, values of a property, late answers, picking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from run_context import KEY, refs, settle

from bimdesk.domain.metadata_checks import X_BIM
from bimdesk.index.choices import CHOICE_KINDS, PROPERTY_VALUE, Choice, read_choices
from bimdesk.index.meant import Matched, Meaning
from bimdesk.ui.context import Context
from bimdesk.ui.forms.elements import ElementsField
from bimdesk.ui.forms.field import Field
from bimdesk.ui.forms.form import Form
from bimdesk.ui.forms.hint import Tone
from bimdesk.ui.forms.model_fields import ChoiceField, ChoicesField, match_sentence
from bimdesk.ui.forms.model_source import ModelSource
from bimdesk.ui.forms.paths import FileField
from bimdesk.ui.forms.query import QueryField
from bimdesk.ui.forms.source import FormSource, Taken
from bimdesk.ui.forms.versions import VersionField
from bimdesk.ui.theme import fonts

TEXT: dict[str, Any] = {"type": "string"}
VALUES: dict[str, Any] = {
    "properties": {
        "name": {**TEXT, "x-bim": "property"},
        "value": {**TEXT, "x-bim": PROPERTY_VALUE, "x-bim-of": "name"},
        "several": {"type": "array", "items": {**TEXT, "x-bim": PROPERTY_VALUE, "x-bim-of": "name"}},
        "group": {
            "type": "object",
            "properties": {
                "name": {**TEXT, "x-bim": "property"},
                "value": {**TEXT, "x-bim": PROPERTY_VALUE, "x-bim-of": "name"},
            },
        },
    }
}


class Asked(FormSource):
    """A source that answers when it is told to."""

    def __init__(self, parent: QApplication) -> None:
        super().__init__(parent)
        self.values_asked: list[tuple[str, Callable[[Sequence[Choice]], None]]] = []
        self.counts_asked: list[tuple[Meaning, Callable[[Matched], None]]] = []
        self.taken: Taken | None = None

    def values_of(self, name: str, take: Callable[[Sequence[Choice]], None]) -> None:
        self.values_asked.append((name, take))

    def count_meant(self, meaning: Meaning, take: Callable[[Matched], None]) -> None:
        self.counts_asked.append((meaning, take))

    def can_show(self) -> bool:
        return True

    def begin_pick(self, words: str, take: Taken) -> None:
        self.taken = take

    def stop_pick(self) -> None:
        self.taken = None


@pytest.fixture
def source(qapp: QApplication) -> Asked:
    fonts.install()
    return Asked(qapp)


def made(qtbot: QtBot, schema: dict[str, Any], source: FormSource) -> Form:
    form = Form(schema, source=source)
    qtbot.addWidget(form)
    return form


def choices(*values: str) -> list[Choice]:
    return [Choice(value=value, label=value, count=number) for number, value in enumerate(values, 1)]


def button(field: Field, text: str) -> QPushButton:
    return next(one for one in field.findChildren(QPushButton) if one.text() == text)


@pytest.mark.parametrize("word", X_BIM)
def test_that_every_word_of_x_bim_is_a_field_filled_from_the_model(
    word: str, context: Context, qtbot: QtBot
) -> None:
    fonts.install()
    source = ModelSource(context)
    form = made(qtbot, {"properties": {"one": {**TEXT, "x-bim": word}}}, source)
    source.watch(context.project.models.find_version(KEY), form.needs)
    settle(context)
    field = form.field("one")
    classes: dict[str, type[Field]] = {
        "element": ElementsField,
        "elements": ElementsField,
        "query": QueryField,
        "model": VersionField,
        "model-version": VersionField,
        "ids-file": FileField,
    }
    assert type(field) is classes.get(word, ChoiceField)
    if isinstance(field, ChoiceField) and word != PROPERTY_VALUE:
        there = read_choices(context.indexes.get(KEY).connection, [word]).of(word)
        assert tuple(field.offered()) == there
    if word in CHOICE_KINDS:
        several = {"properties": {"one": {"type": "array", "items": {**TEXT, "x-bim": word}}}}
        assert type(made(qtbot, several, source).field("one")) is ChoicesField


def test_that_values_follow_the_property_that_another_field_names(qtbot: QtBot, source: Asked) -> None:
    form = made(qtbot, VALUES, source)
    field, several, inner = (form.field(path) for path in ("value", "several", "group.value"))
    assert isinstance(field, ChoiceField) and isinstance(several, ChoicesField)
    assert "Choose a property in 'name'" in field.hint.text
    form.set_values({"name": "Pset_WallCommon.FireRating", "value": "F30"})
    names = [name for name, _take in source.values_asked]
    assert set(names) == {"Pset_WallCommon.FireRating"}
    for _name, take in source.values_asked:
        take(choices("F30", "F90"))
    assert [one.value for one in field.offered()] == ["F30", "F90"]
    assert field.hint.text == "matches 1 element"
    assert field.meaning() == Meaning(PROPERTY_VALUE, ("F30",), "Pset_WallCommon.FireRating")
    form.set_values({"name": "Pset_WallCommon.FireRating", "value": "F45"})
    assert field.hint.tone is Tone.AMBER
    source.values_asked.clear()
    form.set_values({"name": "Pset_WallCommon.FireRating", "group": {"name": "Qto.Width", "value": "1"}})
    assert [name for name, _take in source.values_asked] == ["Qto.Width"]
    source.values_asked[0][1](choices("1"))
    assert inner.hint.text == "matches 1 element"


def test_that_late_values_of_another_property_are_dropped(qtbot: QtBot, source: Asked) -> None:
    form = made(qtbot, VALUES, source)
    form.set_values({"name": "A.b"})
    late = [take for _name, take in source.values_asked]
    form.set_values({"name": "C.d"})
    for take in late:
        take(choices("old"))
    field = form.field("value")
    assert isinstance(field, ChoiceField)
    assert list(field.offered()) == []
    newest = source.values_asked[-1]
    form.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    newest[1](choices("new"))  # a form that is gone


def test_that_elements_are_picked_one_after_another_and_taken_out_again(qtbot: QtBot, source: Asked) -> None:
    form = made(qtbot, {"properties": {"which": {"type": "array", "x-bim": "elements"}}}, source)
    field = form.field("which")
    button(field, "Pick in 3D").click()
    assert source.is_picking(field) and source.is_shown(field)
    assert source.taken is not None
    source.taken(["a"])
    source.taken(["b", "c"])
    source.taken(["a"])
    assert form.values() == {"which": ["b", "c"]}
    meaning, take = source.counts_asked[-1]
    assert meaning == Meaning("elements", ("b", "c"))
    take(Matched(1))
    assert (field.hint.text, field.hint.tone) == ("1 of 2 are not in this model", Tone.AMBER)
    button(field, "Pick in 3D").click()
    assert source.taken is None and not source.is_shown(field)


def test_that_picking_one_element_ends_with_the_first(qtbot: QtBot, source: Asked) -> None:
    form = made(qtbot, {"properties": {"which": {**TEXT, "x-bim": "element"}}}, source)
    field = form.field("which")
    button(field, "Pick in 3D").click()
    taken = source.taken
    assert taken is not None
    taken(["a", "b"])
    assert form.values() == {"which": "a"}
    assert not source.is_picking() and not button(field, "Pick in 3D").isChecked()
    button(field, "Pick in 3D").click()
    source.leave()
    assert not button(field, "Pick in 3D").isChecked()


def test_that_a_large_selection_is_taken_in_a_thread(context: Context, qtbot: QtBot) -> None:
    fonts.install()
    source = ModelSource(context)
    form = made(qtbot, {"properties": {"which": {"type": "array", "x-bim": "elements"}}}, source)
    source.watch(context.project.models.find_version(KEY), form.needs)
    settle(context)
    context.hub.select(refs(100, 103, 104))
    field = form.field("which")
    button(field, "Use selection (3)").click()
    assert form.values() == {}
    qtbot.waitUntil(lambda: "which" in form.values())
    assert form.values() == {"which": ["2O2Fr$t4X7Zf8NOew3FNtn", "103", "104"]}
    qtbot.waitUntil(lambda: field.hint.text == "matches 3 elements")
    with qtbot.waitSignal(source.marked) as marked:
        field.hint.link_clicked.emit()
    assert marked.args[0].ids(KEY).tolist() == [100, 103, 104]
    assert len(context.hub.selection) == 3


@pytest.mark.parametrize(
    ("matched", "words"),
    [
        (Matched(1), "matches 1 element"),
        (Matched(60, 3), "matches 57 elements, 3 openings"),
        (Matched(3, 3), "matches 3 openings"),
        (Matched(1201, 1), "matches 1,200 elements, 1 opening"),
    ],
)
def test_that_openings_are_counted_apart(matched: Matched, words: str) -> None:
    assert match_sentence(matched) == words
