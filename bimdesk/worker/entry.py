"""The child processes: `worker import`, `worker confined` (a script inside the wall, under a supervisor),
`worker script` (one without a wall: see docs/security.md), the import's own `worker geometry`, `worker fonts
FOLDER` and `worker report FOLDER FORM`, which have no job, and `worker editor CACHE`, which answers the
editor's questions.
"""

from __future__ import annotations

import importlib
import os
import sys
import threading
from pathlib import Path

import msgspec

from bimdesk.protocol.jobs import ImportJob, ScriptJob, decode_job
from bimdesk.protocol.messages import Failed
from bimdesk.worker.channel import Channel
from bimdesk.worker.death import die_with_parent, end_at_once_on_signals

USAGE_EXIT = 2
_COLD_S = 0.1
"""A job that comes this soon found no warm worker: it shall not share the processor with preloading."""
_PRELOAD = {
    "import": (
        ("numpy", "ifclite_geom", "bimdesk.worker.import_job"),
        (
            "ifcopenshell",
            "ifcopenshell.util.element",
            "ifcopenshell.util.unit",
            "bimdesk.ifc.open_model",
            "bimdesk.ifc.geometry_rest",
            "bimdesk.ifc.geometry_edges",
        ),
    ),
    "script": (
        ("numpy", "bimdesk.worker.script_job"),
        ("pandas", "ifcopenshell", "ifcopenshell.util.element"),
    ),
    "geometry": (("bimdesk.ifc.geometry_shapes",), ()),
}
"""What each job needs: at once, and while it waits for its job."""


def main(argv: list[str]) -> int:
    """Load what the job needs, read one job from standard input, do it. A closed input ends it quietly."""
    if len(argv) == 2 and argv[0] == "fonts":
        die_with_parent()
        from bimdesk.worker.fonts import build_font_list

        return build_font_list(Path(argv[1]))
    if len(argv) == 3 and argv[0] == "report":
        die_with_parent()
        end_at_once_on_signals()
        from bimdesk.worker.report_job import run_report_job

        return _leave(run_report_job(Path(argv[1]), argv[2]))
    if len(argv) in (2, 3) and argv[0] == "editor" and argv[2:] in ([], ["--prepare"]):
        die_with_parent()
        end_at_once_on_signals()
        return _leave(_editor(Path(argv[1]), prepare=bool(argv[2:])))
    if len(argv) != 1 or argv[0] not in (*_PRELOAD, "confined"):
        print("usage: bimdesk worker KIND (started by the program itself)", file=sys.stderr)  # noqa: T201
        return USAGE_EXIT
    die_with_parent()
    end_at_once_on_signals()
    if argv[0] == "confined":
        from bimdesk.worker.confined import run_confined

        return _leave(run_confined())
    channel = Channel.take_stdout()
    at_once, meanwhile = _PRELOAD[argv[0]]
    for name in at_once:
        importlib.import_module(name)
    line = _wait_for_job(meanwhile)
    return _leave(_run(argv[0], line, channel) if line.strip() else 0)


def _editor(cache: Path, *, prepare: bool) -> int:
    from bimdesk.worker.editor.loop import limit_memory, run_editor

    if not prepare:
        return run_editor(cache)
    from bimdesk.worker.editor.prepare import prepare_editor

    limit_memory()
    return prepare_editor(cache)


def _leave(code: int) -> int:
    """End now, without the destructors of native libraries: some crash when objects are alive at exit."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _wait_for_job(meanwhile: tuple[str, ...]) -> bytes:
    """Read the line of the job; if none is there yet, load more in a thread."""
    arrived = threading.Event()
    thread = threading.Thread(target=_preload, args=(meanwhile, arrived), daemon=True)
    thread.start()
    line = sys.stdin.buffer.readline()
    arrived.set()
    return line


def _preload(names: tuple[str, ...], arrived: threading.Event) -> None:
    if not arrived.wait(_COLD_S):
        for name in names:
            importlib.import_module(name)


def _run(kind: str, line: bytes, channel: Channel) -> int:
    if kind == "geometry":
        from bimdesk.ifc.geometry_shapes import run_shapes_job

        return run_shapes_job(line, sys.stdin.buffer)
    try:
        job = decode_job(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return _refuse(channel, kind, f"The worker got a job that it cannot read: {error}.")
    match kind, job:
        case "import", ImportJob():
            from bimdesk.worker.import_job import run_import_job

            return run_import_job(job, channel)
        case "script", ScriptJob():
            from bimdesk.worker.script_job import run_script_job

            return run_script_job(job, channel)
    return _refuse(channel, kind, f"The worker was started for {kind} and got another job.")


def _refuse(channel: Channel, kind: str, message: str) -> int:
    from bimdesk.protocol.messages import Hello

    channel.send(Hello(job="script" if kind == "script" else "import", pid=os.getpid()))
    channel.send(Failed(kind="internal", message=message))
    return USAGE_EXIT
