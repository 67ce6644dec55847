"""Versions and comparisons of scripts as document tabs."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from bimdesk.domain.ids import ExecutionId, ScriptKey
from bimdesk.domain.script import Script
from bimdesk.services.history import get_execution
from bimdesk.services.library.versions import TextPair, compare_with_library
from bimdesk.services.project import Project
from bimdesk.ui.diff.compare_page import ComparePage
from bimdesk.ui.diff.versions_page import VersionsPage
from bimdesk.ui.window.parts import WindowParts

_VERSIONS, _COMPARE = "versions/", "compare/"


class ScriptVersions(QObject):
    """Opened once each; closed without a question, since nothing is edited there."""

    def __init__(self, window: WindowParts) -> None:
        super().__init__(window)
        self._window = window
        window.documents.close_requested.connect(self._close)

    def open(self, key: ScriptKey, name: str) -> VersionsPage:
        """The page of a script's versions, brought forward."""
        documents, tab = self._window.documents, f"{_VERSIONS}{key}"
        known = documents.widget(tab)
        if isinstance(known, VersionsPage):
            documents.show_document(tab)
            return known
        page = VersionsPage(self._window.context, key, name)
        documents.add(tab, page, self.tr("Versions of {0}").format(name), "git-commit-vertical")
        page.title_changed.connect(
            lambda now: documents.set_title(tab, self.tr("Versions of {0}").format(now))
        )
        page.restored.connect(self._tell_restored)
        documents.show_document(tab)
        return page

    def compare(self, execution_id: ExecutionId) -> None:
        """What ran beside what the library has."""
        context = self._window.context
        read = partial(_read_pair, context.project, execution_id)
        context.operations.run(read, on_success=partial(self._show_pair, execution_id))

    def _show_pair(self, execution_id: ExecutionId, pair: TextPair) -> None:
        documents, tab = self._window.documents, f"{_COMPARE}{execution_id}"
        if documents.widget(tab) is not None:
            documents.remove(tab)
        page = ComparePage(self._window.context.operations, pair)
        documents.add(tab, page, self.tr("{0}: what ran").format(pair.title), "git-compare")
        documents.show_document(tab)

    def _tell_restored(self, script: Script) -> None:
        text = self.tr("{0} has the older text again").format(script.metadata.name)
        self._window.context.hub.notify("success", text)

    def _close(self, tab: str) -> None:
        if tab.startswith((_VERSIONS, _COMPARE)):
            self._window.documents.remove(tab)


def _read_pair(project: Project, execution_id: ExecutionId) -> TextPair:
    return compare_with_library(project, get_execution(project, execution_id))
