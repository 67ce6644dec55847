"""Run folders: made whole or not at all, deleted at the end, swept when nobody holds them."""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bimdesk.worker.supervisor.run_folder import RunFolder, copy_fonts, sweep
from bimdesk.worker.supervisor.trees import Usage


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[RunFolder]:
    made = RunFolder(str(tmp_path / "runs"))
    yield made
    made.delete()


def test_that_a_new_folder_is_its_owners_alone_and_counts_as_empty(folder: RunFolder) -> None:
    for path in (folder.root, folder.path, f"{folder.path}/.tmp"):
        assert Path(path).stat().st_mode & 0o777 == 0o700
    assert folder.measure(most_bytes=1, most_files=1) == Usage(0, 0)
    Path(folder.path, "one").write_bytes(bytes(5000))
    used = folder.measure(most_bytes=1 << 30, most_files=1)
    assert used.count == 1 and used.size >= 5000


def test_that_what_is_put_in_before_the_script_does_not_count_as_its_own(folder: RunFolder) -> None:
    Path(folder.path, "cache").write_bytes(bytes(100_000))
    folder.settle()
    assert folder.measure(most_bytes=1, most_files=1) == Usage(0, 0)
    Path(folder.path, "cache").unlink()
    assert folder.measure(most_bytes=1, most_files=1) == Usage(0, 0)


def test_that_folders_whose_lock_is_free_are_swept_and_the_others_stay(tmp_path: Path) -> None:
    held, left = RunFolder(str(tmp_path)), RunFolder(str(tmp_path))
    Path(left.path, "file").write_text("x")
    os.close(left._lock)  # as when its process was killed
    half = tmp_path / "half-deleted"
    (half / "run").mkdir(parents=True)
    (tmp_path / "a file").write_text("x")
    sweep(str(tmp_path))
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["a file", Path(held.root).name])
    held.delete()


def test_that_a_folder_that_is_being_made_is_left_alone_until_it_is_old(tmp_path: Path) -> None:
    making, stale = tmp_path / ".1234", tmp_path / ".5678"
    for path in (making, stale):
        path.mkdir()
        (path / "lock").touch()
    long_ago = time.time() - 3600
    os.utime(stale, (long_ago, long_ago))
    sweep(str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == [".1234"]


def test_that_nothing_is_swept_where_there_is_no_folder(tmp_path: Path) -> None:
    sweep(str(tmp_path / "absent"))


def test_that_making_and_sweeping_at_once_disturbs_nobody(tmp_path: Path) -> None:
    """Sweepers and supervisors in turns: a folder that is held is never touched."""
    scratch = str(tmp_path)
    stop = threading.Event()

    def sweep_on() -> None:
        while not stop.is_set():
            sweep(scratch)

    def make(number: int) -> None:
        made = RunFolder(scratch)
        Path(made.path, "file").write_text(str(number))
        assert Path(made.canary).exists() and Path(made.path, "file").read_text() == str(number)
        if number % 3:
            made.delete()
        else:
            os.close(made._lock)

    with ThreadPoolExecutor(5) as pool:
        sweepers = [pool.submit(sweep_on) for _ in range(2)]
        try:
            for result in [pool.submit(make, number) for number in range(150)]:
                result.result()
        finally:
            stop.set()
        for sweeper in sweepers:
            sweeper.result()
    sweep(scratch)
    assert list(tmp_path.iterdir()) == []


def test_that_a_folder_that_cannot_be_made_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OSError):
        RunFolder(str(tmp_path / "file"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "write_text", _no_room)
        with pytest.raises(OSError, match="No space left"):
            RunFolder(str(tmp_path / "runs"))
    assert list((tmp_path / "runs").iterdir()) == []


def _no_room(*_arguments: object, **_words: object) -> int:
    raise OSError(28, os.strerror(28))


def test_that_deleting_never_raises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = RunFolder(str(tmp_path))

    def refuse(*_arguments: object, **_words: object) -> None:
        raise PermissionError(1, "refused")

    with monkeypatch.context() as patch:
        patch.setattr(os, "rmdir", refuse)
        made.delete()
    with pytest.raises(OSError):
        fcntl.flock(made._lock, fcntl.LOCK_UN)  # the lock is free: the next sweep takes it
    sweep(str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_that_the_list_of_fonts_is_copied_and_nothing_else(tmp_path: Path) -> None:
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    (fonts / "fontlist-v390.json").write_text("{}")
    (fonts / "other.json").write_text("{}")
    copy_fonts(str(fonts), str(tmp_path / "copy"))
    assert [path.name for path in (tmp_path / "copy").iterdir()] == ["fontlist-v390.json"]


@pytest.mark.parametrize("kind", ["link", "large", "folder", "pipe", "none"])
def test_that_a_list_of_fonts_that_is_none_is_left(tmp_path: Path, kind: str) -> None:
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    file = fonts / "fontlist-v1.json"
    if kind == "link":
        file.symlink_to("/etc/passwd")
    elif kind == "large":
        with file.open("wb") as stream:
            stream.truncate(17 * 1024 * 1024)
    elif kind == "folder":
        file.mkdir()
    elif kind == "pipe":
        os.mkfifo(file)
    copy_fonts(str(fonts), str(tmp_path / "copy"))
    assert list((tmp_path / "copy").iterdir()) == []
    copy_fonts("", str(tmp_path / "other"))
    assert not (tmp_path / "other").exists()
