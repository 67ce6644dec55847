"""Texts side by side, the page of versions and the question about a conflict, on real projects."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot
from run_context import record_run

from bimdesk.domain.ids import ScriptKey
from bimdesk.services.library.scripts import find_script, get_script, save_script
from bimdesk.services.library.versions import compare_with_library
from bimdesk.ui.context import Context
from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.diff.conflict import Choice, ConflictDialog
from bimdesk.ui.diff.version_rows import VersionModel
from bimdesk.ui.diff.versions_page import VersionsPage
from bimdesk.ui.diff.view import DiffView
from bimdesk.ui.panels.history import HistoryPanel
from bimdesk.ui.panels.history.cells import Column
from bimdesk.ui.panels.results import ResultsPanel

KEY = ScriptKey("project/crash")
OLD = "".join(f"line {number}\n" for number in range(40))
NEW = OLD.replace("line 20\n", "line twenty\nanother\n")


@pytest.fixture
def diff(context: Context, qtbot: QtBot) -> DiffView:
    view = DiffView(context.operations)
    qtbot.addWidget(view)
    view.resize(900, 300)
    view.show()
    with qtbot.waitSignal(view.shown):
        view.compare("before", OLD, "after", NEW)
    return view


@pytest.fixture
def page(context: Context, qtbot: QtBot) -> VersionsPage:
    save_script(context.project, KEY, "result = 1\n")
    save_script(context.project, KEY, "result = 2\nmore = 3\n")
    made = VersionsPage(context, KEY, "Crash")
    qtbot.addWidget(made)
    made.resize(1000, 500)
    made.show()
    with qtbot.waitSignal(made.diff.shown):
        pass
    return made


def _titles(model: VersionModel) -> list[str]:
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_that_both_sides_stand_opposite_one_another_and_scroll_as_one(diff: DiffView) -> None:
    old, new = (pane.toPlainText().split("\n") for pane in (diff.old, diff.new))
    assert len(old) == len(new)
    assert (old[20], new[20]) == ("line 20", "line twenty")
    assert (old[21], new[21]) == ("", "another")
    assert diff.counts == (2, 1)
    diff.old.verticalScrollBar().setValue(7)
    assert diff.new.verticalScrollBar().value() == 7
    assert not diff.next.isEnabled() and not diff.previous.isEnabled()  # it stands at the only change
    assert not diff.grab().isNull()


def test_that_folding_leaves_what_changed_and_its_surroundings(diff: DiffView) -> None:
    diff.folding.setChecked(True)
    lines = diff.new.toPlainText().split("\n")
    assert lines[0] == "17 unchanged lines" and "line twenty" in lines and "line 0" not in lines


def test_that_the_newest_version_is_compared_with_the_one_before(page: VersionsPage) -> None:
    assert _titles(page.model) == ["Version 3, in the library", "Version 2", "Version 1"]
    assert page.diff.counts == (2, 1)
    assert not page.restore.isEnabled()
    assert page.model.index(2, 0).data(Role.SUBTITLE).endswith("As it was found")


def test_that_an_older_version_is_restored_and_labelled(
    page: VersionsPage, context: Context, qtbot: QtBot
) -> None:
    page.select(2)
    page.set_label("For the tender")
    qtbot.waitUntil(lambda: (at := page.current()) is not None and at.label == "For the tender")
    assert page.model.index(1, 0).data(Role.CHIP).text == "For the tender"
    with qtbot.waitSignal(page.restored) as restored:
        page.restore.click()
    assert restored.args[0].text == "result = 1\n" == get_script(context.project, KEY).text
    qtbot.waitUntil(lambda: _titles(page.model)[0] == "Version 4, in the library")


def test_that_any_version_is_compared_with_the_newest(page: VersionsPage, qtbot: QtBot) -> None:
    page.against.setCurrentIndex(1)
    page.select(2)
    qtbot.waitUntil(lambda: page.diff.old.toPlainText().startswith("result = 1"))
    assert page.diff.new.toPlainText().startswith("result = 2")


@pytest.mark.parametrize("name", ["mine", "theirs", "copy"])
def test_that_a_conflict_is_shown_with_three_ways_out(context: Context, qtbot: QtBot, name: str) -> None:
    theirs = get_script(context.project, KEY)
    dialog = ConflictDialog(context.operations, "Crash", theirs.text + "more\n", theirs, None)
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.view.shown) as shown:
        dialog.open()
    assert shown.args == [1, 0]
    with qtbot.waitSignal(dialog.chosen) as chosen:
        getattr(dialog, name).click()
    assert chosen.args == [Choice(name)]
    assert not dialog.isVisible()


def test_that_results_and_history_say_that_the_script_changed_since(context: Context, qtbot: QtBot) -> None:
    execution = record_run(context, "count", [])
    results, history = ResultsPanel(context), HistoryPanel(context)
    qtbot.addWidget(results)
    qtbot.addWidget(history)
    results.show_execution(execution.id)
    qtbot.waitUntil(lambda: results.view is not None and history.model.rowCount() == 1)
    qtbot.waitUntil(lambda: history.model.index(0, Column.SCRIPT).data(Role.HINT) == "v1")
    assert results.head.changed.isHidden()
    script = find_script(context.project, "count")
    _script, changes = save_script(context.project, script.key, script.text + "# more\n")
    context.hub.publish(changes)
    qtbot.waitUntil(lambda: not results.head.changed.isHidden())
    qtbot.waitUntil(lambda: history.model.index(0, Column.SCRIPT).data(Role.HINT) == "v1 · changed since")
    with qtbot.waitSignal(results.compare_requested) as asked:
        results.head.changed.click()
    assert asked.args == [execution.id]
    pair = compare_with_library(context.project, execution)
    assert (pair.old, pair.new) == (script.text, script.text + "# more\n")
