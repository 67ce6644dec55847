"""Files are taken out of a folder that a script filled: ordinary ones, under names all systems take."""

from __future__ import annotations

import hashlib
import os
import socket
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from bimdesk.worker.supervisor.claims import encode
from bimdesk.worker.supervisor.collect import Collected, collect
from bimdesk.worker.supervisor.link import WindowGoneError

MB = 1024 * 1024
Folders = tuple[Path, Path]


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    run, output = tmp_path / "run", tmp_path / "output"
    run.mkdir()
    output.mkdir()
    return run, output


def _collect(folders: Folders, *, most_bytes: int = MB, most_files: int = 100) -> Collected:
    run, output = folders
    return collect(str(run), str(output), most_bytes=most_bytes, most_files=most_files)


def _names(taken: Collected) -> list[str]:
    return [str(file["name"]) for file in taken.files]


def test_that_files_come_with_their_size_hash_and_a_plain_mode(folders: Folders) -> None:
    run, output = folders
    (run / "sub").mkdir(mode=0o700)
    (run / "sub" / "list.csv").write_bytes(b"a;b\n")
    (run / "sub" / "list.csv").chmod(0o4711)
    taken = _collect(folders)
    digest = hashlib.sha256(b"a;b\n").hexdigest()
    assert taken.files == [{"name": "sub/list.csv", "size": 4, "sha256": digest}]
    copy = output / "sub" / "list.csv"
    assert copy.read_bytes() == b"a;b\n"
    assert stat.S_IMODE(copy.stat().st_mode) & ~0o644 == 0
    assert taken.left_out == []


def test_that_folders_of_libraries_stay_behind(folders: Folders) -> None:
    run, output = folders
    for name in (".matplotlib", ".tmp"):
        (run / name).mkdir()
        (run / name / "cache.json").write_text("{}")
    (run / ".hidden").write_text("x")
    assert _names(_collect(folders)) == [".hidden"]
    assert [path.name for path in output.iterdir()] == [".hidden"]


def _symbolic_link(path: Path) -> None:
    path.symlink_to("/etc/passwd")


def _link_to_folder(path: Path) -> None:
    path.symlink_to("/etc")


def _hard_link(path: Path) -> None:
    outside = path.parent.parent / "outside"
    outside.write_text("secret")
    path.hardlink_to(outside)


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as unix:
        unix.bind(str(path))


@pytest.mark.parametrize("make", [_symbolic_link, _link_to_folder, _hard_link, _pipe, _socket])
def test_that_what_is_no_ordinary_file_is_left_and_never_opened(
    folders: Folders, make: Callable[[Path], None]
) -> None:
    make(folders[0] / "odd")
    taken = _collect(folders)
    assert (taken.files, taken.left_out) == ([], ["odd: it is no ordinary file."])
    assert list(folders[1].iterdir()) == []


def test_that_a_sparse_file_counts_by_its_length(folders: Folders) -> None:
    with (folders[0] / "holes").open("wb") as file:
        file.truncate(4 * MB)
    taken = _collect(folders)
    assert taken.left_out == ["holes: all files together are too large."]


def test_that_files_together_stay_within_the_limits(folders: Folders) -> None:
    for number in range(6):
        (folders[0] / f"{number}.bin").write_bytes(bytes(300 * 1024))
    taken = _collect(folders, most_files=5)
    assert _names(taken) == ["0.bin", "1.bin", "2.bin"]
    assert len(taken.left_out) == 3
    other = folders[1].with_name("other")
    other.mkdir()
    few = _collect((folders[0], other), most_bytes=10 * MB, most_files=2)
    assert few.left_out[0] == "2.bin: there are more than 2 files."


def test_that_the_sentences_are_limited_and_the_rest_is_counted(folders: Folders) -> None:
    for number in range(300):
        (folders[0] / f"{number:03}").symlink_to("/")
    left_out = _collect(folders).left_out
    assert (len(left_out), left_out[-1]) == (21, "280 more.")


