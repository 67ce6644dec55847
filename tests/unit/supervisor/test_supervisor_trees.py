"""Folders that a script filled: measured under change, deleted however deep and whatever is in them."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bimdesk.worker.supervisor.trees import Usage, delete_tree, measure

ROOT = Path(__file__).resolve().parents[3]
NOBODY = 65534
BOTTOM = 4096
RENAMING = """
import itertools, os
for number in itertools.count():
    os.rename(f"n{number % 50}", f"n{(number + 1) % 50}")
    if number == 100:
        print("begun", flush=True)
"""
EXCHANGING = """
import ctypes
rename, exchange = ctypes.CDLL(None).renameat2, 2
print("begun", flush=True)
while True:
    rename(-100, b"a", -100, b"b", exchange)
"""


def _measure(path: Path, *, most_bytes: int = 1 << 40, most_files: int = 100_000) -> Usage:
    return measure(str(path), most_bytes=most_bytes, most_files=most_files)


def test_that_length_and_blocks_both_count(tmp_path: Path) -> None:
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(1 << 30)
    (tmp_path / "tiny").write_bytes(b"x")
    block = max(1, (tmp_path / "tiny").stat().st_blocks * 512)
    assert _measure(tmp_path) == Usage((1 << 30) + block, 2)


def test_that_counting_stops_at_the_limits(tmp_path: Path) -> None:
    for number in range(200):
        (tmp_path / str(number)).touch()
    assert _measure(tmp_path, most_files=50).count == 51


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_that_a_folder_that_was_shut_is_measured(tmp_path: Path) -> None:
    (tmp_path / "shut").mkdir()
    (tmp_path / "shut" / "file").write_bytes(bytes(9999))
    (tmp_path / "shut").chmod(0)
    assert _measure(tmp_path).size >= 9999


def test_that_measuring_survives_a_folder_in_motion(tmp_path: Path) -> None:
    stop = threading.Event()

    def stir() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            inner = tmp_path / f"{number % 5}"
            inner.mkdir(exist_ok=True)
            (inner / "file").write_bytes(bytes(1000))
            inner.rename(tmp_path / f"moved-{number}")
            delete_tree(str(tmp_path / f"moved-{number}"))

    with ThreadPoolExecutor(1) as pool:
        stirring = pool.submit(stir)
        try:
            for _ in range(300):
                assert _measure(tmp_path).count <= 30
        finally:
            stop.set()
        stirring.result()


def test_that_a_tree_too_deep_to_walk_is_over_the_limit(tmp_path: Path) -> None:
    _dig(tmp_path, "n" * 20, 120)
    assert _measure(tmp_path, most_files=500).count == 501
    delete_tree(str(tmp_path))


def test_that_a_path_too_long_for_the_kernel_hides_nothing(tmp_path: Path) -> None:
    _dig(tmp_path, "\U0001d11e" * 60, 24)
    found = _measure(tmp_path)
    assert (found.count, found.size) == (25, BOTTOM)
    delete_tree(str(tmp_path))


def test_that_what_is_renamed_without_end_is_counted_or_over_the_limit(tmp_path: Path) -> None:
    """Each look must see the file in the folder, or say that it could not."""
    (tmp_path / "n0").mkdir()
    (tmp_path / "n0" / "file").write_bytes(bytes(100_000))
    assert _looks_that_miss(tmp_path, RENAMING) == []


def _looks_that_miss(folder: Path, stirring: str) -> list[Usage]:
    """Looks, while another process renames, that saw neither 100,000 bytes nor that they could not see."""
    other = subprocess.Popen([sys.executable, "-c", stirring], cwd=folder, stdout=subprocess.PIPE)
    try:
        assert other.stdout is not None and other.stdout.readline()  # it has begun
        looks = [_measure(folder, most_files=500) for _ in range(1000)]
    finally:
        other.kill()
        other.communicate()
    return [look for look in looks if look.size < 100_000 and look.count <= 500]


def test_that_names_that_change_places_without_end_hide_nothing(tmp_path: Path) -> None:
    """A folder and a file are exchanged: a name that was a folder's is the file's when it is opened."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "file").write_bytes(bytes(100_000))
    (tmp_path / "b").touch()
    assert _looks_that_miss(tmp_path, EXCHANGING) == []


def _dig(root: Path, name: str, depth: int) -> None:
    """Folders in one another, deeper than a path can say."""
    place = os.open(root, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir(name, dir_fd=place)
        inner = os.open(name, os.O_RDONLY, dir_fd=place)
        os.close(place)
        place = inner
    bottom = os.open("bottom", os.O_CREAT | os.O_WRONLY, dir_fd=place)
    os.write(bottom, bytes(BOTTOM))
    os.close(bottom)
    os.close(place)


def test_that_a_tree_five_thousand_deep_is_deleted(tmp_path: Path) -> None:
    (tmp_path / "top").mkdir()
    _dig(tmp_path / "top", "d" * 20, 5000)
    delete_tree(str(tmp_path / "top"))
    assert not (tmp_path / "top").exists()


def test_that_shut_folders_and_odd_files_are_deleted_and_links_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").write_text("x")
    outside.chmod(0o500)
    top = tmp_path / "top"
    (top / "a" / "b").mkdir(parents=True)
    (top / "a" / "b" / "file").write_text("x")
    (top / "a" / "link").symlink_to(outside)
    (top / "a" / "hard").hardlink_to(outside / "kept")
    (top / "link").symlink_to(outside / "kept")
    os.mkfifo(top / "a" / "pipe")
    for path in (top / "a" / "b" / "file", top / "a" / "b", top / "a", top):
        path.chmod(0)
    delete_tree(str(top))
    assert not top.exists()
    assert (outside / "kept").read_text() == "x"
    assert outside.stat().st_mode & 0o777 == 0o500
    outside.chmod(0o700)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_that_an_ordinary_user_can_delete_and_measure_what_shut_folders_hold() -> None:
    code = (
        f"import os, sys; sys.path.insert(0, {str(ROOT)!r}); from pathlib import Path\n"
        "from bimdesk.worker.supervisor.trees import delete_tree, measure\n"
        f"os.setgid({NOBODY}); os.setuid({NOBODY})\n"
        "top = Path(sys.argv[1], 'top')\n"
        "(top / 'a' / 'b').mkdir(parents=True); (top / 'a' / 'b' / 'file').write_text('x')\n"
        "for path in (top / 'a' / 'b', top / 'a', top): path.chmod(0)\n"
        "print(measure(str(top), most_bytes=9999, most_files=9).count)\n"
        "for path in (top, top / 'a', top / 'a' / 'b'): path.chmod(0o700)\n"
        "for path in (top / 'a' / 'b', top / 'a', top): path.chmod(0)\n"
        "delete_tree(str(top)); print(top.exists())\n"
    )
    with tempfile.TemporaryDirectory(dir="/tmp") as home:  # pytest's own folder is closed to other users
        os.chown(home, NOBODY, NOBODY)
        done = subprocess.run(
            [sys.executable, "-c", code, home], capture_output=True, text=True, cwd="/", check=False
        )
    assert (done.stdout, done.stderr) == ("3\nFalse\n", "")
