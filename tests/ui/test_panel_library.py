"""The library panel on a real project."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot
from run_context import record_run

from bimdesk.domain.changes import Changes
from bimdesk.domain.ids import ScriptKey
from bimdesk.protocol.messages import Failed
from bimdesk.services.library import find_script
from bimdesk.ui.context import Context
from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.panels.library import LibraryPanel


@pytest.fixture
def panel(context: Context, qtbot: QtBot) -> LibraryPanel:
    made = LibraryPanel(context)
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.count_changed):
        pass
    return made


def _rows(panel: LibraryPanel) -> dict[str, str]:
    return {item.text(): item.data(Role.CHIP).text for item in panel.model.items()}


def test_that_scripts_stand_under_their_category_with_their_state(panel: LibraryPanel) -> None:
    heads = [panel.model.item(row).text() for row in range(panel.model.rowCount())]
    assert heads[0] == "Validation"
    assert heads[-1] == "Custom"
    rows = _rows(panel)
    assert rows["Count"] == "Never run"
    assert rows["Broken"] == "Broken"
    assert rows["GUID validation"] == "Never run"


def test_that_a_broken_script_says_why_and_where(panel: LibraryPanel) -> None:
    (item,) = [one for one in panel.model.items() if one.text() == "Broken"]
    assert item.data(Role.SUBTITLE).startswith("line 3: ")
    assert "broken.py, line 3" in item.toolTip()


def test_that_built_in_scripts_are_locked_and_cannot_be_deleted(
    panel: LibraryPanel, context: Context
) -> None:
    (item,) = [one for one in panel.model.items() if one.text() == "GUID validation"]
    assert item.data(Role.MARK) == "lock"
    words = [
        action.text() for action in panel.menu_for(find_script(context.project, "GUID validation")).actions()
    ]
    assert "Delete" not in words
    assert "Duplicate to edit" in words


def test_that_the_search_looks_into_tags_and_code(panel: LibraryPanel, qtbot: QtBot) -> None:
    panel.search.setText("quick")
    qtbot.waitUntil(lambda: list(_rows(panel)) == ["Count"])
    panel.search.setText("going")
    qtbot.waitUntil(lambda: list(_rows(panel)) == ["Endless"])
    panel.search.setText("nosuchword")
    qtbot.waitUntil(lambda: not _rows(panel))
    panel.search.clear()
    qtbot.waitUntil(lambda: len(_rows(panel)) > 3)


def test_that_a_run_shows_in_its_row(panel: LibraryPanel, context: Context, qtbot: QtBot) -> None:
    execution = record_run(context, "crash", [Failed(kind="script", message="KeyError: 'missing'", line=4)])
    context.hub.publish(Changes(executions=frozenset({execution.id})))
    qtbot.waitUntil(lambda: _rows(panel)["Crash"] == "Script error")
    (item,) = [one for one in panel.model.items() if one.text() == "Crash"]
    assert item.data(Role.SUBTITLE) == "just now · used 1×"


def test_that_choosing_a_row_asks_for_its_form_and_enter_for_its_text(
    panel: LibraryPanel, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(panel.script_chosen) as chosen:
        panel.select(ScriptKey("project/count"))
    assert chosen.args[0].metadata.name == "Count"
    with qtbot.waitSignal(panel.edit_requested) as opened:
        panel.view.activated.emit(panel.view.currentIndex())
    assert opened.args[0].key == "project/count"


def test_that_a_refresh_keeps_the_current_script_without_choosing_it_again(
    panel: LibraryPanel, qtbot: QtBot
) -> None:
    panel.select(ScriptKey("project/count"))
    with qtbot.assertNotEmitted(panel.script_chosen), qtbot.waitSignal(panel.count_changed):
        panel.refresh()
    current = panel.current()
    assert current is not None
    assert current.key == "project/count"


def test_that_a_duplicate_is_made_selected_and_opened(
    panel: LibraryPanel, context: Context, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(panel.edit_requested) as opened:
        panel.acts.duplicate(find_script(context.project, "GUID validation"))
    copy = opened.args[0]
    assert not copy.is_read_only
    qtbot.waitUntil(lambda: (current := panel.current()) is not None and current.key == copy.key)


def test_that_unsaved_scripts_carry_a_dot(panel: LibraryPanel) -> None:
    panel.set_dirty(frozenset({ScriptKey("project/count")}))
    dots = {item.text(): bool(item.data(Role.DIRTY)) for item in panel.model.items()}
    assert [name for name, dirty in dots.items() if dirty] == ["Count"]
