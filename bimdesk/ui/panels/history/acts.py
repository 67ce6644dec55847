"""What one does with executions of the history: run them again, name, pin, cancel them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget
from shiboken6 import isValid

from bimdesk.domain.changes import Changes
from bimdesk.domain.execution import Execution, RunRequest
from bimdesk.domain.ids import ExecutionId, VersionId
from bimdesk.domain.model import ModelVersion
from bimdesk.services.history import mark_executions
from bimdesk.services.rerun import other_versions, rerun_request
from bimdesk.ui.context import Context
from bimdesk.ui.panels.history.marks import MarksDialog
from bimdesk.ui.theme import icons


class HistoryActs(QObject):
    """`opened`, `rerun_requested`, `compare_requested`, `report_requested`: see HistoryPanel.

    `pair_requested(ExecutionId, ExecutionId)`: two runs beside one another.
    """

    opened = Signal(object)
    rerun_requested = Signal(object)
    compare_requested = Signal(object)
    report_requested = Signal(object)
    pair_requested = Signal(object, object)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._widget = parent
        self.dialog: MarksDialog | None = None

    def run_same(self, execution_id: ExecutionId, version_id: VersionId | None = None) -> None:
        """The text that ran, with its arguments, on its version or another one."""
        read = partial(rerun_request, self._context.project, execution_id, version_id=version_id)
        self._context.operations.run(read, on_success=self._start)

    def pin(self, executions: Sequence[Execution]) -> None:
        """Pin them; where all are pinned, let them go."""
        pinned = not all(one.pinned for one in executions)
        ids = [one.id for one in executions]
        self._write(partial(mark_executions, self._context.project, ids, pinned=pinned))

    def ask_marks(self, executions: Sequence[Execution]) -> None:
        """A dialog for name and labels."""
        if not executions:
            return
        self.dialog = MarksDialog(executions, self._widget)
        self.dialog.finished.connect(lambda _result: self._end_dialog())
        self.dialog.given.connect(partial(self._mark, [one.id for one in executions]))
        self.dialog.open()

    def menu_for(self, chosen: Sequence[Execution]) -> QMenu:
        """What can be done with the first of these; names and pins are for all of them."""
        execution = chosen[0]
        menu = QMenu(self._widget)
        menu.aboutToHide.connect(menu.deleteLater)
        is_over, runner = execution.status.is_over, self._context.runner
        add = partial(_add, menu)
        add(self.tr("Open"), partial(self.opened.emit, execution.id), key="Return")
        menu.addSeparator()
        add(self.tr("Run again"), partial(self.run_same, execution.id), is_over, icon_name="rotate-cw")
        add(self.tr("Run again, edited…"), partial(self.rerun_requested.emit, execution.id), is_over, key="E")
        self._add_versions(menu, execution)
        add(self.tr("Cancel"), partial(runner.cancel, execution.id), not is_over)
        menu.addSeparator()
        add(self.tr("Name and labels…"), partial(self.ask_marks, chosen), key="F2", icon_name="tag")
        pinned = all(one.pinned for one in chosen)
        add(
            self.tr("Unpin") if pinned else self.tr("Pin"),
            partial(self.pin, chosen),
            key="P",
            icon_name="pin-off" if pinned else "pin",
        )
        menu.addSeparator()
        if len(chosen) == 2:
            both = partial(self.pair_requested.emit, chosen[0].id, chosen[1].id)
            add(self.tr("Compare both runs"), both, key="C", icon_name="git-compare")
        add(
            self.tr("Compare with the library"),
            partial(self.compare_requested.emit, execution.id),
            execution.script_key is not None,
        )
        add(self.tr("Report…"), partial(self.report_requested.emit, execution.id), is_over)
        folder = QUrl.fromLocalFile(str(execution.folder))
        add(self.tr("Show in folder"), partial(QDesktopServices.openUrl, folder))
        add(self.tr("Copy its id"), partial(QGuiApplication.clipboard().setText, execution.id))
        return menu

    def _add_versions(self, menu: QMenu, execution: Execution) -> None:
        """The menu of versions is read when it is opened."""
        inner = menu.addMenu(self.tr("Run again on"))
        inner.setEnabled(execution.status.is_over)
        wait = inner.addAction(self.tr("Reading the versions"))
        wait.setEnabled(False)
        inner.aboutToShow.connect(partial(self._read_versions, inner, execution))

    def _read_versions(self, menu: QMenu, execution: Execution) -> None:
        read = partial(other_versions, self._context.project, execution)
        self._context.operations.run(read, on_success=partial(self._fill_versions, menu, execution))

    def _fill_versions(self, menu: QMenu, execution: Execution, versions: Sequence[ModelVersion]) -> None:
        if not isValid(menu):
            return  # closed before the versions were read
        menu.clear()
        for version in versions:
            _add(menu, version.label, partial(self.run_same, execution.id, version.id))
        if not versions:
            menu.addAction(self.tr("There is no other version")).setEnabled(False)

    def _start(self, request: RunRequest) -> None:
        self._context.runner.start(request)

    def _mark(self, ids: Sequence[ExecutionId], name: str | None, labels: Sequence[str]) -> None:
        project = self._context.project
        self._write(partial(mark_executions, project, ids, name=name, labels=labels))

    def _end_dialog(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _write(self, act: partial[Changes]) -> None:
        self._context.operations.write(act, on_success=self._context.hub.publish)


def _add(
    menu: QMenu,
    text: str,
    slot: Callable[[], object],
    enabled: bool = True,
    *,
    key: str = "",
    icon_name: str = "",
) -> None:
    action = menu.addAction(f"{text.replace('&', '&&')}\t{key}" if key else text)
    if icon_name:
        action.setIcon(icons.icon(icon_name))
    action.setEnabled(enabled)
    action.triggered.connect(lambda _checked=False: slot())
