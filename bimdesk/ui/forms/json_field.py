"""The plain field of what has none of its own: JSON, with the reason."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from bimdesk.ui.forms.field import UNSET, Field
from bimdesk.ui.forms.hint import Tone
from bimdesk.ui.theme import fonts

LINES = (3, 12)
"""Least and most lines that it is high."""


class JsonField(Field):
    """Any value, written as JSON."""

    def build(self) -> QWidget:
        self._writing = False
        self._edit = QPlainTextEdit(self)
        self._edit.setFont(fonts.mono(12))
        self._edit.setTabChangesFocus(True)
        self._edit.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._edit.textChanged.connect(self._on_text)
        self._grow()
        return self._edit

    def read(self) -> Any:
        text = self._edit.toPlainText().strip()
        if not text:
            return UNSET
        try:
            return json.loads(text, parse_constant=_no_constant)
        except (ValueError, RecursionError):
            return text

    def write(self, value: Any) -> None:
        self._writing = True
        empty = value is UNSET or (value is None and not self.spec.takes_null)
        self._edit.setPlainText("" if empty else json.dumps(value, ensure_ascii=False, indent=2))
        self._writing = False

    def problem(self) -> str:
        text = self._edit.toPlainText().strip()
        if not text:
            return ""
        try:
            json.loads(text, parse_constant=_no_constant)
        except json.JSONDecodeError as error:
            return self.tr("Not JSON: line {0}, column {1}: {2}").format(error.lineno, error.colno, error.msg)
        except (ValueError, RecursionError):
            return self.tr("Not JSON")
        return ""

    def live_hint(self) -> tuple[str, Tone, str]:
        reason = self.spec.reason
        why = self.tr("Written as JSON: {0}").format(reason) if reason else self.tr("Written as JSON")
        return f"{self.spec.hint} {why}".strip(), Tone.HINT, ""

    def _on_text(self) -> None:
        self._grow()
        if not self._writing:
            self.edited()

    def _grow(self) -> None:
        lines = min(LINES[1], max(LINES[0], self._edit.blockCount()))
        self._edit.setFixedHeight(lines * self._edit.fontMetrics().lineSpacing() + 18)


def _no_constant(word: str) -> Any:
    """NaN and infinity are no JSON."""
    raise ValueError(word)
