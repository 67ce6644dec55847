"""The worker of a script, inside the wall: load libraries, lock the process, prove it, take the script.

Descriptors: 0 plan and script, 1 and 2 the script's own output, 3 control (protocol messages), 4 a socket for
the descriptor by which new files are counted, closed before the script comes. The supervisor
at the other ends holds the report against /proc before it sends the script's text.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
from typing import Any

import msgspec

from bimdesk.protocol.jobs import ScriptJob
from bimdesk.protocol.messages import Failed
from bimdesk.worker.channel import Channel
from bimdesk.worker.locks.blas import start_blas_threads
from bimdesk.worker.locks.libraries import prepare_libraries
from bimdesk.worker.locks.lock import LockError, lock_process
from bimdesk.worker.locks.plan import LockPlan
from bimdesk.worker.locks.probes import run_probes
from bimdesk.worker.readable import SYSTEM, runtime_folders
from bimdesk.worker.script_job import run_script_job

CONTROL = 3
CREATIONS = 4
LOADED = (
    "numpy",
    "pandas",
    "ifcopenshell",
    "ifcopenshell.util.element",
    "ifcopenshell.api",
    "xlsxwriter.workbook",
)
"""Loaded before the lock, while the worker waits as a spare."""
BLAS_THREADS = 4
_SHELL_SIGNAL = 128
"""bubblewrap tells a signal as an exit code from here on."""


def run_confined() -> int:
    """Do one job. The end of the input before it ends the process quietly."""
    _close_others()
    channel = Channel(CONTROL)
    for name in LOADED:
        importlib.import_module(name)
    prepare_libraries()
    line = sys.stdin.buffer.readline()
    if not line.strip():
        return 0
    request = json.loads(line)
    try:
        report = _lock(request)
    except LockError as error:
        channel.write(_line({"type": "refused", "detail": str(error)}))
        return 1
    channel.write(_line({"type": "locked", **report}))
    text = sys.stdin.buffer.readline()
    if not text.strip():
        return 0
    start_blas_threads(min(BLAS_THREADS, len(os.sched_getaffinity(0))))
    try:
        job = msgspec.json.decode(text, type=ScriptJob)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        channel.send(Failed(kind="internal", message=f"The worker got a job that it cannot read: {error}."))
        return 1
    return run_script_job(job, channel, confined=True)


def _lock(request: dict[str, Any]) -> dict[str, Any]:
    values = request["plan"]
    plan = LockPlan(
        run_folder=values["run_folder"],
        readable=(*values["readable"], *runtime_folders(), *SYSTEM),
        memory_bytes=values["memory_bytes"],
        cpu_s=values["cpu_s"],
        file_bytes=values["file_bytes"],
        without=frozenset(values["without"]),
        landlock_abi=values["landlock_abi"],
        creations=CREATIONS,
    )
    report = lock_process(plan)
    if os.getpid() == 1:  # bubblewrap's: the kernel spares the first process of a namespace this signal
        signal.signal(signal.SIGXFSZ, lambda sign, _frame: os._exit(_SHELL_SIGNAL + sign))
    probes = run_probes(
        canary=request["canary"], run_folder=values["run_folder"], snapshot=request["snapshot"]
    )
    return {**report, "probes": probes}


def _close_others() -> None:
    """Close what was left open beyond the five descriptors."""
    os.closerange(CREATIONS + 1, 65536)


def _line(message: dict[str, Any]) -> bytes:
    return json.dumps(message).encode("ascii") + b"\n"
