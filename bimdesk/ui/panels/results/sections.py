"""Which pages a result has, in their order: title and maker of each."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from bimdesk.domain.execution import Status
from bimdesk.protocol.messages import Failed
from bimdesk.services.results import FILES_FOLDER
from bimdesk.ui.context import Context
from bimdesk.ui.models.records import Records
from bimdesk.ui.panels.results.files_page import FilesPage
from bimdesk.ui.panels.results.images_page import FORMATS, ImagesPage
from bimdesk.ui.panels.results.lazy_tabs import PageMaker
from bimdesk.ui.panels.results.overview_page import OverviewPage
from bimdesk.ui.panels.results.pages import ErrorPage
from bimdesk.ui.panels.results.reading import Overview, ResultView
from bimdesk.ui.panels.results.table_page import TablePage
from bimdesk.ui.panels.results.value_page import ValuePage
from bimdesk.ui.widgets.empty_state import EmptyState


class Sections(QObject):
    """Makes the pages; what is clicked in any of them comes out here."""

    elements_chosen = Signal(object)
    """frozenset[ElementId]: of the rows that were chosen."""
    elements_isolated = Signal(object)
    """frozenset[ElementId]: of the bar or point of a chart that was clicked."""
    elements_ghosted = Signal(object)
    """frozenset[ElementId]: all others are to be faint."""
    color_requested = Signal(object, int)
    """Records, column: elements are to be coloured by it."""
    finding_opened = Signal(object)
    accept_requested = Signal(object)
    """FindingId."""
    table_requested = Signal(str)
    """The page with the table of this name."""
    line_requested = Signal(object, int)
    """ScriptKey, line."""
    version_wanted = Signal(object, str)
    """Path of an IFC file, name of the model that it is to be the next version of."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context

    def of(self, view: ResultView) -> list[tuple[str, PageMaker]]:
        """There is always at least one."""
        found: list[tuple[str, PageMaker]] = []
        if view.error is not None:
            found.append((self.tr("Script error"), partial(self._error_page, view, view.error)))
        if view.findings is not None:
            title = self.tr("Findings {0}").format(f"{len(view.findings):,}")
            found.append((title, partial(self._findings_page, view, view.findings)))
        if view.overview:
            found.append((self.tr("Overview"), partial(self._overview_page, view.overview)))
        found += [self._table(name, records) for name, records in view.tables]
        if view.value is not None:
            found.append((self.tr("Value"), partial(self._value_page, view)))
        pictures = self._pictures(view)
        if pictures:
            title = self.tr("Pictures {0}").format(len(pictures))
            found.append((title, partial(self._images_page, pictures)))
        if view.files:
            found.append((self.tr("Files {0}").format(len(view.files)), partial(self._files_page, view)))
        return found or [(self.tr("Result"), partial(self._nothing, view))]

    def chart_table(self, view: ResultView, name: str) -> tuple[str, PageMaker]:
        """The numbers behind the chart of a name."""
        return self._table(name, dict(view.chart_tables)[name])

    def _table(self, name: str, records: Records) -> tuple[str, PageMaker]:
        return f"{name} {len(records):,}", partial(self._table_page, records)

    def _table_page(self, records: Records) -> TablePage:
        page = TablePage(records, self._context.operations)
        page.elements_chosen.connect(self.elements_chosen)
        page.isolate_requested.connect(self.elements_isolated)
        page.ghost_requested.connect(self.elements_ghosted)
        page.color_requested.connect(partial(self.color_requested.emit, records))
        return page

    def _findings_page(self, view: ResultView, findings: Records) -> TablePage:
        page = self._table_page(findings)
        page.set_findings(view.finding_ids)
        page.finding_opened.connect(self.finding_opened)
        page.accept_requested.connect(self.accept_requested)
        return page

    def _overview_page(self, overview: Overview) -> OverviewPage:
        page = OverviewPage(overview)
        page.board.elements_chosen.connect(self.elements_isolated)
        page.board.table_requested.connect(self.table_requested)
        page.board.failed.connect(self._context.hub.notify_error)
        return page

    def _value_page(self, view: ResultView) -> ValuePage:
        folder = None if view.version is None else view.version.folder
        page = ValuePage(view.value, self._context.operations, folder)
        page.elements_chosen.connect(self.elements_chosen)
        return page

    def _error_page(self, view: ResultView, error: Failed) -> QWidget:
        page = ErrorPage(error)
        page.line_requested.connect(partial(self.line_requested.emit, view.execution.script_key))
        return page

    def _files_page(self, view: ResultView) -> FilesPage:
        model = "" if view.version is None else view.version.model_name
        folder = view.execution.folder / FILES_FOLDER
        context = self._context
        page = FilesPage(view.files, folder, context.hub, context.operations, model_name=model)
        page.version_wanted.connect(lambda path: self.version_wanted.emit(path, model))
        return page

    def _pictures(self, view: ResultView) -> list[Path]:
        folder = view.execution.folder / FILES_FOLDER
        paths = (folder.joinpath(*file.name.split("/")) for file in view.files)
        return [path for path in paths if path.suffix.lower() in FORMATS]

    def _images_page(self, pictures: list[Path]) -> ImagesPage:
        page, hub = ImagesPage(pictures, self._context.operations), self._context.hub
        page.failed.connect(hub.notify_error)
        page.saved.connect(
            lambda target: hub.notify("success", self.tr("{0} saved").format(target.name), str(target.parent))
        )
        return page

    def _nothing(self, view: ResultView) -> EmptyState:
        is_well = view.execution.status in (Status.SUCCESS, Status.WARNING)
        title = self.tr("The script left no result") if is_well else view.execution.sentence
        return EmptyState("circle-dashed", title, self.tr("What it printed stands in the log."))
