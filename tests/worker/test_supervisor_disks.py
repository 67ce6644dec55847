"""Disks without room: one sentence, nothing half, and nothing left."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from supervisor_bench import LIGHT, Bench, job

from bimdesk.worker.locks.kernel import landlock_abi

pytestmark = pytest.mark.skipif(landlock_abi() == 0, reason="this kernel has no Landlock")


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with room for almost nothing."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m,mode=755", "none", str(place)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip(f"no small disk can be mounted: {mounted.stderr.decode().strip()}")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def _fill(disk: Path) -> Path:
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return filler


def test_that_a_full_disk_is_one_sentence_and_leaves_nothing(
    tiny_disk: Path, model: Path, output: Path
) -> None:
    _fill(tiny_disk)
    with Bench(tiny_disk / "runs", code=LIGHT) as bench:
        bench.send(job("print('ran')", model, output))
        ended = bench.ended()
        assert (ended["reason"], bench.types()) == ("not started", ["ended"])
        assert ended["detail"] == (
            f"the folder for scripts' files, {tiny_disk}/runs, cannot be written (no space left on device)"
        )
        assert (bench.left, bench.errors()) == ([], "")


def test_that_room_that_came_meanwhile_is_used(tiny_disk: Path, model: Path, output: Path) -> None:
    filler = _fill(tiny_disk)
    with Bench(tiny_disk / "runs", code=LIGHT) as bench:
        until = time.monotonic() + 10
        while not (tiny_disk / "runs").is_dir() and time.monotonic() < until:
            time.sleep(0.01)
        filler.unlink()
        bench.send(job("print('ran')", model, output))
        assert bench.ended()["reason"] == "exited"
        assert bench.left == []


def test_that_a_disk_that_fills_up_while_a_script_runs_is_its_own_error(
    tiny_disk: Path, model: Path, output: Path
) -> None:
    with Bench(tiny_disk / "runs", code=LIGHT) as bench:
        bench.send(job("open('f', 'wb').write(bytes(2 << 20))", model, output))
        ended = bench.ended()
        assert (ended["reason"], ended["exit_code"]) == ("exited", 1)
        assert bench.logged()[-1] == "OSError: [Errno 28] No space left on device"
        assert bench.left == []


def test_that_files_that_find_no_room_are_told(tiny_disk: Path, model: Path, tmp_path: Path) -> None:
    with Bench(tmp_path / "runs", code=LIGHT) as bench:
        text = "open('large', 'wb').write(bytes(2 << 20)); open('small', 'w').write('x')"
        bench.send(job(text, model, tiny_disk))
        ended = bench.ended()
    assert [file["name"] for file in ended["files"]] == ["small"]
    assert ended["left_out"] == ["large: no space left on device."]
    assert [path.name for path in tiny_disk.iterdir()] == ["small"]
