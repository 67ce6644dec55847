"""Drives the real window as a person would: drops, clicks, types; waits for what follows, never for time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QModelIndex, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QWidget
from pytestqt.qtbot import QtBot

from bimdesk.domain.execution import Execution
from bimdesk.domain.ids import ElementRef, ModelKey
from bimdesk.services.library.scripts import find_script
from bimdesk.ui.context import Context
from bimdesk.ui.window.main_window import MainWindow

LONG_MS = 120_000


class Driver:
    """One open window and the hands on it."""

    def __init__(self, qtbot: QtBot, context: Context, window: MainWindow) -> None:
        self.qtbot = qtbot
        self.context = context
        self.window = window
        self.executions: list[Execution] = []
        context.runner.finished.connect(lambda _ticket, execution: self.executions.append(execution))

    def until(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=LONG_MS)

    def drop(self, *files: Path) -> None:
        """Drag files over the middle of the window and let go."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
        at = self.window.rect().center()
        actions, buttons = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        modifiers = Qt.KeyboardModifier.NoModifier
        entered = QDragEnterEvent(at, actions, data, buttons, modifiers)
        QApplication.sendEvent(self.window, entered)
        assert entered.isAccepted()
        dropped = QDropEvent(QPointF(at), actions, data, buttons, modifiers)
        QApplication.sendEvent(self.window, dropped)
        assert dropped.isAccepted()

    def wait_imported(self, count: int) -> None:
        self.until(lambda: len(self.window.scene.versions) == count and not self.context.importer.tickets)
        self.settle()

    def settle(self) -> None:
        """Nothing is pending; the view, where it is seen, has the careful picture of the present state."""
        view = self.window.viewport
        self.until(
            lambda: self.context.operations.is_idle and (not view.isVisible() or view.stage.feed.settled)
        )

    @property
    def key(self) -> ModelKey:
        return ModelKey(self.window.scene.versions[0].sha256)

    def element(self, ifc_class: str) -> ElementRef:
        """The first element of a class that has geometry."""
        query = "SELECT id FROM entities WHERE class = ? AND has_geometry ORDER BY id LIMIT 1"
        rows = list(self.context.indexes.get(self.key).rows(query, (ifc_class,)))
        assert rows, f"the model has no {ifc_class}"
        return ElementRef(self.key, rows[0][0])

    def choose_script(self, name: str) -> None:
        """Click the script in the library; its form follows."""
        self.window.commands["page_library"].trigger()
        library = self.window.panes.library
        script = find_script(self.context.project, name)
        self.until(lambda: find_row(library.view, name) is not None)
        row = find_row(library.view, name)
        assert row is not None
        self.click(library.view, row)
        self.until(lambda: self.window.panes.run_form.script == script)
        self.settle()

    def run(self) -> Execution:
        """Press Run and wait for the end."""
        before = len(self.executions)
        button = self.button(self.window.panes.run_form, "Run")
        self.until(button.isEnabled)
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.until(lambda: len(self.executions) > before)
        self.settle()
        return self.executions[-1]

    def button(self, inside: QWidget, text: str) -> QAbstractButton:
        """The visible button that says `text`, once it is there: pages are built in turns."""

        def shown() -> list[QAbstractButton]:
            buttons = inside.findChildren(QAbstractButton)
            return [button for button in buttons if button.text() == text and button.isVisible()]

        self.until(lambda: bool(shown()))
        return shown()[0]

    def click(self, view: QAbstractItemView, index: QModelIndex) -> None:
        """Click the middle of a cell, scrolled into view."""
        view.scrollTo(index)
        at = view.visualRect(index).center()
        self.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)

    def grab(self, file: Path) -> QImage:
        """A picture of the window, 3D view included."""
        image = self.window.grab().toImage()
        file.parent.mkdir(parents=True, exist_ok=True)
        assert image.save(str(file))
        return image


def find_row(view: QAbstractItemView, text: str) -> QModelIndex | None:
    """The first index whose text is `text`, wherever it is in the tree."""
    model = view.model()
    found = model.match(
        model.index(0, 0),
        Qt.ItemDataRole.DisplayRole,
        text,
        1,
        Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive,
    )
    return found[0] if found else None
