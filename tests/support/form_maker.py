"""Forms made by hand in tests, and typing into their fields."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from bimdesk.ui.forms.field import Field
from bimdesk.ui.forms.form import Form
from bimdesk.ui.forms.source import FormSource
from bimdesk.ui.theme import fonts


class FormMaker:
    """Makes forms of a schema, or of properties alone, which end with the test."""

    def __init__(self, qtbot: QtBot, app: QApplication) -> None:
        fonts.install()
        self._qtbot, self._app = qtbot, app

    def __call__(self, schema: dict[str, Any] | None = None, **properties: Any) -> Form:
        form = Form({**(schema or {}), "properties": properties}, source=FormSource(self._app))
        self._qtbot.addWidget(form)
        return form


def line_of(field: Field) -> QLineEdit:
    """The line of a field, or the first one in it."""
    return field.findChildren(QLineEdit)[0] if not isinstance(field.control, QLineEdit) else field.control


def type_into(qtbot: QtBot, field: Field, text: str) -> None:
    """Type in place of what stands in a field's line."""
    line = line_of(field)
    line.selectAll()
    qtbot.keyClicks(line, text)
