"""Reports from the window: a button, the dialog, a real child, the file, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from report_project import add_model, finding, record
from window_driver import Driver

from bimdesk.bootstrap import open_project
from bimdesk.domain.ids import ExecutionId
from bimdesk.paths import AppPaths
from bimdesk.ui.context import Context
from bimdesk.ui.reports.dialog import ReportDialog, file_name
from bimdesk.ui.reports.maker import ReportMaker
from bimdesk.ui.theme import fonts, style
from bimdesk.ui.window.main_window import MainWindow
from bimdesk.ui.window.report_wiring import ReportWiring

Opened = tuple[Driver, ExecutionId]


@pytest.fixture
def opened(qtbot: QtBot, qapp: QApplication, app_paths: AppPaths, tmp_path: Path) -> Iterator[Opened]:
    """A window on a project in which a run has left a finding."""
    fonts.install()
    style.apply(qapp, "dark")
    project = open_project(tmp_path / "House", app_paths)
    execution = record(project, add_model(project), [finding(check="Fire rating")])
    project.close()
    context = Context(tmp_path / "House", app_paths)
    context.change_settings(theme="dark", reduce_motion=True)
    window = MainWindow(context)
    window.show()
    qtbot.waitExposed(window)
    driver = Driver(qtbot, context, window)
    driver.wait_imported(1)
    yield driver, execution.id
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    context.close()


def test_that_the_result_in_view_is_reported_by_its_button(opened: Opened, tmp_path: Path) -> None:
    driver, execution_id = opened
    window = driver.window
    wiring = window.findChild(ReportWiring)
    assert wiring is not None
    window.panes.results.show_execution(execution_id)
    driver.until(lambda: window.panes.results.view is not None)
    driver.qtbot.mouseClick(window.panes.results.head.report, Qt.MouseButton.LeftButton)
    driver.until(lambda: wiring.dialog is not None)
    dialog = wiring.dialog
    assert dialog is not None
    assert dialog.path.text() == str(tmp_path / "House" / "reports" / "Delivery check on House v1.html")
    dialog.pictures.setChecked(False)
    dialog.open_after.setChecked(False)
    toasts: list[str] = []
    driver.context.hub.notified.connect(lambda note: toasts.append(f"{note.text}|{note.action}"))
    driver.qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert window.queue.count == 1
    driver.until(lambda: bool(toasts))
    assert toasts == ["Delivery check on House v1.html saved|Open"]
    assert window.queue.count == 0
    page = (tmp_path / "House" / "reports" / "Delivery check on House v1.html").read_text(encoding="utf-8")
    assert "No fire rating" in page

    # one that cannot be written is said, and one that is not wanted any more leaves nothing
    wiring.ask(execution_id)
    driver.until(lambda: wiring.dialog is not dialog)
    second = wiring.dialog
    assert second is not None
    assert second.path.text().endswith("Delivery check on House v1 2.html")
    (tmp_path / "file").write_text("", encoding="utf-8")
    second.path.setText(str(tmp_path / "file" / "a.xlsx"))
    driver.qtbot.mouseClick(second.save, Qt.MouseButton.LeftButton)
    driver.until(lambda: len(toasts) == 2)
    assert "a.xlsx cannot be written" in toasts[1]
    ended: list[object] = []
    wiring.maker.cancelled.connect(ended.append)
    wiring.ask_findings()
    third = wiring.dialog
    assert third is not None and third is not second
    third.path.setText(str(tmp_path / "never.pdf"))
    driver.qtbot.mouseClick(third.save, Qt.MouseButton.LeftButton)
    wiring.maker.cancel(wiring.maker.tickets[0])
    driver.until(lambda: bool(ended))
    assert window.queue.count == 0
    assert not (tmp_path / "never.pdf").exists()


def test_that_the_dialog_follows_the_files_suffix(qtbot: QtBot, tmp_path: Path, qapp: QApplication) -> None:
    fonts.install()

    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = ReportDialog("A/B: findings?", tmp_path, parent)
    assert Path(dialog.path.text()).name == "A B findings.html"
    dialog.set_form("xlsx")
    assert (Path(dialog.path.text()).suffix, dialog.pictures.isEnabled()) == (".xlsx", False)
    dialog.path.setText(str(tmp_path / "a.txt"))
    assert not dialog.save.isEnabled()


def test_that_names_of_files_are_such_as_every_system_takes() -> None:
    assert file_name('a<b>c:"d"/e\\f|g?h*. ') == "a b c d e f g h"
    assert file_name("...") == "Report"


def test_that_a_maker_that_is_closed_tells_nothing_more(qtbot: QtBot) -> None:
    maker = ReportMaker()
    maker.close()
    assert maker.tickets == []
