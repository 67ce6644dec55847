"""The form's values elsewhere: copied as a command, as Python, as JSON; pasted from JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from bimdesk.domain.model import ModelVersion
from bimdesk.domain.script import Script
from bimdesk.errors import BimdeskError
from bimdesk.services.copies import as_json, values_of
from bimdesk.services.parameters.check import check_values, fill_defaults
from bimdesk.services.parameters.secret_values import without_secrets
from bimdesk.services.run_copies import copy_command, copy_python
from bimdesk.ui.context import Context
from bimdesk.ui.forms.form import Form
from bimdesk.ui.panels.run_form.form_place import FormPlace
from bimdesk.ui.panels.run_form.note import NoteBar


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What is to run: the script as it is saved and as it is typed, on what, with which limits changed."""

    saved: Script
    typed: Script
    version: ModelVersion | None
    limits: Mapping[str, float]

    @property
    def schema(self) -> Mapping[str, Any]:
        return self.typed.metadata.parameters


Facts = Callable[[], RunFacts | None]
"""None: no script is chosen."""


class FormCopies(QObject):
    """What the menu of the head does; it says in the note what came of it."""

    def __init__(self, context: Context, place: FormPlace, menu: QMenu, note: NoteBar, facts: Facts) -> None:
        super().__init__(menu)
        self._context = context
        self._place = place
        self._note = note
        self._facts = facts
        self._command = menu.addAction(self.tr("Copy as command"), self.copy_command)
        self._python = menu.addAction(self.tr("Copy as Python"), self.copy_python)
        self._json = menu.addAction(self.tr("Copy values as JSON"), self.copy_json)
        menu.addSeparator()
        self._paste = menu.addAction(self.tr("Paste values from JSON"), self.paste)
        menu.aboutToShow.connect(self._enable)

    def copy_command(self) -> None:
        """The command that does the same on the command line."""
        facts, form = self._facts(), self._place.form
        if facts is None or facts.version is None or form is None:
            return
        words = self.tr("Command copied")
        if facts.typed.text != facts.saved.text:
            words = self.tr("Command copied: it runs the script as it was saved last")
        project, script, values = self._context.project, facts.saved, form.values()
        ask = partial(copy_command, project, script, facts.version, values, facts.limits)
        self._context.operations.run(ask, on_success=partial(self._keep, words))

    def copy_python(self) -> None:
        """Lines that do the same in a notebook."""
        facts, form = self._facts(), self._place.form
        if facts is not None and facts.version is not None and form is not None:
            text = copy_python(self._context.project, facts.typed, facts.version, form.values())
            self._keep(self.tr("Python copied"), text)

    def copy_json(self) -> None:
        """The values alone."""
        facts, form = self._facts(), self._place.form
        if facts is not None and form is not None:
            self._keep(self.tr("Values copied"), as_json(form.values(), schema=facts.schema))

    def paste(self) -> None:
        """Take values over those of the form; what does not fit stands beside its field, or in the note."""
        facts, form = self._facts(), self._place.form
        if facts is None or form is None:
            return
        try:
            pasted = values_of(QGuiApplication.clipboard().text())
        except BimdeskError as error:
            self._note.warn(str(error))
            return
        self._put(form, facts.schema, pasted)

    def _put(self, form: Form, schema: Mapping[str, Any], pasted: Mapping[str, Any]) -> None:
        before = form.values()
        problems = check_values(schema, fill_defaults(schema, pasted))
        form.set_values({**before, **pasted})
        paths = {field.spec.path for field in form.fields()}
        beside = {
            path: f"{message}: {_short(pasted[path])}" if _refused(form, path, pasted) else message
            for path, message in problems.items()
            if path in paths and path.partition(".")[0] in pasted
        }
        refused = {path for path in beside if _refused(form, path, pasted)}
        if refused:  # what the field cannot even show
            kept = {name: value for name, value in pasted.items() if name not in refused}
            form.set_values({**before, **kept})
        told = {path: why for path, why in problems.items() if path not in paths and path in pasted}
        if beside:
            form.show_errors(beside)
        form.changed.emit()
        taken = len(pasted) - len(told) - len(refused)
        words = self.tr("{0} of {1} values pasted").format(taken, len(pasted))
        if told or refused:
            self._note.warn(words, told)
        else:
            self._note.tell(words)

    def _keep(self, words: str, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        facts, form = self._facts(), self._place.form
        left_out = []
        if facts is not None and form is not None:
            values = form.values()
            left_out = sorted(values.keys() - without_secrets(facts.schema, values).keys())
        if left_out:
            words = self.tr("{0}, without {1}").format(words, ", ".join(left_out))
        self._note.tell(words)

    def _enable(self) -> None:
        facts, form = self._facts(), self._place.form
        can_run = facts is not None and facts.version is not None and form is not None
        self._command.setEnabled(can_run)
        self._python.setEnabled(can_run)
        has_fields = form is not None and bool(form.fields())
        self._json.setEnabled(has_fields)
        self._paste.setEnabled(has_fields)


def _refused(form: Form, path: str, pasted: Mapping[str, Any]) -> bool:
    """The field shows something else than what was pasted: it has no way to show that."""
    return path in pasted and form.values().get(path) != pasted[path]


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:40]}…"
