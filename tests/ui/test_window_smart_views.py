"""Smart views in the window: several models, what is missing, menu, command field, other colours."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from window_driver import Driver

from bimdesk.domain.filters import Attribute, Facet, Property
from bimdesk.domain.smart_view import ByValue, Effect, Paint, Ramp, Rest, Rule, SmartView, SmartViewId
from bimdesk.domain.smart_views_built_in import BUILT_IN
from bimdesk.ui.models.legend_rows import LegendRow, RowKind
from bimdesk.ui.theme import tokens
from bimdesk.ui.window.smart_view_tools import SmartViewTools

BY_NAME = {view.name: view for view in BUILT_IN}


def tools(driver: Driver) -> SmartViewTools:
    return driver.window.wiring.smart_views


def apply(driver: Driver, view: SmartView) -> list[LegendRow]:
    tools(driver).show(view)
    driver.until(lambda: tools(driver).current == view)
    return driver.window.viewport.overlays.legend.list.entries.rows


def own(*rules: Rule, name: str = "Own") -> SmartView:
    return SmartView(id=SmartViewId(99), name=name, rules=rules)


def test_that_a_model_that_comes_later_is_in_the_smart_view_too(house: Driver, samples: Path) -> None:
    rows = apply(house, BY_NAME["By model"])
    assert [row.text for row in rows] == ["house"]
    house.drop(samples / "house_mep.ifc")
    house.wait_imported(2)
    card = house.window.viewport.overlays.legend
    house.until(lambda: {row.text for row in card.list.entries.rows} == {"house", "house_mep"})
    view = house.window.viewport
    assert all(entry.painted[:, 3].any() for entry in view.state)
    view.undo()
    assert not any(entry.painted.any() for entry in view.state)


def test_that_what_is_missing_is_said_in_words(house: Driver) -> None:
    rows = apply(house, BY_NAME["By system"])
    notes = [row.text for row in rows if row.kind is RowKind.NOTE]
    sentence = "No element of these models is in a system."
    if any(row.kind is RowKind.ENTRY and row.color for row in rows):
        pytest.fail("the sample house has no systems")
    assert notes == [sentence]
    assert house.window.viewport.overlays.messages.label.text() == sentence
    rows = apply(house, own(Rule("IfcWall", Ramp(Property(None, "Nonsense")))))
    assert rows[0].text == "No element of these models has a number for Nonsense."
    apply(house, own(Rule("IfcDam", Paint()), name="Dams"))
    assert house.window.viewport.overlays.messages.label.text() == "No element of these models meets “Dams”."


def test_that_effects_and_colours_go_together_and_leave_with_the_legend(house: Driver) -> None:
    view = house.window.viewport
    before = view.state.hidden_refs()
    rules = (
        Rule("IfcElement, !IfcFeatureElement", Effect.ISOLATE),
        Rule("IfcRoof, IfcCovering", Effect.HIDE, "Roofs"),
        Rule("IfcWall", Effect.GHOST),
        Rule("IfcDoor", ByValue(Facet.TYPE, Rest.LEAVE)),
        Rule("IfcWindow", Ramp(Attribute("OverallHeight"))),
    )
    rows = apply(house, own(*rules))
    kinds = {row.kind for row in rows}
    assert kinds == {RowKind.ENTRY, RowKind.HEADING, RowKind.RAMP, RowKind.GAP}
    entry = view.state.entry(house.key)
    assert not (entry.visible & entry.class_flags("IfcRoof")).any()
    assert entry.faint[entry.class_flags("IfcWall")].all()
    assert (entry.painted[entry.class_flags("IfcWindow"), 3] == 255).all()
    assert view.state.isolated
    house.qtbot.mouseClick(view.overlays.legend.close_button, Qt.MouseButton.LeftButton)
    assert view.state.hidden_refs() == before
    assert not entry.faint.any() and not entry.painted.any() and not view.state.isolated


def test_that_colours_of_a_script_take_the_place_of_the_legend_and_back(house: Driver) -> None:
    view = house.window.viewport
    apply(house, BY_NAME["By class"])
    view.highlight({house.element("IfcDoor"): "#ff0000"})
    assert not view.overlays.legend.isVisible() and tools(house).current is None
    assert not view.overlays.tools.smart_views.isChecked()
    view.undo()
    assert view.overlays.legend.isVisible() and tools(house).current == BY_NAME["By class"]
    apply(house, BY_NAME["By storey"])
    assert view.overlays.legend.title.text() == "By storey"


def test_that_menu_and_command_field_reach_every_view(house: Driver) -> None:
    menu = tools(house).make_menu()
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert texts == [*BY_NAME, "All smart views…", "No smart view"]
    menu.deleteLater()
    assert tools(house).hits("") == []
    (hit,) = tools(house).hits("fire rat")
    assert (hit.title, hit.end) == ("By fire rating", "Smart view")
    hit.run()
    house.until(lambda: tools(house).current == BY_NAME["By fire rating"])
    menu = tools(house).make_menu()
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["By fire rating"]
    menu.deleteLater()
    tools(house).end()
    assert tools(house).current is None


def test_that_the_legend_stays_inside_the_view_and_off_the_selection_bar(house: Driver) -> None:
    window, view = house.window, house.window.viewport
    window.resize(1000, 640)
    apply(house, BY_NAME["By class"])
    house.context.hub.select([house.element("IfcDoor")])
    house.settle()
    legend, bar = view.overlays.legend.geometry(), view.overlays.bar.geometry()
    assert view.rect().contains(legend)
    assert not legend.intersects(bar) and not legend.intersects(view.overlays.tools.geometry())
    view.sectioning.set_open(True)
    house.settle()
    legend = view.overlays.legend.geometry()
    assert not legend.intersects(view.overlays.sections.geometry())


def test_that_the_colours_of_the_values_follow_the_theme(house: Driver) -> None:
    apply(house, BY_NAME["By class"])
    entries = house.window.viewport.overlays.legend.list.entries
    assert entries.rows[0].color == tokens.DARK.chart[0]
    house.context.change_settings(theme="light")
    house.until(lambda: entries.rows[0].color == tokens.LIGHT.chart[0])
    house.context.change_settings(theme="dark")
    house.until(lambda: entries.rows[0].color == tokens.DARK.chart[0])


def test_that_a_theme_that_changes_before_the_colours_are_there_is_theirs(house: Driver) -> None:
    entries = house.window.viewport.overlays.legend.list.entries
    house.context.change_settings(theme="light")
    tools(house).show(BY_NAME["By class"])
    house.context.change_settings(theme="dark")
    house.until(lambda: tools(house).current == BY_NAME["By class"])
    assert entries.rows[0].color == tokens.DARK.chart[0]
