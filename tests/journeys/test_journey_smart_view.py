"""A smart view through the window: apply By storey, click the legend, take it all back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from window_driver import Driver, find_row

from bimdesk.ui.delegates.roles import Role, Visibility
from bimdesk.ui.viewport.legend_card import LegendCard

LEFT, CONTROL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier


def test_that_a_smart_view_colours_selects_and_is_undone(
    driver: Driver, samples: Path, pictures: Path
) -> None:
    window, view, qtbot = driver.window, driver.window.viewport, driver.qtbot
    driver.drop(samples / "house.ifc")
    driver.wait_imported(1)
    entry = view.state.entry(driver.key)
    assert not entry.painted.any() and not view.overlays.legend.isVisible()

    window.commands["page_smart_views"].trigger()
    panel = window.panes.smart_views
    row = find_row(panel.view, "By storey")
    assert row is not None
    driver.click(panel.view, row)
    driver.until(view.overlays.legend.isVisible)
    driver.settle()
    legend = view.overlays.legend
    assert legend.title.text() == "By storey"
    assert texts(legend) == ["Roof", "First floor", "Ground floor"]
    counts = [row.count for row in legend.list.entries.rows]
    colors = {bytes(color[:3]).hex() for color in entry.painted if color[3]}
    assert colors == {row.color[1:] for row in legend.list.entries.rows}
    driver.grab(pictures / "smart-view-1-legend.png")

    driver.click(legend.list, line(legend, "Ground floor"))
    driver.until(lambda: len(driver.context.hub.selection) == counts[2])
    storeys = "SELECT s.name FROM entities e JOIN entities s ON s.id = e.storey_id WHERE e.id = ?"
    index = driver.context.indexes.get(driver.key)
    selected = {next(index.rows(storeys, (ref.element,)))[0] for ref in driver.context.hub.selection}
    assert selected == {"Ground floor"}
    at = legend.list.visualRect(line(legend, "Roof")).center()
    qtbot.mouseClick(legend.list.viewport(), LEFT, CONTROL, at)
    driver.until(lambda: len(driver.context.hub.selection) == counts[2] + counts[0])
    qtbot.mouseClick(legend.list.viewport(), LEFT, CONTROL, at)
    driver.until(lambda: len(driver.context.hub.selection) == counts[2])

    eye = legend.list.visualRect(line(legend, "Roof"))
    qtbot.mouseClick(legend.list.viewport(), LEFT, pos=eye.center() + (eye.topRight() - eye.center()) * 0.9)
    driver.until(lambda: line(legend, "Roof").data(Role.VISIBILITY) is Visibility.HIDDEN)
    driver.settle()
    assert len(driver.context.hub.selection) == counts[2]
    driver.grab(pictures / "smart-view-2-hidden.png")

    view.undo()  # the eye
    assert line(legend, "Roof").data(Role.VISIBILITY) is Visibility.SHOWN and legend.isVisible()
    view.undo()  # the smart view
    assert not entry.painted.any() and not legend.isVisible()
    assert panel.model.data(row, Qt.ItemDataRole.AccessibleTextRole) == "By storey"
    view.redo()
    assert legend.isVisible() and texts(legend) == ["Roof", "First floor", "Ground floor"]
    assert panel.model.data(row, Qt.ItemDataRole.AccessibleTextRole) == "By storey, shown"
    qtbot.mouseClick(legend.close_button, LEFT)
    assert not entry.painted.any() and not legend.isVisible()


def texts(legend: LegendCard) -> list[str]:
    return [row.text for row in legend.list.entries.rows]


def line(legend: LegendCard, text: str) -> QModelIndex:
    return legend.list.entries.index(texts(legend).index(text), 0)
