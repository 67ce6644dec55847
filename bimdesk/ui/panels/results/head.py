"""The head of a result: how it ended, of what, when; and what can be done with it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from bimdesk.domain.execution import Execution, Status
from bimdesk.services.clock import now
from bimdesk.ui.models.wording import counted, duration, when
from bimdesk.ui.panels.results.exporting import FORMATS
from bimdesk.ui.panels.results.reading import ResultView
from bimdesk.ui.theme.states import EXECUTION
from bimdesk.ui.widgets.buttons import IconButton, button
from bimdesk.ui.widgets.chip import Chip, ChipLook
from bimdesk.ui.widgets.labels import ElidedLabel, label


class ResultHead(QWidget):
    """Status chip, name, one line of figures; Run again, Isolate all, Export."""

    run_again = Signal()
    isolate_all = Signal()
    compare_requested = Signal()
    report_requested = Signal()
    export_requested = Signal(str, bool)
    """csv, xlsx, json or parquet; whether all rows and columns are meant, not just what is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chip = Chip()
        self._name = label(weight=600)
        self._line = ElidedLabel(color="tx2", mode=Qt.TextElideMode.ElideRight)
        self._facts = label(tone="tx3")
        self._again = button(
            self.tr("Run again"), kind="quiet", icon_name="rotate-cw", on_click=self.run_again.emit
        )
        self.changed = button(self.tr("Script changed since"), kind="link", icon_name="git-compare")
        self.changed.setToolTip(self.tr("Show what ran beside what the library has now"))
        self.changed.clicked.connect(lambda _checked: self.compare_requested.emit())
        self.changed.hide()
        self._isolate = button(self.tr("Isolate all"), icon_name="focus", on_click=self.isolate_all.emit)
        self.report = IconButton(
            "file-text", self.tr("Report of this result…"), on_click=self.report_requested.emit
        )
        self._export = button(self.tr("Export"), icon_name="download")
        self._export.setProperty("menu", "true")
        menu = QMenu(self._export)
        for heading, everything in ((self.tr("What is shown"), False), (self.tr("The whole table"), True)):
            menu.addSection(heading)
            for suffix, name in FORMATS.items():
                action = menu.addAction(f"{name} (.{suffix})")
                action.triggered.connect(partial(self._on_export, suffix, everything))
        self._export.setMenu(menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 6)
        row.setSpacing(8)
        row.addWidget(self._chip)
        row.addWidget(self._name)
        row.addWidget(self._line)
        row.addWidget(self._facts)
        row.addStretch(1)
        for one in (self.changed, self._again, self._isolate, self.report, self._export):
            row.addWidget(one)

    def _on_export(self, suffix: str, everything: bool, _checked: bool = False) -> None:
        self.export_requested.emit(suffix, everything)

    @property
    def text(self) -> str:
        return " · ".join(part for part in (self._line.text(), self._facts.text()) if part)

    def show_view(self, view: ResultView) -> None:
        self._show(view.execution, *figures(view))
        self._again.setEnabled(True)
        self.report.setEnabled(True)
        self.changed.hide()

    def show_running(self, name: str, status: Status) -> None:
        """A run is under way: its name, nothing to press."""
        self._chip.set_look(ChipLook.of(EXECUTION[status]))
        self._name.setText(name)
        self._line.setText("")
        self._facts.setText("")
        self._again.setEnabled(False)
        self.report.setEnabled(False)
        self.changed.hide()
        self.set_table(has_rows=False, names_elements=False)

    def set_changed(self, changed: bool) -> None:
        """Whether the library has another text now than what ran."""
        self.changed.setVisible(changed)

    def set_table(self, *, has_rows: bool, names_elements: bool) -> None:
        """What the page in view can do."""
        self._export.setEnabled(has_rows)
        self._isolate.setEnabled(names_elements)

    def _show(self, execution: Execution, said: str, facts: str) -> None:
        self._chip.set_look(ChipLook.of(EXECUTION[execution.status]))
        self._name.setText(execution.script_name)
        self._line.setText(said)
        self._facts.setText(facts)
        self._line.updateGeometry()


def figures(view: ResultView) -> tuple[str, str]:
    """`2 of 21 spaces have problems` (the summary, else what was found); and `0.41 s · today 10:42`."""
    execution = view.execution
    if execution.status not in (Status.SUCCESS, Status.WARNING, Status.FAILED) and view.findings is None:
        first = execution.sentence.rstrip(".")
    elif view.summary:
        first = view.summary.rstrip(".")
    elif view.findings is not None:
        of_what = "" if view.version is None else f" in {counted(view.version.summary.entities, 'element')}"
        first = f"{counted(len(view.findings), 'finding')}{of_what}"
    else:
        rows = max((len(records) for _name, records in view.tables), default=0)
        first = counted(rows, "row") if rows else ""
    at = when(execution.started_at or execution.queued_at, now=now())
    return first, " · ".join(part for part in (duration(execution.duration_ms), at) if part)
