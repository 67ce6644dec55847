"""Where the form of the chosen script stands; the next one takes its place over turns of the event loop."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bimdesk.ui.forms.form import Form
from bimdesk.ui.forms.model_source import ModelSource


class FormPlace(QObject):
    """Holds the form, if there is one. `sections` are hidden until it is whole: they stand under it."""

    edited = Signal()
    errors_changed = Signal()

    def __init__(self, source: ModelSource, body: QWidget, sections: QWidget) -> None:
        super().__init__(body)
        self._source = source
        self._body = body
        self._sections = sections
        self.layout = QVBoxLayout()
        self.form: Form | None = None

    def build(self, schema: Mapping[str, Any], values: Mapping[str, Any] | None) -> None:
        """The form of a schema, with its defaults or with `values` over them.

        Raises BimdeskError where the schema is none; there is no form then.
        """
        old, self.form = self.form, None
        QTimer.singleShot(0, self, partial(self._change, old))
        form = Form(schema, source=self._source, parent=self._body)
        form.hide()
        form.changed.connect(self.edited)
        form.errors_changed.connect(lambda _count: self.errors_changed.emit())
        self.form = form
        if values is not None:
            form.set_values({**form.values(), **values} if values else form.values())

    def _change(self, old: Form | None) -> None:
        """In a turn of its own: the old form leaves, the first fields of the new one appear."""
        if old is not None:
            self.layout.removeWidget(old)
            old.hide()
            old.deleteLater()
        form = self.form
        if form is not None and self.layout.indexOf(form) < 0:
            self.layout.addWidget(form)
            form.whole.connect(self._sections.show)
            form.show_in_turns()
        self._sections.setVisible(form is None or form.is_whole)
