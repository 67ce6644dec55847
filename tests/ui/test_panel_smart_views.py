"""The panel of smart views: new, edited, copied, put in order, deleted, carried in files; rules in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QMimeData, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from run_context import run_context

from bimdesk.domain.filters import Attribute, Property
from bimdesk.domain.smart_view import ByValue, Effect, Paint, Ramp, Rest, Rule, SmartView
from bimdesk.domain.smart_views_built_in import BUILT_IN
from bimdesk.paths import AppPaths
from bimdesk.services.smart_views.kept import list_smart_views, save_smart_view
from bimdesk.ui.context import Context
from bimdesk.ui.forms.hint import Tone
from bimdesk.ui.panels.filters import FilterEditor
from bimdesk.ui.panels.smart_views import SmartViewsPanel
from bimdesk.ui.panels.smart_views.rule_card import RuleCard
from bimdesk.ui.theme import style

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def context(qapp: QApplication, app_paths: AppPaths, tmp_path: Path) -> Iterator[Context]:
    style.apply(qapp, "dark")
    with run_context(tmp_path / "Project", app_paths) as made:
        yield made


@pytest.fixture
def panel(qtbot: QtBot, context: Context) -> SmartViewsPanel:
    made = SmartViewsPanel(context, lambda versions: FilterEditor(context, versions))
    QAbstractItemModelTester(made.model, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    qtbot.addWidget(made)
    made.resize(284, 800)
    made.show()
    made.set_versions(context.versions())
    settle(context)
    return made


def settle(context: Context) -> None:
    while not context.operations.is_idle:
        loop = QEventLoop()
        context.operations.idle_changed.connect(loop.quit)
        loop.exec()


def keep(context: Context, panel: SmartViewsPanel, *views: SmartView) -> None:
    for view in views:
        save_smart_view(context.project, view)
    panel.refresh()
    settle(context)


def shown(panel: SmartViewsPanel) -> list[str]:
    model = panel.model
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def plain(name: str, group: str = "") -> SmartView:
    return SmartView(name=name, group=group, rules=(Rule("IfcWall", Effect.HIDE),))


def test_that_built_in_views_are_listed_and_a_click_asks_for_one(
    panel: SmartViewsPanel, qtbot: QtBot
) -> None:
    assert shown(panel) == ["Built in", *(view.name for view in BUILT_IN)]
    asked: list[SmartView] = []
    panel.show_requested.connect(asked.append)
    at = panel.view.visualRect(panel.model.index(2, 0)).center()
    qtbot.mouseClick(panel.view.viewport(), LEFT, pos=at)
    assert asked == [BUILT_IN[1]]
    assert not panel.edit_button.isEnabled() and not panel.delete_button.isEnabled()
    assert panel.duplicate_button.isEnabled()
    panel.set_shown(BUILT_IN[1])
    ended: list[int] = []
    panel.end_requested.connect(lambda: ended.append(1))
    qtbot.mouseClick(panel.view.viewport(), LEFT, pos=at)
    assert ended == [1]


def test_that_a_new_view_is_typed_and_saved(panel: SmartViewsPanel, context: Context, qtbot: QtBot) -> None:
    panel.new()
    editor = panel.editor
    asked: list[SmartView] = []
    panel.show_requested.connect(asked.append)
    qtbot.mouseClick(editor.save_button, LEFT)
    assert editor.hint.tone is Tone.ERROR and "needs a name" in editor.hint.text
    qtbot.keyClicks(editor.name, "Walls by fire")
    editor.group.setEditText("Fire")
    card = editor.cards[0]
    card.set_filter("IfcWall")
    settle(context)
    assert card.action_edit.field.findText("Pset_WallCommon.FireRating") >= 0
    assert card.action_edit.field.findText("*.FireRating") < 0, "one set alone has it"
    card.action_edit.field.setEditText("no field")
    qtbot.mouseClick(editor.save_button, LEFT)
    assert "Rule 1: 'no field' is no field" in editor.hint.text
    card.action_edit.field.setEditText("*.FireRating")
    qtbot.mouseClick(editor.save_button, LEFT)
    settle(context)
    (kept,) = list_smart_views(context.project)
    rule = Rule("IfcWall", ByValue(Property(None, "FireRating")))
    assert (kept.name, kept.group, kept.rules) == ("Walls by fire", "Fire", (rule,))
    assert asked == [kept]
    assert shown(panel)[:2] == ["Fire", "Walls by fire"]
    assert panel.current() == kept


def test_that_a_name_that_is_taken_is_said_in_the_editor(
    panel: SmartViewsPanel, context: Context, qtbot: QtBot
) -> None:
    keep(context, panel, plain("A"))
    panel.new()
    panel.editor.name.setText("a")
    qtbot.mouseClick(panel.editor.save_button, LEFT)
    settle(context)
    assert "already" in panel.editor.hint.text and panel.editor.isVisible()


@pytest.mark.parametrize(
    "action",
    [
        Paint(),
        Paint("#ff8800"),
        ByValue(Property("Dotted.Set", "A.B"), Rest.LEAVE),
        Ramp(Attribute("OverallHeight"), 1.5, None),
        Ramp(Property(None, "Length"), -2.0, 1e6, rest=Rest.GHOST),
        *Effect,
    ],
)
def test_that_a_card_says_what_its_rule_says(
    qtbot: QtBot, action: Paint | ByValue | Ramp | Effect, qapp: QApplication
) -> None:
    rule = Rule("IfcWall, Name*=a", action, "Some walls")
    card = RuleCard(rule)
    qtbot.addWidget(card)
    card.show()
    assert card.rule() == rule
    assert repr(card.rule()) == repr(rule), "enumerations, not their texts"


def test_that_the_elements_of_a_rule_are_chosen_in_the_query_builder(
    panel: SmartViewsPanel, context: Context, qtbot: QtBot
) -> None:
    panel.new()
    editor = panel.editor
    qtbot.mouseClick(editor.cards[0].edit_filter, LEFT)
    builder = editor.builder
    assert isinstance(builder, FilterEditor)
    building = builder.building
    building.text_part.edit.setPlainText("IfcWall")
    building.text_part.read()
    building.timer.stop()
    building.find()
    settle(context)
    assert builder.count.text == "2 of 11 elements"
    qtbot.mouseClick(editor.done_button, LEFT)
    assert editor.cards[0].filter == "IfcWall" and editor.builder is None


def test_that_rules_are_put_in_order_and_the_last_one_stays(panel: SmartViewsPanel, qtbot: QtBot) -> None:
    rules = (Rule("IfcWall", Effect.HIDE), Rule("IfcDoor", Effect.GHOST))
    panel.editor.show_view(SmartView(name="A", rules=rules), [])
    editor = panel.editor
    editor.cards[1].up.click()
    editor.name.setText("A")
    assert editor.view().rules == rules[::-1]
    assert not editor.cards[0].up.isEnabled() and not editor.cards[1].down.isEnabled()
    editor.cards[0].remove.click()
    assert editor.view().rules == rules[:1]
    assert not editor.cards[0].remove.isEnabled()


def test_that_a_copy_of_a_built_in_view_is_edited(panel: SmartViewsPanel, context: Context) -> None:
    panel.select(BUILT_IN[6].id)
    panel.duplicate_current()
    settle(context)
    assert panel.editor.name.text() == "By fire rating"
    assert panel.editor.view().rules == BUILT_IN[6].rules
    panel.editor.cancel_button.click()
    assert shown(panel)[:2] == ["This project", "By fire rating"]


def test_that_keys_and_drags_put_views_in_order(
    panel: SmartViewsPanel, context: Context, qtbot: QtBot
) -> None:
    keep(context, panel, plain("a"), plain("b"), plain("c", "G"))
    assert shown(panel)[:5] == ["This project", "a", "b", "G", "c"]
    panel.view.setCurrentIndex(panel.model.index(1, 0))
    panel.activateWindow()
    panel.view.setFocus()
    qtbot.waitUntil(panel.view.hasFocus)
    qtbot.keyClick(panel.view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    settle(context)
    assert shown(panel)[:5] == ["This project", "b", "a", "G", "c"]
    current = panel.current()
    assert current is not None and current.name == "a"
    qtbot.keyClick(panel.view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    settle(context)
    assert shown(panel)[:5] == ["This project", "b", "G", "a", "c"]
    model = panel.model
    data = model.mimeData([model.index(4, 0)])
    assert not model.canDropMimeData(data, Qt.DropAction.MoveAction, 0, 0, QModelIndex())
    assert not model.canDropMimeData(data, Qt.DropAction.MoveAction, 9, 0, QModelIndex())
    assert not model.canDropMimeData(QMimeData(), Qt.DropAction.MoveAction, 1, 0, QModelIndex())
    model.dropMimeData(data, Qt.DropAction.MoveAction, 1, 0, QModelIndex())
    settle(context)
    assert shown(panel)[:5] == ["This project", "c", "b", "G", "a"]


def test_that_a_deleted_view_can_be_brought_back(panel: SmartViewsPanel, context: Context) -> None:
    keep(context, panel, plain("a"))
    panel.select(list_smart_views(context.project)[0].id)
    gone: list[SmartView] = []
    panel.deleted.connect(gone.append)
    panel.delete_current()
    settle(context)
    assert shown(panel)[0] == "Built in" and gone[0].name == "a"
    panel.bring_back(gone[0])
    settle(context)
    assert shown(panel)[:2] == ["This project", "a"]


def test_that_views_are_carried_in_a_file_and_a_bad_one_is_said(
    panel: SmartViewsPanel, context: Context, tmp_path: Path
) -> None:
    said: list[str] = []
    panel.said.connect(said.append)
    file = tmp_path / "views.json"
    panel.export_file(file, BUILT_IN[:2])
    settle(context)
    panel.import_file(file)
    settle(context)
    assert said == ["2 smart views are in views.json", "2 smart views from views.json"]
    assert shown(panel)[:3] == ["This project", "By class", "By storey"]
    told: list[str] = []
    context.hub.notified.connect(lambda notification: told.append(notification.text))
    file.write_text("{")
    panel.import_file(file)
    settle(context)
    assert told and told[0].startswith("views.json is no JSON")
