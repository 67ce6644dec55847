"""The form that a metadata block makes, live, in a column of its own: to look at, to try, to run with."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from bimdesk.domain.script import Script
from bimdesk.errors import BimdeskError
from bimdesk.services.presets import fitting
from bimdesk.ui.context import Context
from bimdesk.ui.forms.field import Field
from bimdesk.ui.forms.form import Form
from bimdesk.ui.forms.model_source import ModelSource
from bimdesk.ui.theme.tokens import current
from bimdesk.ui.widgets.buttons import IconButton, button
from bimdesk.ui.widgets.labels import label, line

NARROWEST = 220


class BlockForm(QFrame):
    """`line_wanted(int)`: to the fault of the block. `test_wanted`: run with `values()`."""

    line_wanted = Signal(int)
    test_wanted = Signal()
    close_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "bar")
        self.setMinimumWidth(NARROWEST)
        self._context = context
        self._schema: Mapping[str, Any] | None = None
        self.form: Form | None = None
        self._source = _TrialSource(context, self)
        self._fault_line = 0
        self.fault = button("", kind="link", icon_name="file-warning", on_click=self._go_to_fault)
        self.fault.setProperty("tone", "warning")
        self.fault.hide()
        self._test = button(
            self.tr("Test run with these values"), icon_name="flask-conical", on_click=self.test_wanted.emit
        )
        self._body = QWidget()
        self._body.setProperty("surface", "bar")
        self._mark = _FieldMark(self._body)
        self._scroll = QScrollArea()
        self._lay_out()

    def values(self) -> dict[str, Any]:
        return {} if self.form is None else self.form.values()

    @property
    def marked(self) -> str:
        """The path of the field that is marked."""
        return self._mark.path

    def show_script(self, script: Script) -> None:
        """Follow the block; one that cannot be read leaves the form as it was, and says so."""
        problem = script.problem
        self.fault.setVisible(problem is not None)
        if problem is not None:
            self._fault_line = problem.line
            self.fault.setText(self.tr("Line {0} of the block is wrong").format(problem.line))
            self.fault.setToolTip(problem.message)
        elif script.metadata.parameters != self._schema:
            self._build(script.metadata.parameters)

    def mark(self, path: str) -> None:
        """Mark the field of a parameter and bring it into view; '' takes the mark away."""
        field = self.form.reveal(path) if self.form is not None and path else None
        self._mark.put(field, path if field is not None else "")
        if field is not None:
            QTimer.singleShot(0, field, partial(self._scroll.ensureWidgetVisible, field, 0, 40))

    def path_of(self, widget: QWidget | None) -> str:
        """The parameter whose field a widget is a part of; '' for none of this form."""
        while widget is not None and widget is not self._body:
            if isinstance(widget, Field):
                return widget.spec.path
            widget = widget.parentWidget()
        return ""

    def _build(self, schema: Mapping[str, Any]) -> None:
        self._schema = schema
        typed = self.values()
        old, self.form = self.form, None
        self._mark.put(None, "")
        if old is not None:
            old.hide()
            old.deleteLater()
        try:
            form = Form(schema, source=self._source, parent=self._body)
            kept = fitting(schema, typed).values if typed else {}
        except BimdeskError as error:
            self.fault.setText(str(error))
            self.fault.setVisible(True)
            return
        if kept:
            form.set_values({**form.values(), **kept})
        self.form = form
        self._fields.addWidget(form)
        form.show_in_turns()
        form.errors_changed.connect(lambda count: self._test.setEnabled(not count))
        self._test.setEnabled(not form.errors)
        self._source.watch_latest(form.needs)

    def _go_to_fault(self) -> None:
        if self._fault_line:
            self.line_wanted.emit(self._fault_line)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 4, 4, 4)
        head.addWidget(label(self.tr("Form of the block"), weight=600), 1)
        head.addWidget(IconButton("x", self.tr("Close the form"), on_click=self.close_wanted.emit))
        self._fields = QVBoxLayout(self._body)
        self._fields.setContentsMargins(14, 8, 12, 14)
        self._fields.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(self._body)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 6, 12, 6)
        foot.addWidget(self._test)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(line())
        column.addWidget(self.fault)
        column.addWidget(self._scroll, 1)
        column.addWidget(line())
        column.addLayout(foot)


class _TrialSource(ModelSource):
    """Choices of the model that was imported last; nothing is shown or picked in 3D from here."""

    def watch_latest(self, kinds: frozenset[str]) -> None:
        """Read the versions in the pool, then the choices."""
        if kinds:
            self._context.operations.run(
                self._context.versions, on_success=partial(self._take_versions, kinds)
            )

    def can_show(self) -> bool:
        return False

    def _take_versions(self, kinds: frozenset[str], versions: list[Any]) -> None:
        if versions:
            self.watch(max(versions, key=lambda one: one.imported_at), kinds)


class _FieldMark(QWidget):
    """A bar in the accent colour at the left of a field; it goes where the field goes."""

    def __init__(self, body: QWidget) -> None:
        super().__init__(body)
        self.path = ""
        self._body = body
        self._field: Field | None = None
        body.installEventFilter(self)
        self.hide()

    def put(self, field: Field | None, path: str) -> None:
        if self._field is not None:
            self._field.removeEventFilter(self)
        self._field, self.path = field, path
        self.setVisible(field is not None)
        if field is not None:
            field.installEventFilter(self)
            self._follow()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.LayoutRequest):
            QTimer.singleShot(0, self, self._follow)
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(current().color("ac"))
        painter.drawRoundedRect(self.rect(), 1.5, 1.5)
        painter.end()

    def _follow(self) -> None:
        if self._field is not None:
            top = self._field.mapTo(self._body, self._field.rect().topLeft())
            self.setGeometry(max(0, top.x() - 9), top.y(), 3, self._field.height())
            self.raise_()
