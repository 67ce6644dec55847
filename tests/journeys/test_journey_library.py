"""A script from a template, saved twice, compared, restored; edited elsewhere meanwhile; run and changed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from window_driver import Driver, find_row

from bimdesk.domain.execution import Status
from bimdesk.domain.ids import ScriptKey
from bimdesk.services.library.scripts import create_script
from bimdesk.services.library.versions import read_versions
from bimdesk.ui.editor.document import ScriptDocument

KEY = ScriptKey("project/doors")


def write_elsewhere(path: Path, old: str, new: str) -> None:
    """Another program changes the file."""
    code = (
        "import sys; path, old, new = sys.argv[1:]; text = open(path).read()\n"
        "open(path, 'w').write(text.replace(old, new))"
    )
    subprocess.run([sys.executable, "-I", "-c", code, str(path), old, new], check=True)


def replace_text(document: ScriptDocument, old: str, new: str) -> None:
    """Type over a part of the text."""
    text = document.text()
    assert old in text
    document.edit.setText(text.replace(old, new))


def new_from_template(driver: Driver) -> ScriptDocument:
    library = driver.window.panes.library
    driver.window.commands["page_library"].trigger()
    driver.until(lambda: bool(library.library.facts))
    driver.window.commands["new_script"].trigger()
    popover = library._new
    assert popover is not None and popover.isVisible()
    row = find_row(popover.list, "Check with findings")
    assert row is not None
    driver.click(popover.list, row)
    driver.qtbot.keyClicks(popover.name, "Doors")
    driver.qtbot.mouseClick(popover.create_button, Qt.MouseButton.LeftButton)
    driver.until(lambda: driver.window.scripts.current is not None)
    document = driver.window.scripts.current
    assert document is not None and document.key == KEY
    return document


def test_that_a_script_goes_from_a_template_through_its_versions(
    driver: Driver, samples: Path, pictures: Path
) -> None:
    window, project = driver.window, driver.context.project
    document = new_from_template(driver)
    for old, new in (('default = "IfcWall"', 'default = "IfcDoor"'), ("is missing", "is not there")):
        replace_text(document, old, new)
        driver.qtbot.waitUntil(lambda: document.is_dirty)
        with driver.qtbot.waitSignal(document.saved):
            window.commands["save"].trigger()
        assert not document.is_dirty

    driver.drop(samples / "house.ifc")
    driver.wait_imported(1)
    driver.choose_script("Doors")
    assert driver.run().status in (Status.WARNING, Status.SUCCESS)
    head = window.panes.results.head
    assert head.changed.isHidden()

    library = window.panes.library
    library.versions_requested.emit(library.current())
    page = window.wiring.versions.open(KEY, "Doors")
    driver.until(lambda: page.model.rowCount() == 3 and page.diff.counts == (1, 1))
    driver.grab(pictures / "versions.png")
    page.select(1)
    driver.until(lambda: page.diff.new.toPlainText().count('default = "IfcWall"') == 1)
    driver.qtbot.mouseClick(page.restore, Qt.MouseButton.LeftButton)
    driver.until(lambda: page.model.rowCount() == 4)
    driver.until(lambda: 'default = "IfcWall"' in document.text() and not document.is_dirty)
    driver.until(lambda: not head.changed.isHidden())
    head.changed.click()
    driver.until(lambda: window.documents.current.startswith("compare/"))
    driver.settle()
    assert read_versions(project, KEY).versions[0].note == "Restored from version 1"


def test_that_an_edit_elsewhere_shows_at_once_and_asks_where_both_sides_changed(
    driver: Driver, pictures: Path
) -> None:
    window = driver.window
    document = new_from_template(driver)
    path = document.script.path
    assert driver.context.library_watch.watch.watching.wait(30)
    write_elsewhere(path, "is missing", "is absent")
    driver.until(lambda: "is absent" in document.text())

    replace_text(document, "is absent", "is mine")
    write_elsewhere(path, "is absent", "is theirs")
    driver.until(lambda: any(toast.text.startswith("Doors was changed") for toast in window.toasts.toasts))
    assert "is mine" in document.text()
    window.commands["save"].trigger()
    conflicts = window.wiring.conflicts
    driver.until(lambda: conflicts.dialog is not None)
    dialog = conflicts.dialog
    assert dialog is not None
    driver.until(lambda: dialog.view.counts == (1, 1))
    driver.grab(pictures / "conflict.png")
    assert "is theirs" in path.read_text()
    driver.qtbot.mouseClick(dialog.mine, Qt.MouseButton.LeftButton)
    driver.until(lambda: "is mine" in path.read_text() and not document.is_dirty)
    driver.settle()
    kept = "".join(version.text for version in read_versions(driver.context.project, KEY).versions)
    assert all(words in kept for words in ("is mine", "is theirs", "is absent"))


def press_delete(driver: Driver) -> None:
    """Delete, in the menu of the chosen script."""
    library = driver.window.panes.library
    menu = library.menu_for(*library.selected())
    next(action for action in menu.actions() if action.text() == "Delete").trigger()
    menu.close()


def test_that_a_script_in_use_is_not_deleted_and_its_use_is_opened(driver: Driver, samples: Path) -> None:
    window = driver.window
    driver.drop(samples / "house.ifc")
    driver.wait_imported(1)
    script, changes = create_script(
        driver.context.project, name="Endless", text="print('going')\nwhile True:\n    pass\n"
    )
    driver.context.hub.publish(changes)
    driver.choose_script("Endless")
    driver.qtbot.mouseClick(driver.button(window.panes.run_form, "Run"), Qt.MouseButton.LeftButton)
    driver.until(lambda: bool(driver.context.runner.tickets))
    press_delete(driver)
    driver.until(lambda: any("is in use" in toast.text for toast in window.toasts.toasts))
    assert script.path.is_file()
    window.panes.bottom.show_tab("history")
    toast = next(toast for toast in window.toasts.toasts if "is in use" in toast.text)
    driver.button(toast, "Show").click()
    assert window.panes.bottom.tab == "log"
    window.commands["cancel_run"].trigger()
    driver.until(lambda: bool(driver.executions))
    driver.settle()
    press_delete(driver)
    driver.until(lambda: not script.path.is_file())
    driver.settle()
