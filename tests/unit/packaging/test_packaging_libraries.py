"""Which system libraries are missing, and what a person without root is told."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import pytest
import system_libraries
from system_libraries import SOFTWARE_GL, TESTS, WINDOW, Need

EVERYTHING = (*WINDOW, *SOFTWARE_GL, *TESTS)
GL = (Need("libGL.so.1", "libgl1"), Need("libEGL.so.1", "libegl1"))


def command(path: Path, text: str) -> None:
    """An executable that runs `text`."""
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture
def only_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder in which commands are found."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def test_that_what_is_missing_is_named_in_the_order_asked() -> None:
    lacking = system_libraries.missing(WINDOW, present=lambda need: need.package != "libxcb-cursor0")
    assert lacking == [Need("libxcb-cursor.so.0", "libxcb-cursor0")]


def test_that_a_library_that_loads_is_present_and_one_that_does_not_is_missing() -> None:
    here, gone = Need("libc.so.6", "libc6"), Need("libbimdesk-none.so.1", "libbimdesk-none1")
    assert system_libraries.missing([here, gone]) == [gone]


def test_that_a_program_is_looked_for_on_the_path(only_path: Path) -> None:
    assert system_libraries.missing([Need("Xvfb", "xvfb")]) == [Need("Xvfb", "xvfb")]
    command(only_path / "Xvfb", "exit 0")
    assert system_libraries.missing([Need("Xvfb", "xvfb")]) == []


def test_that_no_need_is_listed_twice() -> None:
    assert len({need.name for need in EVERYTHING}) == len(EVERYTHING)


def test_that_the_advice_names_every_library_and_one_command() -> None:
    text = system_libraries.advice(
        [Need("Xvfb", "xvfb"), Need("libGL.so.1", "libgl1"), Need("libX.so", "libgl1")]
    )
    assert "Xvfb" in text and "libGL.so.1" in text and "libX.so" in text
    assert "sudo apt-get install libgl1 xvfb\n" in text


def test_that_nothing_missing_starts_nothing(only_path: Path) -> None:
    command(only_path / "apt-get", "exit 9")
    said: list[str] = []
    system_libraries.install([], say=said.append)
    assert said == []


@pytest.mark.parametrize("sudo", [None, "exit 1"])
def test_that_without_root_the_list_of_packages_is_the_error(
    only_path: Path, monkeypatch: pytest.MonkeyPatch, sudo: str | None
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    command(only_path / "apt-get", "exit 9")
    if sudo:
        command(only_path / "sudo", sudo)
    with pytest.raises(SystemExit, match="sudo apt-get install libegl1 libgl1"):
        system_libraries.install(GL)


def test_that_without_apt_the_list_of_libraries_is_the_error(only_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"libEGL\.so\.1"):
        system_libraries.install(GL)


def test_that_apt_gets_the_packages_once_each_and_asks_nothing(
    only_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    record = only_path / "record"
    command(only_path / "apt-get", f'echo "$DEBIAN_FRONTEND $*" >> {record}')
    system_libraries.install([*GL, GL[0]], say=lambda _line: None)
    assert record.read_text(encoding="utf-8").splitlines() == [
        "noninteractive update -q",
        "noninteractive install -y -q libegl1 libgl1",
    ]


def test_that_apts_own_words_stand_in_the_error(only_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    command(only_path / "apt-get", 'echo "E: no room on the disk" >&2; exit 100')
    with pytest.raises(SystemExit, match="E: no room on the disk"):
        system_libraries.install(WINDOW[:1], say=lambda _line: None)


@pytest.mark.skipif(sys.platform != "linux", reason="the X11 platform of Qt")
def test_that_all_that_qts_x11_platform_asks_the_system_for_is_a_need() -> None:
    import PySide6

    plugins = Path(PySide6.__file__).parent / "Qt" / "plugins"
    asked: set[str] = set()
    for plugin in (plugins / "platforms" / "libqxcb.so", *plugins.glob("xcbglintegrations/*.so")):
        names = re.findall(rb"\0(lib(?:xcb|X11|xkb|EGL|GL)[\w+-]*\.so\.\d+)", plugin.read_bytes())
        asked |= {name.decode() for name in names}
    assert "libxcb-cursor.so.0" in asked
    assert asked <= {need.name for need in EVERYTHING}
