"""The benchmark of the data windows on small models: every action runs and is told; nothing is timed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.data_windows import OPENING, Row, import_file, words_of
from benchmarks.window_bench import Silence
from bimdesk.bootstrap import open_project
from bimdesk.domain.filter_text import parse_filter
from bimdesk.meshes import load_mesh
from bimdesk.paths import AppPaths
from bimdesk.services.models import list_models

ROOT = Path(__file__).resolve().parents[3]
ACTIONS = ("select half", "search the tree", "tree by class", "search everywhere", "filter:", "smart view:")


def said_of(*arguments: str) -> str:
    """What the command prints, in a process of its own: it makes a window."""
    command = [sys.executable, "-m", "benchmarks.data_windows", *arguments, "--pause", "0.05"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_that_a_made_model_is_taken_through_every_window() -> None:
    said = said_of("240")
    assert "240 elements, 2,880 triangles" in said
    for words in (*ACTIONS, "smart view: Width from low to high"):
        assert any(line.startswith(words) for line in said.splitlines()), words
    assert " of 28 met" in said


def test_that_a_file_is_imported_and_asked_for_its_most_common_class(
    samples: Path, app_paths: AppPaths, tmp_path: Path
) -> None:
    project = open_project(tmp_path / "project", app_paths)
    try:
        import_file(project, samples / "house_mep.ifc")
        import_file(project, samples / "house_mep.ifc")  # it is here already
        (model,) = list_models(project)
        words = words_of(load_mesh(model.latest.folder / "mesh"))
    finally:
        project.close()
    assert words.filters[0] == f"Ifc{words.everywhere}"
    assert all(parse_filter(text) for text in words.filters)
    assert not words.number


@pytest.mark.parametrize(
    ("name", "seconds", "silence", "is_met"),
    [("a", 0.9, 99, True), ("a", 1.1, 20, False), ("a", 0.2, 101, False), (OPENING, 5.0, 90, True)],
)
def test_that_a_row_says_whether_it_is_met(name: str, seconds: float, silence: float, is_met: bool) -> None:
    row = Row(name=name, seconds=seconds, silence=Silence(silence, silence / 2))
    assert row.is_met is is_met
    assert row.line().endswith("NOT MET") is not is_met
