"""The list of words and, beside it, what the marked one is. The text keeps the focus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QHBoxLayout,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from bimdesk.protocol.editor import Word
from bimdesk.ui.editor.code_edit import CodeEdit
from bimdesk.ui.theme import fonts, icons
from bimdesk.ui.theme.tokens import current
from bimdesk.ui.widgets.labels import label
from bimdesk.ui.widgets.painting import is_hovered, is_selected, paint_text

Index = QModelIndex | QPersistentModelIndex
ROWS = 9
ROW = 24
LIST_WIDTH, HELP_WIDTH = 330, 280
ICONS: Mapping[str, str] = {
    "function": "square-function",
    "class": "shapes",
    "module": "package",
    "keyword": "key-round",
    "property": "braces",
    "param": "sliders-horizontal",
    "parameter": "sliders-horizontal",
    "ifc-class": "box",
    "property-set": "braces",
    "storey": "layers",
    "material": "brick-wall",
    "field": "list-filter",
}
_WORD = Qt.ItemDataRole.UserRole
_ELLIPSIS_AT = 600


class WordList(QAbstractListModel):
    """The rows of the popup; spoken by name and kind."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.words: Sequence[Word] = ()

    def show_words(self, words: Sequence[Word]) -> None:
        self.beginResetModel()
        self.words = words
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self.words)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.words):
            return None
        word = self.words[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return word.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{word.name}, {word.kind} {word.detail}"
        return word if role == _WORD else None


class _WordDelegate(QStyledItemDelegate):
    match = ""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(120, fonts.scaled(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        word = index.data(_WORD)
        if not isinstance(word, Word):
            return
        tokens, row = current(), option.rect
        painter.save()
        if is_selected(option) or is_hovered(option):
            painter.fillRect(row, tokens.color("sel" if is_selected(option) else "bg2"))
        if is_selected(option):
            painter.fillRect(QRect(row.left(), row.top(), 2, row.height()), tokens.color("ac"))
        side = fonts.scaled(14)
        spot = QRect(row.left() + 10, row.center().y() - side // 2, side, side)
        icons.paint(painter, ICONS.get(word.kind, "variable"), spot, color="tx2")
        room = QRect(spot.right() + 8, row.top(), row.right() - spot.right() - 18, row.height())
        if word.note:
            used = paint_text(
                painter,
                room,
                word.note,
                font=fonts.ui(12, tabular=True),
                color="tx3",
                align=Qt.AlignmentFlag.AlignRight,
            )
            room.adjust(0, 0, -used - 10, 0)
        used = paint_text(painter, room, word.name, font=fonts.mono(12.5), color="tx", match=self.match)
        room.adjust(used + 10, 0, 0, 0)
        if word.detail and room.width() > fonts.scaled(30):
            paint_text(painter, room, word.detail, font=fonts.ui(12), color="tx3")
        painter.restore()


class CompletionPopup(QFrame):
    """`row_changed(int)`: another row is marked, its help is wanted. `chosen`: a row was clicked."""

    row_changed = Signal(int)
    chosen = Signal()

    def __init__(self, edit: CodeEdit) -> None:
        super().__init__(edit)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._anchor = QPoint()
        self._line_height = 0
        self._model = WordList(self)
        self._delegate = _WordDelegate(self)
        self._list_frame = _floating(self)
        self._help_frame = _floating(self)
        self.view = self._make_view()
        column = QVBoxLayout(self._list_frame)
        column.setContentsMargins(1, 4, 1, 4)
        column.addWidget(self.view)
        self._title = label(weight=600, wrap=True)
        self._title.setFont(fonts.mono(12, weight=500))
        self._text = label(tone="tx2", size=12, wrap=True)
        helping = QVBoxLayout(self._help_frame)
        helping.setContentsMargins(12, 10, 12, 10)
        helping.setSpacing(4)
        helping.addWidget(self._title)
        helping.addWidget(self._text)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 14, 16)
        row.setSpacing(5)
        row.addWidget(self._list_frame, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._help_frame, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    @property
    def current(self) -> int:
        return self.view.currentIndex().row()

    @property
    def page(self) -> int:
        return ROWS - 1

    @property
    def words(self) -> Sequence[Word]:
        return self._model.words

    @property
    def help_text(self) -> str:
        return self._text.text() if self._help_frame.isVisibleTo(self) else ""

    def show_words(self, words: Sequence[Word], match: str, edit: CodeEdit, start: int) -> None:
        """Fill the list, mark the first row, and stand under the byte `start` of the text."""
        self._delegate.match = match
        before = self.view.currentIndex().data(_WORD) if self.isVisible() else None
        self._model.show_words(words)
        self.view.setFixedHeight(min(len(words), ROWS) * fonts.scaled(ROW))
        if words[0] is not before:
            self._help_frame.hide()
        self.view.setCurrentIndex(self._model.index(0, 0))
        self._place(edit, start)
        self.show()
        self.raise_()
        self.row_changed.emit(0)

    def move_by(self, rows: int) -> None:
        """Mark another row; from the last one on to the first."""
        count = len(self._model.words)
        target = self.current + rows
        target = target % count if abs(rows) == 1 else max(0, min(target, count - 1))
        self._help_frame.hide()
        self.view.setCurrentIndex(self._model.index(target, 0))
        self.row_changed.emit(target)

    def show_help(self, title: str, text: str) -> None:
        """What the marked word is, beside the list; nothing hides the card."""
        self._title.setText(title if len(title) < 300 else f"{title[:300]}…")
        self._text.setText(text if len(text) < _ELLIPSIS_AT else f"{text[:_ELLIPSIS_AT].rstrip()}…")
        self._text.setVisible(bool(text))
        self._help_frame.setVisible(bool(title or text))
        self._fit()

    def _place(self, edit: CodeEdit, start: int) -> None:
        window = edit.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        line_top = edit.pointYFromPosition(start)
        line_height = edit.textHeight(edit.lineFromPosition(start))
        left = edit.pointXFromPosition(start) - 14 - fonts.scaled(32)
        self._anchor = edit.mapTo(window, QPoint(left, line_top))
        self._line_height = line_height
        self._fit()

    def _fit(self) -> None:
        """Stay inside the window: above the line where there is no room below, further left at its edge."""
        window = self.parentWidget()
        if window is None:
            return
        self._help_frame.adjustSize()
        self.adjustSize()
        size, anchor = self.sizeHint(), self._anchor
        below = anchor.y() + self._line_height
        list_height = self._list_frame.sizeHint().height() + 20
        is_above = below + list_height > window.height() and anchor.y() > list_height
        top = anchor.y() - list_height if is_above else below
        left = max(0, min(anchor.x(), window.width() - size.width()))
        self.setGeometry(left, top, size.width(), size.height())

    def _make_view(self) -> QListView:
        view = QListView()
        view.setModel(self._model)
        view.setItemDelegate(self._delegate)
        view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setUniformItemSizes(True)
        view.setMouseTracking(True)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setFixedWidth(fonts.scaled(LIST_WIDTH))
        view.setAccessibleName(self.tr("Completion"))
        view.clicked.connect(self._click)
        return view

    def _click(self, index: QModelIndex) -> None:
        self.view.setCurrentIndex(index)
        self.chosen.emit()


def _floating(parent: QWidget) -> QFrame:
    made = QFrame(parent)
    made.setProperty("surface", "float")
    shadow = QGraphicsDropShadowEffect(made)
    shadow.setBlurRadius(18)
    shadow.setOffset(0, 5)
    shadow.setColor(QColor(0, 0, 0, 90))
    made.setGraphicsEffect(shadow)
    if parent.layout() is None:
        made.setMaximumWidth(fonts.scaled(LIST_WIDTH + 4))
    return made