def test_that_folders_deeper_than_eight_levels_are_left(folders: Folders) -> None:
    deep = folders[0].joinpath(*["d"] * 9)
    deep.mkdir(parents=True)
    (deep / "file").write_text("x")
    (deep.parent / "file").write_text("x")
    taken = _collect(folders)
    assert _names(taken) == ["d/" * 8 + "file"]
    assert taken.left_out == ["d/" * 8 + "d: its folder is more than 8 levels deep."]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root reads everything")
def test_that_the_owner_does_not_need_modes_to_read(folders: Folders) -> None:
    (folders[0] / "shut").mkdir()
    (folders[0] / "shut" / "file").write_text("x")
    (folders[0] / "shut" / "file").chmod(0)
    (folders[0] / "shut").chmod(0)
    assert _names(_collect(folders)) == ["shut/file"]


def test_that_a_missing_output_folder_is_one_sentence(folders: Folders) -> None:
    (folders[0] / "file").write_text("x")
    folders[1].rmdir()
    taken = _collect(folders)
    assert taken.files == []
    assert taken.left_out == [
        f"All files: the folder for them, {folders[1]}, cannot be opened (no such file or directory)."
    ]


def test_that_half_a_file_is_none(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    (folders[0] / "large").write_bytes(bytes(3 * MB))
    (folders[0] / "small").write_bytes(b"x")
    real_write, room = os.write, [2 * MB]

    def write(descriptor: int, data: bytes) -> int:
        room[0] -= len(data)
        if room[0] < 0:
            room[0] = MB
            raise OSError(28, os.strerror(28))
        return real_write(descriptor, data)

    monkeypatch.setattr(os, "write", write)
    taken = _collect(folders, most_bytes=10 * MB)
    assert _names(taken) == ["small"]
    assert taken.left_out == ["large: no space left on device."]
    assert [path.name for path in folders[1].iterdir()] == ["small"]


def test_that_it_gives_a_sign_of_life_after_each_megabyte_and_can_be_stopped(folders: Folders) -> None:
    (folders[0] / "large").write_bytes(bytes(5 * MB))
    beats: list[int] = []
    run, output = folders
    collect(str(run), str(output), most_bytes=9 * MB, most_files=5, beat=lambda: beats.append(1))
    assert len(beats) == 6

    def gone() -> None:
        raise WindowGoneError

    with pytest.raises(WindowGoneError):
        collect(str(run), str(output), most_bytes=9 * MB, most_files=5, beat=gone)


def test_that_what_is_told_of_the_files_comes_in_lines_that_are_read() -> None:
    files: list[dict[str, str | int]] = [
        {"name": f"{n:06}" + "ü" * 72, "size": 1 << 40, "sha256": "0" * 64} for n in range(20_000)
    ]
    batches = Collected(files=files).batches(512 * 1024)
    assert [file for batch in batches for file in batch] == files
    assert max(len(encode({"type": "collected", "files": batch})) for batch in batches) < 600_000
    assert Collected().batches(9) == [[]]


def test_that_two_names_that_become_one_are_kept_apart(folders: Folders) -> None:
    for name in ("a?.txt", "a*.txt", "a_.txt", "a:", "a|", "f<", "f>"):
        (folders[0] / name).write_text(name)
    for name in ("g\x01", "g\x02"):
        (folders[0] / name).mkdir()
        (folders[0] / name / "inner").write_text(name)
    names = _names(_collect(folders))
    assert names == [
        "a_.txt",
        "a_",
        "a_ (2).txt",
        "a_ (3).txt",
        "a_ (2)",
        "f_",
        "f_ (2)",
        "g_/inner",
        "g_ (2)/inner",
    ]
    assert sorted(str(path.relative_to(folders[1])) for path in folders[1].rglob("*") if path.is_file()) == (
        sorted(names)
    )


def test_that_thousands_of_equal_names_do_not_take_a_square_of_the_time(folders: Folders) -> None:
    for number in range(3000):
        (folders[0] / ("\x01" * (number % 60 + 1) + chr(0x2028) * (number // 60))).touch()
    taken = _collect(folders, most_files=5000)
    assert len(taken.files) == 3000


def test_that_a_name_that_is_no_text_is_taken(folders: Folders) -> None:
    Path(os.fsdecode(os.fsencode(folders[0]) + b"/b\xff\xfe.txt")).write_text("x")
    assert _names(_collect(folders)) == ["b__.txt"]
