"""A script is written in the window: completed, a problem seen and mended, run unsaved, its line marked."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from window_driver import Driver

from bimdesk.domain.execution import Status
from bimdesk.services.history import executed_text
from bimdesk.ui.editor.document import ScriptDocument
from bimdesk.ui.panels.library.new_script import NewScript


def test_that_a_new_script_is_completed_mended_and_run_before_it_is_saved(
    driver: Driver, samples: Path, pictures: Path
) -> None:
    window, qtbot = driver.window, driver.qtbot
    driver.drop(samples / "house.ifc")
    driver.wait_imported(1)
    document = write_new(driver, "Walls of the house")
    edit = document.edit
    edit.load("")

    complete(driver, document, "walls = enti", "entities")
    complete(driver, document, ".filter(ifc_type__is='IfcWa", "IfcWall")
    qtbot.keyClicks(edit, "')")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert edit.text() == "walls = entities.filter(ifc_type__is='IfcWall')\n"

    qtbot.keyClicks(edit, "print(len(wals))")
    driver.until(lambda: [one.code for one in document.problems] == ["F821"])
    driver.until(lambda: window.panes.problems.view.count() == 1)
    driver.grab(pictures / "editor-1-problem.png")
    edit.replace_range(edit.textLength() - len("wals))"), edit.textLength(), "walls))")
    driver.until(lambda: document.problems == [])
    edit.gotoPos(edit.textLength())
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.keyClicks(edit, "share = 1 / (len(walls) - len(walls))")

    driver.until(lambda: window.panes.run_form.script is not None)
    right = window.panes.right
    driver.until(lambda: right.isVisible() and right.page == "run")
    qtbot.mouseClick(document.foot.form, Qt.MouseButton.LeftButton)
    assert not right.isVisible()
    qtbot.mouseClick(document.foot.form, Qt.MouseButton.LeftButton)
    driver.until(lambda: right.isVisible() and right.page == "run")
    execution = driver.run()
    assert execution.status is Status.ERROR
    assert execution.script_key is None
    assert executed_text(driver.context.project, execution.id) == edit.text()
    assert document.is_dirty
    driver.until(lambda: 3 in edit.marks.marked_lines())
    assert "ZeroDivisionError" in edit.marks.marked_lines()[3]
    driver.grab(pictures / "editor-2-failed-line.png")

    with qtbot.waitSignal(document.saved):
        document.save()
    assert not document.is_dirty
    assert document.script.path.read_text(encoding="utf-8") == edit.text()


def write_new(driver: Driver, name: str) -> ScriptDocument:
    """New script, from the empty template; its document has the focus."""
    window = driver.window
    window.commands["new_script"].trigger()
    popover = window.findChild(NewScript)
    assert isinstance(popover, NewScript)
    field = popover.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    driver.qtbot.keyClicks(field, name)
    driver.qtbot.mouseClick(popover.create_button, Qt.MouseButton.LeftButton)
    driver.until(lambda: window.scripts.current is not None)
    driver.settle()
    document = window.scripts.current
    assert document is not None
    window.activateWindow()
    document.edit.grabFocus()
    document.assistant.begin()
    helper = document.assistant.helper
    assert helper is not None
    driver.until(lambda: helper.is_ready)
    return document


def complete(driver: Driver, document: ScriptDocument, typed: str, word: str) -> None:
    """Type, wait for the list, take the word by keyboard."""
    driver.qtbot.keyClicks(document.edit, typed)
    completion = document.assistant.completion
    assert completion is not None
    driver.until(lambda: completion.is_open and completion.popup.words[0].name == word)
    driver.qtbot.keyClick(document.edit, Qt.Key.Key_Tab)
    assert document.text().endswith(word)
