"""The field of a filter: what is wrong with it, how many elements it finds, and where they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from bimdesk.domain.filter_text import print_filter
from bimdesk.domain.filters import Filter
from bimdesk.errors import BimdeskError
from bimdesk.index.meant import Matched, Meaning
from bimdesk.ui.forms.form import Form
from bimdesk.ui.forms.hint import Tone
from bimdesk.ui.forms.query import QueryField
from bimdesk.ui.forms.source import FormSource
from bimdesk.ui.theme import fonts

SCHEMA: dict[str, Any] = {
    "properties": {"which": {"type": "string", "x-bim": "query", "description": "What to look at"}}
}


class Counting(FormSource):
    """A source that answers when it is told to."""

    def __init__(self, parent: QApplication) -> None:
        super().__init__(parent)
        self.asked: list[tuple[str, Callable[[Matched | BimdeskError], None]]] = []
        self.marks: list[Meaning | None] = []

    def count_filter(self, wanted: Filter, take: Callable[[Matched | BimdeskError], None]) -> None:
        self.asked.append((print_filter(wanted), take))

    def mark(self, meaning: Meaning | None) -> None:
        if self.marks[-1:] != [meaning]:
            self.marks.append(meaning)

    def can_show(self) -> bool:
        return True


@pytest.fixture
def source(qapp: QApplication) -> Counting:
    return Counting(qapp)


@pytest.fixture
def form(qtbot: QtBot, source: Counting) -> Form:
    fonts.install()
    made = Form(SCHEMA, source=source)
    qtbot.addWidget(made)
    return made


def line_of(form: Form) -> QLineEdit:
    field = form.field("which")
    assert isinstance(field, QueryField)
    line = field.findChild(QLineEdit)
    assert line is not None
    return line


def test_that_a_filter_says_how_many_elements_it_finds(form: Form, source: Counting, qtbot: QtBot) -> None:
    qtbot.keyClicks(line_of(form), "IfcWall,Name*=a")
    qtbot.waitUntil(lambda: bool(source.asked))
    assert [text for text, _take in source.asked] == ["IfcWall, Name*=a"]
    source.asked[0][1](Matched(57))
    field = form.field("which")
    assert (field.hint.text, field.live_hint()[1]) == ("matches 57 elements", Tone.MATCH)
    field.hint.link_clicked.emit()
    assert source.marks == [Meaning("query", ("IfcWall,Name*=a",))]
    assert form.values() == {"which": "IfcWall,Name*=a"}


def test_that_a_late_answer_to_another_text_is_dropped(form: Form, source: Counting, qtbot: QtBot) -> None:
    qtbot.keyClicks(line_of(form), "IfcWall")
    qtbot.waitUntil(lambda: len(source.asked) == 1)
    qtbot.keyClicks(line_of(form), "Type")
    source.asked[0][1](Matched(57))
    assert form.field("which").hint.text == "What to look at"
    qtbot.waitUntil(lambda: len(source.asked) == 2)
    source.asked[1][1](Matched(0))
    assert form.field("which").hint.tone is Tone.AMBER


def test_that_what_is_no_filter_is_told_and_not_asked(form: Form, source: Counting, qtbot: QtBot) -> None:
    qtbot.keyClicks(line_of(form), "IfcWall, (")
    form.validate()
    assert form.errors["which"].startswith("Character 11: ")
    form.set_values({"which": "Name=${MODEL_NAME}"})
    form.validate()
    assert form.errors == {}
    assert source.asked == []


def test_that_a_refusal_of_the_model_is_told(form: Form, source: Counting, qtbot: QtBot) -> None:
    form.set_values({"which": "IfcWall"})
    qtbot.waitUntil(lambda: bool(source.asked))
    source.asked[0][1](BimdeskError("The search took longer than 10 s.", "Narrow it."))
    assert form.field("which").hint.text == "The search took longer than 10 s. Narrow it."


def test_that_marks_in_3d_follow_the_text_while_the_eye_is_on(
    form: Form, source: Counting, qtbot: QtBot
) -> None:
    form.set_values({"which": "IfcWall"})
    qtbot.waitUntil(lambda: bool(source.asked))
    source.asked[0][1](Matched(57))
    field = form.field("which")
    field.hint.link_clicked.emit()
    assert field.live_hint() == ("matches 57 elements", Tone.MATCH, "Shown in 3D")
    line = line_of(form)
    qtbot.keyClicks(line, "Type")
    qtbot.waitUntil(lambda: len(source.asked) == 2)
    source.asked[1][1](Matched(3))
    qtbot.keyClicks(line, "(")
    assert form.errors
    line.clear()
    form.set_values({})
    assert source.marks == [
        Meaning("query", ("IfcWall",)),
        Meaning("query", ("IfcWallType",)),
        None,
    ]
    field.hint.link_clicked.emit()
    assert not source.is_shown(field)


def test_that_one_eye_is_on_at_a_time(qtbot: QtBot, source: Counting) -> None:
    query = {"type": "string", "x-bim": "query"}
    form = Form({"properties": {"one": query, "two": query}}, source=source)
    qtbot.addWidget(form)
    form.set_values({"one": "IfcWall", "two": "IfcDoor"})
    qtbot.waitUntil(lambda: len(source.asked) == 2)
    for _text, take in source.asked:
        take(Matched(1))
    one, two = form.field("one"), form.field("two")
    one.hint.link_clicked.emit()
    two.hint.link_clicked.emit()
    assert not source.is_shown(one)
    assert one.live_hint()[2] == "Show in 3D"
    assert source.marks[-1] == Meaning("query", ("IfcDoor",))
    source.leave()
    assert source.marks[-1] is None
    assert two.live_hint()[2] == "Show in 3D"
