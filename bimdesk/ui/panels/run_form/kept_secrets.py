"""Which of a form's secrets the keyring has: it may wait for a person, so a thread asks."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from bimdesk.domain.ids import ScriptKey
from bimdesk.domain.script import Script
from bimdesk.services.parameters.secret_values import secret_paths
from bimdesk.services.secrets import forget_secret, kept_secrets
from bimdesk.ui.context import Context
from bimdesk.ui.forms.source import FormSource


class KeptSecrets(QObject):
    """Tells the form's source; an answer for a script that is not shown any more is dropped."""

    def __init__(self, context: Context, source: FormSource) -> None:
        super().__init__(source)
        self._context = context
        self._source = source
        self._key: ScriptKey | None = None
        self._script: Script | None = None
        source.forget_wanted.connect(self._forget)

    def ask(self, script: Script) -> None:
        """The form of this script is shown now."""
        self._key, self._script = script.key, script
        self._source.take_kept(None, ())
        schema = script.metadata.parameters
        if script.problem is None and secret_paths(schema):
            self._context.operations.run(
                partial(kept_secrets, self._context.project, script.key, schema),
                on_success=partial(self._take, script.key),
                on_failure=lambda _error: None,
            )

    def _forget(self, path: str) -> None:
        """Asked anew after it: the form shows what the keyring has."""
        script = self._script
        if script is not None:
            self._context.operations.run(
                partial(forget_secret, self._context.project, script.key, path),
                on_success=lambda _done: self._ask_again(script.key),
            )

    def _ask_again(self, key: ScriptKey) -> None:
        if key == self._key and self._script is not None:
            self.ask(self._script)

    def _take(self, key: ScriptKey, found: tuple[bool, frozenset[str]]) -> None:
        if key == self._key:
            self._source.take_kept(*found)
