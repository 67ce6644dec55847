"""Lets panels hear of each other: none of them knows another, the window joins them here."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from bimdesk.ui.window import hits
from bimdesk.ui.window.activity_wiring import ActivityWiring
from bimdesk.ui.window.command_palette import Hit
from bimdesk.ui.window.compare_wiring import CompareWiring
from bimdesk.ui.window.data_wiring import DataWiring
from bimdesk.ui.window.finding_wiring import FindingWiring
from bimdesk.ui.window.form_wiring import FormWiring
from bimdesk.ui.window.history_wiring import HistoryWiring
from bimdesk.ui.window.model_wiring import ModelWiring
from bimdesk.ui.window.parts import WindowParts
from bimdesk.ui.window.report_wiring import ReportWiring
from bimdesk.ui.window.result_wiring import ResultWiring
from bimdesk.ui.window.retention_wiring import RetentionWiring
from bimdesk.ui.window.run_wiring import RunWiring
from bimdesk.ui.window.script_conflicts import ScriptConflicts
from bimdesk.ui.window.script_versions import ScriptVersions
from bimdesk.ui.window.script_wiring import ScriptWiring
from bimdesk.ui.window.smart_view_tools import SmartViewTools
from bimdesk.ui.window.version_tools import VersionTools


class Wiring(QObject):
    """All connections of a window, by what they are about."""

    def __init__(self, window: WindowParts) -> None:
        super().__init__(window)
        self._window = window
        self.data = DataWiring(window)
        self.models = ModelWiring(window)
        self.model_versions = VersionTools(window)
        self.smart_views = SmartViewTools(window)
        self.scripts = ScriptWiring(window)
        self.runs = RunWiring(window, self.scripts)
        self.reports = ReportWiring(window, self.runs)
        self.findings = FindingWiring(window, self.runs)
        self.findings.report_requested.connect(self.reports.ask)
        self.comparison = CompareWiring(window, self.runs)
        self.comparison.report_requested.connect(self.reports.ask)
        self.results = ResultWiring(window, self.data, self.findings)
        self.activity = ActivityWiring(window, self.runs, self.scripts, self.findings)
        self.retention = RetentionWiring(window)
        self.history = HistoryWiring(window)
        self.forms = FormWiring(window)
        self.versions = ScriptVersions(window)
        window.panes.library.versions_requested.connect(
            lambda script: self.versions.open(script.key, script.metadata.name)
        )
        for panel in (window.panes.results, window.panes.history):
            panel.compare_requested.connect(self.versions.compare)
        self.conflicts = ScriptConflicts(window)
        window.context.hub.notified.connect(window.toasts.show_notification)
        window.context.settings_changed.connect(
            lambda settings: window.viewport.set_reduce_motion(settings.reduce_motion)
        )
        window.viewport.set_reduce_motion(window.context.settings.reduce_motion)
        window.queue.count_changed.connect(window.top_bar.queue.set_count)
        window.top_bar.queue_clicked.connect(lambda: window.queue.toggle_under(window.top_bar.queue))

    def sources(self) -> Sequence[Callable[[str], Sequence[Hit]]]:
        """What the palette asks: elements and scripts once something is typed, then actions."""
        window, scripts = self._window, self.scripts
        return (
            lambda text: hits.script_hits(scripts.all, scripts.choose, text),
            self.smart_views.hits,
            self.data.filter_hits,
            lambda text: hits.action_hits(window.commands, text),
            lambda text: hits.element_hits(window.context, window.scene.versions, text),
        )
