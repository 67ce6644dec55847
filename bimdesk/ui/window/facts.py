"""What is true now: turns actions on and off, and fills the status bar."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from bimdesk.ui.jobs.importing import ImportTicket
from bimdesk.ui.viewport.viewport import ViewFacts
from bimdesk.ui.window.parts import WindowParts


class Facts(QObject):
    """Reads the parts of the window after each change; holds nothing."""

    def __init__(self, window: WindowParts, has_run: Callable[[], bool]) -> None:
        super().__init__(window)
        self._window = window
        self._has_run = has_run
        window.context.hub.selection_changed.connect(lambda _selection: self.update())
        window.scene.activity_changed.connect(self.update)
        window.documents.current_changed.connect(lambda _key: self.update())
        window.viewport.facts_changed.connect(self._show_view)
        window.viewport.plan.changed.connect(self.update)
        window.viewport.history.changed.connect(self.update)
        window.panes.findings.desk.chosen_changed.connect(lambda _chosen: self.update())
        window.status.show_protection(window.context.wall.wall)
        window.context.wall.changed.connect(window.status.show_protection)
        importer = window.context.importer
        importer.progressed.connect(self._show_import)
        for over in (importer.finished, importer.failed, importer.cancelled, importer.already_here):
            over.connect(lambda *_: window.status.set_part("import", ""))
        self.update()
        self._show_view(window.viewport.facts)

    def update(self) -> None:
        """Ask everyone again."""
        window = self._window
        has_models = bool(window.scene.versions)
        document = window.scripts.current
        candidates = {
            "model": has_models,
            "plan": window.viewport.plan.active,
            "undo": bool(window.viewport.history.undo_text),
            "redo": bool(window.viewport.history.redo_text),
            "selection": bool(window.context.hub.selection),
            "running": bool(window.context.runner.tickets),
            "ran": self._has_run(),
            "finding": window.panes.findings.desk.has_chosen,
            "editor": document is not None,
            "editable": document is not None and not document.script.is_read_only,
            "closable": window.documents.current not in ("", "model"),
        }
        window.commands.set_facts(frozenset(name for name, holds in candidates.items() if holds))
        self._show_models()

    def _show_models(self) -> None:
        window, status = self._window, self._window.status
        versions = window.scene.versions
        if not versions:
            busy = window.scene.is_busy
            status.set_part("model", window.tr("Importing") if busy else window.tr("No model"))
            status.set_part("schema", "")
        else:
            first = versions[0]
            text = f"{first.file_name} · v{first.number}"
            if len(versions) > 1:
                text = window.tr("{0} models").format(len(versions))
            notices = "\n".join(
                notice.message for version in versions for notice in version.summary.notices[:10]
            )
            status.set_part("model", text, notices)
            schemas = sorted({version.summary.schema for version in versions})
            status.set_part("schema", ", ".join(schemas))
        count = len(window.context.hub.selection)
        status.set_part("selected", window.tr("{0} selected").format(f"{count:,}") if count else "")

    def _show_import(self, ticket: ImportTicket) -> None:
        """What an import does, while the model is there in part already."""
        window = self._window
        done = f" {ticket.progress:.0%}" if ticket.progress >= 0 else ""
        text = window.tr("Importing {0}{1}").format(ticket.path.name, done)
        window.status.set_part("import", text, ticket.stage)

    def _show_view(self, facts: ViewFacts) -> None:
        window, status = self._window, self._window.status
        is_empty = facts.all == 0
        shown = window.tr("{0} of {1} elements shown").format(f"{facts.shown:,}", f"{facts.all:,}")
        status.set_part("shown", "" if is_empty else shown)
        triangles = window.tr("{0} triangles").format(f"{facts.triangles:,}")
        status.set_part("triangles", "" if is_empty else triangles)
        status.set_part("renderer", facts.renderer.split(" (")[0], facts.renderer)
        frame = "" if is_empty or facts.frame_ms <= 0 else f"{facts.frame_ms:,.0f} ms"
        status.set_part("frame", frame, window.tr("Time of the last picture"))
