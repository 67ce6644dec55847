"""What a locked process can and cannot do: by user and by the age of Landlock, in real children."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from lock_acts import HARMLESS, REFUSED
from locked_child import NOBODY, SECRET, Ended, LockedIn, locked_in, python_of

from bimdesk.worker.locks import kernel

CODE = """
folders = lock_acts.Folders(run, snapshot, outside, canary)
lock_acts.try_all(lock_acts.REFUSED | lock_acts.HARMLESS, attempt, folders)
"""
ANSWERS = {"EPERM", "EACCES"}
OTHER_ANSWERS = {
    "move a file into the snapshot": {"EXDEV"},  # Landlock says "another file system" where REFER is missing
    "move the snapshot's file out": {"EXDEV"},
    "link the canary": {"EXDEV"},
    "import from the runtime": set(),
    "the parent's limits": {"PermissionError"},
    "the parent's limits, reading": {"PermissionError"},
    "its own limits": {"ValueError"},
    "an alarm": {"ItimerError"},
}


@pytest.fixture(scope="module", params=["this user", "nobody"])
def place(request: pytest.FixtureRequest) -> Iterator[LockedIn]:
    user = os.getuid()
    if request.param == "nobody":
        if user != 0:
            pytest.skip("only root can start a child as nobody")
        user = NOBODY
    python = python_of(user)
    if python is None:
        pytest.skip(f"{request.param} can start no Python 3.11 here")
    with locked_in(user=user, python=python) as place:
        yield place


@pytest.fixture(scope="module", params=[1, 2, 4, 0], ids=["ABI 1", "ABI 2", "ABI 4", "own ABI"])
def tried(place: LockedIn, request: pytest.FixtureRequest) -> tuple[LockedIn, Ended, bool]:
    """All acts, tried once; with whether everything outside is as it was."""
    if kernel.landlock_abi() == 0:
        pytest.fail("this kernel has no Landlock: the wall cannot be judged here")
    before = place.state()
    ended = place.run(CODE, before="import lock_acts", landlock_abi=request.param)
    return place, ended, place.state() == before


def test_that_the_child_reports_its_locks(tried: tuple[LockedIn, Ended, bool]) -> None:
    _place, ended, _same = tried
    assert ended.code == 0, ended.errors
    assert ended.report["landlock"].startswith("active (ABI ")
    assert ended.report["landlock_abi"] >= 1
    assert ended.report["seccomp"] == "active"
    assert ended.report["threads"] == 1


@pytest.mark.parametrize("name", REFUSED)
def test_that_the_act_is_refused(tried: tuple[LockedIn, Ended, bool], name: str) -> None:
    _place, ended, _same = tried
    assert ended.results[name] in ANSWERS | OTHER_ANSWERS.get(name, set())


@pytest.mark.parametrize("name", HARMLESS)
def test_that_the_harmless_act_goes_on(tried: tuple[LockedIn, Ended, bool], name: str) -> None:
    _place, ended, _same = tried
    assert ended.results[name] == "done"


def test_that_everything_outside_the_run_folder_is_as_it_was(tried: tuple[LockedIn, Ended, bool]) -> None:
    place, _ended, same = tried
    assert same
    assert place.canary.read_bytes() == SECRET


def test_that_all_acts_undo_themselves_or_were_refused(tried: tuple[LockedIn, Ended, bool]) -> None:
    place, _ended, _same = tried
    left = {path.name for path in place.run_folder.rglob("*")}
    assert left <= {"copy", "here", "a"}
