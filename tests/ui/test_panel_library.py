"""The library panel on a real project."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from run_context import KEY, record_run

from bimdesk.domain.changes import Changes
from bimdesk.domain.ids import ScriptKey
from bimdesk.domain.script import Script
from bimdesk.protocol.messages import Failed
from bimdesk.protocol.monitor import Monitor
from bimdesk.protocol.state import Ending, EndReason
from bimdesk.services import running
from bimdesk.services.library.scripts import find_script
from bimdesk.ui.context import Context
from bimdesk.ui.delegates import two_line_row
from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.hub import Notification
from bimdesk.ui.panels.library import LibraryPanel
from bimdesk.ui.panels.library import panel as panel_module
from bimdesk.ui.theme.states import NEVER_RUN
from bimdesk.ui.widgets.chip import ChipLook


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
    assert rows["Count"] == rows["GUID validation"] == ""
    assert rows["Broken"] == "Broken"
    by_name = {item.text(): item for item in panel.model.items()}
    assert by_name["Count"].data(Role.SUBTITLE) == "never run"
    assert by_name["GUID validation"].data(Role.SUBTITLE) == "built in · never run"


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
    assert item.data(Role.SUBTITLE) == "just now · used 1× · 1 model"
    assert "Script error, just now; used 1 time on 1 model" in item.toolTip()


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


def test_that_order_and_groups_are_chosen_and_kept(panel: LibraryPanel, context: Context) -> None:
    panel.change_view(sort="name", grouping="none")
    names = [item.text() for item in panel.model.items()]
    assert names == sorted(names, key=str.casefold)
    assert panel.model.rowCount() == 1
    assert (context.settings.library_sort, context.settings.library_group) == ("name", "none")
    panel.change_view(grouping="folder")
    assert [panel.model.item(row).text() for row in range(2)] == ["Project", "Built in"]


def test_that_scripts_that_ran_lately_come_first(panel: LibraryPanel, context: Context, qtbot: QtBot) -> None:
    execution = record_run(context, "crash", [Failed(kind="script", message="KeyError", line=4)])
    context.hub.publish(Changes(executions=frozenset({execution.id})))
    panel.change_view(grouping="none")
    qtbot.waitUntil(lambda: panel.model.items()[0].text() == "Crash")


def test_that_favourites_stand_before_all_groups(panel: LibraryPanel, context: Context, qtbot: QtBot) -> None:
    panel.acts.set_favourite([find_script(context.project, "GUID validation")], True)
    qtbot.waitUntil(lambda: panel.model.item(0).text() == "Favourites")
    (item,) = [one for one in panel.model.items() if one.text() == "GUID validation"]
    assert item.data(Role.MARK) == "star lock"
    panel.change_view(favourites=True)
    assert list(_rows(panel)) == ["GUID validation"]


def test_that_a_deleted_script_comes_back_by_the_toast(
    panel: LibraryPanel, context: Context, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(context.hub.notified) as told:
        panel.acts.delete([find_script(context.project, "Count")])
    qtbot.waitUntil(lambda: "Count" not in _rows(panel))
    assert told.args[0].action == "Undo"
    told.args[0].on_action()
    qtbot.waitUntil(lambda: "Count" in _rows(panel))


def test_that_a_script_is_renamed_and_gets_a_category(
    panel: LibraryPanel, context: Context, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(panel.renamed) as renamed:
        panel.acts.rename(find_script(context.project, "Count"), "Zählung")
    assert renamed.args[0] == "project/count" and renamed.args[1].key == "project/zahlung"
    panel.acts.set_category(find_script(context.project, "Zählung"), "Rooms")
    model = panel.model
    qtbot.waitUntil(lambda: "Rooms" in [model.item(row).text() for row in range(model.rowCount())])


def test_that_a_new_script_starts_from_a_template(
    panel: LibraryPanel, context: Context, qtbot: QtBot
) -> None:
    panel.resize(300, 600)
    panel.show()
    panel.new_script()
    popover = panel._new
    assert popover is not None and not popover.create_button.isEnabled()
    assert popover.model.rowCount() == 7
    popover.list.setCurrentIndex(popover.model.index(1, 0))
    popover.name.setText("Doors")
    with qtbot.waitSignal(panel.edit_requested) as opened:
        popover.create_button.click()
    script = opened.args[0]
    assert (script.key, script.metadata.name, script.metadata.category) == (
        "project/doors",
        "Doors",
        "validation",
    )
    assert not popover.isVisible()


def test_that_a_team_folder_that_is_not_there_is_said(
    panel: LibraryPanel, context: Context, qtbot: QtBot, tmp_path: Path
) -> None:
    share = tmp_path / "share"
    share.mkdir()
    (share / "common.py").write_text("result = 1\n")
    panel.acts.set_team_folder(share)
    qtbot.waitUntil(lambda: "Common" in _rows(panel))
    (share / "common.py").unlink()
    share.rmdir()
    panel.refresh()
    qtbot.waitUntil(lambda: "is not there" in panel.notice._text.text() and "Common" not in _rows(panel))
    panel.acts.set_team_folder(None)
    qtbot.waitUntil(lambda: not panel.library.problems)


def test_that_several_scripts_go_at_once(panel: LibraryPanel, context: Context, qtbot: QtBot) -> None:
    panel.view.selectAll()
    menu = panel.menu_for(*panel.selected())
    words = [action.text() for action in menu.actions()]
    assert f"Export {len(_rows(panel))} scripts…" in words
    assert "Delete 4 scripts" in words


def test_that_new_scripts_show_at_a_glance_and_are_judged_afterwards(
    context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panel_module, "PATIENCE_S", -1.0)
    made = LibraryPanel(context)
    qtbot.addWidget(made)
    shown: list[dict[str, str]] = []
    made.count_changed.connect(lambda _count: shown.append(_rows(made)))
    judged: list[Script] = []
    made.script_chosen.connect(judged.append)
    qtbot.waitUntil(lambda: len(shown) == 1)
    assert made.library.is_sketch
    made.select(ScriptKey("project/broken"))
    assert judged[0].problem is not None
    qtbot.waitUntil(lambda: not made.library.is_sketch)
    assert set(_rows(made)) == set(shown[0]) | {"Broken"}
    assert _rows(made)["Broken"] == "Broken"


def test_that_a_script_that_waits_to_run_is_not_deleted_and_its_run_is_shown(
    panel: LibraryPanel, context: Context, qtbot: QtBot
) -> None:
    project = context.project
    script, version = find_script(project, "Count"), project.models.find_version(KEY)
    assert version is not None
    start, _changes = running.queue_run(project, running.make_request(project, script, version.id))
    told: list[Notification] = []
    context.hub.notified.connect(told.append)
    panel.questions.delete([script])
    qtbot.waitUntil(lambda: len(told) == 1)
    assert told[0].text == "Count is in use and was not deleted: it waits to run on House v1."
    assert script.path.is_file()
    with qtbot.waitSignal(panel.acts.use_wanted) as wanted:
        assert told[0].on_action is not None
        told[0].on_action()
    assert wanted.args[0].execution_id == start.execution_id
    running.finish_run(project, start, Monitor(), Ending(reason=EndReason.CANCELLED), duration_ms=1)
    panel.questions.delete([script])
    qtbot.waitUntil(lambda: not script.path.is_file())


def test_that_a_script_with_unsaved_text_is_not_deleted(
    panel: LibraryPanel, context: Context, qtbot: QtBot
) -> None:
    script = find_script(context.project, "Count")
    panel.set_dirty(frozenset({script.key}))
    with qtbot.waitSignal(context.hub.notified) as told:
        panel.questions.delete([script, find_script(context.project, "Crash")])
    assert told.args[0].text == "Count has unsaved text"
    qtbot.waitUntil(lambda: set(_rows(panel)).isdisjoint({"Crash"}))
    assert script.path.is_file()


def test_that_subfolders_are_groups_of_their_own(panel: LibraryPanel, context: Context, qtbot: QtBot) -> None:
    within = context.project.scripts_folder / "checks" / "fire"
    within.mkdir(parents=True)
    (within / "doors.py").write_text("result = 1\n")
    panel.refresh()
    qtbot.waitUntil(lambda: "Doors" in _rows(panel))
    panel.change_view(grouping="folder")
    heads = [panel.model.item(row).text() for row in range(panel.model.rowCount())]
    assert heads == ["Project", "Project / checks / fire", "Built in"]
    panel.select(ScriptKey("project/checks/fire/doors"))
    current = panel.current()
    assert current is not None
    assert current.path == within / "doors.py"


def test_that_the_states_of_a_narrow_list_are_icons_and_of_a_wide_one_words(
    panel: LibraryPanel, context: Context, qtbot: QtBot
) -> None:
    record_run(context, "crash", [Failed(kind="script", message="KeyError: 'missing'", line=4)])
    panel.refresh()
    qtbot.waitUntil(lambda: _rows(panel)["Crash"] == "Script error")
    drawn: list[ChipLook] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(two_line_row, "paint_chip", lambda _painter, _box, look: drawn.append(look))
        for width, words in ((236, False), (284, True)):
            drawn.clear()
            panel.resize(width, 1400)
            panel.grab()
            assert {bool(look.text) for look in drawn if look.icon != NEVER_RUN.icon} == {words}
            assert not any(look.text for look in drawn if look.icon == NEVER_RUN.icon)
