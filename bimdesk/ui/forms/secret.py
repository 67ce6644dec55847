"""The field of a secret: hidden while it is typed, kept in the system's keyring or for this run only."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QWidget

from bimdesk.services.parameters.secret_values import MASK
from bimdesk.services.parameters.units import parse_number
from bimdesk.ui.forms.field import UNSET, Field
from bimdesk.ui.forms.hint import Tone
from bimdesk.ui.forms.spec import type_of
from bimdesk.ui.theme import icons


class SecretField(Field):
    """Empty while the keyring has it: the value is then MASK, which stands for what is kept."""

    def build(self) -> QWidget:
        self._is_kept = False
        self._edit = QLineEdit(self)
        self._edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._edit.textEdited.connect(self.edited)
        self._eye = QAction(icons.icon("eye"), self.tr("Show what is typed"), self._edit)
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._reveal)
        self._edit.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        self.hint.link_clicked.connect(lambda: self.source.forget_wanted.emit(self.spec.path))
        return self._edit

    def read(self) -> Any:
        text = self._edit.text()
        kind = type_of(self.spec.schema)
        if text and kind in ("integer", "number"):
            number = parse_number(text, whole=kind == "integer", unit="")
            return text if number is None else number
        return text or (MASK if self._is_kept else UNSET)

    def write(self, value: Any) -> None:
        """A secret of an earlier run comes masked: it is asked of the keyring, never shown."""
        is_text = isinstance(value, str) and value != MASK
        self._edit.setText(str(value) if is_text else "")
        self.refill()

    def refill(self) -> None:
        self._is_kept = self.spec.path in self.source.kept_secrets
        self._edit.setPlaceholderText(
            self.tr("Kept in the keyring") if self._is_kept else self.spec.placeholder
        )

    def live_hint(self) -> tuple[str, Tone, str]:
        if self.source.has_keyring is None:
            return self.spec.hint, Tone.HINT, ""
        if not self.source.has_keyring:
            words = self.tr("For this run only: this system has no keyring that is open.")
        elif self._is_kept:
            words = self.tr("The system's keyring has it.")
        else:
            words = self.tr("The system's keyring keeps it when the script runs.")
        link = self.tr("Forget it") if self._is_kept else ""
        return f"{self.spec.hint} {words}".strip(), Tone.HINT, link

    def refresh_hint(self) -> None:
        if self._error:
            self.hint.say(self._error, Tone.ERROR)
        else:
            sentence, tone, link = self.live_hint()
            self.hint.say(sentence, tone, link=link, link_icon="trash-2")

    def _reveal(self, shown: bool) -> None:
        self._edit.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._eye.setIcon(icons.icon("eye-off" if shown else "eye"))
