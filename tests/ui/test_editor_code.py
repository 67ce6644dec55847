"""The text area and the find bar, with real Scintilla."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from bimdesk.ui.editor.code_edit import CodeEdit
from bimdesk.ui.editor.find_bar import FindBar
from bimdesk.ui.theme import fonts, style, tokens
from bimdesk.ui.widgets.buttons import IconButton

TEXT = "# Größe ✓\nfor wall in walls:\n    print(wall)\n"


@pytest.fixture
def edit(qtbot: QtBot, qapp: QApplication) -> CodeEdit:
    fonts.install()
    made = CodeEdit()
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    made.load(TEXT)
    made.grabFocus()
    return made


def test_that_text_comes_back_as_it_was_loaded(edit: CodeEdit) -> None:
    assert edit.text() == TEXT
    assert not edit.is_dirty


def test_that_typing_makes_it_dirty_and_undo_clean_again(edit: CodeEdit, qtbot: QtBot) -> None:
    with qtbot.waitSignal(edit.dirty_changed) as dirty:
        qtbot.keyClicks(edit, "x")
    assert dirty.args == [True]
    with qtbot.waitSignal(edit.dirty_changed) as clean:
        edit.undo()
    assert clean.args == [False]
    assert edit.text() == TEXT


def test_that_enter_after_a_colon_indents(edit: CodeEdit, qtbot: QtBot) -> None:
    edit.load("for a in b:")
    edit.gotoPos(edit.textLength())
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.keyClicks(edit, "pass")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.keyClicks(edit, "c")
    assert edit.text() == "for a in b:\n    pass\nc"


def test_that_ctrl_slash_comments_lines_and_undo_takes_it_back(edit: CodeEdit, qtbot: QtBot) -> None:
    edit.setSel(edit.positionFromLine(1), edit.lineEndPosition(2))
    press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
    QApplication.sendEvent(edit, press)
    assert edit.text() == "# Größe ✓\n# for wall in walls:\n#     print(wall)\n"
    edit.undo()
    assert edit.text() == TEXT


def test_that_the_caret_is_told_in_characters(edit: CodeEdit, qtbot: QtBot) -> None:
    edit.gotoPos(len("# Größe ✓".encode()))
    qtbot.waitUntil(lambda: edit.currentPos() > 0)
    with qtbot.waitSignal(edit.caret_moved, check_params_cb=lambda line, column: (line, column) == (1, 10)):
        edit.setSel(0, 0)
        edit.gotoPos(len("# Größe ✓".encode()))


def test_that_a_line_is_marked_and_the_mark_goes_with_new_text(edit: CodeEdit) -> None:
    edit.marks.mark_line(3, "NameError: name 'wall' is not defined")
    assert edit.marks.marked_lines() == {3: "NameError: name 'wall' is not defined"}
    edit.load(TEXT)
    assert edit.marks.marked_lines() == {}


def test_that_a_theme_change_sets_the_colours_anew(edit: CodeEdit, qapp: QApplication) -> None:
    style.apply(qapp, "light")
    assert edit.styleBack(0) == 0xFFFFFF
    style.apply(qapp, "dark")
    red, green, blue = (int(tokens.DARK.bg1[at : at + 2], 16) for at in (1, 3, 5))
    assert edit.styleBack(0) == red | green << 8 | blue << 16


def test_that_a_read_only_text_is_not_commented(edit: CodeEdit) -> None:
    edit.setReadOnly(True)
    edit.toggle_comment()
    assert edit.text() == TEXT


@pytest.fixture
def bar(edit: CodeEdit, qtbot: QtBot) -> FindBar:
    made = FindBar(edit)
    qtbot.addWidget(made)
    made.open(replacing=True)
    return made


def _lines(bar: FindBar) -> list[QLineEdit]:
    return bar.findChildren(QLineEdit)


def test_that_matches_are_counted_and_walked_through(bar: FindBar, edit: CodeEdit, qtbot: QtBot) -> None:
    find, _replace = _lines(bar)
    find.setText("wall")
    assert bar.count == 3
    qtbot.keyClick(find, Qt.Key.Key_Return)
    second = edit.selectionStart()
    qtbot.keyClick(find, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert edit.selectionStart() < second
    assert edit.selected_text() == "wall"


def test_that_replace_all_is_one_step_of_undo(bar: FindBar, edit: CodeEdit) -> None:
    find, replace = _lines(bar)
    find.setText("wall")
    replace.setText("Tür")
    assert bar.replace_all() == 3
    assert edit.text() == "# Größe ✓\nfor Tür in Türs:\n    print(Tür)\n"
    edit.undo()
    assert edit.text() == TEXT


def test_that_a_regular_expression_replaces_with_groups(bar: FindBar, edit: CodeEdit) -> None:
    find, replace = _lines(bar)
    next(one for one in bar.findChildren(IconButton) if "Regular" in one.toolTip()).setChecked(True)
    find.setText(r"print\((\w+)\)")
    replace.setText(r"log.info(\1)")
    bar.replace_one()
    assert "log.info(wall)" in edit.text()


def test_that_escape_closes_the_bar(bar: FindBar, edit: CodeEdit, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.closed):
        qtbot.keyClick(_lines(bar)[0], Qt.Key.Key_Escape)
    assert bar.isHidden()
