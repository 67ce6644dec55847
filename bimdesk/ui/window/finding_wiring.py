"""Joins the findings with the rest of the window: document, actions, 3D view, runs, inspector."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu

from bimdesk.domain.changes import Changes
from bimdesk.domain.finding_life import Decision
from bimdesk.domain.ids import ExecutionId, FindingId
from bimdesk.ui.models.finding_inspector import read_section
from bimdesk.ui.panels.findings import FindingsPage
from bimdesk.ui.panels.findings.page import ViewName
from bimdesk.ui.window.finding_view import FindingView, Then
from bimdesk.ui.window.parts import WindowParts
from bimdesk.ui.window.run_wiring import RunWiring

DOCUMENT = "findings"
MENU = (
    *("finding_show", "finding_isolate", "finding_ghost", "-"),
    *("finding_accept", "finding_progress", "finding_close", "finding_reopen"),
)
_DECISIONS = {
    "finding_progress": Decision.IN_PROGRESS,
    "finding_close": Decision.CLOSED,
    "finding_reopen": Decision.OPEN,
}


class FindingWiring(QObject):
    """`open_finding` and `accept` are for other parts that show findings."""

    report_requested = Signal(object)
    """FindingFilter: a report of these is wanted."""

    def __init__(self, window: WindowParts, runs: RunWiring) -> None:
        super().__init__(window)
        self._window = window
        self._runs = runs
        self._panes = window.panes.findings
        self._desk = self._panes.desk
        self._shown: tuple[FindingId, ...] = ()
        self._step_then = 0
        """A step that waits for the list to be read."""
        self.view = FindingView(window)
        self._bind()
        self._panes.groups.open_requested.connect(self.show_document)
        self._panes.list.menu_requested.connect(self._open_menu)
        self._panes.details.show_requested.connect(partial(self.view.go, "show"))
        self._panes.details.run_requested.connect(self._open_run)
        self._desk.chosen_changed.connect(lambda _chosen: self._follow_choice())
        self._desk.table.loaded.connect(self._step_late)
        self._desk.counts_changed.connect(lambda _counts: self._show_count())
        window.documents.close_requested.connect(self._close_document)
        inspector = window.panes.inspector
        inspector.show_first(partial(read_section, window.context.project))
        inspector.finding_requested.connect(self.open_finding)
        window.context.hub.changed.connect(self._on_changes)

    @property
    def page(self) -> FindingsPage | None:
        """The document, where it is open."""
        found = self._window.documents.widget(DOCUMENT)
        return found if isinstance(found, FindingsPage) else None

    def show_document(self, view: ViewName | None = None) -> None:
        """Bring the findings forward, with their groups at the left."""
        window = self._window
        page = self.page or self._make_page()
        if view is not None:
            page.show_view(view)
        window.documents.show_document(DOCUMENT)
        window.panes.left.show_page(DOCUMENT)
        window.panes.left.show()

    def open_finding(self, finding_id: FindingId) -> None:
        """Show one finding with all that is known of it."""
        self._desk.find(finding_id)
        self._show_details()

    def accept(self, finding_id: FindingId) -> None:
        """Ask why a finding is to be accepted."""
        self.open_finding(finding_id)
        self._panes.details.ask_reason()

    def _make_page(self) -> FindingsPage:
        page = FindingsPage(self._desk)
        page.isolate_requested.connect(partial(self.view.go, "isolate"))
        page.ghost_requested.connect(partial(self.view.go, "ghost"))
        page.report_requested.connect(self.report_requested)
        page.matrix.run_requested.connect(self._open_run)
        page.list.menu_requested.connect(self._open_menu)
        self._window.documents.add(DOCUMENT, page, self.tr("Findings"), "flag")
        return page

    def _bind(self) -> None:
        bind = self._window.commands.bind
        bind("page_findings", self.show_document)
        bind("next_finding", partial(self._step, 1))
        bind("previous_finding", partial(self._step, -1))
        bind("finding_accept", self._accept_chosen)
        bind("findings_of_selection", self.view.show_findings_of_selection)
        gone: dict[str, Then] = {
            "finding_show": "show",
            "finding_isolate": "isolate",
            "finding_ghost": "ghost",
        }
        for name, then in gone.items():
            bind(name, partial(self.view.go, then))
        for name, decision in _DECISIONS.items():
            bind(name, partial(self._decide, decision))
        views: tuple[ViewName, ...] = ("list", "timeline", "matrix")
        for view in views:
            bind(f"findings_{view}", partial(self.show_document, view))

    def _step(self, by: int) -> None:
        """Through the findings; where there is no list yet, it is read first."""
        if self._desk.table.is_read:
            self._desk.step(by)
        else:
            self._step_then = by
            self._desk.wake()
        if self._window.documents.current != DOCUMENT:
            self._window.panes.bottom.show_tab("findings")
            self._window.panes.bottom.show()

    def _step_late(self, _count: int) -> None:
        """The list that a step waited for is there."""
        by, self._step_then = self._step_then, 0
        if by:
            self._desk.step(by)

    def _decide(self, decision: Decision) -> None:
        self._desk.acts.decide(self._desk.chosen.ids, decision)

    def _accept_chosen(self) -> None:
        self._show_details()
        self._panes.details.ask_reason()

    def _follow_choice(self) -> None:
        """Other findings: their details. The same ones, read again, leave the dock as it is."""
        ids = self._desk.chosen.ids
        if ids and ids != self._shown:
            self._window.panes.right.show_page("finding")
        self._shown = ids

    def _show_details(self) -> None:
        self._window.panes.right.show_page("finding")
        self._window.panes.right.show()

    def _show_count(self) -> None:
        counts = self._desk.counts
        title = self.tr("Findings")
        self._window.panes.bottom.set_title("findings", f"{title}  {counts.open:,}" if counts.open else title)
        if self.page is not None:
            self._window.documents.set_title(DOCUMENT, title)

    def _open_menu(self, place: QPoint) -> None:
        menu = QMenu(self._window)
        menu.aboutToHide.connect(menu.deleteLater)
        for name in MENU:
            if name == "-":
                menu.addSeparator()
            else:
                menu.addAction(self._window.commands[name])
        current = self._desk.chosen.current
        if current is not None:
            menu.addSeparator()
            menu.addAction(self.tr("Open its last run"), partial(self._open_run, current.last_execution))
        menu.popup(place)

    def _on_changes(self, changes: Changes) -> None:
        if changes.findings and len(self._window.context.hub.selection):
            self._window.panes.inspector.refresh()

    def _open_run(self, execution_id: ExecutionId) -> None:
        self._runs.open_execution(execution_id)

    def _close_document(self, key: str) -> None:
        if key == DOCUMENT:
            self._window.documents.remove(key)
