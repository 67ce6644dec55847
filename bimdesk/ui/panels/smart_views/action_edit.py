"""What a rule does: the action, and what each needs to know (a colour, a field, the ends of a ramp)."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from bimdesk.domain.filters import Facet
from bimdesk.domain.smart_view import (
    Action,
    ByValue,
    Effect,
    Paint,
    Palette,
    Ramp,
    Rest,
    field_text,
)
from bimdesk.errors import BadInputError
from bimdesk.ui.forms.enums import QuietCombo
from bimdesk.ui.panels.smart_views.color_button import ColorButton
from bimdesk.ui.panels.smart_views.fields import FieldEdit
from bimdesk.ui.widgets.labels import label


class Kind(StrEnum):
    """The entries of the action's menu."""

    PAINT = "color"
    VALUES = "values"
    RAMP = "ramp"
    HIDE = "hide"
    ISOLATE = "isolate"
    GHOST = "ghost"


_EFFECTS = {Kind.HIDE: Effect.HIDE, Kind.ISOLATE: Effect.ISOLATE, Kind.GHOST: Effect.GHOST}


class ActionEdit(QWidget):
    """`changed` after each edit; `fields_wanted(FieldEdit, numbers_only)` when a field is to be chosen."""

    changed = Signal()
    fields_wanted = Signal(object, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = _combo(
            self.tr("What is done"),
            {
                Kind.VALUES: self.tr("Colour by value"),
                Kind.RAMP: self.tr("Colour by number"),
                Kind.PAINT: self.tr("One colour"),
                Kind.HIDE: self.tr("Hide"),
                Kind.ISOLATE: self.tr("Isolate"),
                Kind.GHOST: self.tr("Ghost"),
            },
        )
        self.color = ColorButton()
        self.field = FieldEdit(self.tr("Field whose values are told apart"))
        self.number = FieldEdit(self.tr("Field whose numbers are compared"))
        automatic = self.tr("automatic")
        self.low = _number_edit(self.tr("From"), automatic)
        self.high = _number_edit(self.tr("To"), automatic)
        palettes = {
            Palette.VIRIDIS: self.tr("Viridis"),
            Palette.CIVIDIS: self.tr("Cividis"),
            Palette.MAGMA: self.tr("Magma"),
            Palette.BLUE_RED: self.tr("Blue to red"),
        }
        self.palette_edit = _combo(self.tr("Shades"), palettes)
        rests = {
            Rest.GREY: self.tr("grey"),
            Rest.GHOST: self.tr("ghosted"),
            Rest.LEAVE: self.tr("as they are"),
        }
        self.rest = _combo(self.tr("Elements without a value"), rests)
        self.ramp_rest = _combo(self.tr("Elements without a value"), rests)
        self._pages = QStackedWidget()
        self._build()
        for combo in (self.kind, self.palette_edit, self.rest, self.ramp_rest):
            combo.activated.connect(lambda _at: self._edited())
        for edit in (self.low, self.high):
            edit.textEdited.connect(lambda _text: self.changed.emit())
        for field in (self.field, self.number):
            field.edited.connect(self.changed)
        self.color.changed.connect(self.changed)
        self._show_page()

    def show_action(self, action: Action) -> None:
        """Make the widgets say an action."""
        match action:
            case Paint(color=color):
                self._choose(Kind.PAINT)
                self.color.set_color(color)
            case ByValue(field=field, rest=rest):
                self._choose(Kind.VALUES)
                self.field.setEditText(field_text(field))
                _select(self.rest, rest)
            case Ramp():
                self._choose(Kind.RAMP)
                self.number.setEditText(field_text(action.field))
                for edit, bound in ((self.low, action.low), (self.high, action.high)):
                    edit.setText("" if bound is None else f"{bound:.12g}")
                _select(self.palette_edit, action.palette)
                _select(self.ramp_rest, action.rest)
            case Effect():
                self._choose(Kind(action.value))
        self._show_page()

    def action(self) -> Action:
        """What the widgets say. Raises BimdeskError where that makes no sense."""
        kind = Kind(self.kind.currentData())  # Qt hands back the plain text of a text enum
        if kind in _EFFECTS:
            return _EFFECTS[kind]
        if kind == Kind.PAINT:
            return Paint(self.color.color)
        if kind == Kind.VALUES:
            return ByValue(self.field.field(), Rest(self.rest.currentData()))
        return Ramp(
            self.number.field(),
            _bound(self.low),
            _bound(self.high),
            Palette(self.palette_edit.currentData()),
            Rest(self.ramp_rest.currentData()),
        )

    def _build(self) -> None:
        values = _page()
        values.addWidget(self.field, 0, 0, 1, 2)
        _labelled(values, 1, self.tr("No value"), self.rest)
        ramp = _page()
        ramp.addWidget(self.number, 0, 0, 1, 2)
        ends = QHBoxLayout()
        ends.setSpacing(4)
        ends.addWidget(self.low)
        ends.addWidget(QLabel("–"))
        ends.addWidget(self.high)
        ramp.addWidget(label(self.tr("Range"), tone="tx2", size=12), 1, 0)
        ramp.addLayout(ends, 1, 1)
        _labelled(ramp, 2, self.tr("Shades"), self.palette_edit)
        _labelled(ramp, 3, self.tr("No value"), self.ramp_rest)
        paint = _page()
        paint.addWidget(self.color, 0, 0, 1, 2)
        self._by_kind: dict[str, QWidget] = {}
        for kind, grid in ((Kind.VALUES, values), (Kind.RAMP, ramp), (Kind.PAINT, paint)):
            page = QWidget()
            page.setLayout(grid)
            self._by_kind[kind] = page
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.kind)
        column.addWidget(self._pages)

    def _edited(self) -> None:
        self._show_page()
        self.changed.emit()

    def _choose(self, kind: Kind) -> None:
        _select(self.kind, kind)

    def _show_page(self) -> None:
        """The page of the action; a page that is not shown takes no room."""
        kind = self.kind.currentData()
        page = self._by_kind.get(kind)
        self._pages.setVisible(page is not None)
        if page is not None:
            self._pages.setCurrentWidget(page)
            self._pages.setFixedHeight(page.sizeHint().height())
        self.ask_fields()

    def ask_fields(self) -> None:
        """Ask for what the field of the action can be."""
        kind = self.kind.currentData()
        if kind == Kind.VALUES:
            if not self.field.currentText():
                self.field.setEditText(Facet.CLASS.value)
            self.fields_wanted.emit(self.field, False)
        elif kind == Kind.RAMP:
            self.fields_wanted.emit(self.number, True)


def _combo(name: str, texts: dict[Kind, str] | dict[Palette, str] | dict[Rest, str]) -> QuietCombo:
    made = QuietCombo()
    made.setAccessibleName(name)
    made.setSizeAdjustPolicy(QuietCombo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(5)
    for value, text in texts.items():
        made.addItem(text, value)
    return made


def _select(combo: QuietCombo, value: StrEnum) -> None:
    values = [combo.itemData(at) for at in range(combo.count())]
    combo.setCurrentIndex(values.index(value))


def _number_edit(name: str, automatic: str) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setPlaceholderText(automatic)
    return made


def _bound(edit: QLineEdit) -> float | None:
    text = edit.text().strip().replace("−", "-")
    if not text:
        return None
    try:
        return float(text.replace(",", "."))
    except ValueError as error:
        raise BadInputError(f"'{text}' is no number.", "Type one such as 2.5, or leave it empty.") from error


def _page() -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    return grid


def _labelled(grid: QGridLayout, row: int, text: str, widget: QWidget) -> None:
    grid.addWidget(label(text, tone="tx2", size=12), row, 0)
    grid.addWidget(widget, row, 1)
