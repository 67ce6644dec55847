"""The search panel: live results with reasons, looked at by arrows, gone to by Enter."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot
from run_context import KEY, settle
from small_index import WALL_EAST, WALL_WEST

from bimdesk.domain.ids import ElementId, ElementRef
from bimdesk.ui.context import Context
from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.panels.search import SearchPanel


@pytest.fixture
def panel(qtbot: QtBot, context: Context) -> SearchPanel:
    made = SearchPanel(context)
    QAbstractItemModelTester(made.model, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    qtbot.addWidget(made)
    made.resize(300, 600)
    made.show()
    made.show_versions(context.versions())
    return made


def search(panel: SearchPanel, context: Context, text: str) -> None:
    panel.field.setText(text)
    panel.field.returnPressed.disconnect(panel._go)
    panel.field.returnPressed.emit()
    panel.field.returnPressed.connect(panel._go)
    settle(context)


def hits(panel: SearchPanel) -> list[tuple[str, str]]:
    model = panel.model
    top = model.index(0, 0)
    rows = (model.index(row, 0, top) for row in range(model.rowCount(top)))
    return [(str(row.data()), str(row.data(Role.SUBTITLE))) for row in rows]


def ref(number: int) -> ElementRef:
    return ElementRef(KEY, ElementId(number))


def test_that_hits_stand_under_their_model_with_the_reason(panel: SearchPanel, context: Context) -> None:
    search(panel, context, "REI 60")
    assert panel.model.index(0, 0).data() == "House v1"
    assert any("FireRating" in reason and "REI 60" in reason for _name, reason in hits(panel))


def test_that_arrows_look_at_a_hit_and_enter_goes_there(
    panel: SearchPanel, context: Context, qtbot: QtBot
) -> None:
    search(panel, context, "außenwand")
    panel.field.down_pressed.emit()
    assert context.hub.selection <= {ref(WALL_EAST), ref(WALL_WEST)} and context.hub.selection
    before = context.hub.selection
    qtbot.keyClick(panel.view, Qt.Key.Key_Down)
    assert context.hub.selection != before
    with qtbot.waitSignal(panel.fit_requested) as asked:
        panel.view.activated.emit(panel.view.currentIndex())
    assert asked.args is not None and set(asked.args[0]) == context.hub.selection


def test_that_all_hits_are_selected_at_once(panel: SearchPanel, context: Context) -> None:
    search(panel, context, "außenwand")
    panel.select_all()
    assert context.hub.selection == {ref(WALL_EAST), ref(WALL_WEST)}


def test_that_nothing_found_says_so_and_clearing_brings_the_hint_back(
    panel: SearchPanel, context: Context
) -> None:
    search(panel, context, "nowhere to be seen")
    assert panel.model.rowCount() == 0 and panel._no_hits.isVisible()
    panel.field.clear()
    assert panel._hint.isVisible()


@pytest.mark.parametrize("text", ['"', "%", "'; DROP TABLE", "*(", "\\", "ß" * 300])
def test_that_any_text_may_be_typed(panel: SearchPanel, context: Context, text: str) -> None:
    search(panel, context, text)
    assert panel.model.rowCount() <= 1
