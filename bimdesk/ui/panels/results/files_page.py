"""The files that an execution left."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QWidget

from bimdesk.domain.execution import OutputFile
from bimdesk.errors import MachineError
from bimdesk.services.source_file import is_model_file
from bimdesk.ui.hub import Hub
from bimdesk.ui.models.wording import size
from bimdesk.ui.panels.results.column_page import ColumnPage
from bimdesk.ui.widgets.buttons import IconButton, button
from bimdesk.ui.widgets.labels import ElidedLabel, IconLabel, label, line


class FilesPage(ColumnPage):
    """The files of an execution: open, show in the folder, save a copy; of a model, the next version."""

    version_wanted = Signal(object)
    """Path of an IFC file that is to be the next version of `model_name`."""

    def __init__(
        self,
        files: tuple[OutputFile, ...],
        folder: Path,
        hub: Hub,
        *,
        model_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model_name = model_name
        self._folder = folder
        self._hub = hub
        for file in files:
            self.column.addLayout(self._row(file))
            self.column.addWidget(line())
        self.close_column()

    def path(self, file: OutputFile) -> Path:
        return self._folder.joinpath(*file.name.split("/"))

    def save_as(self, file: OutputFile, target: Path) -> None:
        """Copy a file; what the machine refuses becomes a notification."""
        try:
            shutil.copyfile(self.path(file), target)
        except OSError as error:
            self._hub.notify_error(MachineError(f"{target} cannot be written: {error.strerror}."))
        else:
            self._hub.notify("success", self.tr("{0} saved").format(target.name), str(target.parent))

    def _row(self, file: OutputFile) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(8)
        row.addWidget(IconLabel("file", size=16))
        row.addWidget(ElidedLabel(file.name), 1)
        row.addWidget(label(size(file.size), tone="tx3", size=12))
        path = self.path(file)
        if self._model_name and is_model_file(file.name):
            row.addWidget(self._import_button(path))
        open_it = IconButton("external-link", self.tr("Open {0}").format(file.name))
        open_it.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))))
        folder = IconButton("folder-open", self.tr("Show in folder"))
        folder.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent))))
        save = IconButton("download", self.tr("Save as"))
        save.clicked.connect(lambda: self._ask(file))
        for one in (open_it, folder, save):
            row.addWidget(one)
        return row

    def _import_button(self, path: Path) -> QPushButton:
        made = button(self.tr("Import as new version"), icon_name="import")
        made.setToolTip(self.tr("As the next version of {0}").format(self._model_name))
        made.clicked.connect(lambda: self.version_wanted.emit(path))
        return made

    def _ask(self, file: OutputFile) -> None:
        target, _filter = QFileDialog.getSaveFileName(self, self.tr("Save as"), Path(file.name).name)
        if target:
            self.save_as(file, Path(target))
