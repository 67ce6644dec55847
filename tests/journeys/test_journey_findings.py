"""Findings through the window: a check on two versions, a waiver, what was resolved, what is still there."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import Qt
from window_driver import Driver

from bimdesk.domain.finding_life import Decision, FindingFilter, FindingState, KeptFinding
from bimdesk.domain.ids import FindingId
from bimdesk.services.findings.listing import list_findings
from bimdesk.services.library.scripts import create_script
from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.panels.findings import FindingsPage
from bimdesk.ui.panels.findings.list_view import FindingList
from bimdesk.ui.panels.history import HistoryPanel

CHECK = """# /// script
# [tool.bimdesk]
# name = "Fire rating of walls"
# ///
for wall in entities.filter(ifc_type__is="IfcWall"):
    for found in get_properties(wall):
        if found.properties.get("FireRating") == "EI 30":
            finding(wall, "Rated too low", check="Fire rating", expected="EI 60", found="EI 30")
result = {"status": "FAIL"}
"""
KITCHEN, BATHROOM, STUDY = "Kitchen wall", "Bathroom wall", "Study wall"
"""In the second version the first is gone, the second is rated EI 60, the third is as it was."""


def all_findings(driver: Driver) -> dict[FindingId, KeptFinding]:
    return {one.id: one for one in list_findings(driver.context.project, FindingFilter())}


def import_as_house(driver: Driver, file: Path, folder: Path) -> None:
    """The next version of the model: the same file name, other content."""
    before = [one.id for one in driver.window.scene.versions]
    folder.mkdir(exist_ok=True)
    driver.drop(Path(shutil.copy(file, folder / "house.ifc")))
    driver.until(lambda: [one.id for one in driver.window.scene.versions] not in ([], before))
    driver.wait_imported(1)


def row_of(driver: Driver, view: FindingList, name: str) -> int:
    """The row of an element, once its page has come."""
    table = driver.window.panes.findings.desk.table

    def rows() -> list[int]:
        found = [(row, table.finding(row)) for row in range(table.rowCount())]
        return [row for row, one in found if one is not None and one.element_name == name]

    driver.until(lambda: view.isVisible() and bool(rows()))
    return rows()[0]


def choose(driver: Driver, view: FindingList, name: str) -> KeptFinding:
    """Click the row of an element; its details and its element in 3D follow."""
    desk = driver.window.panes.findings.desk
    row = row_of(driver, view, name)
    driver.click(view.view, desk.table.index(row, 1))
    driver.until(lambda: desk.chosen.current is not None and desk.chosen.current.element_name == name)
    driver.settle()
    finding = desk.chosen.current
    assert finding is not None
    return finding


def open_findings(driver: Driver) -> FindingsPage:
    driver.window.commands["page_findings"].trigger()
    page = driver.window.documents.widget("findings")
    assert isinstance(page, FindingsPage)
    driver.settle()
    return page


def accept(driver: Driver, reason: str) -> None:
    """The drawer of the details; without a reason it stays."""
    details = driver.window.panes.findings.details
    form = details.accept_form
    driver.qtbot.mouseClick(driver.button(details, "Accept…"), Qt.MouseButton.LeftButton)
    driver.until(form.isVisible)
    driver.qtbot.mouseClick(form.accept_button, Qt.MouseButton.LeftButton)
    assert form.isVisible(), "nothing is accepted without a reason"
    driver.qtbot.keyClicks(form.reason, reason)
    driver.qtbot.mouseClick(form.accept_button, Qt.MouseButton.LeftButton)


def see_views(driver: Driver, page: FindingsPage) -> None:
    """A chip narrows the list; timeline and matrix count over the versions and models."""
    desk = driver.window.panes.findings.desk
    chip = page.list.chips.chip("state", FindingState.RESOLVED)
    driver.qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    driver.until(lambda: desk.table.count == 1 and desk.table.finding(0) is not None)
    resolved = desk.table.finding(0)
    assert resolved is not None and resolved.element_name == BATHROOM
    driver.window.commands["findings_timeline"].trigger()
    driver.until(lambda: len(page.timeline.points) == 2)
    counts = {state: count for (state, _severity), count in page.timeline.points[1].counts.items()}
    assert counts[FindingState.RESOLVED] == 1
    driver.window.commands["findings_matrix"].trigger()
    driver.until(lambda: page.matrix.model.rowCount() == 1)
    cell = page.matrix.model.cell(page.matrix.model.index(0, 1))
    assert cell is not None and cell.is_latest_version and cell.version_label == "house v2"


def see_both_ways(driver: Driver) -> None:
    """F8 goes through the findings and selects; an element that is picked shows them in the inspector."""
    window, desk = driver.window, driver.window.panes.findings.desk
    window.commands["page_model"].trigger()
    desk.scope.show(FindingFilter(only_open=True))
    driver.until(lambda: desk.table.count > 1)
    window.commands["next_finding"].trigger()
    driver.until(lambda: desk.chosen.current is not None and desk.chosen.current.is_open)
    driver.settle()
    chosen, (ref,) = desk.chosen.current, driver.context.hub.selection
    assert chosen is not None and window.panes.bottom.tab == "findings"
    driver.context.hub.select([], origin="test")
    driver.context.hub.select([ref], origin="test")
    inspector = window.panes.inspector
    window.panes.right.show_page("inspector")
    driver.until(lambda: inspector.model.rowCount() > 0 and inspector.model.index(0, 0).data() == "Findings")
    row = inspector.model.index(0, 0, inspector.model.index(0, 0))
    assert "Rated too low" in str(row.data(Qt.ItemDataRole.AccessibleTextRole))
    driver.settle()
    assert desk.table.index(desk.table.row_of(chosen.id), 0).data(Role.CHOSEN)
    driver.click(inspector.view, row)
    driver.until(lambda: window.panes.right.page == "finding")
    assert desk.chosen.ids == (chosen.id,)


def compare_both_runs(driver: Driver, pictures: Path) -> None:
    """Both rows of the history are chosen by their boxes; what differs stands below."""
    window = driver.window
    window.commands["page_history"].trigger()
    history = window.documents.widget("history")
    assert isinstance(history, HistoryPanel)
    driver.until(lambda: history.model.rowCount() == 2 and history.model.execution(1) is not None)
    for row in range(2):
        driver.click(history.view, history.model.index(row, 0))
    driver.qtbot.mouseClick(driver.button(history, "Compare"), Qt.MouseButton.LeftButton)
    driver.until(lambda: window.wiring.comparison.pane is not None)
    pane = window.wiring.comparison.pane
    assert pane is not None
    driver.until(lambda: pane.tabs.tabText(3) != "Log" and pane.tabs.tabText(1) != "Result tables")
    assert [pane.facts.index(1, side).data().partition(" ")[0] for side in (1, 2)] == ["v1", "v2"]
    model = pane.findings.model
    driver.until(lambda: model.rowCount() == 2)  # its tab is filled after the others
    rows = [model.index(row, 0) for row in range(model.rowCount())]
    said = {row.data(Role.ID).element_name: row.data(Role.CHIP).text for row in rows}
    assert said == {BATHROOM: "Resolved", KITCHEN: "Not evaluated"}
    assert pane.findings.sentence.text() == "4 findings in both runs, 1 resolved."
    driver.settle()
    driver.grab(pictures / "compare.png")
    gone = next(row.row() for row in rows if row.data(Role.ID).element_name == BATHROOM)
    driver.click(pane.findings.view, model.index(gone, 1))
    driver.until(lambda: len(driver.context.hub.selection) == 1)
    driver.qtbot.mouseClick(driver.button(pane, "Show in 3D"), Qt.MouseButton.LeftButton)
    driver.until(lambda: window.documents.current == "model")


def test_that_a_check_a_waiver_and_the_next_version_leave_findings_resolved_persisting_and_accepted(
    driver: Driver, samples: Path, tmp_path: Path, pictures: Path
) -> None:
    window, desk = driver.window, driver.window.panes.findings.desk
    _script, changes = create_script(driver.context.project, name="Fire rating of walls", text=CHECK)
    driver.context.hub.publish(changes)
    import_as_house(driver, samples / "house.ifc", tmp_path / "in")
    driver.choose_script("Fire rating of walls")
    driver.run()
    first = all_findings(driver)
    assert len(first) == 6 and {one.state for one in first.values()} == {FindingState.NEW}

    window.commands["next_finding"].trigger()  # before any list was read
    driver.until(lambda: desk.chosen.current is not None and desk.counts.open == 6)
    page = open_findings(driver)
    study = choose(driver, page.list, STUDY)
    (ref,) = driver.context.hub.selection
    name = "SELECT name FROM entities WHERE id = ?"
    assert list(driver.context.indexes.get(driver.key).rows(name, (ref.element,))) == [(STUDY,)]
    accept(driver, "Behind a shaft wall of EI 90")
    driver.until(lambda: desk.table.count == 5 and desk.counts.open == 5)
    assert any(toast.text.startswith("Accepted") for toast in window.toasts.toasts)
    driver.grab(pictures / "findings-accepted.png")

    import_as_house(driver, samples / "house_v2.ifc", tmp_path / "in")
    window.commands["run"].trigger()  # the form of the script that ran last
    driver.run()
    second = {one.element_name: one for one in all_findings(driver).values()}
    assert len(second) == 6, "nothing is lost, nothing twice"
    assert second[STUDY].id == study.id and second[STUDY].decision is Decision.ACCEPTED
    assert second[STUDY].state is FindingState.PERSISTING
    assert second[BATHROOM].state is FindingState.RESOLVED
    assert second[KITCHEN].state is FindingState.NOT_EVALUATED
    page = open_findings(driver)
    driver.until(lambda: desk.counts.all == 6 and desk.counts.open == 4)
    driver.grab(pictures / "findings-second-version.png")
    see_views(driver, page)
    see_both_ways(driver)
    compare_both_runs(driver, pictures)
