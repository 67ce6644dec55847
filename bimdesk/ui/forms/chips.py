"""Several values as chips in one input: type to find, Enter to add, Backspace or × to remove."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QPushButton, QSizePolicy, QWidget

from bimdesk.ui.forms.flow import FlowLayout
from bimdesk.ui.forms.frame import InputFrame
from bimdesk.ui.theme import fonts, icons


class Chip(QPushButton):
    """One value; pressing it takes it out."""

    def __init__(self, value: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.value = value
        self.setProperty("kind", "filter")
        self.setIcon(icons.icon("x"))
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setText(self.fontMetrics().elidedText(value, Qt.TextElideMode.ElideMiddle, 260))
        self.setToolTip(self.tr("Remove {0}").format(value))
        self.setAccessibleName(self.tr("Remove {0}").format(value))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)


class ChipsEdit(InputFrame):
    """`free`: any text can be added; else only what is suggested."""

    edited = Signal()

    def __init__(self, *, free: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._free = free
        self._chips: list[Chip] = []
        self._suggestions: dict[str, str] = {}
        self._model = QStringListModel(self)
        self._flow = FlowLayout(self, spacing=4, stretch_last=True)
        self._flow.setContentsMargins(5, 4, 5, 4)
        self._edit = QLineEdit(self)
        self._edit.setStyleSheet(
            "QLineEdit { border: 0; background: transparent; padding: 0 3px; min-height: 0; }"
        )
        self._edit.setMinimumWidth(90)
        self._edit.setFixedHeight(fonts.scaled(20))
        self._edit.installEventFilter(self)
        self._edit.returnPressed.connect(self._add_typed)
        self._completer = QCompleter(self._model, self)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setMaxVisibleItems(12)
        self._completer.activated.connect(self._add_completed, Qt.ConnectionType.QueuedConnection)
        self._edit.setCompleter(self._completer)
        self._flow.addWidget(self._edit)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusProxy(self._edit)

    def set_placeholder(self, text: str) -> None:
        self._edit.setPlaceholderText(text)

    def set_suggestions(self, labels: Mapping[str, str]) -> None:
        """What can be chosen: value -> what tells it apart (shown in the list after a dash)."""
        self._suggestions = {
            f"{value} — {detail}" if detail else value: value for value, detail in labels.items()
        }
        self._refresh_model()

    def values(self) -> list[str]:
        return [chip.value for chip in self._chips]

    def set_values(self, values: Sequence[str]) -> None:
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for value in values:
            self._append(value)
        self._edit.clear()
        self._refresh_model()

    def pending_text(self) -> str:
        """What is typed and not yet a value."""
        return self._edit.text().strip()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._edit:
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._on_key(event):
                return True
            if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
                self.update()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._edit.setFocus()
        self._show_all()
        event.accept()

    def _on_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Backspace and not self._edit.text() and self._chips:
            self._remove(self._chips[-1])
            return True
        if event.key() == Qt.Key.Key_Down and not self._edit.text():
            self._show_all()
            return True
        return False

    def _show_all(self) -> None:
        if self._model.rowCount() and not self._edit.text():
            self._completer.setCompletionPrefix("")
            self._completer.complete()

    def _add_typed(self) -> None:
        text = self._edit.text().strip()
        wanted = self._suggestions.get(text, text)
        known = {value.lower(): value for value in self._suggestions.values()}
        if wanted and (self._free or wanted.lower() in known):
            self._add(known.get(wanted.lower(), wanted))

    def _add_completed(self, text: str) -> None:
        self._add(self._suggestions.get(text, text))

    def _add(self, value: str) -> None:
        self._edit.clear()
        if value not in self.values():
            self._append(value)
            self._refresh_model()
            self.edited.emit()

    def _append(self, value: str) -> None:
        chip = Chip(value, self)
        chip.clicked.connect(lambda: self._remove(chip))
        self._flow.insert_widget(len(self._chips), chip)
        self._chips.append(chip)
        chip.show()

    def _remove(self, chip: Chip) -> None:
        self._chips.remove(chip)
        self._flow.removeWidget(chip)
        chip.hide()
        chip.deleteLater()
        self._refresh_model()
        self.updateGeometry()
        self.edited.emit()

    def _refresh_model(self) -> None:
        taken = set(self.values())
        self._model.setStringList([label for label, value in self._suggestions.items() if value not in taken])
