"""What goes wrong, through the real window: each trouble gets its sentence, nothing is lost, work goes on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from window_driver import Driver, find_row

from bimdesk.domain.execution import Status
from bimdesk.domain.ids import ExecutionId
from bimdesk.services.models import list_models
from bimdesk.ui.hub import Notification

ENDLESS = '# /// script\n# [tool.bimdesk]\n# name = "Endless"\n# ///\nwhile True:\n    pass\n'
SUICIDE = '# /// script\n# [tool.bimdesk]\n# name = "Suicide"\n# ///\nnumpy.ctypeslib.ctypes.string_at(0)\n'
BROKEN_BLOCK = '# /// script\n# [tool.bimdesk\n# name = "Half"\n# ///\nresult = 1\n'


def notifications(driver: Driver) -> list[Notification]:
    told: list[Notification] = []
    driver.context.hub.notified.connect(told.append)
    return told


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("empty.ifc", b"", "empty"),
        ("report.ifc", b"%PDF-1.7\n" + b"x" * 4000, "PDF"),
        ("half.ifc", b"ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('IFC4'));\nENDSEC;\nDATA;\n#1=IFCWALL(", ""),
        ("model.ifcxml", b"<?xml version='1.0'?><ifcXML/>", "ifcXML"),
    ],
)
def test_that_a_file_that_is_no_model_gets_one_sentence_and_the_project_stays_empty(
    driver: Driver, tmp_path: Path, name: str, content: bytes, word: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    told = notifications(driver)
    driver.drop(file)
    driver.until(lambda: any(one.level == "error" for one in told))
    driver.settle()
    error = next(one for one in told if one.level == "error")
    assert word.lower() in f"{error.text} {error.hint}".lower()
    assert "Traceback" not in error.text
    assert list_models(driver.context.project) == []
    assert driver.window.welcome.isVisible()
    assert not list((driver.context.project.models_folder / ".staging").glob("*"))


def test_that_a_cancelled_import_leaves_the_project_as_before(driver: Driver, samples: Path) -> None:
    driver.drop(samples / "house.ifc")
    ticket = driver.context.importer.tickets[0]
    cancelled: list[object] = []
    driver.context.importer.cancelled.connect(cancelled.append)
    driver.context.importer.cancel(ticket)
    driver.until(lambda: bool(cancelled))
    driver.settle()
    assert list_models(driver.context.project) == []
    assert driver.window.welcome.isVisible()


def test_that_the_same_content_again_is_known(driver: Driver, samples: Path, tmp_path: Path) -> None:
    copy = tmp_path / "another name.ifc"
    shutil.copy(samples / "house.ifc", copy)
    told = notifications(driver)
    driver.drop(samples / "house.ifc")
    driver.wait_imported(1)
    driver.drop(copy)
    driver.until(lambda: any("already here" in one.text for one in told))
    assert len(list_models(driver.context.project)) == 1


def test_that_the_next_start_shows_the_model_and_the_history(
    open_window: Callable[[], Driver], samples: Path
) -> None:
    first = open_window()
    first.drop(samples / "house.ifc")
    first.wait_imported(1)
    first.choose_script("GUID validation")
    ended = first.run()

    second = open_window()
    second.until(lambda: len(second.window.scene.versions) == 1)
    second.settle()
    assert not second.window.welcome.isVisible()
    assert second.window.viewport.facts.shown > 0
    history = second.window.panes.history
    second.until(lambda: history.model.rowCount() == 1)
    second.window.wiring.runs.open_execution(ExecutionId(ended.id))
    second.until(lambda: second.window.panes.results.view is not None)


def test_that_a_model_whose_folder_is_gone_is_told_and_the_window_lives(
    open_window: Callable[[], Driver], samples: Path
) -> None:
    first = open_window()
    first.drop(samples / "house.ifc")
    first.wait_imported(1)
    folder = first.window.scene.versions[0].folder

    shutil.rmtree(folder / "mesh")
    second = open_window()
    told = notifications(second)
    second.until(lambda: any("cannot be drawn" in one.text for one in told))
    assert second.window.isVisible()


@pytest.mark.parametrize(
    ("text", "status"), [(ENDLESS, Status.CANCELLED), (SUICIDE, Status.ERROR)], ids=["endless", "segfault"]
)
def test_that_a_script_which_does_not_end_well_leaves_the_window_and_a_row(
    driver: Driver, samples: Path, tmp_path: Path, text: str, status: Status
) -> None:
    script = tmp_path / "trouble.py"
    script.write_text(text, encoding="utf-8")
    driver.drop(samples / "house.ifc", script)
    driver.wait_imported(1)
    name = "Endless" if text is ENDLESS else "Suicide"
    driver.choose_script(name)
    if text is ENDLESS:
        runner = driver.context.runner
        runner.started.connect(
            lambda ticket: runner.cancel(ticket.execution_id), Qt.ConnectionType.SingleShotConnection
        )
    execution = driver.run()
    assert execution.status is status
    assert execution.sentence
    driver.choose_script("GUID validation")
    assert driver.run().status is Status.SUCCESS


def test_that_a_broken_block_is_marked_in_the_library_and_hides_nobody(
    driver: Driver, tmp_path: Path
) -> None:
    script = tmp_path / "half.py"
    script.write_text(BROKEN_BLOCK, encoding="utf-8")
    driver.drop(script)
    view = driver.window.panes.library.view
    driver.window.commands["page_library"].trigger()
    for name in ("Half", "GUID validation", "Export elements to CSV", "LOD analysis"):
        driver.until(lambda name=name: find_row(view, name) is not None)
    broken = find_row(view, "Half")
    assert broken is not None
    assert "line" in str(broken.data(Qt.ItemDataRole.AccessibleTextRole)).lower()
