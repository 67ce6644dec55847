"""Why a script cannot be run, before it is tried and after."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QWidget

from bimdesk.domain.execution import RunRequest
from bimdesk.domain.script import Script
from bimdesk.errors import BimdeskError
from bimdesk.services.consent import ConsentNeededError
from bimdesk.services.parameters.check import ParameterErrors
from bimdesk.services.sandbox import Wall
from bimdesk.ui.context import Context
from bimdesk.ui.panels.run_form.form_place import FormPlace
from bimdesk.ui.panels.run_form.questions import ask_trust


def why_not(script: Script | None, wall: Wall, *, has_form: bool, has_model: bool) -> str:
    """Why the script cannot run although no field is wrong; '' where it can, or where there is none."""
    if script is None:
        return ""
    if script.problem is not None:
        return _tr("Line {0} of the script is to be mended").format(script.problem.line)
    if not has_form:
        return _tr("The parameters of the script cannot be read")
    if not has_model:
        return _tr("Import a model first")
    return "" if wall.runs_scripts else _tr("Scripts cannot be confined here: see Protection")


class Refusals(QObject):
    """What follows when the services refuse a run: errors beside fields, a question, or a notification."""

    def __init__(
        self,
        context: Context,
        place: FormPlace,
        *,
        mend: Callable[[], object],
        run: Callable[[], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._place = place
        self._mend = mend
        self._run = run
        self._owner = parent

    def take(self, request: RunRequest, error: BimdeskError) -> None:
        """The services refused this request."""
        form = self._place.form
        if isinstance(error, ParameterErrors) and form is not None:
            form.show_errors(error.fields)
            self._mend()
        elif isinstance(error, ConsentNeededError):
            self._ask_trust(request, error)
        else:
            self._context.hub.notify_error(error)

    def _ask_trust(self, request: RunRequest, needed: ConsentNeededError) -> None:
        if ask_trust(self._owner, request.script_name):
            trusted = (*self._context.settings.trusted_scripts, needed.sha256)
            self._context.change_settings(trusted_scripts=trusted)
            self._run()


def _tr(text: str) -> str:
    return QCoreApplication.translate("refusals", text)
