"""Files dropped anywhere on the window: which are taken, and the overlay while they hover."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from bimdesk.ui.widgets.labels import IconLabel, label

MODELS = (".ifc", ".ifczip", ".zip")
SCRIPTS = (".py",)


def dropped_files(data: QMimeData) -> list[Path]:
    """Local files of the drop, of any kind: what is not usable gets its sentence from the import."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def is_script(path: Path) -> bool:
    return path.suffix.lower() in SCRIPTS


class DropOverlay(QFrame):
    """Covers the window while files hover over it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self.setProperty("surface", "overlay")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(IconLabel("download", size=32, color="ac"), 0, Qt.AlignmentFlag.AlignHCenter)
        self._title = label("", size=16)
        self._hint = label("", tone="tx2")
        column.addSpacing(8)
        column.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._hint, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.hide()

    def show_for(self, files: list[Path]) -> None:
        """Say what a drop would do."""
        scripts = sum(is_script(path) for path in files)
        if scripts == len(files):
            self._title.setText(self.tr("Drop to add to the library"))
        else:
            self._title.setText(self.tr("Drop to import"))
        names = ", ".join(path.name for path in files[:3])
        self._hint.setText(names if len(files) <= 3 else f"{names} + {len(files) - 3}")
        self.setGeometry(self._window.rect().adjusted(8, 8, -8, -8))
        self.raise_()
        self.show()
