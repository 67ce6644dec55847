"""Someone clicks a bar of a chart and sees its elements alone in 3D, then colours by a column."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from window_driver import Driver

from bimdesk.domain.ids import ElementId, ElementRef
from bimdesk.ui.charts.card import ChartCard
from bimdesk.ui.panels.results.overview_page import OverviewPage
from bimdesk.ui.panels.results.table_page import TablePage

SCRIPT = """# /// script
# [tool.bimdesk]
# name = "Walls and doors"
# ///
found = {name: entities.filter(ifc_type__is=name) for name in ("IfcWall", "IfcDoor")}
chart("bar", {name: len(of) for name, of in found.items()}, title="By class", elements=found)
rows = [{"guid": one.ifc_guid, "n": number} for number, one in enumerate(found["IfcDoor"])]
result = {"doors": rows}
"""


def _card(driver: Driver) -> ChartCard:
    page = driver.window.panes.results.page()
    assert isinstance(page, OverviewPage)
    driver.until(lambda: page.board.is_whole)
    return page.board.cards[0]


def _shown(driver: Driver) -> set[ElementRef]:
    """What is seen in 3D."""
    view = driver.window.viewport
    entry = view.state.entry(driver.key)
    refs = (ElementRef(driver.key, ElementId(one)) for one in entry.sorted_ids.tolist())
    return {ref for ref in refs if view.is_visible(ref)}


def test_that_a_bar_of_a_chart_isolates_its_elements(
    driver: Driver, project_folder: Path, samples: Path, pictures: Path, qtbot: QtBot
) -> None:
    scripts = project_folder / "scripts"
    scripts.mkdir(exist_ok=True)
    (scripts / "walls.py").write_text(SCRIPT, encoding="utf-8")
    driver.drop(samples / "house.ifc")
    driver.wait_imported(1)
    driver.choose_script("Walls and doors")
    driver.run()
    results = driver.window.panes.results
    driver.until(lambda: isinstance(results.page(), OverviewPage))
    card = _card(driver)
    doors = next(at for at, label in enumerate(card.plot.marks.labels) if label == "IfcDoor")
    wanted = {ElementRef(driver.key, one) for one in card.plot.marks.elements[doors]}
    assert wanted

    def click() -> bool:
        """The page settles in turns: where the bar is may change until then."""
        place = card.plot.place_of(doors).toPoint()
        view = card.plot.widget.viewport()
        if view.visibleRegion().contains(place):
            qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
        else:
            page = results.page()
            assert isinstance(page, OverviewPage)
            page.ensureWidgetVisible(card)
        return bool(driver.context.hub.selection)

    driver.until(click)
    driver.settle()
    assert driver.context.hub.selection == wanted
    assert _shown(driver) == wanted
    assert card.plot.drawing.marked[doors]
    driver.grab(pictures / "bar-isolates.png")

    driver.window.viewport.show_all()
    wall = driver.element("IfcWall")
    driver.context.hub.select([wall], origin="viewport")
    assert card.plot.drawing.marked.tolist() == [True, False]

    results.tabs.bar.setCurrentIndex(1)
    page = results.page()
    assert isinstance(page, TablePage)
    page.color_requested.emit(page.records.columns.index("n"))
    layer = driver.window.viewport.smart_view
    driver.until(lambda: layer.number > 0)
    driver.settle()
    assert layer.card.isVisible()
    driver.grab(pictures / "colours-by-column.png")
    driver.window.viewport.undo()
    driver.until(lambda: layer.number == 0)
    assert not layer.card.isVisible()
