"""The retention dialog: rules, what they would let go, and nothing that goes unseen."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from run_context import record_run

from bimdesk.protocol.messages import Result
from bimdesk.services.retention import measure_sizes, read_rules
from bimdesk.settings import ProjectSettings
from bimdesk.ui.context import Context
from bimdesk.ui.forms.field import Field
from bimdesk.ui.retention.dialog import RetentionDialog


@pytest.fixture
def dialog(context: Context, qtbot: QtBot) -> Iterator[RetentionDialog]:
    """Three executions of January in the project."""
    for _number in range(3):
        record_run(context, "count", [Result(value=None)])
    with sqlite3.connect(context.project.folder / "project.db") as database:
        database.execute("UPDATE script_executions SET queued_at = '2026-01-01 08:00:00.000000'")
    database.close()
    measure_sizes(context.project)
    parent = QWidget()
    qtbot.addWidget(parent)
    made = RetentionDialog(context, read_rules(context.project), parent)
    for model in (made.scripts, made.going):
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    made.open()
    qtbot.waitUntil(lambda: made.scripts.rowCount() == 1)
    yield made
    parent.close()


def _type(field: Field, text: str, qtbot: QtBot) -> None:
    line = field.findChildren(QLineEdit)[0] if not isinstance(field.control, QLineEdit) else field.control
    line.selectAll()
    qtbot.keyClicks(line, text)


def test_that_a_change_of_the_rules_shows_at_once_what_would_go(
    dialog: RetentionDialog, qtbot: QtBot
) -> None:
    assert dialog.going.rowCount() == 0 and not dialog.remove.isEnabled()
    _type(dialog.form.field("keep_last"), "1", qtbot)
    qtbot.waitUntil(lambda: dialog.going.rowCount() == 2)
    assert dialog.remove.isEnabled()
    dialog.scripts.toggle(dialog.scripts.index(0, 3))
    qtbot.waitUntil(lambda: dialog.going.rowCount() == 0)
    assert dialog.scripts.index(0, 3).data() == "For ever"


def test_that_rules_are_saved_and_a_number_that_makes_no_sense_is_not(
    dialog: RetentionDialog, qtbot: QtBot
) -> None:
    saved: list[ProjectSettings] = []
    dialog.saved.connect(saved.append)
    _type(dialog.form.field("days"), "0", qtbot)
    qtbot.waitUntil(lambda: not dialog.save.isEnabled())
    assert dialog.form.errors["days"]
    _type(dialog.form.field("days"), "14", qtbot)
    qtbot.waitUntil(dialog.save.isEnabled)
    dialog.save.click()
    assert [one.retention.days for one in saved] == [14]
