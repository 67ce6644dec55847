"""The history for Qt: a count and pages that come when they are looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from bimdesk.domain.execution import Execution, Status
from bimdesk.domain.ids import ExecutionId, ScriptKey
from bimdesk.services.clock import now
from bimdesk.services.history import count_executions, list_executions
from bimdesk.services.project import Project
from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.operations import Operations
from bimdesk.ui.panels.history.cells import (
    STARTERS,
    TITLES,
    Argument,
    Column,
    arguments,
    cell_words,
    protection_look,
)
from bimdesk.ui.theme import icons
from bimdesk.ui.theme.states import EXECUTION
from bimdesk.ui.widgets.chip import ChipLook

Index = QModelIndex | QPersistentModelIndex
PAGE = 200
KEPT_PAGES = 40
_AS_ICON = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.DecorationRole)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
RIGHT_COLUMNS = frozenset({Column.RESULT, Column.START, Column.TIME})


class HistoryModel(QAbstractTableModel):
    """`loaded(int)`: the number of rows is known anew. `Role.ID` holds the Execution."""

    loaded = Signal(int)

    def __init__(self, project: Project, operations: Operations, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._operations = operations
        self._filter: dict[str, Any] = {}
        self._count = 0
        self._pages: OrderedDict[int, list[Execution]] = OrderedDict()
        self._asked: set[int] = set()
        self._state = 0
        self._texts: Mapping[ScriptKey, str] = {}
        self.live_seconds: Callable[[ExecutionId], float | None] = lambda _execution: None

    def reload(self, **wanted: Any) -> None:
        """Read anew, with another filter where one is given (the words of services.history)."""
        if wanted:
            self._filter = {**self._filter, **wanted}
        self._state += 1
        read = partial(_read_start, self._project, dict(self._filter))
        self._operations.run(read, on_success=partial(self._take_start, self._state))

    def show_texts(self, texts: Mapping[ScriptKey, str]) -> None:
        """The hashes of the library's texts now: executions of other ones say so."""
        is_new, self._texts = texts != self._texts, texts
        if is_new and self._count:
            first, last = self.index(0, Column.SCRIPT), self.index(self._count - 1, Column.SCRIPT)
            self.dataChanged.emit(first, last, [int(Role.HINT), int(Qt.ItemDataRole.ToolTipRole)])

    def differs(self, execution: Execution) -> bool:
        """Whether the library has another text now than what ran."""
        key = execution.script_key
        return key is not None and self._texts.get(key, execution.script_sha256) != execution.script_sha256

    def execution(self, row: int) -> Execution | None:
        """The execution in a row; None while its page is on its way."""
        page = self._pages.get(row // PAGE)
        if page is None:
            self._ask(row // PAGE)
            return None
        return page[row % PAGE] if row % PAGE < len(page) else None

    def row_of(self, execution_id: ExecutionId) -> int:
        """The row of an execution among the pages at hand, or -1."""
        for number, page in self._pages.items():
            for at, execution in enumerate(page):
                if execution.id == execution_id:
                    return number * PAGE + at
        return -1

    def touch_time(self, execution_id: ExecutionId) -> None:
        """The seconds of a running row went on."""
        row = self.row_of(execution_id)
        if row >= 0:
            cell = self.index(row, Column.TIME)
            self.dataChanged.emit(cell, cell, [int(Qt.ItemDataRole.DisplayRole)])

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._count

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(TITLES)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(TITLES):
            return None
        if section == Column.PROTECTION and role in _AS_ICON:
            return icons.icon("shield", color="tx3") if role == Qt.ItemDataRole.DecorationRole else ""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.tr(TITLES[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section in RIGHT_COLUMNS else _LEFT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        execution = self.execution(index.row()) if index.isValid() else None
        if execution is None:
            return None
        column = Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole if column is Column.PROTECTION:
                return ""  # an icon; its word is in the tip and in the accessible text
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return cell_words(execution, column, now=now(), live_s=self.live_seconds(execution.id))
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip(execution, column)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT if column in RIGHT_COLUMNS else _LEFT
            case Role.ID:
                return execution
            case Role.CHIP if column is Column.STATUS:
                return ChipLook.of(EXECUTION[execution.status])
            case Role.ICON:
                return self._icon(execution, column)
            case Role.TONE:
                return self._tone(execution, column)
            case Role.HINT if column is Column.SCRIPT:
                return self._version_words(execution)
            case Role.HINT if column is Column.MODEL:
                return execution.model_label.rpartition(" ")[2]
        return None

    def arguments_at(self, row: int) -> list[Argument]:
        execution = self.execution(row)
        return [] if execution is None else arguments(execution.parameters)

    def _version_words(self, execution: Execution) -> str:
        parts = (
            f"v{execution.script_version}" if execution.script_version else "",
            self.tr("changed since") if self.differs(execution) else "",
        )
        return " · ".join(part for part in parts if part)

    @staticmethod
    def _icon(execution: Execution, column: Column) -> str | None:
        if column is Column.STARTED_BY:
            return STARTERS[execution.started_by][0]
        return protection_look(execution).icon if column is Column.PROTECTION else None

    @staticmethod
    def _tone(execution: Execution, column: Column) -> str:
        if column is Column.RESULT and (execution.findings or execution.status is Status.ERROR):
            return "ac_tx2"
        if column is Column.PROTECTION:
            tone = protection_look(execution).tone
            return tone if tone in ("warning", "error") else "tx2"
        return "tx2" if column in (Column.START, Column.TIME, Column.STARTED_BY) else "tx"

    @staticmethod
    def _tip(execution: Execution, column: Column) -> str:
        match column:
            case Column.START:
                return f"{(execution.started_at or execution.queued_at).astimezone():%Y-%m-%d %H:%M:%S}"
            case Column.ARGUMENTS:
                return "\n".join(f"{name} = {value}" for name, value in execution.parameters.items())
            case Column.STATUS | Column.RESULT:
                return execution.sentence
            case Column.PROTECTION:
                layers = (f"{layer}: {words}" for layer, words in execution.sandbox.items())
                return "\n".join((protection_look(execution).text, *layers))
            case Column.SCRIPT:
                return f"{execution.script_name}\n{execution.script_sha256[:12]}"
        return ""

    def _ask(self, number: int) -> None:
        if number in self._asked:
            return
        self._asked.add(number)
        read = partial(list_executions, self._project, limit=PAGE, offset=number * PAGE, **self._filter)
        self._operations.run(read, on_success=partial(self._take_page, self._state, number))

    def _take_start(self, state: int, found: tuple[int, list[Execution]]) -> None:
        if state != self._state:
            return
        count, first = found
        self.beginResetModel()
        self._count = count
        self._pages.clear()
        self._asked = {0}
        self._pages[0] = first
        self.endResetModel()
        self.loaded.emit(count)

    def _take_page(self, state: int, number: int, page: list[Execution]) -> None:
        if state != self._state:
            return
        self._asked.discard(number)
        self._pages[number] = page
        while len(self._pages) > KEPT_PAGES:
            self._pages.popitem(last=False)
        first, last = number * PAGE, min(number * PAGE + len(page), self._count) - 1
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(TITLES) - 1))


def _read_start(project: Project, wanted: dict[str, Any]) -> tuple[int, list[Execution]]:
    return count_executions(project, **wanted), list_executions(project, limit=PAGE, **wanted)
