"""A window's context on a project with one small model and a few scripts; executions made from messages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop
from small_index import write_small_index

from bimdesk.bootstrap import open_project
from bimdesk.domain.execution import Execution
from bimdesk.domain.ids import ElementId, ElementRef, ModelKey
from bimdesk.domain.model import ImportSummary, ModelVersion
from bimdesk.paths import AppPaths
from bimdesk.protocol.messages import Done, Hello, Message, encode
from bimdesk.protocol.monitor import Monitor
from bimdesk.protocol.state import Ending
from bimdesk.services import running
from bimdesk.services.clock import now
from bimdesk.services.library import scripts as library
from bimdesk.services.project import Project
from bimdesk.ui.context import Context

KEY = ModelKey("ab" * 32)

COUNT_SCRIPT = """# /// script
# [tool.bimdesk]
# name = "Count"
# category = "analysis"
# description = "Counts the elements of a class."
# tags = ["quick"]
# [tool.bimdesk.parameters.properties.element_class]
# type = "string"
# title = "Element class"
# default = "IfcWall"
# x-bim = "ifc-class"
# [tool.bimdesk.parameters.properties.least]
# type = "integer"
# title = "At least"
# default = 1
# minimum = 0
# ///
found = entities.filter(ifc_type__is=params["element_class"])
for entity in found:
    log.info(f"found {entity.name}")
    finding(entity, "is here", severity="warning")
progress(1.0, "counted")
rows = [{"ifc_guid": entity.ifc_guid} for entity in found]
result = {"status": "PASS", "summary": f"{len(found)} found", "rows": rows}
"""
BROKEN_SCRIPT = '# /// script\n# [tool.bimdesk]\n# name = \n# ///\nprint("never")\n'
CRASH_SCRIPT = '"""Crashes."""\nvalue = {}\nprint("before")\nvalue["missing"]\n'
ENDLESS_SCRIPT = '"""Never ends."""\nprint("going")\nwhile True:\n    pass\n'
SCRIPTS = {"count": COUNT_SCRIPT, "broken": BROKEN_SCRIPT, "crash": CRASH_SCRIPT, "endless": ENDLESS_SCRIPT}


def add_model(project: Project, key: ModelKey = KEY, name: str = "House") -> ModelVersion:
    """A version in the project whose folder holds the small index."""
    write_small_index(project.models_folder / key)
    summary = ImportSummary(
        schema="IFC4",
        schema_declared="IFC4",
        entities=8,
        products_with_geometry=2,
        triangles=3,
        properties=0,
        storeys=2,
    )
    return project.models.save_version(
        key, model_name=name, file_name=f"{name}.ifc", size=10, at=now(), summary=summary
    )


@contextmanager
def run_context(folder: Path, paths: AppPaths) -> Iterator[Context]:
    """A context that is closed at the end; its project has the model and the scripts."""
    project = open_project(folder, paths)
    project.scripts_folder.mkdir(parents=True, exist_ok=True)
    for name, text in SCRIPTS.items():
        (project.scripts_folder / f"{name}.py").write_text(text, encoding="utf-8")
    add_model(project)
    project.close()
    context = Context(folder, paths)
    try:
        yield context
    finally:
        context.close()


def settle(context: Context) -> None:
    """Until the pool has read all that was asked for."""
    while not context.operations.is_idle:
        loop = QEventLoop()
        context.operations.idle_changed.connect(loop.quit)
        loop.exec()


def refs(*numbers: int) -> set[ElementRef]:
    """Elements of the small model."""
    return {ElementRef(KEY, ElementId(number)) for number in numbers}


def record_run(
    context: Context,
    script: str,
    messages: list[Message],
    *,
    ending: Ending | None = None,
    parameters: dict[str, Any] | None = None,
) -> Execution:
    """An execution whose worker said `messages`; Hello and Done are put around them."""
    project = context.project
    version = project.models.find_version(KEY)
    assert version is not None
    request = running.make_request(
        project, library.find_script(project, script), version.id, parameters=parameters
    )
    start, _changes = running.queue_run(project, request)
    running.mark_running(project, start)
    monitor = Monitor()
    whole = [Hello(job="script", pid=1), *messages, *([] if _is_failed(messages) else [Done()])]
    monitor.feed_stdout(b"".join(encode(message) for message in whole))
    monitor.close()
    execution, _changes = running.finish_run(project, start, monitor, ending or Ending(), duration_ms=410)
    return execution


def _is_failed(messages: list[Message]) -> bool:
    return bool(messages) and type(messages[-1]).__name__ == "Failed"
