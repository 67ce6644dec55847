"""The editor of a smart view: name, group, rules; a rule's elements are chosen in the query builder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from bimdesk.domain.filters import Facet
from bimdesk.domain.ids import ModelKey
from bimdesk.domain.model import ModelVersion
from bimdesk.domain.smart_view import ByValue, Rule, SmartView
from bimdesk.domain.smart_views_built_in import ELEMENTS
from bimdesk.errors import BimdeskError
from bimdesk.ui.context import Context
from bimdesk.ui.forms.enums import QuietCombo
from bimdesk.ui.forms.hint import HintLine, Tone
from bimdesk.ui.latest import LatestStopping
from bimdesk.ui.panels.smart_views.fields import FieldEdit, read_fields
from bimdesk.ui.panels.smart_views.rule_card import RuleCard
from bimdesk.ui.widgets.buttons import button
from bimdesk.ui.widgets.labels import label


class FilterBuilder(Protocol):
    """What the editor needs of the query builder."""

    changed: SignalInstance

    def show_text(self, text: str) -> None:
        """Begin with a filter."""

    def widget(self) -> QWidget:
        """What is put into the editor."""


MakeBuilder = Callable[[Sequence[ModelVersion]], FilterBuilder]
FIRST_RULE = Rule(ELEMENTS, ByValue(Facet.CLASS))


class SmartViewEditor(QWidget):
    """`save_requested(SmartView)` and `show_requested(SmartView)` once what is typed makes sense."""

    save_requested = Signal(object)
    show_requested = Signal(object)
    closed = Signal()

    def __init__(self, context: Context, make_builder: MakeBuilder, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._make_builder = make_builder
        self._versions: list[ModelVersion] = []
        self._view = SmartView(name="-", rules=(FIRST_RULE,))
        self._readings: list[LatestStopping[Sequence[str]]] = []
        self.cards: list[RuleCard] = []
        self.builder: FilterBuilder | None = None
        self.name, self.group = QLineEdit(), QuietCombo()
        self.hint = HintLine()
        self._cards = QVBoxLayout()
        self._cards.setSpacing(8)
        self._builder_page = QVBoxLayout()
        self._pages = QStackedWidget()
        self._pages.addWidget(self._make_form())
        self._pages.addWidget(self._make_builder_page())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)

    def set_versions(self, versions: Sequence[ModelVersion]) -> None:
        """The models whose fields and values are offered."""
        self._versions = list(versions)

    def show_view(self, view: SmartView, groups: Sequence[str], *, title: str = "") -> None:
        """Edit a view; `title` in place of its name for a new one."""
        self._view = view
        self.name.setText(title if title or view.id == 0 else view.name)
        self.group.clear()
        self.group.addItems([group for group in groups if group])
        self.group.setCurrentText(view.group)
        self.hint.say("")
        self._readings.clear()
        for card in list(self.cards):
            self._drop(card)
        for rule in view.rules:
            self._add(rule)
        self._show_places()
        self._pages.setCurrentIndex(0)
        self.name.setFocus()
        self.name.selectAll()

    def add_rule(self) -> None:
        """One more rule, about all elements, at the end."""
        self._add(FIRST_RULE)
        self._show_places()

    def view(self) -> SmartView:
        """What the editor says. Raises BimdeskError where that makes no sense."""
        rules = []
        for at, card in enumerate(self.cards, 1):
            try:
                rules.append(card.rule())
            except BimdeskError as error:
                words = self.tr("Rule {0}: {1}").format(at, error.message)
                raise type(error)(words, error.hint) from error
        return replace(self._view, name=self.name.text(), group=self.group.currentText(), rules=tuple(rules))

    def say(self, error: BimdeskError) -> None:
        """What is wrong, over the buttons."""
        self.hint.say(str(error), Tone.ERROR)

    # building

    def _make_form(self) -> QWidget:
        self.name.setAccessibleName(self.tr("Name"))
        self.name.setPlaceholderText(self.tr("Walls by fire rating"))
        self.group.setEditable(True)
        self.group.setSizeAdjustPolicy(QuietCombo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.group.setMinimumContentsLength(6)
        self.group.setAccessibleName(self.tr("Group"))
        group_line = self.group.lineEdit()
        if group_line is not None:
            group_line.setPlaceholderText(self.tr("This project"))
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(12, 8, 10, 8)
        column.setSpacing(6)
        column.addWidget(label(self.tr("Name"), tone="tx2", size=12))
        column.addWidget(self.name)
        column.addWidget(label(self.tr("Group (optional)"), tone="tx2", size=12))
        column.addWidget(self.group)
        column.addSpacing(4)
        column.addWidget(label(self.tr("Rules: a later one has the last word"), tone="tx2", size=12))
        column.addLayout(self._cards)
        add = button(self.tr("Rule"), kind="quiet", icon_name="plus", on_click=self.add_rule)
        add.setAccessibleName(self.tr("Add a rule"))
        column.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        page = QWidget()
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll, 1)
        whole.addLayout(self._make_foot())
        return page

    def _make_foot(self) -> QVBoxLayout:
        self.save_button = button(
            self.tr("Save"), kind="primary", on_click=partial(self._tell, self.save_requested)
        )
        self.show_button = button(self.tr("Show"), on_click=partial(self._tell, self.show_requested))
        self.show_button.setToolTip(self.tr("Show it in 3D without saving it"))
        self.cancel_button = button(self.tr("Cancel"), kind="quiet", on_click=self.closed.emit)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        for one in (self.save_button, self.show_button, self.cancel_button):
            buttons.addWidget(one)
        buttons.addStretch(1)
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 6, 8, 8)
        foot.setSpacing(6)
        foot.addWidget(self.hint)
        foot.addLayout(buttons)
        return foot

    def _make_builder_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(12, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(label(self.tr("Elements of the rule"), weight=600))
        column.addLayout(self._builder_page, 1)
        self.done_button = button(self.tr("Done"), kind="primary", on_click=self._end_filter)
        column.addWidget(self.done_button, 0, Qt.AlignmentFlag.AlignLeft)
        return page

    # rules

    def _add(self, rule: Rule) -> None:
        card = RuleCard(rule, self)
        card.filter_requested.connect(self._edit_filter)
        card.step_requested.connect(self._step)
        card.remove_requested.connect(self._remove)
        card.changed.connect(lambda: self.hint.say(""))
        card.action_edit.fields_wanted.connect(self._offer_fields)
        self.cards.append(card)
        self._cards.addWidget(card)
        card.action_edit.ask_fields()

    def _drop(self, card: RuleCard) -> None:
        self.cards.remove(card)
        self._cards.removeWidget(card)
        card.hide()
        card.deleteLater()

    def _remove(self, card: RuleCard) -> None:
        self._drop(card)
        self._show_places()

    def _step(self, card: RuleCard, step: int) -> None:
        at = self.cards.index(card)
        self.cards.insert(at + step, self.cards.pop(at))
        self._cards.removeWidget(card)
        self._cards.insertWidget(at + step, card)
        self._show_places()

    def _show_places(self) -> None:
        for at, card in enumerate(self.cards):
            card.show_place(first=at == 0, last=at == len(self.cards) - 1)

    def _tell(self, signal: SignalInstance) -> None:
        try:
            view = self.view()
        except BimdeskError as error:
            self.say(error)
            return
        self.hint.say("")
        signal.emit(view)

    def _edit_filter(self, card: RuleCard) -> None:
        self._drop_builder()
        self.builder = self._make_builder(self._versions)
        self.builder.show_text(card.filter)
        self.builder.changed.connect(card.set_filter)
        self._builder_page.addWidget(self.builder.widget())
        self._pages.setCurrentIndex(1)

    def _end_filter(self) -> None:
        self._pages.setCurrentIndex(0)
        self._drop_builder()

    def _drop_builder(self) -> None:
        if self.builder is not None:
            widget = self.builder.widget()
            self._builder_page.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
            self.builder = None

    def _offer_fields(self, edit: FieldEdit, numbers_only: bool) -> None:
        if edit.count() or not self._versions:
            return
        folders = {ModelKey(version.sha256): version.folder for version in self._versions}
        reading: LatestStopping[Sequence[str]] = LatestStopping(
            self._context.operations, edit.set_fields, self._context.hub.notify_error, owner=edit
        )
        self._readings.append(reading)
        reading.ask(partial(read_fields, folders, numbers_only))
