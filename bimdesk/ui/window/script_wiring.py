"""Joins the library of scripts with forms and editors; holds the list of scripts that others look in."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer

from bimdesk.domain.changes import Changes
from bimdesk.domain.ids import ScriptKey
from bimdesk.domain.script import Script
from bimdesk.services.library.scripts import list_scripts
from bimdesk.services.running import make_request
from bimdesk.ui.editor.document import ScriptDocument
from bimdesk.ui.latest import Latest
from bimdesk.ui.window.parts import WindowParts


class ScriptWiring(QObject):
    """A script that is chosen anywhere is shown in the library, and its form beside it."""

    def __init__(self, window: WindowParts) -> None:
        super().__init__(window)
        self._window = window
        self._scripts: list[Script] = []
        self._library = Latest(window.context.operations, self._keep_scripts)
        self._wanted_form: Script | None = None
        panes = window.panes
        panes.library.script_chosen.connect(self._show_form)
        panes.library.run_requested.connect(self.choose)
        panes.library.edit_requested.connect(window.scripts.open)
        panes.library.renamed.connect(window.scripts.follow_rename)
        window.scripts.dirty_changed.connect(panes.library.set_dirty)
        window.scripts.shown.connect(self._show_form)
        window.scripts.block_changed.connect(panes.run_form.follow_text)
        window.scripts.problems_changed.connect(panes.problems.show_problems)
        window.scripts.problems_wanted.connect(self._show_problems)
        window.scripts.test_wanted.connect(self._test_run)
        window.scripts.form_wanted.connect(self._toggle_form)
        panes.problems.chosen.connect(self._go_to_line)
        panes.run_form.as_typed = window.scripts.text_of
        window.files.script_installed.connect(self.choose)
        window.context.hub.changed.connect(self._scripts_changed)
        window.context.library_watch.start()
        self._read_scripts()

    @property
    def all(self) -> list[Script]:
        """The scripts of the library."""
        return self._scripts

    def find(self, key: ScriptKey | None) -> Script | None:
        """The script as it is in the library now."""
        return next((one for one in self._scripts if one.key == key), None)

    def choose(self, script: Script) -> None:
        """Show the script in the library and its form beside it."""
        self._window.commands["page_library"].trigger()
        self._window.panes.library.select(script.key)
        self._show_form(script)

    def show_form_or_run(self) -> None:
        """Run script: the form of the last script, or the library to choose one."""
        panes = self._window.panes
        if panes.run_form.script is None:
            self._window.commands["page_library"].trigger()
            panes.library.view.setFocus()
            return
        if panes.right.isVisible() and panes.right.page == "run":
            panes.run_form.run()
        else:
            panes.right.show_page("run")
            panes.right.show()

    def _show_problems(self) -> None:
        self._window.panes.bottom.show_tab("problems")
        self._window.panes.bottom.show()

    def _go_to_line(self, line: int) -> None:
        document = self._window.scripts.current
        if document is not None:
            document.edit.go_to_line(line)

    def _toggle_form(self, script: Script) -> None:
        """The form of the text beside it; where it stands there already, it goes."""
        right = self._window.panes.right
        if right.isVisible() and right.page == "run":
            right.hide()
        else:
            self._show_form(script)

    def _test_run(self, document: ScriptDocument) -> None:
        """With default values or those beside the text, on the model that the form shows."""
        version = self._window.panes.run_form.version()
        context = self._window.context
        if version is None:
            context.hub.notify("info", self._window.tr("Import a model first: a script runs on a model."))
            return
        script, values = document.script_as_typed(), document.test_values
        document.test_run.start(make_request(context.project, script, version.id, parameters=values))

    def _show_form(self, script: Script) -> None:
        """In turns of the event loop of their own: the row is marked, then the form is built, then shown."""
        if self._wanted_form is None:
            QTimer.singleShot(0, self, self._build_form)
        self._wanted_form = script

    def _build_form(self) -> None:
        run_form, script = self._window.panes.run_form, self._wanted_form
        self._wanted_form = None
        if script is None:
            return
        shown = run_form.script
        if shown is None or (shown.key, shown.sha256) != (script.key, script.sha256):
            run_form.show_script(script)
        QTimer.singleShot(0, self, self._show_run_page)

    def _show_run_page(self) -> None:
        self._window.context.workers.warm_up("confined")  # the spare may have gone after five idle minutes
        right = self._window.panes.right
        right.show_page("run")
        right.show()

    def _scripts_changed(self, changes: Changes) -> None:
        if changes.scripts or changes.library:
            self._read_scripts()

    def _read_scripts(self) -> None:
        context = self._window.context
        self._library.ask(partial(list_scripts, context.project))

    def _keep_scripts(self, scripts: list[Script]) -> None:
        self._scripts = scripts
