"""Who is compared with whom: each competitor is a command of its own that prints one line of JSON at its end.

Keys: seconds by what they were spent on, `triangles`, `elements`, `peak_mb`. A competitor that is not done
within the deadline is ended, with all that it started.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.workers import ROOT

WEB_IFC = "0.0.78"
"""The version that is compared with, from the npm registry."""
_SCRIPT = Path(__file__).with_name("web_ifc.cjs")
_INSTALL_S = 300.0


@dataclass(frozen=True, slots=True)
class Competitor:
    """`command` is followed by the model's path, or by its mesh folder; run at most `most_runs` times."""

    name: str
    command: tuple[str, ...]
    most_runs: int = 1000
    needs_mesh: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Figures by name; none where it was `cut_off` at the deadline, or broke (`problem` says how)."""

    figures: Mapping[str, float] = field(default_factory=dict)
    cut_off: bool = False
    problem: str = ""


def module(name: str, *arguments: str) -> tuple[str, ...]:
    """The command of one of our own modules."""
    return (sys.executable, "-m", name, *arguments)


def run(command: Sequence[str], *, deadline: float) -> Outcome:
    """Run a competitor in a session of its own, so that nothing of it is left after the deadline."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True, start_new_session=True
        )
        try:
            said, _nothing = process.communicate(timeout=deadline)
        except subprocess.TimeoutExpired:
            _end(process)
            return Outcome(cut_off=True)
        except BaseException:
            _end(process)
            raise
        if process.returncode:
            errors.seek(0)
            return Outcome(problem=_last_line(errors.read())[:160] or f"exit {process.returncode}")
    try:
        return Outcome(figures={name: float(value) for name, value in json.loads(_last_line(said)).items()})
    except (ValueError, AttributeError):
        return Outcome(problem="it did not say what it measured")


def _end(process: subprocess.Popen[str]) -> None:
    """The whole session where the system has them; a display server that it started ends with it."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.communicate()


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else ""


def web_ifc(folder: Path) -> tuple[Competitor | None, str]:
    """web-ifc under node, installed into `folder` if it is not there; else None and why not."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None:
        return None, "node is not here"
    library = folder / "node_modules" / "web-ifc" / "web-ifc-api-node.js"
    if not library.is_file():
        if npm is None:
            return None, "npm is not here"
        problem = _install(npm, folder)
        if problem:
            return None, f"web-ifc {WEB_IFC} could not be installed: {problem}"
    return Competitor(f"web-ifc {WEB_IFC}", (node, str(_SCRIPT), str(library))), ""


def _install(npm: str, folder: Path) -> str:
    """'' where it went well."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [npm, "install", "--no-audit", "--no-fund", "--no-save", "--ignore-scripts", "--prefix"]
    try:
        done = subprocess.run(
            [*command, str(folder), f"web-ifc@{WEB_IFC}"],
            capture_output=True,
            text=True,
            check=False,
            timeout=_INSTALL_S,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return _last_line(done.stderr) or f"exit {done.returncode}" if done.returncode else ""
