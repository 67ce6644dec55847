"""SIGKILL to window, supervisor and worker at random points: nothing is left, nothing is lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.timeout(1600)
@pytest.mark.skipif(sys.platform != "linux", reason="processes end each other by PDEATHSIG on Linux only")
@pytest.mark.parametrize("count", [3, pytest.param(90, marks=pytest.mark.hostile)])
def test_that_a_killed_process_takes_its_children_along_and_the_project_opens(
    count: int, request: pytest.FixtureRequest
) -> None:
    if count > 3 and "hostile" not in request.config.option.markexpr:
        pytest.skip("takes minutes: pytest -m hostile tests/hostile")
    command = [sys.executable, "-m", "tests.hostile.kills", "--rounds", str(count), "--seed", str(count)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=1500, check=False)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
