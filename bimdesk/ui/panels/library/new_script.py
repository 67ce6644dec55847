"""The popover that makes a new script: a template, a name, a folder."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListView, QVBoxLayout, QWidget

from bimdesk.domain.script import LibraryFolder, ScriptRoot
from bimdesk.services.library.templates import Template
from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.delegates.two_line_row import TwoLineRowDelegate
from bimdesk.ui.forms.enums import QuietCombo
from bimdesk.ui.panels.library.rows import ROOT_WORDS
from bimdesk.ui.theme import fonts
from bimdesk.ui.widgets.buttons import button
from bimdesk.ui.widgets.labels import label
from bimdesk.ui.widgets.popover import Popover

WIDTH, LIST_HEIGHT = 420, 318
_ICONS = {
    "empty": "file",
    "check": "circle-check",
    "export": "file-output",
    "take_off": "calculator",
    "report": "chart-column",
    "compare": "git-compare",
    "import_hook": "workflow",
}


class NewScript(Popover):
    """`wanted(stem, name, root)`: make a script of that template."""

    wanted = Signal(str, str, object)

    def __init__(self, window: QWidget, anchor: QWidget) -> None:
        super().__init__(window)
        self._anchor = anchor
        self.name = QLineEdit()
        self.name.setPlaceholderText(self.tr("Name of the script"))
        self.name.setAccessibleName(self.tr("Name"))
        self.name.textChanged.connect(lambda _text: self._enable())
        self.model = QStandardItemModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(TwoLineRowDelegate(self.list))
        self.list.setAccessibleName(self.tr("Templates"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setFixedHeight(fonts.scaled(LIST_HEIGHT))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.activated.connect(self._activated)
        self.folder = QuietCombo()
        self.folder.setAccessibleName(self.tr("Folder"))
        self.create_button = button(self.tr("Create"), kind="primary", on_click=self._create)
        self._lay_out()

    def show_choices(self, templates: list[Template], folders: list[LibraryFolder]) -> None:
        """Fill the list and the folders, the empty template and the project first; ready to type the name."""
        self.model.clear()
        for template in templates:
            item = QStandardItem(template.name)
            item.setEditable(False)
            item.setData(template, Role.ID)
            item.setData(template.description, Role.SUBTITLE)
            item.setData(_ICONS.get(template.stem, "file-code"), Role.ICON)
            item.setToolTip(template.description)
            spoken = f"{template.name}: {template.description}"
            item.setData(spoken, Qt.ItemDataRole.AccessibleTextRole)
            self.model.appendRow(item)
        self.list.setCurrentIndex(self.model.index(0, 0))
        self.folder.clear()
        for folder in folders:
            if not folder.is_read_only and not folder.problem:
                self.folder.addItem(ROOT_WORDS[folder.root], folder.root)
        self.name.clear()
        self._enable()
        self.name.setFocus()

    def place(self) -> None:
        """Beside the library's list; in the middle of the window where that is hidden."""
        self.adjustSize()
        if self._anchor.isVisible():
            corner = self._anchor.mapTo(self._window, QPoint(8, 4))
        else:
            corner = QPoint((self._window.width() - self.width()) // 2, self._window.height() // 6)
        self.move(
            min(max(8, corner.x()), max(8, self._window.width() - self.width() - 8)),
            min(max(8, corner.y()), max(8, self._window.height() - self.height() - 8)),
        )

    def sizeHint(self) -> QSize:
        return QSize(fonts.scaled(WIDTH), super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._create()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(label(self.tr("New script"), weight=600))
        column.addWidget(self.name)
        column.addWidget(label(self.tr("Start from"), tone="tx2", size=12))
        column.addWidget(self.list)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(label(self.tr("In"), tone="tx2", size=12))
        foot.addWidget(self.folder, 1)
        foot.addWidget(self.create_button)
        column.addLayout(foot)

    def _enable(self) -> None:
        self.create_button.setEnabled(bool(self.name.text().strip()) and self.folder.count() > 0)

    def _activated(self, _index: QModelIndex) -> None:
        self._create()

    def _create(self) -> None:
        template = self.list.currentIndex().data(Role.ID)
        name = self.name.text().strip()
        if not name:
            self.name.setFocus()
            return
        root = self.folder.currentData()
        if isinstance(template, Template) and root:
            self.close_popover()
            self.wanted.emit(template.stem, name, ScriptRoot(root))  # Qt hands a StrEnum back as plain text
