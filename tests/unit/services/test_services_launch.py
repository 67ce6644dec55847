"""How a child is started: nothing of the user's surroundings, nothing of the job in the command line."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from bimdesk.domain.limits import Limits
from bimdesk.protocol.jobs import ImportJob, ScriptJob
from bimdesk.services.launch import (
    WallOptions,
    child_command,
    child_environment,
    confined_launch,
    wall_options,
    worker_launch,
)
from bimdesk.worker.supervisor.run import LOCK_S

SCRIPT = ScriptJob(text="result = 1", script_name="s", version_folder="/model", output=".")


def test_that_a_supervisor_gets_nothing_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_AUTH_SOCK", "/secret")
    monkeypatch.setenv("BIMDESK_TOKEN", "secret")
    assert child_environment("confined") == {"PATH": "/nonexistent", "LANG": "C.UTF-8"}
    assert not {"SSH_AUTH_SOCK", "BIMDESK_TOKEN"} & set(child_environment("import"))


def test_that_the_command_is_the_same_for_every_job_and_isolated(tmp_path: Path) -> None:
    launches = [
        confined_launch(script, limits, scratch=tmp_path, output=tmp_path, readable=[tmp_path])
        for script, limits in ((None, Limits()), (SCRIPT, Limits(wall_s=5)))
    ]
    assert launches[0].argv == launches[1].argv == child_command("confined", tmp_path)
    assert launches[0].argv[:6] == (sys.executable, "-I", "-S", "-B", "-X", "utf8")
    assert Path(launches[0].argv[6]).is_file() and launches[0].argv[7:] == (str(tmp_path),)
    assert launches[0].environment == child_environment("confined")


def test_that_a_frozen_build_dispatches_by_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert child_command("confined", tmp_path) == (sys.executable, "supervisor", str(tmp_path))
    assert child_command("import", tmp_path) == (sys.executable, "worker", "import")


def test_that_the_job_carries_everything_in_one_line(tmp_path: Path) -> None:
    launch = confined_launch(
        SCRIPT,
        Limits(wall_s=7, files=9),
        scratch=tmp_path,
        output=tmp_path / "out",
        readable=[tmp_path / "a", tmp_path / "b"],
        namespaces=True,
        fonts=tmp_path / "fonts",
        options=WallOptions(landlock_abi=2, without=("landlock",)),
    )
    assert launch.job.count(b"\n") == 1 and launch.job.endswith(b"\n")
    job = json.loads(launch.job)
    assert job["script"]["text"] == "result = 1"
    assert (job["limits"]["wall_s"], job["limits"]["files"]) == (7, 9)
    assert (job["output"], job["fonts"]) == (str(tmp_path / "out"), str(tmp_path / "fonts"))
    assert job["readable"] == [str(tmp_path / "a"), str(tmp_path / "b")]
    assert (job["landlock_abi"], job["without"], job["namespaces"]) == (2, ["landlock"], True)


def test_that_a_probe_has_no_script(tmp_path: Path) -> None:
    job = json.loads(confined_launch(None, Limits(), scratch=tmp_path).job)
    assert (job["script"], job["output"], job["readable"], job["fonts"]) == (None, "", [], "")


def test_that_the_parent_waits_longer_than_the_supervisor(tmp_path: Path) -> None:
    launch = confined_launch(SCRIPT, Limits(wall_s=7), scratch=tmp_path)
    assert launch.timeout_s > 7 + LOCK_S
    assert launch.is_supervised and launch.monitor().supervised


def test_that_a_worker_without_a_wall_has_its_own_deadline() -> None:
    launch = worker_launch(SCRIPT, timeout_s=9)
    assert (launch.kind, launch.timeout_s, launch.is_supervised) == ("script", 9, False)
    assert not launch.monitor().supervised
    assert worker_launch(ImportJob(source="a", staging="b"), timeout_s=1).kind == "import"


@pytest.mark.parametrize(
    ("given", "options"),
    [
        ({}, WallOptions()),
        ({"WITHOUT": " landlock, seccomp ,,"}, WallOptions(without=("landlock", "seccomp"))),
        ({"ABI": "2"}, WallOptions(landlock_abi=2)),
        ({"ABI": "-1"}, WallOptions()),
        ({"ABI": "many"}, WallOptions()),
        ({"PYTHON_LAYER": "off"}, WallOptions(python_layer=False)),
        ({"PYTHON_LAYER": "0"}, WallOptions()),
    ],
)
def test_that_options_of_the_wall_come_from_the_environment(
    given: dict[str, str], options: WallOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("WITHOUT", "ABI", "PYTHON_LAYER"):
        monkeypatch.delenv(f"BIMDESK_SANDBOX_{name}", raising=False)
    for name, value in given.items():
        monkeypatch.setenv(f"BIMDESK_SANDBOX_{name}", value)
    assert wall_options() == options
