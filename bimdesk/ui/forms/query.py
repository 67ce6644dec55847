"""The field of a filter: a line that says at once what is wrong with it, or how many elements it finds."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QWidget

from bimdesk.domain.filter_text import parse_filter
from bimdesk.domain.filters import Filter, FilterError
from bimdesk.errors import BimdeskError
from bimdesk.index.meant import Matched, Meaning
from bimdesk.services.filters import filter_problem
from bimdesk.ui.forms.field import UNSET
from bimdesk.ui.forms.hint import Tone
from bimdesk.ui.forms.model_fields import match_sentence
from bimdesk.ui.forms.shown import ShownField
from bimdesk.ui.latest import is_alive
from bimdesk.ui.theme import fonts

PAUSE_MS = 200
"""So long nothing is typed before the model is asked."""


class QueryField(ShownField):
    """A filter of elements as text (docs/filters.md)."""

    def build(self) -> QWidget:
        self._edit = QLineEdit(self)
        self._edit.setFont(fonts.mono(12))
        self._edit.setPlaceholderText(str(self.spec.schema.get("x-placeholder", "IfcWall, Name*=ext")))
        self._edit.textEdited.connect(self._typed)
        self._count: Matched | None = None
        self._refused = ""
        self._asked = 0
        self._meant: Meaning | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        return self._edit

    def read(self) -> Any:
        return self._edit.text().strip() or self.empty_value()

    def write(self, value: Any) -> None:
        text = "" if value is UNSET or value is None else str(value)
        if text != self._edit.text():
            self._edit.setText(text)
            self.refill()

    def refill(self) -> None:
        """Ask anew: another model, or another text."""
        self._forget()
        if self._wanted() is not None:
            self._pause.start()
        else:
            self._meant = None

    def problem(self) -> str:
        text = self._edit.text()
        return "" if "${" in text else filter_problem(text)

    def live_hint(self) -> tuple[str, Tone, str]:
        if self._refused:
            return self._refused, Tone.AMBER, ""
        if self._count is None:
            return super().live_hint()
        if not self._count.products:
            return self.tr("matches nothing in this model"), Tone.AMBER, ""
        return match_sentence(self._count), Tone.MATCH, self.eye_text()

    def meaning(self) -> Meaning | None:
        """The last filter whose elements were counted: marks follow the text as the count does."""
        return self._meant

    def _typed(self) -> None:
        self.refill()
        self.edited()

    def _forget(self) -> None:
        self._count, self._refused = None, ""
        self._asked += 1
        self._pause.stop()

    def _wanted(self) -> Filter | None:
        """The filter, if the text is one that stands for itself."""
        text = self._edit.text().strip()
        if not text or "${" in text:
            return None
        try:
            return parse_filter(text)
        except FilterError:
            return None

    def _ask(self) -> None:
        wanted = self._wanted()
        if wanted is not None:
            meaning = Meaning("query", (self._edit.text().strip(),))
            self.source.count_filter(wanted, partial(self._answer, self._asked, meaning))

    def _answer(self, number: int, meaning: Meaning, found: Matched | BimdeskError) -> None:
        if number != self._asked or not is_alive(self):
            return
        if isinstance(found, BimdeskError):
            self._refused, self._meant = str(found), None
        else:
            self._count, self._meant = found, meaning if found.products else None
        self.refresh_hint()
