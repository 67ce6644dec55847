"""The Activity document, and where its entries lead."""

from __future__ import annotations

from PySide6.QtCore import QObject

from bimdesk.domain.activity import Activity, ActivityKind
from bimdesk.domain.ids import ExecutionId, FindingId, ScriptKey
from bimdesk.ui.panels.activity import ActivityPanel
from bimdesk.ui.window.finding_wiring import FindingWiring
from bimdesk.ui.window.parts import WindowParts
from bimdesk.ui.window.run_wiring import RunWiring
from bimdesk.ui.window.script_wiring import ScriptWiring

DOCUMENT = "activity"


class ActivityWiring(QObject):
    """Opens the document and what its entries tell of."""

    def __init__(
        self, window: WindowParts, runs: RunWiring, scripts: ScriptWiring, findings: FindingWiring
    ) -> None:
        super().__init__(window)
        self._window = window
        self._runs = runs
        self._scripts = scripts
        self._findings = findings
        window.commands.bind("activity", self.show)
        window.documents.close_requested.connect(self._close)

    def show(self) -> None:
        """Bring the document forward, or make it."""
        documents = self._window.documents
        if documents.widget(DOCUMENT) is None:
            panel = ActivityPanel(self._window.context)
            panel.opened.connect(self._open)
            documents.add(DOCUMENT, panel, self._window.tr("Activity"), "activity")
        documents.show_document(DOCUMENT)

    def _close(self, key: str) -> None:
        if key == DOCUMENT:
            self._window.documents.remove(key)

    def _open(self, activity: Activity) -> None:
        window = self._window
        match activity.kind:
            case ActivityKind.EXECUTION:
                self._runs.open_execution(ExecutionId(activity.subject))
            case ActivityKind.IMPORT:
                window.commands["page_model"].trigger()
            case ActivityKind.FINDING:
                self._findings.open_finding(FindingId(int(activity.data["finding"])))
            case ActivityKind.SCRIPT:
                script = self._scripts.find(ScriptKey(activity.subject))
                if script is not None:
                    window.scripts.open(script)
                else:
                    gone = window.tr("{0} is no longer in the library.").format(activity.title)
                    window.context.hub.notify("info", gone)
