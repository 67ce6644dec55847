"""`.ci/run` stops at the first check that fails."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

CI = Path(__file__).resolve().parents[3] / ".ci" / "run"
CHECKS = ("ruff", "mypy", "lint-imports", "python")


def run_ci(checkout: Path, *, failing: str = "") -> tuple[int, list[str]]:
    """The exit code and the commands of a run in which `failing` fails and all others pass."""
    (checkout / ".ci").mkdir()
    shutil.copy(CI, checkout / ".ci" / "run")
    record = checkout / "record.txt"
    for folder, names in ((checkout / ".venv" / "bin", CHECKS), (checkout / "path", ("python3",))):
        folder.mkdir(parents=True)
        for name in names:
            lines = [
                "#!/bin/sh",
                f'done="{name} $*"',
                f'echo "$done" >> "{record}"',
                f'[ "$done" != "{failing}" ]',
            ]
            (folder / name).write_text("\n".join(lines), encoding="utf-8")
            (folder / name).chmod(0o755)
    environment = {**os.environ, "PATH": f"{checkout / 'path'}:{os.environ['PATH']}"}
    done = subprocess.run([str(checkout / ".ci" / "run")], env=environment, capture_output=True, check=False)
    return done.returncode, record.read_text(encoding="utf-8").splitlines()


def test_that_ci_runs_every_check_and_ends_with_the_tests(tmp_path: Path) -> None:
    code, commands = run_ci(tmp_path)
    assert code == 0
    assert commands[0] == "python3 packaging/start.py setup"
    assert commands[-1] == "python3 packaging/start.py test"
    assert {command.split()[0] for command in commands} == {*CHECKS, "python3"}


@pytest.mark.parametrize(
    "failing",
    [
        "python3 packaging/start.py setup",
        "ruff check .",
        "ruff format --check .",
        "mypy ",
        "mypy packaging/start.py",
        "lint-imports ",
        "python -m tools.check_size",
        "python -m tools.check_licences",
        "python3 packaging/start.py test",
    ],
)
def test_that_ci_stops_at_a_check_that_fails(failing: str, tmp_path: Path) -> None:
    code, commands = run_ci(tmp_path, failing=failing)
    assert code == 1
    assert commands[-1] == failing
