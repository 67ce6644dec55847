"""A cell of a table: its value as text and back, how it is edited, and how a wrong one is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from bimdesk.services.parameters.secret_values import MASK
from bimdesk.services.parameters.units import parse_number
from bimdesk.ui.forms.enums import QuietCombo, option_label
from bimdesk.ui.forms.field import UNSET
from bimdesk.ui.forms.number_edit import format_number
from bimdesk.ui.forms.source import FormSource
from bimdesk.ui.forms.spec import FieldSpec, Kind, type_of
from bimdesk.ui.theme.tokens import current

Index = QModelIndex | QPersistentModelIndex
WRONG = int(Qt.ItemDataRole.UserRole) + 1
"""What is wrong with the cell, in words."""
NUMBERS = frozenset({Kind.NUMBER, Kind.INTEGER, Kind.SLIDER})


def cell_text(column: FieldSpec, value: Any) -> str:
    """What the cell shows for a value."""
    if value is UNSET or value is None:
        return ""
    if column.kind is Kind.ENUM:
        known = next((one for one in column.options if one == value and type(one) is type(value)), None)
        return str(value) if known is None else option_label(column, known)
    return format_number(value) if column.kind in NUMBERS else str(value)


def cell_value(column: FieldSpec, text: str) -> Any:
    """The value of what was typed; text that is none comes back as it is, for the check to say so."""
    text = text.strip()
    if not text:
        return "" if column.has_default and column.kind not in (*NUMBERS, Kind.ENUM) else UNSET
    if column.kind in NUMBERS:
        whole = type_of(column.schema) == "integer"
        number = parse_number(text, whole=whole, unit=column.unit)
        return text if number is None else number
    if column.kind is Kind.ENUM:
        return next((one for one in column.options if option_label(column, one) == text), text)
    return text


class CellDelegate(QStyledItemDelegate):
    """A list for an enum, the model's names for a class or property, a line for all else."""

    def __init__(self, columns: Sequence[FieldSpec], source: FormSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._columns = columns
        self._source = source

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        column = self._columns[index.column()]
        if column.kind is not Kind.ENUM:
            editor = QLineEdit(parent)
            editor.setStyleSheet("QLineEdit { border-radius: 0; padding: 0 5px; min-height: 0; }")
            if column.kind is Kind.SECRET:
                editor.setEchoMode(QLineEdit.EchoMode.Password)
            self._complete(editor, column)
            return editor
        combo = QuietCombo(parent)
        combo.addItems(
            [*([""] if not column.required else []), *(option_label(column, one) for one in column.options)]
        )
        combo.activated.connect(lambda: self._end(combo))
        return combo

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QComboBox):
            editor.setCurrentText(str(index.data() or ""))
            editor.showPopup()
        elif not self._is_secret(index):  # a secret is typed anew, never shown
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentText())
        elif not self._is_secret(index) or (isinstance(editor, QLineEdit) and editor.isModified()):
            super().setModelData(editor, model, index)

    def _is_secret(self, index: Index) -> bool:
        return self._columns[index.column()].kind is Kind.SECRET

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if self._is_secret(index) and index.data():
            option.text = MASK

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        if index.data(WRONG):
            painter.save()
            painter.setPen(QPen(current().color("error"), 1))
            painter.drawRect(option.rect.adjusted(1, 1, -2, -2))
            painter.restore()

    def _complete(self, editor: QLineEdit, column: FieldSpec) -> None:
        names = [choice.value for choice in self._source.choices_of(column.bim)] if column.bim else []
        if names:
            completer = QCompleter(names, editor)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            editor.setCompleter(completer)

    def _end(self, combo: QComboBox) -> None:
        self.commitData.emit(combo)
        self.closeEditor.emit(combo)
