"""The files that an execution left: open, show in the folder, save a copy, drag out."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QPushButton, QWidget

from bimdesk.domain.execution import OutputFile
from bimdesk.errors import MachineError
from bimdesk.services.source_file import is_model_file
from bimdesk.ui.hub import Hub
from bimdesk.ui.models.wording import size
from bimdesk.ui.operations import Operations
from bimdesk.ui.panels.results.column_page import ColumnPage
from bimdesk.ui.theme import icons
from bimdesk.ui.widgets.buttons import IconButton, button
from bimdesk.ui.widgets.labels import ElidedLabel, IconLabel, label, line

_TEXTS = (".csv", ".tsv", ".txt", ".log", ".md", ".json", ".geojson", ".toml", ".yaml", ".xml")
_DOCUMENTS = (".xlsx", ".ods", ".docx", ".pdf", ".parquet")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp")
_MODELS = (".ifc", ".ifczip", ".ids", ".bcf", ".bcfzip")
OPENED = frozenset((*_TEXTS, *_DOCUMENTS, *_PICTURES, *_MODELS))
"""Files of these kinds are opened by the system; another one that a script wrote could run something."""
_ICONS = {".csv": "sheet", ".xlsx": "sheet", ".png": "image", ".jpg": "image", ".pdf": "file-text"}


class FilesPage(ColumnPage):
    """The files of an execution; of a model, the next version too."""

    version_wanted = Signal(object)
    """Path of an IFC file that is to be the next version of `model_name`."""

    def __init__(
        self,
        files: tuple[OutputFile, ...],
        folder: Path,
        hub: Hub,
        operations: Operations,
        *,
        model_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model_name = model_name
        self._folder = folder
        self._hub = hub
        self._operations = operations
        for file in files:
            self.column.addWidget(FileRow(self.path(file), file, self._buttons(file)))
            self.column.addWidget(line())
        self.close_column()

    def path(self, file: OutputFile) -> Path:
        return self._folder.joinpath(*file.name.split("/"))

    def save_as(self, file: OutputFile, target: Path) -> None:
        """Copy a file in the pool; what the machine refuses becomes a notification."""
        self._operations.run(
            partial(copy_file, self.path(file), target), on_success=lambda _done: self._said_saved(target)
        )

    def _said_saved(self, target: Path) -> None:
        self._hub.notify("success", self.tr("{0} saved").format(target.name), str(target.parent))

    def _buttons(self, file: OutputFile) -> list[QWidget]:
        path = self.path(file)
        found: list[QWidget] = []
        if self._model_name and is_model_file(file.name):
            found.append(self._import_button(path))
        open_it = IconButton("external-link", self.tr("Open {0}").format(file.name))
        open_it.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))))
        if path.suffix.lower() not in OPENED:
            open_it.setEnabled(False)
            open_it.set_tooltip(
                self.tr("Not opened from here: such a file can run something. See its folder.")
            )
        folder = IconButton("folder-open", self.tr("Show in folder"))
        folder.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent))))
        save = IconButton("download", self.tr("Save as"))
        save.clicked.connect(lambda: self._ask(file))
        return [*found, open_it, folder, save]

    def _import_button(self, path: Path) -> QPushButton:
        made = button(self.tr("Import as new version"), icon_name="import")
        made.setToolTip(self.tr("As the next version of {0}").format(self._model_name))
        made.clicked.connect(lambda: self.version_wanted.emit(path))
        return made

    def _ask(self, file: OutputFile) -> None:
        target, _filter = QFileDialog.getSaveFileName(self, self.tr("Save as"), Path(file.name).name)
        if target:
            self.save_as(file, Path(target))


class FileRow(QWidget):
    """One file: it can be dragged out of the window, as from a file manager."""

    def __init__(self, path: Path, file: OutputFile, buttons: list[QWidget]) -> None:
        super().__init__()
        self._path = path
        self._pressed: QPoint | None = None
        self.setToolTip(self.tr("Drag it to a folder or into another program"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(8)
        row.addWidget(IconLabel(_ICONS.get(path.suffix.lower(), "file"), size=16))
        row.addWidget(ElidedLabel(file.name), 1)
        row.addWidget(label(size(file.size), tone="tx3", size=12))
        for one in buttons:
            row.addWidget(one)

    def mime_data(self) -> QMimeData:
        """What is dragged: the file itself."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(self._path))])
        return data

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        moved = (event.position().toPoint() - self._pressed).manhattanLength()
        if moved >= QApplication.startDragDistance():
            self._pressed = None
            drag = QDrag(self)
            drag.setMimeData(self.mime_data())
            drag.setPixmap(icons.pixmap("file", size=24, color="tx2", ratio=self.devicePixelRatioF()))
            drag.exec(Qt.DropAction.CopyAction)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._pressed = None


def copy_file(source: Path, target: Path) -> None:
    """Copy a file. Raises MachineError."""
    try:
        shutil.copyfile(source, target)
    except OSError as error:
        raise MachineError(
            f"{target} cannot be written: {error.strerror}.", "Choose another folder."
        ) from error
