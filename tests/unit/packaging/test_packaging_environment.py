"""The checkout's own environment: when it is ready, and when it is made anew."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import environment
import pytest


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with lock files and an environment that was never stamped."""
    for name in ("requirements.lock", "requirements-dev.lock", "pyproject.toml"):
        (tmp_path / name).write_text(f"{name}\n", encoding="utf-8")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(environment, "STAMP", tmp_path / ".venv" / "stamp.txt")
    interpreter = environment.python()
    interpreter.parent.mkdir(parents=True)
    interpreter.write_text("", encoding="utf-8")
    return tmp_path


def stamp(extra: str) -> None:
    environment.STAMP.write_text(environment.fingerprint(extra), encoding="utf-8")


def test_that_an_environment_without_a_stamp_is_not_ready(checkout: Path) -> None:
    assert not environment.is_ready("")


def test_that_a_stamped_environment_is_ready_and_costs_no_process(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp("")
    monkeypatch.setenv("PATH", "")
    assert environment.is_ready("")
    assert environment.prepare("") == environment.python()


def test_that_the_tests_need_more_than_the_program(checkout: Path) -> None:
    stamp("")
    assert not environment.is_ready("dev")


def test_that_an_environment_for_the_tests_serves_the_program_too(checkout: Path) -> None:
    stamp("dev")
    assert environment.is_ready("dev")
    assert environment.is_ready("")


@pytest.mark.parametrize("changed", ["requirements.lock", "pyproject.toml"])
def test_that_a_changed_file_asks_for_a_new_set_up(checkout: Path, changed: str) -> None:
    stamp("")
    (checkout / changed).write_text("other\n", encoding="utf-8")
    assert not environment.is_ready("")


def test_that_a_lost_interpreter_asks_for_a_new_set_up(checkout: Path) -> None:
    stamp("")
    environment.python().unlink()
    assert not environment.is_ready("")


def test_that_an_old_python_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.version_info", (3, 10, 12, "final", 0))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer; this is 3\.10\.12"):
        environment.check_version()


def test_that_an_old_python_can_read_the_files_far_enough_to_say_so(packaging_folder: Path) -> None:
    for file in packaging_folder.glob("*.py"):
        ast.parse(file.read_text(encoding="utf-8"), filename=str(file), feature_version=(3, 8))


def test_that_pips_last_words_stand_in_the_error(checkout: Path) -> None:
    interpreter = environment.python()
    interpreter.write_text("#!/bin/sh\necho 'ERROR: no matching distribution'\nexit 1\n", encoding="utf-8")
    interpreter.chmod(0o755)
    with pytest.raises(SystemExit, match="no matching distribution"):
        environment.pip(["install", "x"], say=lambda _line: None)
    assert not environment.STAMP.exists()


def test_that_pip_tells_each_library_as_it_comes(checkout: Path) -> None:
    interpreter = environment.python()
    interpreter.write_text("#!/bin/sh\necho 'Collecting numpy'\necho '  noise'\n", encoding="utf-8")
    interpreter.chmod(0o755)
    said: list[str] = []
    environment.pip(["install", "numpy"], said.append)
    assert said == ["  Collecting numpy"]


def test_that_setting_up_makes_the_list_of_fonts_for_charts(checkout: Path) -> None:
    ran = checkout / "ran.txt"
    interpreter(f'echo "$*" >> "{ran}"')
    environment.prepare("", say=lambda _line: None)
    assert "prepare_fonts(default_paths())" in ran.read_text(encoding="utf-8").splitlines()[-1]
    assert environment.is_ready("")


def test_that_what_makes_the_list_of_fonts_makes_it(tmp_path: Path) -> None:
    variables = {**os.environ, "BIMDESK_HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-I", "-c", environment.FONTS], env=variables, check=True, timeout=120)
    assert list(tmp_path.glob("**/fontlist-*.json"))


def interpreter(text: str) -> None:
    """The environment's interpreter is a script that runs `text`."""
    environment.python().write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    environment.python().chmod(0o755)


def test_that_the_package_of_ensurepip_is_in_the_one_list(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "find_spec", lambda _name: None)
    interpreter("exit 1")  # what `python -m venv` leaves behind where ensurepip is missing
    packages = [need.package for need in environment.needs()]
    assert packages == [f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"]


def test_that_an_environment_which_is_there_needs_no_ensurepip(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "find_spec", lambda _name: None)
    interpreter("exit 0")
    assert environment.needs() == []


@pytest.mark.parametrize(("code", "usable"), [("exit 0", True), ("exit 1", False)])
def test_that_an_environment_is_asked_for_its_age_and_pip(checkout: Path, code: str, usable: bool) -> None:
    interpreter(code)
    assert environment.works(environment.python()) is usable
