"""How the run panel is laid out: head, model, form and sections in a scrolled column, the foot under it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QScrollArea, QToolButton, QVBoxLayout, QWidget

from bimdesk.domain.script import ScriptMetadata
from bimdesk.ui.context import Context
from bimdesk.ui.forms.model_source import ModelSource
from bimdesk.ui.panels.run_form.foot import RunFoot
from bimdesk.ui.panels.run_form.form_place import FormPlace
from bimdesk.ui.panels.run_form.limits_section import LimitsSection
from bimdesk.ui.panels.run_form.note import NoteBar
from bimdesk.ui.panels.run_form.preset_bar import PresetBar
from bimdesk.ui.panels.run_form.protection_section import ProtectionSection
from bimdesk.ui.panels.run_form.versions import VersionPicker
from bimdesk.ui.theme import fonts
from bimdesk.ui.widgets.buttons import IconButton
from bimdesk.ui.widgets.labels import label, line
from bimdesk.ui.widgets.markdown import MarkdownView


class RunPage(QWidget):
    """Parts only; what they do together is the panel's."""

    def __init__(self, context: Context, source: ModelSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = label(weight=600)
        self._title.setFont(fonts.ui(14, weight=600))
        self._about = label(tone="tx2", size=12, wrap=True)
        self._help = MarkdownView(size=12)
        self._help.hide()
        self._help_button = IconButton("circle-question-mark", self.tr("Help of the script"), checkable=True)
        self._help_button.toggled.connect(self._help.setVisible)
        self.copies = QMenu(self)
        self.presets = PresetBar()
        self.note = NoteBar()
        self.model = VersionPicker(context)
        self.limits = LimitsSection()
        self.protection = ProtectionSection()
        self.foot = RunFoot()
        self._body = QWidget()
        self._sections = QWidget()
        self.place = FormPlace(source, self._body, self._sections)
        self._scroll = QScrollArea()
        self._lay_out()

    def show_head(self, metadata: ScriptMetadata) -> None:
        """Name, description, and help where it says more."""
        self._title.setText(metadata.name)
        self._about.setText(metadata.description)
        self._about.setVisible(bool(metadata.description))
        help_text = metadata.help.strip()
        if help_text == metadata.description.strip():
            help_text = ""
        self._help.set_text(help_text)
        self._help_button.setVisible(bool(help_text))
        self._help_button.setChecked(False)

    def scroll_to(self, field: QWidget) -> None:
        self._scroll.ensureWidgetVisible(field, 20, 40)

    def _lay_out(self) -> None:
        self._body.setProperty("surface", "bar")
        column = _column(self._body)
        inner = QVBoxLayout()
        inner.setContentsMargins(12, 12, 12, 14)
        inner.setSpacing(14)
        inner.addLayout(self._head())
        inner.addLayout(self._model_row())
        inner.addLayout(self.place.layout)
        column.addLayout(inner)
        sections = _column(self._sections)
        for section in (self.limits, self.protection):
            sections.addWidget(line())
            sections.addWidget(section)
        column.addWidget(self._sections)
        column.addStretch(1)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(self._body)
        whole = _column(self)
        whole.addWidget(self._scroll, 1)
        whole.addWidget(self.foot)

    def _head(self) -> QVBoxLayout:
        head = QVBoxLayout()
        head.setSpacing(2)
        row = QHBoxLayout()
        row.addWidget(self._title, 1)
        row.addWidget(self._help_button)
        copies = IconButton("clipboard-copy", self.tr("Copy or paste the values"))
        copies.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        copies.setMenu(self.copies)
        row.addWidget(copies)
        head.addLayout(row)
        head.addWidget(self._about)
        head.addWidget(self._help)
        head.addSpacing(4)
        head.addWidget(self.presets)
        head.addWidget(self.note)
        return head

    def _model_row(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        title = label(self.tr("Model"), weight=500)
        title.setBuddy(self.model)
        column.addWidget(title)
        column.addWidget(self.model)
        return column


def _column(owner: QWidget) -> QVBoxLayout:
    """A column without margins of its own."""
    made = QVBoxLayout(owner)
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(0)
    return made
