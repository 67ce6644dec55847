"""Scripts as documents on a real project: saving, built-ins, errors of a real run."""

from __future__ import annotations

from form_maker import line_of
from pytestqt.qtbot import QtBot
from run_context import COUNT_SCRIPT, CRASH_SCRIPT

from bimdesk.domain.changes import Changes
from bimdesk.services.library.scripts import find_script
from bimdesk.services.models import list_models
from bimdesk.services.running import make_request
from bimdesk.ui.context import Context
from bimdesk.ui.editor.document import ScriptDocument


def _open(context: Context, qtbot: QtBot, name: str) -> ScriptDocument:
    document = ScriptDocument(context, find_script(context.project, name))
    qtbot.addWidget(document)
    document.resize(700, 400)
    document.show()
    return document


def test_that_saving_writes_the_file_and_takes_the_dirty_mark_away(context: Context, qtbot: QtBot) -> None:
    document = _open(context, qtbot, "count")
    with qtbot.waitSignal(document.dirty_changed):
        document.edit.insertText(0, "# Größe ✓\n")
    assert document.is_dirty
    with qtbot.waitSignal(document.saved), qtbot.waitSignal(context.hub.changed) as changed:
        document.save()
    assert not document.is_dirty
    assert changed.args[0].scripts == {document.key}
    assert document.script.path.read_text(encoding="utf-8").startswith("# Größe ✓\n# /// script")


def test_that_a_built_in_script_is_read_only_and_can_be_duplicated(context: Context, qtbot: QtBot) -> None:
    document = _open(context, qtbot, "GUID validation")
    assert document.edit.readOnly()
    assert document.banner.text == "Built in"
    with qtbot.waitSignal(document.open_requested) as opened:
        document.banner.acted.emit()
    assert not opened.args[0].is_read_only


def test_that_a_broken_block_is_marked_at_its_line(context: Context, qtbot: QtBot) -> None:
    document = _open(context, qtbot, "broken")
    assert list(document.edit.marks.marked_lines()) == [3]
    assert document.banner.text.startswith("Line 3: ")


def test_that_the_error_of_a_run_marks_its_line(context: Context, qtbot: QtBot) -> None:
    document = _open(context, qtbot, "crash")
    version = list_models(context.project)[0].latest
    with qtbot.waitSignal(context.runner.finished, timeout=30_000):
        context.runner.start(make_request(context.project, document.script, version.id))
    qtbot.waitUntil(lambda: bool(document.edit.marks.marked_lines()))
    ((line, text),) = document.edit.marks.marked_lines().items()
    assert line == CRASH_SCRIPT.splitlines().index('value["missing"]') + 1
    assert "missing" in text


def test_that_a_file_changed_elsewhere_is_taken_over(context: Context, qtbot: QtBot) -> None:
    document = _open(context, qtbot, "count")
    document.script.path.write_text("# new\n", encoding="utf-8")
    context.hub.publish(Changes(scripts=frozenset({document.key})))
    qtbot.waitUntil(lambda: document.text() == "# new\n")
    assert not document.is_dirty


def test_that_unsaved_text_is_never_replaced(context: Context, qtbot: QtBot) -> None:
    document = _open(context, qtbot, "count")
    document.edit.insertText(0, "# mine\n")
    document.script.path.write_text("# new\n", encoding="utf-8")
    context.hub.publish(Changes(scripts=frozenset({document.key})))
    qtbot.waitUntil(lambda: context.operations.is_idle)
    assert document.text().startswith("# mine\n")


def test_that_a_clean_document_may_close(context: Context, qtbot: QtBot) -> None:
    assert _open(context, qtbot, "count").can_close()


def test_that_text_and_form_stand_side_by_side_and_show_each_other(context: Context, qtbot: QtBot) -> None:
    document = _open(context, qtbot, "count")
    document.resize(1000, 600)
    document.activateWindow()
    document.foot.side.click()
    pane = document.side.pane
    assert pane is not None and pane.form is not None and context.settings.editor_form
    qtbot.waitUntil(lambda: pane.form is not None and pane.form.is_whole)
    lines = COUNT_SCRIPT.splitlines()
    document.edit.go_to_line(lines.index('# title = "At least"') + 1)
    qtbot.waitUntil(lambda: pane.marked == "least")
    line_of(pane.form.field("element_class")).setFocus()
    first = lines.index("# [tool.bimdesk.parameters.properties.element_class]")
    qtbot.waitUntil(lambda: document.edit.lineFromPosition(document.edit.currentPos()) == first)
    qtbot.waitUntil(lambda: pane.marked == "element_class")
    assert line_of(pane.form.field("element_class")).hasFocus()
    document.edit.go_to_line(len(lines))
    qtbot.waitUntil(lambda: not pane.marked)


def test_that_the_form_beside_the_text_follows_the_block_and_keeps_what_was_typed(
    context: Context, qtbot: QtBot
) -> None:
    context.change_settings(editor_form=True)
    document = _open(context, qtbot, "count")
    pane = document.side.pane
    assert document.foot.side.isChecked() and pane is not None and pane.form is not None
    pane.form.set_values({"element_class": "IfcDoor", "least": 4})
    block = "# [tool.bimdesk.parameters.properties.extra]\n# type = 'string'\n# ///\n"
    document.edit.load(COUNT_SCRIPT.replace("# ///\n", block, 1))
    document.edit.insertText(document.edit.textLength(), "\n")
    qtbot.waitUntil(lambda: "extra" in [one.spec.path for one in pane.form.fields()], timeout=20_000)
    assert pane.values() == {"element_class": "IfcDoor", "least": 4}
    document.edit.load(COUNT_SCRIPT.replace('type = "integer"', 'type = "intger"'))
    document.edit.insertText(document.edit.textLength(), "\n")
    qtbot.waitUntil(pane.fault.isVisible, timeout=20_000)
    line = COUNT_SCRIPT.splitlines().index('# type = "integer"') + 1
    assert f"Line {line} " in pane.fault.text() and "intger" in pane.fault.toolTip()
    assert list(document.edit.marks.marked_lines()) == [line]
    assert pane.values() == {"element_class": "IfcDoor", "least": 4}


def test_that_a_test_run_takes_the_values_beside_the_text(context: Context, qtbot: QtBot) -> None:
    context.change_settings(editor_form=True)
    document = _open(context, qtbot, "count")
    pane = document.side.pane
    assert pane is not None and pane.form is not None
    pane.form.set_values({"element_class": "IfcDoor", "least": 2})
    with qtbot.waitSignal(document.test_wanted):
        pane.test_wanted.emit()
    assert document.test_values == {"element_class": "IfcDoor", "least": 2}
    with qtbot.waitSignal(document.test_wanted):
        document.foot.test.click()
    assert document.test_values == {}
