"""Fields of files and folders: typed, chosen in a dialog, or dropped."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from bimdesk.ui.forms.field import UNSET, Field
from bimdesk.ui.theme import icons


class PathEdit(QLineEdit):
    """A line that takes a dropped file."""

    dropped = Signal()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
        else:
            super().dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        urls = [url for url in event.mimeData().urls() if url.isLocalFile()]
        if urls:
            self.setText(urls[0].toLocalFile())
            self.dropped.emit()
            event.acceptProposedAction()
        else:
            super().dropEvent(event)


class FileField(Field):
    """A file: `x-filter` narrows the dialog, `x-save` asks for one to write."""

    icon = "file-search"

    def build(self) -> QWidget:
        box = QWidget(self)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._edit = PathEdit(box)
        self._edit.setPlaceholderText(self.spec.placeholder)
        self._edit.textEdited.connect(self.edited)
        self._edit.dropped.connect(self.edited)
        browse = QPushButton(icons.icon(self.icon), self.tr("Browse"), box)
        browse.setAccessibleName(self.tr("Browse for {0}").format(self.spec.title))
        browse.clicked.connect(self._browse)
        row.addWidget(self._edit, 1)
        row.addWidget(browse)
        box.setFocusProxy(self._edit)
        return box

    def read(self) -> Any:
        return self._edit.text().strip() or self.empty_value()

    def write(self, value: Any) -> None:
        self._edit.setText("" if value is UNSET or value is None else str(value))

    def show_error(self, message: str) -> None:
        super().show_error(message)
        self._mark(self._edit, bool(message))

    def choose(self) -> str:
        """Ask for the path; '' where the dialog was cancelled."""
        name_filter = (
            "IDS (*.ids *.xml)" if self.spec.bim == "ids-file" else str(self.spec.schema.get("x-filter", ""))
        )
        if self.spec.schema.get("x-save"):
            return QFileDialog.getSaveFileName(self, self.spec.title, self._edit.text(), name_filter)[0]
        return QFileDialog.getOpenFileName(self, self.spec.title, self._edit.text(), name_filter)[0]

    def _browse(self) -> None:
        path = self.choose()
        if path:
            self._edit.setText(path)
            self.edited()


class FolderField(FileField):
    """A folder."""

    icon = "folder-open"

    def choose(self) -> str:
        return QFileDialog.getExistingDirectory(self, self.spec.title, self._edit.text())
