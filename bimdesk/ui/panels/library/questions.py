"""What the library asks a person: names, tags, files, folders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QInputDialog, QWidget

from bimdesk.domain.ids import ScriptKey
from bimdesk.domain.script import Script
from bimdesk.ui.hub import Hub
from bimdesk.ui.panels.library.acts import LibraryActs


class LibraryQuestions(QObject):
    """Each asks, and does what was answered; `dirty`: scripts with unsaved text."""

    def __init__(self, acts: LibraryActs, hub: Hub, panel: QWidget) -> None:
        super().__init__(panel)
        self._acts = acts
        self._hub = hub
        self._panel = panel
        self.dirty: frozenset[ScriptKey] = frozenset()

    def name(self, script: Script) -> None:
        """Rename; a script with unsaved text is saved first."""
        if self._is_unsaved(script, self.tr("Save it first.")):
            return
        name = self._line(self.tr("Rename script"), self.tr("Name"), script.metadata.name)
        if name and name != script.metadata.name:
            self._acts.rename(script, name)

    def delete(self, scripts: Sequence[Script]) -> None:
        """Those without unsaved text."""
        hint = self.tr("Save it, or close its tab without saving; then delete it.")
        self._acts.delete([script for script in scripts if not self._is_unsaved(script, hint)])

    def category(self, script: Script) -> None:
        name = self._line(self.tr("Category"), self.tr("Category"), script.metadata.category)
        if name:
            self._acts.set_category(script, name)

    def tags(self, script: Script) -> None:
        tags = ", ".join(script.metadata.tags)
        text = self._line(self.tr("Tags"), self.tr("Tags, with commas between them"), tags)
        if text is not None:
            self._acts.set_tags(script, text)

    def export(self, scripts: Sequence[Script]) -> None:
        """One as .py or .zip, several as .zip."""
        one = len(scripts) == 1
        name = scripts[0].path.name if one else "scripts.zip"
        kinds = self.tr("Python (*.py);;Archive (*.zip)") if one else self.tr("Archive (*.zip)")
        start = str(Path.home() / name)
        chosen, _kind = QFileDialog.getSaveFileName(self._panel, self.tr("Export scripts"), start, kinds)
        if chosen:
            target = Path(chosen)
            self._acts.export(scripts, target if target.suffix else target.with_suffix(Path(name).suffix))

    def files(self) -> None:
        """Which files to import."""
        title, kinds = self.tr("Import scripts"), self.tr("Scripts (*.py *.zip)")
        chosen, _kind = QFileDialog.getOpenFileNames(self._panel, title, str(Path.home()), kinds)
        if chosen:
            self._acts.import_files([Path(text) for text in chosen])

    def team_folder(self) -> None:
        title = self.tr("Team folder: scripts that several people share")
        chosen = QFileDialog.getExistingDirectory(self._panel, title, str(Path.home()))
        if chosen:
            self._acts.set_team_folder(Path(chosen))

    def show_in_folder(self, script: Script) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(script.path.parent)))

    def _is_unsaved(self, script: Script, hint: str) -> bool:
        if script.key in self.dirty:
            self._hub.notify("warning", self.tr("{0} has unsaved text").format(script.metadata.name), hint)
        return script.key in self.dirty

    def _line(self, title: str, words: str, text: str) -> str | None:
        """One line of text without spaces around it; None where the person thought better of it."""
        answer, ok = QInputDialog.getText(self._panel, title, words, text=text)
        return answer.strip() if ok else None
