"""The main job, through the real window: drop, see, select, run, click a row, find it in the history."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTableView
from window_driver import Driver, find_row

from bimdesk.domain.execution import Status
from bimdesk.domain.ids import ElementRef
from bimdesk.services.results import load_result
from bimdesk.ui.panels.history import HistoryPanel


def test_that_a_model_is_dropped_checked_and_its_findings_lead_to_the_elements(
    driver: Driver, samples: Path, pictures: Path
) -> None:
    window = driver.window
    assert window.welcome.isVisible()

    driver.drop(samples / "house_faulty.ifc")
    driver.wait_imported(1)
    assert not window.welcome.isVisible()
    facts = window.viewport.facts
    assert 0 < facts.shown <= facts.all

    select_in_the_tree(driver, "IfcDoor")
    driver.grab(pictures / "1-selected.png")

    driver.choose_script("GUID validation")
    driver.grab(pictures / "2-form.png")
    execution = driver.run()
    assert execution.status is Status.FAILED
    assert execution.findings > 0

    click_the_first_finding(driver)
    window.commands["page_model"].trigger()
    driver.settle()
    driver.grab(pictures / "3-finding.png")

    run_again_from_the_history(driver)
    assert len(driver.executions) == 2
    first, second = (load_result(driver.context.project, one.id) for one in driver.executions)
    assert first.findings == second.findings
    driver.grab(pictures / "4-history.png")


def select_in_the_tree(driver: Driver, ifc_class: str) -> None:
    """A click in the tree selects in 3D, and the inspector shows the element."""
    window, ref = driver.window, driver.element(ifc_class)
    window.panes.tree.view.expandAll()
    name = driver.context.indexes.get(driver.key).rows(
        "SELECT coalesce(name, '') FROM entities WHERE id = ?", (ref.element,)
    )
    text = next(iter(name))[0]
    driver.until(lambda: find_row(window.panes.tree.view, text) is not None)
    row = find_row(window.panes.tree.view, text)
    assert row is not None
    driver.click(window.panes.tree.view, row)
    driver.settle()
    assert len(driver.context.hub.selection) == 1
    assert window.viewport.state.selection == driver.context.hub.selection
    assert window.panes.inspector.isVisible()


def shows_rows(table: QTableView | None) -> bool:
    return table is not None and table.isVisible() and table.model().rowCount() > 0


def click_the_first_finding(driver: Driver) -> None:
    """A click on a row selects the elements of the finding, and the view shows them as selected."""
    window = driver.window
    driver.until(lambda: shows_rows(window.panes.results.findChild(QTableView)))  # pages are built in turns
    table = window.panes.results.findChild(QTableView)
    assert table is not None
    result = load_result(driver.context.project, driver.executions[-1].id)
    driver.click(table, table.model().index(0, 1))
    driver.settle()
    selected = driver.context.hub.selection
    assert selected
    found = {ElementRef(driver.key, element) for finding in result.findings for element in finding.elements}
    assert selected <= found
    assert window.viewport.state.selection == selected


def run_again_from_the_history(driver: Driver) -> None:
    """A row of the history runs once more as it was; "edited" opens its form with the same values."""
    window = driver.window
    window.commands["page_history"].trigger()
    history = window.documents.widget(window.documents.current)
    assert isinstance(history, HistoryPanel)
    table = history.findChild(QTableView)
    assert table is not None
    driver.until(lambda: table.model().rowCount() == 1)
    driver.settle()
    driver.click(table, table.model().index(0, 1))
    driver.qtbot.mouseClick(driver.button(history, "Run again"), Qt.MouseButton.LeftButton)
    driver.until(lambda: len(driver.executions) == 2 and all(one.status.is_over for one in driver.executions))
    driver.until(lambda: table.model().rowCount() == 2)
    history.rerun_requested.emit(driver.executions[0].id)
    form = window.panes.run_form
    driver.until(lambda: form.isVisible() and form.script is not None)
    assert form.script is not None and form.script.metadata.name == "GUID validation"


def test_that_window_and_command_line_give_the_same_result(driver: Driver, samples: Path) -> None:
    driver.drop(samples / "house.ifc")
    driver.wait_imported(1)
    for name in ("GUID validation", "Export elements to CSV", "LOD analysis"):
        driver.choose_script(name)
        execution = driver.run()
        by_window = load_result(driver.context.project, execution.id)
        command = [sys.executable, "-m", "bimdesk", "run", name, str(samples / "house.ifc"), "--json"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        by_line = json.loads(done.stdout)
        assert by_line["status"] == by_window.status.value
        assert by_line["result"] == by_window.result
        assert [finding["message"] for finding in by_line["findings"]] == [
            finding.message for finding in by_window.findings
        ]
        assert {file["name"]: file["sha256"] for file in by_line["files"]} == {
            file.name: file.sha256 for file in by_window.files
        }


COLOURS = (
    '# /// script\n# [tool.bimdesk]\n# name = "Colour the doors"\n# ///\n'
    'highlight(entities.filter(ifc_type__is="IfcDoor"), "#ff0000")\nresult = {"status": "PASS"}\n'
)


def test_that_what_a_script_highlights_is_coloured_in_3d(
    driver: Driver, samples: Path, tmp_path: Path
) -> None:
    script = tmp_path / "colours.py"
    script.write_text(COLOURS, encoding="utf-8")
    driver.drop(samples / "house.ifc", script)
    driver.wait_imported(1)
    door, wall = driver.element("IfcDoor"), driver.element("IfcWall")
    driver.choose_script("Colour the doors")
    assert driver.run().status is Status.SUCCESS
    entry = driver.window.viewport.state.entry(driver.key)
    assert entry.painted[entry.rows([door.element])].tolist() == [[255, 0, 0, 255]]
    assert entry.painted[entry.rows([wall.element])].tolist() == [[0, 0, 0, 0]]
    driver.choose_script("GUID validation")
    driver.run()
    assert not entry.painted.any()


def test_that_nothing_but_the_window_is_on_the_screen(driver: Driver, samples: Path) -> None:
    """A label that nobody put into a layout would be a window of its own, in the corner of the screen."""
    driver.drop(samples / "house.ifc")
    driver.wait_imported(1)
    shown = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    assert shown == [driver.window]
