"""Whether scripts can be confined here, by a real process that locks itself; each layer taken away."""

from __future__ import annotations

from pathlib import Path

import pytest

from bimdesk.domain.protection import Protection
from bimdesk.paths import AppPaths
from bimdesk.services.sandbox import Wall, has_wall, probe_wall
from bimdesk.worker.locks.kernel import landlock_abi
from bimdesk.worker.supervisor.namespaces import find_bubblewrap

needs_landlock = pytest.mark.skipif(landlock_abi() == 0, reason="this kernel has no Landlock")


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BIMDESK_SANDBOX_WITHOUT", raising=False)
    monkeypatch.delenv("BIMDESK_SANDBOX_ABI", raising=False)


def test_that_an_unasked_wall_is_not_checked_yet() -> None:
    assert Wall().protection is Protection.UNKNOWN
    assert Wall().runs_scripts


@needs_landlock
def test_that_this_machine_protects_and_the_probe_leaves_nothing(paths: AppPaths) -> None:
    wall = probe_wall(paths)
    assert (wall.protection, wall.reason, wall.runs_scripts) == (Protection.PROTECTED, "", True)
    assert wall.layers["landlock"] == wall.layers["seccomp"] == "active"
    assert list(paths.run_folders.iterdir()) == []


@needs_landlock
def test_that_without_the_filter_scripts_are_refused(
    paths: AppPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BIMDESK_SANDBOX_WITHOUT", "seccomp")
    wall = probe_wall(paths)
    assert (wall.protection, wall.runs_scripts) == (Protection.UNAVAILABLE, False)
    assert wall.reason == "The filter of system calls is missing (left out by the plan)."
    assert wall.layers["landlock"] == "active"
    assert wall.layers["seccomp"] == "unavailable: left out by the plan"


def test_that_without_landlock_bubblewrap_stands_in_or_scripts_are_refused(
    paths: AppPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BIMDESK_SANDBOX_WITHOUT", "landlock")
    wall = probe_wall(paths)
    assert wall.layers["landlock"].startswith("unavailable: ")
    if find_bubblewrap() and wall.layers["namespaces"] == "active":
        assert (wall.protection, wall.reason) == (Protection.FALLBACK, "")
    else:
        assert not wall.runs_scripts and wall.reason.startswith("Files cannot be kept from scripts:")


def test_that_without_both_the_reason_says_so(paths: AppPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIMDESK_SANDBOX_WITHOUT", "landlock,seccomp")
    wall = probe_wall(paths)
    assert not wall.runs_scripts
    assert wall.reason == "The filter of system calls is missing (left out by the plan)."


def test_that_a_place_that_cannot_be_written_is_the_reason(paths: AppPaths) -> None:
    paths.cache.parent.mkdir(parents=True, exist_ok=True)
    Path(paths.cache).write_text("a file")
    wall = probe_wall(paths)
    assert wall.protection is Protection.UNAVAILABLE
    assert wall.reason == (
        "The script's process could not be started: the folder for scripts' files, "
        f"{paths.run_folders}, cannot be written (not a directory)."
    )


@pytest.mark.parametrize("system", ["darwin", "win32", "freebsd14"])
def test_that_other_systems_have_no_wall(system: str) -> None:
    assert not has_wall(system)


def test_that_a_system_without_wall_is_limited(paths: AppPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIMDESK_SANDBOX_WITHOUT", "wall")
    wall = probe_wall(paths)
    assert wall.protection is Protection.LIMITED
    assert wall.reason.startswith("bimdesk cannot confine scripts on ")
