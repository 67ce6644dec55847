"""The conditions of the wall after every hostile script, checked from outside.

A sample of the scripts in the ordinary tests; all of them by `pytest -m hostile tests/hostile`, or
`python -m tests.hostile`, which prints them and how long the event loop was held up.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bimdesk.worker.locks.kernel import landlock_abi
from tests.hostile.catalogue import load_attacks, load_harmless

ROOT = Path(__file__).resolve().parents[2]
LEAST_HOSTILE, LEAST_HARMLESS = 80, 18
GROUPS = {
    "reading", "writing", "network", "processes", "kernel", "language",
    "time", "memory", "disk", "output", "protocol",
}  # fmt: skip
Rows = list[dict[str, Any]]

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the wall stands on Linux only"),
    pytest.mark.timeout(1800),  # the first test that asks for the rows waits for the whole sample
]


def _rows(folder: Path, *options: str) -> Rows:
    """Run the suite in a process of its own; its rows. A machine without a wall fails, it does not skip."""
    assert landlock_abi() > 0, "this kernel has no Landlock: the wall is not tested here"
    file = folder / "rows.json"
    command = [sys.executable, "-m", "tests.hostile", *options, "--json", str(file)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BIMDESK_")}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=3000, check=False
    )
    assert done.returncode in (0, 1), f"{done.stdout}\n{done.stderr}"
    rows: Rows = json.loads(file.read_text(encoding="utf-8"))
    assert rows
    return rows


@pytest.fixture(scope="session", params=["sample", pytest.param("all", marks=pytest.mark.hostile)])
def rows(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """What the suite saw of each script."""
    if request.param == "all" and "hostile" not in request.config.option.markexpr:
        pytest.skip("the whole suite takes a quarter of an hour: pytest -m hostile tests/hostile")
    options = ("--sample",) if request.param == "sample" else ()
    return _rows(tmp_path_factory.mktemp("hostile"), *options)


@pytest.fixture
def complaints(rows: Rows) -> Callable[[str], dict[str, list[str]]]:
    """Script -> what a condition, named by its beginning, complains of."""

    def of(condition: str) -> dict[str, list[str]]:
        return {
            row["script"]: found
            for row in rows
            for name, found in row["complaints"].items()
            if name.startswith(condition)
        }

    return of


Complaints = Callable[[str], dict[str, list[str]]]


def test_that_there_are_enough_scripts_in_every_group() -> None:
    attacks = load_attacks()
    assert {attack.group for attack in attacks} == GROUPS
    assert len(attacks) >= LEAST_HOSTILE and len(load_harmless()) >= LEAST_HARMLESS


def test_that_no_forbidden_act_succeeds(complaints: Complaints) -> None:
    assert complaints("no forbidden act") == {}


def test_that_no_planted_secret_comes_out(complaints: Complaints) -> None:
    assert complaints("no secret") == {}


def test_that_nothing_outside_the_run_folder_changes(complaints: Complaints) -> None:
    assert complaints("outside") == {}


def test_that_no_listener_hears_a_script(complaints: Complaints) -> None:
    assert complaints("listeners") == {}


def test_that_the_window_keeps_its_priority_and_limits(complaints: Complaints) -> None:
    assert complaints("window") == {}


def test_that_an_answer_comes_within_the_limit_and_two_seconds(complaints: Complaints) -> None:
    assert complaints("answer") == {}


def test_that_no_process_is_left_a_second_later(complaints: Complaints) -> None:
    assert complaints("no process") == {}


def test_that_memory_and_disk_stay_within_their_limits(complaints: Complaints) -> None:
    assert complaints("memory") == {} and complaints("disk") == {}


def test_that_what_was_stopped_is_no_success_and_the_harmless_is_one(complaints: Complaints) -> None:
    assert complaints("status") == {}


def test_that_no_script_touches_the_protection_report(complaints: Complaints) -> None:
    assert complaints("protection") == {}


def test_that_all_shown_text_is_valid(complaints: Complaints) -> None:
    assert complaints("all text") == {}


def test_that_collected_files_are_plain_and_the_run_folder_is_gone(complaints: Complaints) -> None:
    assert complaints("files plain") == {}


def test_that_the_attacks_have_no_mistakes_that_make_them_look_contained(complaints: Complaints) -> None:
    assert complaints("attack") == {}


@pytest.mark.parametrize("layers", ["seccomp", "landlock,namespaces", "landlock,seccomp"])
def test_that_without_a_layer_the_script_is_refused(layers: str) -> None:
    if "namespaces" in layers and os.geteuid() != 0:
        pytest.skip("only root can hide bubblewrap")
    command = [sys.executable, "-m", "tests.hostile", "--without", layers]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    assert "refused: " in done.stdout and "RAN-ANYWAY" not in done.stdout
