"""`worker report FOLDER FORM`: renders a report's folder behind the locks that scripts have too.

A template is a program that somebody else wrote. It can read the folder, the fonts and Python's own files,
write into the folder, and no more; nor has it a network. Elsewhere jinja2's sandbox and Typst's root hold it.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from bimdesk.worker.locks import kernel
from bimdesk.worker.locks.lock import LockError, LockPlan, lock_process
from bimdesk.worker.readable import SYSTEM, runtime_folders

MEMORY_BYTES = 3 * 1024**3
CPU_S = 240
FILE_BYTES = 1024**3
_NOWHERE = "http://127.0.0.1:9"
"""Typst would fetch packages that a template names: where the locks are not, they are not found either."""


def run_report_job(folder: Path, form: str) -> int:
    """Write one line of JSON: `{}` where all went well, else message, file and line of what did not."""
    os.environ["HTTPS_PROXY"] = os.environ["https_proxy"] = _NOWHERE
    try:
        if form != "xlsx":  # which has no template
            _lock(folder)
    except LockError as error:
        return _answer({"message": f"The templates cannot be locked in: {error}"})
    from bimdesk.services.reports.render.entry import render
    from bimdesk.services.reports.render.problem import TemplateProblem

    match form:
        case "html" | "pdf" | "xlsx":
            pass
        case _:
            return _answer({"message": f"{form} is no form of a report."})
    try:
        render(folder, form)
    except TemplateProblem as problem:
        return _answer({"message": problem.message, "file": problem.file, "line": problem.line})
    except MemoryError:
        return _answer({"message": "The report takes more memory than it may have."})
    except OSError as error:
        return _answer({"message": f"The report cannot be written: {error.strerror or error}."})
    return _answer({})


def _lock(folder: Path) -> None:
    if not kernel.architecture():
        return
    plan = LockPlan(
        run_folder=str(folder),
        readable=(*runtime_folders(), *SYSTEM),
        memory_bytes=MEMORY_BYTES,
        cpu_s=CPU_S,
        file_bytes=FILE_BYTES,
    )
    lock_process(plan)


def _answer(answer: dict[str, Any]) -> int:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
    return 1 if answer else 0
