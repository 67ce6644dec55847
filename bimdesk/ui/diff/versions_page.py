"""The page of a script's versions: the list, what each changed, restoring and naming one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QInputDialog,
    QListView,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from bimdesk.domain.changes import Changes
from bimdesk.domain.ids import ScriptKey
from bimdesk.domain.script import Script, ScriptVersion
from bimdesk.services.library.versions import VersionList, label_version, read_versions, restore_version
from bimdesk.ui.context import Context
from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.delegates.two_line_row import TwoLineRowDelegate
from bimdesk.ui.diff.version_rows import VersionModel
from bimdesk.ui.diff.view import DiffView
from bimdesk.ui.forms.enums import QuietCombo
from bimdesk.ui.latest import is_alive
from bimdesk.ui.theme import fonts
from bimdesk.ui.widgets.buttons import button
from bimdesk.ui.widgets.labels import ElidedLabel, label, line

WITH_BEFORE, WITH_NEWEST = "before", "newest"
LIST_WIDTH = 220


class VersionsPage(QWidget):
    """`restored(Script)`: an older text is the newest version now. `title_changed`: the script's name."""

    restored = Signal(object)
    title_changed = Signal(str)

    def __init__(self, context: Context, key: ScriptKey, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.key = key
        self._found: VersionList | None = None
        self.model = VersionModel()
        self.list = self._make_list()
        self.diff = DiffView(context.operations)
        self._name = ElidedLabel(name)
        self._name.setFont(fonts.ui(15, weight=600))
        self.against = QuietCombo()
        self.against.addItem(self.tr("Compare with the version before"), WITH_BEFORE)
        self.against.addItem(self.tr("Compare with the newest"), WITH_NEWEST)
        self.against.setAccessibleName(self.tr("Compare with"))
        self.against.activated.connect(lambda _at: self._compare())
        self.restore = button(self.tr("Restore"), icon_name="rotate-ccw", on_click=self._restore)
        self.label_button = button(self.tr("Label…"), icon_name="tag", on_click=self._ask_label)
        self._lay_out()
        context.hub.changed.connect(self._on_changes)
        self.refresh()

    def refresh(self) -> None:
        """Read the versions again. In the writer thread: the file's text may become one."""
        self._context.operations.write(
            partial(read_versions, self._context.project, self.key), on_success=self._show
        )

    def select(self, number: int) -> None:
        row = self.model.row_of(number)
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row, 0))

    def current(self) -> ScriptVersion | None:
        found = self.list.currentIndex().data(Role.ID)
        return found if isinstance(found, ScriptVersion) else None

    def set_label(self, text: str) -> None:
        """Name the current version."""
        version = self.current()
        if version is not None:
            write = partial(label_version, self._context.project, self.key, version.number, text)
            self._context.operations.write(write, on_success=self._context.hub.publish)

    def _make_list(self) -> QListView:
        view = QListView()
        view.setAccessibleName(self.tr("Versions"))
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setModel(self.model)
        view.setItemDelegate(TwoLineRowDelegate(view))
        view.setMouseTracking(True)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.selectionModel().currentChanged.connect(self._on_current)
        return view

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 8, 12, 8)
        head.setSpacing(8)
        head.addWidget(self._name, 1)
        head.addWidget(self.against)
        head.addWidget(self.label_button)
        head.addWidget(self.restore)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(4)
        title = label(self.tr("Versions"), weight=600)
        title.setContentsMargins(12, 0, 0, 0)
        column.addWidget(title)
        column.addWidget(self.list, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(1)
        split.addWidget(side)
        split.addWidget(self.diff)
        split.setStretchFactor(1, 1)
        split.setSizes([fonts.scaled(LIST_WIDTH), fonts.scaled(900)])
        split.setCollapsible(1, False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(line())
        whole.addWidget(split, 1)

    def _on_changes(self, changes: Changes) -> None:
        if self.key in changes.scripts or changes.executions:
            self.refresh()

    def _show(self, found: VersionList) -> None:
        if not is_alive(self) or found == self._found:
            return
        before = self.current()
        was_newest = before is None or self._found is None or before.number == self._found.versions[0].number
        self._found = found
        self.model.show(found)
        if found.script is not None:
            self._name.setText(found.script.metadata.name)
            self._name.updateGeometry()
            self.title_changed.emit(found.script.metadata.name)
        row = 0 if was_newest or before is None else self.model.row_of(before.number)
        self.list.setCurrentIndex(self.model.index(max(row, 0), 0))
        self._compare()

    def _on_current(self, _index: QModelIndex, _before: QModelIndex) -> None:
        self._compare()

    def _compare(self) -> None:
        version, newest = self.current(), self.model.version(0)
        script = None if self._found is None else self._found.script
        self.label_button.setEnabled(version is not None)
        can_restore = version is not None and script is not None and not script.is_read_only
        self.restore.setEnabled(can_restore and version is not None and version.sha256 != self._file_hash())
        if version is None or newest is None:
            return
        old: ScriptVersion | None = version
        new = newest
        if self.against.currentData() == WITH_BEFORE:
            old, new = self.model.version(self.list.currentIndex().row() + 1), version
        self.diff.compare(
            self.tr("Nothing yet") if old is None else self._words(old),
            "" if old is None else old.text,
            self._words(new),
            new.text,
        )

    def _file_hash(self) -> str:
        script = None if self._found is None else self._found.script
        return "" if script is None else script.sha256

    def _words(self, version: ScriptVersion) -> str:
        words = self.tr("Version {0}").format(version.number)
        return f"{words} · {version.label}" if version.label else words

    def _restore(self) -> None:
        version = self.current()
        if version is not None:
            write = partial(
                restore_version, self._context.project, self.key, version.number, base_hash=self._file_hash()
            )
            self._context.operations.write(write, on_success=self._after_restore)

    def _after_restore(self, outcome: tuple[Script, Changes]) -> None:
        script, changes = outcome
        self.list.setCurrentIndex(self.model.index(0, 0))
        self._context.hub.publish(changes)
        self.restored.emit(script)

    def _ask_label(self) -> None:
        version = self.current()
        if version is None:
            return
        title, words = self.tr("Label version {0}").format(version.number), self.tr("Label")
        text, ok = QInputDialog.getText(self, title, words, text=version.label)
        if ok:
            self.set_label(text)
