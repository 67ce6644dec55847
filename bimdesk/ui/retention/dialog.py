"""The retention dialog: the rules, what each script takes, and what would go by them: nothing goes unseen."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QHeaderView, QTableView, QVBoxLayout, QWidget

from bimdesk.services.retention import RetentionPlan, plan_retention
from bimdesk.settings import ProjectSettings, RetentionSettings, RetentionValues
from bimdesk.ui.context import Context
from bimdesk.ui.delegates.row_table import set_up_rows
from bimdesk.ui.forms.form import Form
from bimdesk.ui.forms.source import FormSource
from bimdesk.ui.latest import Latest
from bimdesk.ui.models.wording import counted, size
from bimdesk.ui.retention.tables import GoingTable, ScriptsTable
from bimdesk.ui.theme import fonts
from bimdesk.ui.widgets.buttons import button
from bimdesk.ui.widgets.labels import label

WIDTH, HEIGHT = 760, 640
PAUSE_MS = 250
"""From the last key to the next dry run."""


class RetentionDialog(QDialog):
    """`saved(ProjectSettings)`: rules to keep. `clean_wanted(RetentionPlan)`: remove what it names, now."""

    saved = Signal(object)
    clean_wanted = Signal(object)

    def __init__(self, context: Context, settings: ProjectSettings, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._settings = settings
        self._plan: RetentionPlan | None = None
        self.setWindowTitle(self.tr("How long do result files stay?"))
        self._source = FormSource(self)
        self.form = Form(self._schema(), source=self._source)
        self.form.set_values(settings.retention.model_dump(include={"keep_last", "days", "failed_days"}))
        self.scripts = ScriptsTable(self)
        self.going = GoingTable(self)
        self._stored = label(tone="tx2")
        self._going_label = label(weight=600)
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._ask)
        self._planning = Latest(context.operations, self._show, owner=self)
        self.remove = button(
            self.tr("Remove now"), kind="danger", icon_name="trash-2", on_click=self._on_remove
        )
        self.save = button(self.tr("Save rules"), kind="primary", on_click=self._on_save)
        self._lay_out()
        self.form.changed.connect(self._timer.start)
        self.scripts.toggled.connect(self._keep_for_ever)
        self._ask()

    def rules(self) -> ProjectSettings | None:
        """The rules as they stand in the form; None while a number is wrong."""
        if self.form.errors:
            return None
        scripts = self._settings.retention.scripts
        values = RetentionSettings(**self.form.values(), scripts=scripts)
        return self._settings.model_copy(update={"retention": values})

    def _schema(self) -> dict[str, object]:
        days = {"type": "integer", "minimum": 1, "maximum": 36_500, "x-unit": "d", "x-widget": "box"}
        return {
            "type": "object",
            "properties": {
                "keep_last": {
                    "type": "integer",
                    "minimum": 0,
                    "maximum": 100_000,
                    "x-widget": "box",
                    "title": self.tr("Newest of each script that always stay"),
                },
                "days": {**days, "title": self.tr("Days that files of others stay")},
                "failed_days": {**days, "title": self.tr("Days that files of failed ones stay")},
            },
            "required": ["keep_last", "days", "failed_days"],
        }

    def _lay_out(self) -> None:
        self.resize(fonts.scaled(WIDTH), fonts.scaled(HEIGHT))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(self._stored)
        column.addWidget(self.form)
        stays = self.tr("The history, findings, scripts and logs' texts stay, and so do pinned executions.")
        column.addWidget(label(stays, tone="tx3", size=12, wrap=True))
        column.addWidget(self._table(self.scripts, self.tr("What scripts take")), 2)
        column.addWidget(self._going_label)
        column.addWidget(self._table(self.going, self.tr("What would go now")), 3)
        foot = QHBoxLayout()
        foot.addWidget(self.remove)
        foot.addStretch(1)
        foot.addWidget(button(self.tr("Cancel"), on_click=self.reject))
        foot.addWidget(self.save)
        self.save.setDefault(True)
        column.addLayout(foot)

    def _table(self, model: ScriptsTable | GoingTable, name: str) -> QTableView:
        view = QTableView()
        set_up_rows(view, model, name=name)
        view.horizontalHeader().setSortIndicatorShown(False)
        view.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        view.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        view.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        if isinstance(model, ScriptsTable):
            view.clicked.connect(lambda index: model.toggle(index) if index.column() == 3 else None)
            view.activated.connect(model.toggle)
            view.setColumnWidth(3, fonts.scaled(140))
        else:
            view.setColumnWidth(2, fonts.scaled(130))
        view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return view

    def _ask(self) -> None:
        rules = self.rules()
        self.save.setEnabled(rules is not None)
        if rules is not None:
            self._planning.ask(partial(plan_retention, self._context.project, rules))

    def _show(self, plan: RetentionPlan) -> None:
        self._plan = plan
        runs = counted(plan.runs, "execution")
        self._stored.setText(self.tr("{0} in {1}").format(size(plan.size), runs))
        going = counted(len(plan.going), "execution")
        words = self.tr("Would go now: {0}, {1}") if plan.going else self.tr("Nothing would go now")
        self._going_label.setText(words.format(going, size(plan.going_size)))
        kept = {name for name, rule in self._settings.retention.scripts.items() if rule.forever}
        self.scripts.show_rows(plan.scripts, frozenset(kept))
        self.going.show_rows(plan.going)
        self.remove.setEnabled(bool(plan.going))

    def _keep_for_ever(self, script: str, kept: bool) -> None:
        """A rule of a script's own; without it the project's holds again."""
        scripts = dict(self._settings.retention.scripts)
        if kept:
            scripts[script] = RetentionValues(forever=True)
        else:
            scripts.pop(script, None)
        retention = self._settings.retention.model_copy(update={"scripts": scripts})
        self._settings = self._settings.model_copy(update={"retention": retention})
        self._ask()

    def _on_remove(self) -> None:
        if self._plan is not None:
            self.remove.setEnabled(False)
            self.clean_wanted.emit(self._plan)

    def refresh(self) -> None:
        """Look again: something went."""
        self._ask()

    def _on_save(self) -> None:
        rules = self.rules()
        if rules is not None:
            self.saved.emit(rules)
            self.accept()
