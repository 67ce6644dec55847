#!/usr/bin/env python3
"""Start bimdesk from a checkout: `python3 packaging/start.py [FILES]`, or `... test [ARGUMENTS OF PYTEST]`.

The first time it sets everything up: its own .venv, the libraries that Qt and VTK need. Standard library
only.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import environment
import headless
import system_libraries

ALL_TESTS = ("--numprocesses=auto", "--dist=loadfile", "--no-loadscope-reorder")  # long files come first


def main(arguments: Sequence[str]) -> int:
    """Dispatch; the exit code is the program's own."""
    if arguments[:1] == ["test"]:
        return test(arguments[1:])
    if arguments[:1] == ["setup"]:
        set_up("dev", (*system_libraries.WINDOW, *system_libraries.SOFTWARE_GL, *system_libraries.TESTS))
        return 0
    return start(arguments)


def start(files: Sequence[str]) -> int:
    """The window, or without a display the same job headless."""
    displayed = headless.has_display()
    needs = system_libraries.WINDOW + (() if displayed else system_libraries.SOFTWARE_GL)
    python = set_up("", needs)
    if not displayed:
        return headless.tour(python, environment.ROOT, files)
    return hand_over([str(python), "-m", "bimdesk", *files])


def test(arguments: Sequence[str]) -> int:
    """All tests on virtual displays, a file of tests at a time on each core; or what `arguments` ask for."""
    needs = (*system_libraries.WINDOW, *system_libraries.SOFTWARE_GL, *system_libraries.TESTS)
    python = set_up("dev", needs)
    return subprocess.run(
        [str(python), "-m", "pytest", *(arguments or ALL_TESTS)], cwd=environment.ROOT, check=False
    ).returncode


def set_up(extra: str, needs: Sequence[system_libraries.Need]) -> Path:
    """What is missing, and only that."""
    environment.check_version()
    system_libraries.install([*environment.needs(), *system_libraries.missing(needs)])
    return environment.prepare(extra)


def hand_over(command: list[str]) -> int:
    """Become the program; on Windows, which cannot, run it and wait."""
    if os.name == "nt":
        return subprocess.run(command, check=False).returncode
    sys.stdout.flush()
    return os.execv(command[0], command)


if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)  # progress is seen in a pipe or a log file too
    sys.exit(main(sys.argv[1:]))
