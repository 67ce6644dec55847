"""A project with one small model that can be drawn, and runs made from messages: what reports are made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from box_mesh import Box, box_mesh
from small_index import DOOR, WALL_EAST, WALL_WEST, write_small_index

from bimdesk.domain.execution import Execution, RunRequest
from bimdesk.domain.ids import ModelKey
from bimdesk.domain.model import ImportSummary, ModelVersion
from bimdesk.meshes import save_mesh
from bimdesk.protocol.messages import Done, Failed, FindingMessage, Hello, Message, Output, Result, encode
from bimdesk.protocol.monitor import Monitor
from bimdesk.protocol.state import Ending
from bimdesk.services import running
from bimdesk.services.clock import now
from bimdesk.services.project import Project

KEY = ModelKey("cd" * 32)
HOSTILE = (
    "=cmd|' /C calc'!A0 <script>alert(1)</script> #panic(\"x\") $a_b^2 *b* ]] {{ 7 * 7 }} \u202etxt \x1b[31m"
)
"""Would be a formula, a script, Typst, maths, Markdown, jinja2, reversed writing, an order to a terminal."""


def add_model(project: Project) -> ModelVersion:
    """The small house with boxes for its walls and its door."""
    folder = project.models_folder / KEY
    write_small_index(folder)
    boxes = [
        Box(id=WALL_EAST, low=(0, 0, 0), high=(0.3, 6, 3)),
        Box(id=WALL_WEST, low=(8, 0, 0), high=(8.3, 6, 3)),
        Box(id=DOOR, low=(0, 2, 0), high=(0.1, 3, 2.1), ifc_class="IfcDoor"),
    ]
    save_mesh(box_mesh(boxes), folder / "mesh")
    summary = ImportSummary(
        schema="IFC4",
        schema_declared="IFC4",
        entities=8,
        products_with_geometry=3,
        triangles=36,
        properties=0,
        storeys=2,
    )
    return project.models.save_version(
        KEY, model_name="House", file_name="House.ifc", size=2_300_000, at=now(), summary=summary
    )


def finding(message: str = "No fire rating", *, element: int = DOOR, **more: Any) -> FindingMessage:
    """One problem of the door, unless another element is named."""
    return FindingMessage(message=message, elements=[element], guids=["1hOSvn6df7F8_7GcBWlRGQ"], **more)


def table(name: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Output:
    """What `table()` sends."""
    return Output(
        kind="table", name=name, data={"columns": list(columns), "rows": [list(row) for row in rows]}
    )


def record(project: Project, version: ModelVersion, messages: Sequence[Message]) -> Execution:
    """An execution whose worker said `messages`; Hello, a result and Done are put around them."""
    request = RunRequest(
        script_key=None,
        script_name="Delivery check",
        script_text="result = 1\n",
        version_id=version.id,
        parameters={"element_class": "IfcDoor"},
    )
    start, _changes = running.queue_run(project, request)
    running.mark_running(project, start)
    is_failed = bool(messages) and isinstance(messages[-1], Failed)
    is_said = any(isinstance(message, Result) for message in messages)
    rest: list[Message] = [] if is_failed else [Done()]
    if not is_failed and not is_said:
        rest.insert(
            0, Result(value={"status": "FAIL"}, status="FAIL", summary="14 doors have no fire rating")
        )
    monitor = Monitor()
    monitor.feed_stdout(b"".join(map(encode, [Hello(job="script", pid=1), *messages, *rest])))
    monitor.close()
    execution, _changes = running.finish_run(project, start, monitor, Ending(), duration_ms=410)
    return execution
