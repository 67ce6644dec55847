"""start.py: which road it takes, and the tour without a display."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import headless
import pytest
import start
from system_libraries import SOFTWARE_GL, TESTS, WINDOW, Need


@pytest.fixture
def recorder(tmp_path: Path) -> tuple[Path, Path]:
    """An interpreter that writes its arguments down, one command a line, and the file that it writes."""
    record = tmp_path / "record.txt"
    interpreter = tmp_path / "python"
    interpreter.write_text(f'#!/bin/sh\necho "$*" >> "{record}"\nexit ${{CODE:-0}}\n', encoding="utf-8")
    interpreter.chmod(0o755)
    return interpreter, record


@pytest.fixture
def prepared(
    recorder: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> list[tuple[str, tuple[Need, ...]]]:
    """set_up is replaced, since it would install; what it was asked for."""
    asked: list[tuple[str, tuple[Need, ...]]] = []

    def set_up(extra: str, needs: tuple[Need, ...]) -> Path:
        asked.append((extra, tuple(needs)))
        return recorder[0]

    monkeypatch.setattr(start, "set_up", set_up)
    return asked


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux may lack a display")
@pytest.mark.parametrize(
    ("variables", "expected"),
    [({}, False), ({"DISPLAY": ":0"}, True), ({"WAYLAND_DISPLAY": "wayland-0"}, True)],
)
def test_that_a_display_is_known_by_its_variables(
    variables: dict[str, str], expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert headless.has_display() is expected


def test_that_the_tour_imports_runs_every_built_in_script_and_draws(
    recorder: tuple[Path, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    interpreter, record = recorder
    monkeypatch.chdir(tmp_path)
    assert headless.tour(interpreter, tmp_path, ["model.ifc"]) == 0
    out = tmp_path / "bimdesk-output"
    assert record.read_text(encoding="utf-8").splitlines() == [
        "-m bimdesk import model.ifc",
        *[f"-m bimdesk run {script} model.ifc --out {out / 'model'}" for script in headless.SCRIPTS],
        f"-m bimdesk screenshot model.ifc {out / 'model.png'}",
    ]
    assert "There is no display" in capfd.readouterr().out


def test_that_all_tests_run_on_all_cores(
    recorder: tuple[Path, Path], prepared: list[tuple[str, tuple[Need, ...]]]
) -> None:
    assert start.main(["test"]) == 0
    expected = "-m pytest --numprocesses=auto --dist=loadfile --no-loadscope-reorder\n"
    assert recorder[1].read_text(encoding="utf-8") == expected


@pytest.mark.parametrize(("code", "expected"), [("1", 1), ("2", 2), ("3", 3)])
def test_that_the_tour_passes_on_the_worst_exit_code(
    code: str, expected: int, recorder: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CODE", code)
    assert headless.tour(recorder[0], tmp_path, ["model.ifc"]) == expected


def test_that_a_check_with_findings_is_no_failure_of_the_tour(
    recorder: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CODE", "1")
    assert headless.step(recorder[0], "GUID validation", ["run"], fine=(0, 1)) == 0


def test_that_the_tests_run_on_the_same_needs_and_pass_arguments_and_code_on(
    recorder: tuple[Path, Path],
    prepared: list[tuple[str, tuple[Need, ...]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CODE", "5")
    assert start.main(["test", "-k", "guid"]) == 5
    assert recorder[1].read_text(encoding="utf-8") == "-m pytest -k guid\n"
    assert prepared == [("dev", (*WINDOW, *SOFTWARE_GL, *TESTS))]


def test_that_the_window_gets_the_files(
    recorder: tuple[Path, Path],
    prepared: list[tuple[str, tuple[Need, ...]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    handed: list[list[str]] = []
    monkeypatch.setattr(start, "hand_over", lambda command: handed.append(command) or 0)
    monkeypatch.setattr(headless, "has_display", lambda: True)
    assert start.main(["a.ifc", "b.ifc"]) == 0
    assert handed == [[str(recorder[0]), "-m", "bimdesk", "a.ifc", "b.ifc"]]
    assert prepared == [("", WINDOW)]


def test_that_without_a_display_the_software_renderer_is_needed_too(
    prepared: list[tuple[str, tuple[Need, ...]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(headless, "has_display", lambda: False)
    assert start.main([]) == 0
    assert prepared == [("", (*WINDOW, *SOFTWARE_GL))]


def test_that_start_uses_the_standard_library_only(packaging_folder: Path) -> None:
    program = f"import sys; sys.path.insert(0, {str(packaging_folder)!r}); import start; print('fine')"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, check=False
    )
    assert done.stdout == "fine\n", done.stderr
