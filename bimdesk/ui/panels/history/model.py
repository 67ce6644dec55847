"""The history for Qt: a count and pages that come when they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from bimdesk.domain.execution import Execution, Status
from bimdesk.domain.history import ExecutionFilter
from bimdesk.domain.ids import ExecutionId, ScriptKey
from bimdesk.services.clock import now
from bimdesk.services.project import Project
from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.latest import Latest
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
from bimdesk.ui.panels.history.pages import PAGE, Answer, Pages, Question, read_start
from bimdesk.ui.theme import icons
from bimdesk.ui.theme.states import EXECUTION
from bimdesk.ui.widgets.chip import ChipLook

Index = QModelIndex | QPersistentModelIndex
_AS_ICON = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.DecorationRole)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
RIGHT_COLUMNS = frozenset({Column.RESULT, Column.START, Column.TIME})


class HistoryModel(QAbstractTableModel):
    """`loaded(int)`: the number of rows is known anew. `Role.ID` holds the Execution.

    `about_to_change`, before rows are other ones: whoever holds some notes their numbers.
    """

    loaded = Signal(int)
    about_to_change = Signal()

    def __init__(self, project: Project, operations: Operations, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._reading: Latest[Answer] = Latest(operations, self._take_start, owner=self)
        self._pages = Pages(project, operations, self._page_came)
        self._texts: Mapping[ScriptKey, str] = {}
        self.question = Question(wanted=ExecutionFilter())
        self.is_read = False
        self.live_seconds: Callable[[ExecutionId], float | None] = lambda _execution: None

    def ask(self, question: Question) -> None:
        """Show others, or in another order."""
        self.question = question
        self._reading.ask(partial(read_start, self._project, question, (0,), PAGE))

    def refresh(self) -> None:
        """Read the same again, with what is looked at now."""
        pages = self._pages.recent or [0]
        self._reading.ask(partial(read_start, self._project, self.question, pages, PAGE))

    def show_texts(self, texts: Mapping[ScriptKey, str]) -> None:
        """The hashes of the library's texts now: executions of other ones say so."""
        is_new, self._texts = texts != self._texts, texts
        if is_new and self.rowCount():
            first, last = self.index(0, Column.SCRIPT), self.index(self.rowCount() - 1, Column.SCRIPT)
            self.dataChanged.emit(first, last, [int(Role.HINT), int(Qt.ItemDataRole.ToolTipRole)])

    def differs(self, execution: Execution) -> bool:
        """Whether the library has another text now than what ran."""
        key = execution.script_key
        return key is not None and self._texts.get(key, execution.script_sha256) != execution.script_sha256

    def execution(self, row: int) -> Execution | None:
        """The execution in a row; None while its page is on its way."""
        if not 0 <= row < len(self._pages.numbers):
            return None
        page = self._pages.find(row // PAGE)
        return page[row % PAGE] if page is not None and row % PAGE < len(page) else None

    def numbers(self, rows: Iterable[int]) -> list[int]:
        """What stands for rows while the order changes: for `rows_of` and services.history."""
        held = self._pages.numbers
        return [held[row] for row in rows if 0 <= row < len(held)]

    def rows_of(self, numbers: Collection[int]) -> list[int]:
        """The rows where these are now; those that are gone are left out."""
        if not numbers:
            return []
        wanted = set(numbers)
        return [row for row, number in enumerate(self._pages.numbers) if number in wanted]

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
        return 0 if parent is not None and parent.isValid() else len(self._pages.numbers)

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
            case Role.HINT | Role.MARK:
                return self._aside(execution, column, role)
        return None

    def arguments_at(self, row: int) -> list[Argument]:
        execution = self.execution(row)
        return [] if execution is None else arguments(execution.parameters)

    def _aside(self, execution: Execution, column: Column, role: int) -> str:
        """What stands behind a name: its version, and a pin."""
        if column is Column.SCRIPT:
            return self._version_words(execution) if role == Role.HINT else "pin" * execution.pinned
        is_model = column is Column.MODEL and role == Role.HINT
        return execution.model_label.rpartition(" ")[2] if is_model else ""

    def _version_words(self, execution: Execution) -> str:
        parts = (
            f"v{execution.script_version}" if execution.script_version else "",
            execution.name,
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
                words = (execution.name, ", ".join(execution.labels), execution.script_sha256[:12])
                return "\n".join((execution.script_name, *(one for one in words if one)))
            case Column.NAME | Column.LABELS:
                return cell_words(execution, column, now=now(), live_s=None)
        return ""

    def _take_start(self, answer: Answer) -> None:
        self.is_read = True
        if answer.numbers == self._pages.numbers and answer.numbers:
            self._pages.begin(answer)
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(TITLES) - 1))
        else:
            self.about_to_change.emit()
            self.beginResetModel()
            self._pages.begin(answer)
            self.endResetModel()
        self.loaded.emit(len(answer.numbers))

    def _page_came(self, page: int) -> None:
        first, last = page * PAGE, min((page + 1) * PAGE, self.rowCount()) - 1
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(TITLES) - 1))
