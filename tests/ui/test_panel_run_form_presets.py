"""Presets, last values, copies and pasting in the run panel, with a real project and real runs."""

from __future__ import annotations

import json
import shlex
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from run_context import settle

from bimdesk.services.library.scripts import find_script, save_script
from bimdesk.services.presets import keep_last_values, list_presets
from bimdesk.services.project import Project
from bimdesk.ui.context import Context
from bimdesk.ui.hub import Notification
from bimdesk.ui.panels.run_form import RunPanel
from bimdesk.ui.panels.run_form.note import NoteBar
from bimdesk.ui.panels.run_form.preset_bar import PresetBar


@pytest.fixture
def panel(context: Context, qtbot: QtBot) -> RunPanel:
    made = RunPanel(context)
    qtbot.addWidget(made)
    made.resize(364, 900)
    made.show()
    qtbot.waitUntil(lambda: made.version() is not None)
    return made


class Hands:
    """What a person does with the head of the form."""

    def __init__(self, panel: RunPanel, context: Context, qtbot: QtBot) -> None:
        self.panel, self.context, self.qtbot = panel, context, qtbot
        self.bar = panel.findChild(PresetBar)
        self.note = panel.findChild(NoteBar)

    def show(self, name: str, **more: Any) -> None:
        self.panel.show_script(find_script(self.context.project, name), **more)
        settle(self.context)

    @property
    def project(self) -> Project:
        return self.context.project

    @property
    def names(self) -> list[str]:
        assert self.panel.script is not None
        return [one.name for one in list_presets(self.project, self.panel.script.key)]

    @property
    def head(self) -> tuple[str, bool]:
        return self.bar.button.text(), self.bar.is_marked

    def actions(self) -> dict[str, QAction]:
        """The lines of the menu as it opens now."""
        self.bar.menu.aboutToShow.emit()
        return {one.text(): one for one in self.bar.menu.actions() if one.text()}

    def choose(self, text: str) -> None:
        action = self.actions()[text]
        assert action.isEnabled()
        action.trigger()
        settle(self.context)

    def type_least(self, text: str) -> None:
        assert self.panel.form is not None
        edit = self.panel.form.field("least").findChild(QLineEdit)
        edit.selectAll()
        self.qtbot.keyClicks(edit, text)

    def save_as(self, name: str) -> None:
        self.choose("Save as…")
        self.bar.name.clear()
        self.qtbot.keyClicks(self.bar.name, name)
        self.qtbot.keyClick(self.bar.name, Qt.Key.Key_Return)
        settle(self.context)

    def paste(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.panel.copies.paste()


@pytest.fixture
def hands(panel: RunPanel, context: Context, qtbot: QtBot) -> Hands:
    return Hands(panel, context, qtbot)


def test_that_a_preset_is_saved_changed_chosen_renamed_and_deleted(hands: Hands, qtbot: QtBot) -> None:
    hands.show("Count")
    assert hands.head == ("Defaults", False)
    hands.type_least("7")
    assert hands.head == ("Defaults", True)
    hands.save_as("Strict")
    assert hands.head == ("Strict", False)
    hands.type_least("8")
    assert hands.head == ("Strict", True)
    hands.choose("Reset to defaults")
    assert hands.head == ("Defaults", False)
    assert hands.panel.values()["least"] == 1
    hands.choose("Strict")
    assert (hands.head, hands.panel.values()["least"]) == (("Strict", False), 7)
    assert not hands.actions()["Save 'Strict'"].isEnabled()
    hands.type_least("9")
    hands.choose("Save 'Strict'")
    assert hands.head == ("Strict", False)
    hands.choose("Rename 'Strict'…")
    hands.bar.name.setText("Stricter")
    qtbot.mouseClick(hands.bar.save, Qt.MouseButton.LeftButton)
    settle(hands.context)
    assert (hands.head, hands.names) == (("Stricter", False), ["Stricter"])
    with qtbot.waitSignal(hands.context.hub.notified) as told:
        hands.choose("Delete 'Stricter'")
    assert hands.names == []
    assert hands.panel.values()["least"] == 9
    notification = told.args[0]
    assert isinstance(notification, Notification)
    assert notification.on_action is not None
    notification.on_action()
    settle(hands.context)
    assert hands.names == ["Stricter"]


def test_that_saving_under_a_name_that_is_taken_says_replace(hands: Hands, qtbot: QtBot) -> None:
    hands.show("Count")
    hands.save_as("Strict")
    hands.choose("Reset to defaults")
    hands.type_least("4")
    hands.choose("Save as…")
    qtbot.keyClicks(hands.bar.name, "strict ")
    assert hands.bar.save.text() == "Replace"
    qtbot.keyClicks(hands.bar.name, "2")
    assert hands.bar.save.text() == "Save"
    qtbot.keyClick(hands.bar.name, Qt.Key.Key_Escape)
    assert not hands.bar.name.isVisible()
    assert hands.names == ["Strict"]


def test_that_a_preset_that_does_not_fit_any_more_says_which_fields_and_why(hands: Hands) -> None:
    hands.show("Count")
    hands.type_least("7")
    hands.save_as("Strict")
    script = find_script(hands.project, "Count")
    text = script.text.replace("# default = 1", "# default = 9").replace("# minimum = 0", "# minimum = 8")
    _saved, changes = save_script(hands.project, script.key, text)
    hands.context.hub.publish(changes)
    settle(hands.context)
    hands.choose("Reset to defaults")
    hands.choose("Strict")
    assert "'Strict' do not fit any more" in hands.note.text
    assert "least: at least 8" in hands.note.text
    assert hands.panel.values()["element_class"] == "IfcWall"


def test_that_a_form_opens_with_the_values_of_the_last_run(
    hands: Hands, context: Context, qtbot: QtBot
) -> None:
    hands.show("Count")
    hands.type_least("5")
    with qtbot.waitSignal(context.runner.finished, timeout=60_000):
        hands.panel.run()
    hands.show("endless")
    hands.show("Count")
    assert (hands.head, hands.panel.values()["least"]) == (("Last values", False), 5)
    hands.choose("Reset to defaults")
    assert hands.panel.values()["least"] == 1
    hands.choose("Last values")
    assert hands.panel.values()["least"] == 5
    version = hands.panel.version()
    assert version is not None
    hands.show("Count", values={"least": 3}, version_id=version.id)
    assert (hands.head, hands.panel.values()["least"]) == (("Values of a run", False), 3)


def test_that_last_values_that_do_not_fit_are_told_and_the_rest_is_there(hands: Hands) -> None:
    key = find_script(hands.project, "Count").key
    keep_last_values(hands.project, key, {"least": "many", "element_class": "IfcDoor"}, schema={})
    hands.show("Count")
    assert hands.panel.values() == {"least": 1, "element_class": "IfcDoor"}
    assert "least: a whole number is wanted" in hands.note.text
    hands.show("endless")
    assert hands.note.text == ""


def test_that_copies_say_what_the_form_says(hands: Hands, context: Context) -> None:
    hands.show("Count")
    hands.type_least("7")
    clipboard = QGuiApplication.clipboard()
    hands.panel.copies.copy_command()
    settle(context)
    project = str(context.project.folder)
    assert shlex.split(clipboard.text()) == [
        "bimdesk", "run", "Count", "House v1", "--project", project,
        "--param", "element_class=IfcWall", "--param", "least=7",
    ]  # fmt: skip
    assert hands.note.text == "Command copied"
    hands.panel.copies.copy_json()
    assert json.loads(clipboard.text()) == hands.panel.values()
    hands.panel.copies.copy_python()
    assert "'least': 7" in clipboard.text()
    compile(clipboard.text(), "<copied>", "exec")


def test_that_pasted_values_are_taken_over_those_of_the_form(hands: Hands) -> None:
    hands.show("Count")
    hands.paste('{"least": 12}')
    assert hands.panel.values() == {"element_class": "IfcWall", "least": 12}
    assert (hands.note.text, hands.head[1]) == ("1 of 1 values pasted", True)


def test_that_what_is_wrong_with_pasted_values_stands_beside_the_fields(hands: Hands) -> None:
    hands.show("Count")
    hands.paste('{"least": -4, "element_class": "IfcDoor", "leest": 1}')
    form = hands.panel.form
    assert form is not None
    assert form.field("least").error == "At least 0"
    assert form.field("element_class").error == ""
    assert hands.panel.values() == {"element_class": "IfcDoor", "least": -4}
    assert "leest: there is no such parameter; did you mean least" in hands.note.text
    assert len(form.errors) == 1


def test_that_what_a_field_cannot_show_is_refused_beside_it(hands: Hands) -> None:
    hands.show("Count")
    hands.paste('{"least": [1], "element_class": "IfcDoor"}')
    form = hands.panel.form
    assert form is not None
    assert form.field("least").error == "A whole number is wanted: [1]"
    assert hands.panel.values() == {"element_class": "IfcDoor", "least": 1}


@pytest.mark.parametrize("text", ["", "no json", "[1, 2]"])
def test_that_a_clipboard_without_an_object_is_told(hands: Hands, text: str) -> None:
    hands.show("Count")
    hands.paste(text)
    assert hands.note.text.startswith("What was copied is not")
    assert hands.panel.values() == {"element_class": "IfcWall", "least": 1}


def test_that_answers_that_come_after_the_panel_is_gone_do_no_harm(context: Context, qtbot: QtBot) -> None:
    panel = RunPanel(context)
    panel.show()
    qtbot.waitUntil(lambda: panel.version() is not None)
    key = find_script(context.project, "Count").key
    panel.show_script(find_script(context.project, "Count"))
    form = panel.form
    assert form is not None
    form.field("element_class").hint.link_clicked.emit()
    panel.copies.copy_command()
    panel.presets.save("Late")
    panel.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    settle(context)
    assert [one.name for one in list_presets(context.project, key)] == ["Late"]
