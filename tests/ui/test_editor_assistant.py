"""Completion, call tips, problems and drafts: a real child, a real crash, children that do not answer."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from bimdesk.paths import AppPaths
from bimdesk.protocol.editor import FromChild
from bimdesk.services.drafts import list_drafts, load_draft, save_draft
from bimdesk.services.library.scripts import find_script
from bimdesk.services.models import list_models
from bimdesk.services.running import make_request
from bimdesk.ui.context import Context
from bimdesk.ui.editor import helper as helper_module
from bimdesk.ui.editor.completion import Completion
from bimdesk.ui.editor.document import ScriptDocument
from bimdesk.ui.editor.helper import EditorHelper
from bimdesk.ui.widgets.buttons import IconButton
from bimdesk.ui.window.documents import Documents
from bimdesk.ui.window.script_documents import ScriptDocuments

WAIT_MS = 60_000
SUPPORT = Path(__file__).resolve().parents[1] / "support"


def _open(context: Context, qtbot: QtBot, name: str = "count") -> ScriptDocument:
    document = ScriptDocument(context, find_script(context.project, name))
    qtbot.addWidget(document)
    document.resize(900, 600)
    with qtbot.waitExposed(document):
        document.show()
    document.activateWindow()
    document.edit.grabFocus()
    document.edit.gotoPos(document.edit.textLength())
    return document


def _begin(document: ScriptDocument, qtbot: QtBot) -> EditorHelper:
    document.assistant.begin()
    helper = document.assistant.helper
    assert helper is not None
    qtbot.waitUntil(lambda: helper.is_ready, timeout=WAIT_MS)
    return helper


def _completion(context: Context, qtbot: QtBot) -> tuple[ScriptDocument, Completion]:
    document = _open(context, qtbot)
    _begin(document, qtbot)
    assert document.assistant.completion is not None
    return document, document.assistant.completion


def test_that_a_word_is_completed_by_keyboard(context: Context, qtbot: QtBot) -> None:
    document, completion = _completion(context, qtbot)
    qtbot.keyClicks(document.edit, "x = enti")
    qtbot.waitUntil(lambda: completion.is_open, timeout=WAIT_MS)
    assert completion.popup.words[0].name == "entities"
    qtbot.waitUntil(lambda: "Every product" in completion.popup.help_text, timeout=WAIT_MS)
    qtbot.keyClick(document.edit, Qt.Key.Key_Return)
    assert document.text().endswith("x = entities")
    assert not completion.is_open


def test_that_typing_on_filters_the_list_and_escape_closes_it(context: Context, qtbot: QtBot) -> None:
    document, completion = _completion(context, qtbot)
    qtbot.keyClicks(document.edit, 'entities.where("Pset_WallCommon.')
    qtbot.waitUntil(lambda: completion.is_open, timeout=WAIT_MS)
    qtbot.keyClicks(document.edit, "IsExt")
    qtbot.waitUntil(lambda: [word.name for word in completion.popup.words] == ["IsExternal"])
    qtbot.keyClick(document.edit, Qt.Key.Key_Escape)
    assert not completion.is_open
    assert document.text().endswith("IsExt")


def test_that_an_answer_for_a_place_that_the_caret_left_is_dropped(context: Context, qtbot: QtBot) -> None:
    document, completion = _completion(context, qtbot)
    qtbot.keyClicks(document.edit, "enti")
    document.edit.gotoPos(0)
    heard: list[FromChild] = []
    helper = document.assistant.helper
    assert helper is not None
    helper.ask("hover", document.assistant.number, heard.append, at=0)
    qtbot.waitUntil(lambda: bool(heard), timeout=WAIT_MS)
    assert not completion.is_open


def test_that_a_call_tip_shows_the_argument_that_is_typed(context: Context, qtbot: QtBot) -> None:
    document = _open(context, qtbot)
    _begin(document, qtbot)
    tips = document.assistant.tips
    assert tips is not None
    qtbot.keyClicks(document.edit, "kpi(")
    qtbot.waitUntil(lambda: "kpi(name" in tips.call.shown_text, timeout=WAIT_MS)


def test_that_a_problem_is_underlined_explained_and_gone_when_mended(context: Context, qtbot: QtBot) -> None:
    document = _open(context, qtbot)
    _begin(document, qtbot)
    start = document.edit.textLength()
    qtbot.keyClicks(document.edit, "entites")
    qtbot.waitUntil(lambda: [one.code for one in document.problems] == ["F821"], timeout=WAIT_MS)
    assert document.edit.marks.problem_at(start + 1) == 0
    assert "did you mean 'entities'" in next(iter(document.edit.marks.marked_lines().values()))
    assert document.foot.problems_text == "1 error"
    tips = document.assistant.tips
    assert tips is not None
    tips.ask_hover(start + 1)
    assert "is not defined" in tips.hover.shown_text
    document.edit.replace_range(start, document.edit.textLength(), "print(1)")
    qtbot.waitUntil(lambda: document.problems == [], timeout=WAIT_MS)
    assert document.edit.marks.marked_lines() == {}
    assert document.foot.problems_text == ""


def test_that_formatting_is_one_step_of_undo(context: Context, qtbot: QtBot) -> None:
    document = _open(context, qtbot)
    _begin(document, qtbot)
    before = document.text() + "x   =   1"
    document.edit.replace_range(document.edit.textLength(), document.edit.textLength(), "x   =   1")
    assert document.assistant.command("format")
    qtbot.waitUntil(lambda: document.text().endswith("x = 1\n"), timeout=WAIT_MS)
    document.edit.undo()
    assert document.text() == before


def test_that_a_killed_child_is_started_again_with_the_text_of_now(context: Context, qtbot: QtBot) -> None:
    document = _open(context, qtbot)
    helper = _begin(document, qtbot)
    qtbot.keyClicks(document.edit, "entites")
    first = helper.pid
    with qtbot.waitSignal(helper.started, timeout=WAIT_MS):
        os.kill(first, signal.SIGKILL)
    assert helper.pid != first
    qtbot.waitUntil(lambda: [one.code for one in document.problems] == ["F821"], timeout=WAIT_MS)


def test_that_a_child_that_never_answers_is_replaced(
    qtbot: QtBot, app_paths: AppPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(helper_module, "DEADLINE_S", 0.3)
    silent = 'import sys; print(\'{"type":"ready","pid":1}\', flush=True); sys.stdin.read()'
    helper = EditorHelper(app_paths, command=(sys.executable, "-c", silent))
    number = helper.open_text(lambda: "x")
    qtbot.waitUntil(lambda: helper.is_ready)
    first = helper.pid
    helper.ask("check", number, lambda _answer: None)
    qtbot.waitUntil(lambda: helper.pid not in (0, first), timeout=10_000)
    helper.close()


def test_that_a_child_that_never_gets_ready_is_replaced(
    qtbot: QtBot, app_paths: AppPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(helper_module, "DEADLINE_S", 0.3)
    helper = EditorHelper(app_paths, command=(sys.executable, "-c", "import sys; sys.stdin.read()"))
    number = helper.open_text(lambda: "x")
    first = helper.pid
    helper.ask("check", number, lambda _answer: None)
    qtbot.waitUntil(lambda: helper.pid not in (0, first), timeout=WAIT_MS)
    helper.close()


def test_that_a_child_that_always_dies_is_given_up(qtbot: QtBot, app_paths: AppPaths) -> None:
    helper = EditorHelper(app_paths, command=(sys.executable, "-c", "raise SystemExit(1)"))
    with qtbot.waitSignal(helper.gave_up, timeout=30_000):
        helper.open_text(lambda: "x")
    helper.close()


def test_that_a_keystroke_in_a_megabyte_costs_what_it_costs_in_a_line(
    context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = _open(context, qtbot)
    helper = _begin(document, qtbot)
    document.edit.load("value = 'some text that fills a line of a long script'\n" * 18_000)
    assert document.edit.textLength() > 900_000
    sent: list[int] = []
    whole: list[int] = []
    real_send, real_text = helper._send, type(document.edit).text
    monkeypatch.setattr(helper, "_send", lambda message: (sent.append(_size(message)), real_send(message)))
    monkeypatch.setattr(type(document.edit), "text", lambda edit: (whole.append(1), real_text(edit))[1])
    document.edit.gotoPos(500_000)
    qtbot.keyClicks(document.edit, "entities")
    assert whole == []
    assert len(sent) >= 8
    assert max(sent) < 200


def _size(message: object) -> int:
    return len(str(message))


def test_that_undo_survives_saving(context: Context, qtbot: QtBot) -> None:
    document = _open(context, qtbot)
    before = document.text()
    qtbot.keyClicks(document.edit, "# more")
    with qtbot.waitSignal(document.saved):
        document.save()
    assert not document.is_dirty
    while document.edit.canUndo():
        document.edit.undo()
    assert document.text() == before
    assert document.is_dirty


def test_that_the_zoom_is_kept(context: Context, qtbot: QtBot) -> None:
    document = _open(context, qtbot)
    document.edit.run_command("zoom_in")
    document.edit.run_command("zoom_in")
    assert context.settings.editor_zoom == 2
    assert _open(context, qtbot).edit.zoom_steps() == 2


def test_that_an_unsaved_text_is_kept_and_forgotten_when_it_is_saved(context: Context, qtbot: QtBot) -> None:
    document = _open(context, qtbot)
    with qtbot.waitSignal(document.drafts.kept, timeout=10_000):
        qtbot.keyClicks(document.edit, "# more")
    draft = load_draft(context.project, document.key)
    assert draft is not None
    assert draft.text.endswith("# more")
    assert document.foot.state_text.startswith("Draft kept")
    with qtbot.waitSignal(document.saved):
        document.save()
    qtbot.waitUntil(lambda: load_draft(context.project, document.key) is None)


def test_that_a_draft_over_a_changed_file_asks_before_it_is_restored(context: Context, qtbot: QtBot) -> None:
    script = find_script(context.project, "count")
    save_draft(context.project, script.key, "# mine\n", "of another text")
    document = _open(context, qtbot)
    qtbot.waitUntil(lambda: "was changed since" in document.banner.text)
    assert document.text() == script.text
    document.banner.acted.emit()
    assert document.text() == "# mine\n"
    document.edit.undo()
    assert document.text() == script.text


def test_that_what_was_typed_before_a_crash_is_there_again(
    context: Context, qtbot: QtBot, app_paths: AppPaths
) -> None:
    environment = {**os.environ, "BIMDESK_HOME": str(app_paths.data.parent)}
    command = [sys.executable, str(SUPPORT / "typing_child.py"), str(context.project.folder)]
    done = subprocess.run(command, env=environment, capture_output=True, timeout=120, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    assert [draft.key for draft in list_drafts(context.project)] == ["project/count"]
    documents = Documents()
    qtbot.addWidget(documents)
    scripts = ScriptDocuments(context, documents)
    qtbot.waitUntil(lambda: scripts.current is not None)
    document = scripts.current
    assert document is not None
    qtbot.waitUntil(lambda: "were brought back" in document.banner.text)
    assert document.text().startswith("# typed before the crash")
    assert document.is_dirty
    document.banner.acted_other.emit()
    assert document.text() == document.script.text
    qtbot.waitUntil(lambda: list_drafts(context.project) == [])


def test_that_a_test_run_takes_the_unsaved_text_and_marks_the_line_that_failed(
    context: Context, qtbot: QtBot
) -> None:
    document = _open(context, qtbot)
    qtbot.keyClicks(document.edit, 'print("so far"); missing_thing')
    line = document.edit.lineFromPosition(document.edit.currentPos()) + 1
    version = list_models(context.project)[0].latest
    with qtbot.waitSignal(document.test_run.ended, timeout=WAIT_MS):
        document.test_run.start(make_request(context.project, document.script_as_typed(), version.id))
    assert "exit status 3" in document.test_run.figures
    assert "so far" in document.test_run.output.toPlainText()
    assert line in document.edit.marks.marked_lines()
    qtbot.keyClicks(document.edit, " = 1")
    assert line not in document.edit.marks.marked_lines()


def test_that_the_block_as_it_is_typed_is_told_to_the_form(context: Context, qtbot: QtBot) -> None:
    document = _open(context, qtbot)
    _begin(document, qtbot)
    text = document.text()
    at = len(text[: text.index("# ///\nfound")].encode())
    with qtbot.waitSignal(
        document.block_changed,
        timeout=WAIT_MS,
        check_params_cb=lambda script: len(script.metadata.parameters.get("properties", {})) == 3,
    ):
        document.edit.insertText(
            at, '# [tool.bimdesk.parameters.properties.more]\n# type = "boolean"\n# default = true\n'
        )
    with qtbot.waitSignal(document.block_changed, timeout=WAIT_MS) as broken:
        document.edit.insertText(at, "# x = \n")
    assert broken.args[0].problem is not None
    assert any(one.code == "metadata" for one in document.problems)


def test_that_carets_are_added_at_the_next_occurrence_and_below(context: Context, qtbot: QtBot) -> None:
    document = _open(context, qtbot)
    edit = document.edit
    edit.load("wall = 1\nwall = 2\nwall = 3\n")
    edit.gotoPos(0)
    for _ in range(3):
        edit.run_command("add_next")
    qtbot.keyClicks(edit, "door")
    assert edit.text() == "door = 1\ndoor = 2\ndoor = 3\n"
    qtbot.keyClick(edit, Qt.Key.Key_Escape)
    edit.gotoPos(0)
    edit.run_command("caret_below")
    qtbot.keyClicks(edit, "#")
    assert edit.text() == "#door = 1\n#door = 2\ndoor = 3\n"


def test_that_an_expression_is_sought_in_the_child_and_replaced_with_its_groups(
    context: Context, qtbot: QtBot
) -> None:
    document = _open(context, qtbot)
    document.edit.load("ä wall_1\nwall_22\n")
    _begin(document, qtbot)
    find, replace = _search(document)
    replace.setText(r"door\1")
    find.setText(r"wall_(\d+)$")
    qtbot.waitUntil(lambda: document.find_bar.count == 2, timeout=WAIT_MS)
    assert document.find_bar.replace_all() == 2
    assert document.text() == "ä door1\ndoor22\n"


def test_that_an_expression_without_end_is_told_and_typing_goes_on(
    context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(helper_module, "FIND_S", 0.5)
    document = _open(context, qtbot)
    document.edit.load("a" * 60 + "!\n")
    helper = _begin(document, qtbot)
    first = helper.pid
    find, _replace = _search(document)
    find.setText("(a+)+$")
    qtbot.waitUntil(lambda: "too long" in document.find_bar.said, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: helper.pid not in (0, first), timeout=WAIT_MS)


def _search(document: ScriptDocument) -> list[QLineEdit]:
    document.command("replace")
    buttons = document.find_bar.findChildren(IconButton)
    next(one for one in buttons if "Regular" in one.toolTip()).setChecked(True)
    return document.find_bar.findChildren(QLineEdit)
