"""How bubblewrap is called: what the worker sees, and nothing beside it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from bimdesk.worker.supervisor import namespaces
from bimdesk.worker.supervisor.namespaces import (
    is_needed,
    read_child,
    shared_namespace,
    wrapped,
)

ENVIRONMENT = {"PATH": "/nonexistent", "HOME": "/run folder/run"}


def _command() -> list[str]:
    return wrapped(
        ["/python", "-m", "x"], ENVIRONMENT, run="/run folder/run", readable=["/models/a b", "/usr/lib"]
    )


def _mounts(command: list[str], flag: str) -> list[str]:
    return [command[at + 1] for at, word in enumerate(command) if word == flag]


def test_that_the_worker_has_every_namespace_of_its_own_and_no_terminal() -> None:
    command = _command()
    for flag in ("--unshare-all", "--die-with-parent", "--new-session", "--as-pid-1", "--clearenv"):
        assert flag in command
    assert "--share-net" not in command
    assert command[command.index("--cap-drop") + 1] == "ALL"
    assert command[command.index("--") + 1 :] == ["/python", "-m", "x"]


def test_that_only_the_run_folder_can_be_written() -> None:
    command = _command()
    assert _mounts(command, "--bind") == ["/run folder/run"]
    assert _mounts(command, "--remount-ro") == ["/proc", "/"]
    assert command[command.index("--chdir") + 1] == "/run folder/run"
    assert {"/models/a b", "/usr/lib", str(Path(namespaces.__file__).parents[2])} <= set(
        _mounts(command, "--ro-bind-try")
    )
    assert not {"/", "/home", "/root", "/tmp", "/etc", "/run", "/dev", "/dev/shm"} & {
        *_mounts(command, "--ro-bind-try"),
        *_mounts(command, "--dev-bind"),
    }
    assert len(_mounts(command, "--ro-bind-try")) == len(set(_mounts(command, "--ro-bind-try")))


def test_that_the_variables_are_those_of_the_worker() -> None:
    command = _command()
    given = {command[at + 1]: command[at + 2] for at, word in enumerate(command) if word == "--setenv"}
    assert given == ENVIRONMENT


def test_that_it_is_needed_where_it_is_wanted_or_landlock_is_not_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(namespaces, "landlock_abi", lambda: 7)
    assert [is_needed(wanted=wanted, without=[]) for wanted in (True, False)] == [True, False]
    assert is_needed(wanted=False, without=["landlock"])
    assert not is_needed(wanted=False, without=["seccomp"])
    monkeypatch.setattr(namespaces, "landlock_abi", lambda: 0)
    assert is_needed(wanted=False, without=[])


@pytest.mark.parametrize(
    ("said", "child"),
    [
        (b'{\n    "child-pid": 4711\n}\n', 4711),
        (b"", 0),
        (b'{"child-pid": "x"}', 0),
        (b"{}", 0),
        (b"[1]}", 0),
        (b'{"child-pid": null}', 0),
    ],
)
def test_that_the_workers_number_is_read_or_it_failed(said: bytes, child: int) -> None:
    reading, writing = os.pipe()
    os.write(writing, said)
    os.close(writing)
    assert read_child(reading) == child
    os.close(reading)


def test_that_a_silent_bubblewrap_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(namespaces, "INFO_S", 0.1)
    reading, writing = os.pipe()
    assert read_child(reading) == 0
    os.close(reading)
    os.close(writing)


@pytest.mark.skipif(sys.platform != "linux", reason="namespaces are Linux")
def test_that_a_process_that_shares_ours_is_seen_as_such() -> None:
    assert shared_namespace(os.getpid()) == "mnt"
    assert shared_namespace(2**22 + 1) == "mnt"
