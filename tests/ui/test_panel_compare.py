"""The comparison of two executions: facts, findings, tables, texts, only differences or all."""

from __future__ import annotations

from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from run_context import record_run

from bimdesk.domain.execution import Execution
from bimdesk.protocol.messages import FindingMessage, Log, Message, Output, Result
from bimdesk.ui.context import Context
from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.panels.compare import ComparePane


def _run(context: Context, *findings: str, width: int = 1, least: int = 1) -> Execution:
    messages: list[Message] = [
        Log(level="print", text=f"width {width}"),
        *(FindingMessage(message=one, check="c") for one in findings),
        Output(
            kind="table",
            name="Doors",
            data={"columns": ["guid", "width", "name"], "rows": [["a", 1, "A"], ["b", width, "B"]]},
        ),
        Result(value={"rooms": [{"name": "Hall"}]}),
    ]
    return record_run(context, "count", messages, parameters={"element_class": "IfcWall", "least": least})


@pytest.fixture
def pair(context: Context) -> tuple[Execution, Execution]:
    return _run(context, "stays"), _run(context, "stays", "comes", width=2, least=3)


@pytest.fixture
def pane(context: Context, qtbot: QtBot, pair: tuple[Execution, Execution]) -> ComparePane:
    made = ComparePane(context)
    qtbot.addWidget(made)
    made.resize(1300, 320)
    made.show()
    with qtbot.waitSignal(made.ready):
        made.compare(pair[1].id, pair[0].id)
    qtbot.waitUntil(lambda: made.tabs.tabText(3) != "Log")
    return made


def _texts(model: Any) -> list[tuple[str, ...]]:
    columns = range(model.columnCount())
    return [
        tuple(model.index(row, column).data() or "" for column in columns) for row in range(model.rowCount())
    ]


def test_that_only_what_differs_is_shown_at_first_and_all_on_demand(pane: ComparePane) -> None:
    assert [pane.tabs.tabText(at) for at in range(4)] == [
        "Findings  1",
        "Result tables  1",
        "Script  0",
        "Log  2",
    ]
    assert [row[0] for row in _texts(pane.facts)] == [
        "Status",
        "Model",
        "least",
        "Findings",
        "Time",
        "Script",
    ]
    assert ("least", "1", "3") in _texts(pane.facts)
    assert _texts(pane.tables.model) == [("Changed", "b", "1 → 2")]
    assert [row[1] for row in _texts(pane.findings.model)] == ["comes"]
    pane.only.setChecked(False)
    assert ("element_class", "IfcWall", "IfcWall") in _texts(pane.facts)
    assert {row[1] for row in _texts(pane.findings.model)} == {"comes", "stays"}
    assert [pane.tables.choice.itemText(at) for at in range(pane.tables.choice.count())] == ["Doors", "rooms"]
    assert len(_texts(pane.tables.model)) == 2 and pane.tables.model.columnCount() == 4


def test_that_states_stand_as_words_and_sentences(pane: ComparePane) -> None:
    finding = pane.findings.model.index(0, 0)
    assert finding.data(Role.CHIP).text == "New"
    assert pane.findings.sentence.text() == "1 finding in both runs, none was resolved."
    assert pane.tables.sentence.text() == "1 changed, 1 the same · matched by guid"
    found = next(row for row in range(pane.facts.rowCount()) if pane.facts.index(row, 0).data() == "Findings")
    assert pane.facts.index(found, 2).data(Role.HINT) == "+1"


def test_that_a_report_is_of_the_later_run_and_closing_is_told(
    pane: ComparePane, pair: tuple[Execution, Execution], qtbot: QtBot
) -> None:
    with qtbot.waitSignal(pane.report_requested) as asked:
        pane.findings.report.click()
    assert asked.args == [pair[1].id]
    with qtbot.waitSignal(pane.closed):
        pane.close_button.click()


def test_that_a_damaged_result_is_told_and_the_rest_is_shown(
    context: Context, pane: ComparePane, pair: tuple[Execution, Execution], qtbot: QtBot
) -> None:
    (pair[0].folder / "result.json").write_text("{", encoding="utf-8")
    with qtbot.waitSignal(pane.ready):
        pane.compare(pair[0].id, pair[1].id)
    assert pane.trouble.isVisible() and "damaged" in pane.trouble.text()
    assert pane.facts.rowCount() > 0
