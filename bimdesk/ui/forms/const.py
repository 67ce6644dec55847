"""The field of a value that the script has fixed: shown, and not to be changed."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from bimdesk.ui.forms.field import Field
from bimdesk.ui.widgets.labels import label


class ConstField(Field):
    """`const`: the only value that fits."""

    def build(self) -> QWidget:
        value = self.read()
        words = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        words = self.tr("none") if value is None else words
        self._label: QLabel = label(
            self.tr("none") if value is None else words, tone="tx2", wrap=True, parent=self
        )
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return self._label

    def read(self) -> Any:
        return self.spec.schema.get("const")
