"""Joins the models of the project with what shows them: tree, inspector, welcome page, the model's tab."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from bimdesk.domain.model import ModelVersion
from bimdesk.services.models import list_models, remove_model
from bimdesk.ui.hub import Selection
from bimdesk.ui.window.messages import confirm_loss
from bimdesk.ui.window.parts import WindowParts


class ModelWiring(QObject):
    """Connections only."""

    def __init__(self, window: WindowParts) -> None:
        super().__init__(window)
        self._window = window
        panes, welcome = window.panes, window.welcome
        window.scene.versions_changed.connect(self._versions_changed)
        window.scene.activity_changed.connect(self._activity_changed)
        panes.tree.open_requested.connect(window.files.ask_files)
        panes.tree.remove_requested.connect(self._remove_model)
        window.context.hub.selection_changed.connect(self._reveal)
        welcome.open_requested.connect(window.files.ask_files)
        welcome.new_project_requested.connect(partial(window.files.ask_project, new=True))
        welcome.sample_requested.connect(window.files.open_sample)
        welcome.recent_requested.connect(window.files.open_recent)
        welcome.library_requested.connect(window.commands["page_library"].trigger)
        welcome.script_requested.connect(panes.library.new_script)

    def _versions_changed(self, versions: list[ModelVersion]) -> None:
        self._window.panes.tree.show_versions(versions)
        self._window.panes.inspector.refresh()
        names = [version.label for version in versions]
        title = names[0] if len(names) == 1 else self._window.tr("{0} models").format(len(names))
        self._window.documents.set_title("model", title if names else self._window.tr("Model"))

    def _activity_changed(self) -> None:
        window = self._window
        window.show_welcome(not window.scene.is_busy)
        window.panes.tree.set_importing(bool(window.context.importer.tickets))

    def _reveal(self, selection: Selection) -> None:
        """What was clicked in a result or a link is to be seen: bring the 3D view forward."""
        if selection.reveal and selection.refs:
            self._window.documents.show_document("model")

    def _remove_model(self, key: str) -> None:
        window = self._window
        models = list_models(window.context.project)
        model = next((one for one in models if any(version.sha256 == key for version in one.versions)), None)
        if model is None:
            return
        question = window.tr("Remove {0} from the project?").format(model.name)
        count = len(model.versions)
        lost = window.tr("Its {0} imported versions are deleted. Your IFC files stay.").format(count)
        if confirm_loss(window, question, lost, window.tr("Remove")):
            window.context.operations.write(
                partial(remove_model, window.context.project, model.id),
                on_success=window.context.hub.publish,
            )
