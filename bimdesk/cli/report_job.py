"""`bimdesk report-job`: makes a report for the window, in a process of its own, and says how far it is."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import msgspec

from bimdesk.bootstrap import open_project
from bimdesk.cli.codes import STOPPED, USAGE
from bimdesk.cli.interrupts import cancel_on_interrupt
from bimdesk.cli.output import tell
from bimdesk.errors import BimdeskError
from bimdesk.services.reports.job import ReportJob, Said, decode_job, encode_said
from bimdesk.services.reports.making import MadeReport, make_report
from bimdesk.services.reports.scope import ReportOptions
from bimdesk.services.reports.steps import Cancelled


def report_job() -> int:
    """Read a job (a line of JSON) from standard input; say `Said`, a line each."""
    try:
        job = decode_job(sys.stdin.buffer.readline())
    except msgspec.DecodeError as error:
        tell(f"bimdesk: The job cannot be read: {error}.")
        return USAGE
    try:
        made = _make(job)
    except Cancelled:
        return STOPPED
    except BimdeskError as error:
        _say(Said(kind="failed", message=error.message, hint=error.hint))
        return USAGE
    _say(Said(kind="made", path=str(made.path), notes=list(made.notes)))
    return 0


def _make(job: ReportJob) -> MadeReport:
    options = ReportOptions(pictures=job.pictures, template=Path(job.template) if job.template else None)
    project = open_project(Path(job.project), job.app_paths)
    try:
        with cancel_on_interrupt() as cancel:
            threading.Thread(target=_listen, args=(cancel,), daemon=True).start()
            return make_report(
                project,
                job.scope,
                Path(job.out),
                options=options,
                on_progress=lambda done, what: _say(Said(kind="progress", done=done, what=what)),
                cancel=cancel,
            )
    finally:
        project.close()


def _listen(cancel: threading.Event) -> None:
    """The end of standard input: the window has gone, or wants the report no more.

    Not by `sys.stdin`: a thread that waits in its buffer crashes the interpreter when that ends.
    """
    while os.read(0, 4096):
        pass
    cancel.set()


def _say(said: Said) -> None:
    sys.stdout.buffer.write(encode_said(said))
    sys.stdout.buffer.flush()
