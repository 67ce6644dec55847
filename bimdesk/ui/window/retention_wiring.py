"""Old result files: cleaned by the rules a while after the start and once a day, and by the dialog."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer

from bimdesk.domain.changes import Changes
from bimdesk.errors import BimdeskError
from bimdesk.services.retention import (
    RetentionPlan,
    clean,
    clean_by_rules,
    keep_rules,
    measure_sizes,
    read_rules,
)
from bimdesk.settings import ProjectSettings
from bimdesk.ui.models.wording import counted, size
from bimdesk.ui.retention.dialog import RetentionDialog
from bimdesk.ui.window.parts import WindowParts

AFTER_START_MS = 60_000
A_DAY_MS = 24 * 3600 * 1000


class RetentionWiring(QObject):
    """`dialog`: the one that is open."""

    def __init__(self, window: WindowParts) -> None:
        super().__init__(window)
        self._window = window
        self.dialog: RetentionDialog | None = None
        window.commands.bind("retention", self.ask)
        self._daily = QTimer(self, interval=A_DAY_MS)
        self._daily.timeout.connect(self.clean_now)
        self._daily.start()
        QTimer.singleShot(AFTER_START_MS, self, self.clean_now)

    def clean_now(self) -> None:
        """By the rules, in the pool; told by the feed alone."""
        context = self._window.context
        context.operations.run(partial(clean_by_rules, context.project), on_success=context.hub.publish)

    def ask(self) -> None:
        """Open the dialog; sizes that nobody has counted are counted first."""
        context = self._window.context

        def read() -> ProjectSettings:
            measure_sizes(context.project)
            return read_rules(context.project)

        context.operations.run(read, on_success=self._open)

    def _open(self, settings: ProjectSettings) -> None:
        dialog = self.dialog = RetentionDialog(self._window.context, settings, self._window)
        dialog.saved.connect(self._save)
        dialog.clean_wanted.connect(self._clean)
        dialog.finished.connect(self._forget)
        dialog.open()

    def _forget(self, _result: int) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _save(self, settings: ProjectSettings) -> None:
        context = self._window.context
        context.operations.write(
            partial(keep_rules, context.project, settings), on_success=lambda _none: self.clean_now()
        )

    def _clean(self, plan: RetentionPlan) -> None:
        context = self._window.context
        ids = [run.id for run in plan.going]
        context.operations.run(
            partial(clean, context.project, ids, size=plan.going_size),
            on_success=partial(self._cleaned, plan),
            on_failure=self._failed,
        )

    def _cleaned(self, plan: RetentionPlan, changes: Changes) -> None:
        context = self._window.context
        context.hub.publish(changes)
        gone = counted(len(changes.executions), "execution")
        words = self._window.tr("Files of {0} removed, {1}")
        context.hub.notify("success", words.format(gone, size(plan.going_size)))
        if self.dialog is not None:
            self.dialog.refresh()

    def _failed(self, error: BimdeskError) -> None:
        self._window.context.hub.notify_error(error)
        if self.dialog is not None:
            self.dialog.refresh()
