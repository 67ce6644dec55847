"""The run panel with real workers: form, run, cancel, what was refused."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from bimdesk.domain.execution import Status
from bimdesk.domain.protection import layers_without_wall
from bimdesk.services.library.scripts import find_script, save_script
from bimdesk.services.models import list_models
from bimdesk.services.sandbox import Wall
from bimdesk.ui.context import Context
from bimdesk.ui.panels.run_form import RunPanel
from bimdesk.ui.widgets.section_header import SectionHeader


@pytest.fixture
def panel(context: Context, qtbot: QtBot) -> RunPanel:
    made = RunPanel(context)
    qtbot.addWidget(made)
    made.resize(364, 900)
    made.show()
    qtbot.waitUntil(lambda: made.version() is not None)
    return made


def _buttons(panel: RunPanel) -> dict[str, QPushButton]:
    return {one.text(): one for one in panel.findChildren(QPushButton) if one.isVisible()}


def test_that_a_class_field_answers_from_the_model(panel: RunPanel, context: Context, qtbot: QtBot) -> None:
    panel.show_script(find_script(context.project, "Count"))
    assert panel.form is not None
    field = panel.form.field("element_class")
    qtbot.waitUntil(lambda: field.hint.text.startswith("matches"))
    unselected = qtbot.assertNotEmitted(context.hub.selection_changed)
    with qtbot.waitSignal(panel.source.marked) as marked, unselected:
        field.hint.link_clicked.emit()
    assert f"matches {len(marked.args[0])} element" in field.hint.text
    with qtbot.waitSignal(panel.source.marked) as marked:
        panel.hide()
    assert len(marked.args[0]) == 0


def test_that_run_starts_the_script_with_the_values_of_the_form(
    panel: RunPanel, context: Context, qtbot: QtBot
) -> None:
    panel.show_script(find_script(context.project, "Count"), {"least": 7})
    with qtbot.waitSignal(context.runner.finished, timeout=30_000) as ended:
        _buttons(panel)["Run"].click()
    execution = ended.args[1]
    assert execution.status is Status.SUCCESS, execution.sentence
    assert execution.parameters == {"element_class": "IfcWall", "least": 7}
    qtbot.waitUntil(lambda: "Run" in _buttons(panel))


def test_that_cancel_ends_a_script_that_never_would(panel: RunPanel, context: Context, qtbot: QtBot) -> None:
    panel.show_script(find_script(context.project, "endless"))
    panel.run()
    qtbot.waitUntil(lambda: "Cancel" in _buttons(panel), timeout=15_000)
    qtbot.waitUntil(lambda: any(ticket.state.log for ticket in context.runner.tickets), timeout=15_000)
    with qtbot.waitSignal(context.runner.finished, timeout=30_000) as ended:
        _buttons(panel)["Cancel"].click()
    assert ended.args[1].status is Status.CANCELLED


def test_that_run_is_off_and_counts_what_is_to_be_mended(
    panel: RunPanel, context: Context, qtbot: QtBot
) -> None:
    panel.show_script(find_script(context.project, "Count"))
    assert panel.form is not None
    edit = panel.form.field("least").findChild(QLineEdit)
    edit.clear()
    qtbot.keyClicks(edit, "-3")
    assert not _buttons(panel)["Run"].isEnabled()
    _buttons(panel)["1 field to mend"].click()
    assert panel.form.field("least").error == "At least 0"
    with qtbot.assertNotEmitted(context.runner.queued):
        panel.run()


def test_that_an_unknown_variable_stands_beside_its_field(
    panel: RunPanel, context: Context, qtbot: QtBot
) -> None:
    panel.show_script(find_script(context.project, "Count"), {"element_class": "${MODEL_NAM}"})
    with qtbot.waitSignal(context.runner.rejected):
        panel.run()
    assert panel.form is not None
    assert panel.form.field("element_class").error == "${MODEL_NAM} is not known; did you mean MODEL_NAME"


def test_that_a_broken_script_cannot_be_run(panel: RunPanel, context: Context) -> None:
    panel.show_script(find_script(context.project, "broken"))
    assert not _buttons(panel)["Run"].isEnabled()


def test_that_a_saved_script_gets_its_new_form_and_keeps_the_values(
    panel: RunPanel, context: Context, qtbot: QtBot
) -> None:
    script = find_script(context.project, "Count")
    panel.show_script(script, {"least": 5})
    text = script.text.replace('title = "At least"', 'title = "Not less than"')
    _saved, changes = save_script(context.project, script.key, text)
    context.hub.publish(changes)
    qtbot.waitUntil(lambda: panel.script is not None and panel.script.text == text)
    assert panel.form is not None
    assert panel.form.field("least").spec.title == "Not less than"
    assert panel.values()["least"] == 5


def test_that_limits_are_checked_too(panel: RunPanel, context: Context, qtbot: QtBot) -> None:
    panel.show_script(find_script(context.project, "Count"))
    next(one for one in panel.findChildren(SectionHeader) if one.text() == "Advanced").click()
    time = next(one for one in panel.findChildren(QLineEdit) if one.text() == "300")
    time.selectAll()
    qtbot.keyClicks(time, "0")
    assert not _buttons(panel)["Run"].isEnabled()
    assert "1 field to mend" in _buttons(panel)


def test_that_the_form_shows_the_version_it_is_told(panel: RunPanel, context: Context) -> None:
    version = list_models(context.project)[0].latest
    panel.show_script(find_script(context.project, "Count"), version_id=version.id)
    shown = panel.version()
    assert shown is not None
    assert shown.id == version.id


def test_that_a_machine_without_a_wall_turns_run_off_and_says_why(panel: RunPanel, context: Context) -> None:
    panel.show_script(find_script(context.project, "Count"))
    assert _buttons(panel)["Run"].isEnabled()
    context.wall.changed.emit(_no_wall(context))
    assert not _buttons(panel)["Run"].isEnabled()
    words = [one.text() for one in panel.findChildren(QLabel) if one.isVisibleTo(panel)]
    assert "Scripts are not run here: The filter of system calls is missing." in words
    assert "Run once without protection" in _buttons(panel)


def _no_wall(context: Context) -> Wall:
    reason = "The filter of system calls is missing."
    wall = Wall(layers=layers_without_wall(reason), reason=reason)
    context.wall.wall = wall
    return wall
