"""A library of 500 scripts: how often files are read and blocks judged, what a first glance shows."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from bimdesk.domain.metadata import read_metadata, sketch_metadata
from bimdesk.services.library import cache as library_cache
from bimdesk.services.library import files as library_files
from bimdesk.services.library.files import judged
from bimdesk.services.library.scripts import list_scripts
from bimdesk.services.project import Project

COUNT = 500
TEXT = """# /// script
# [tool.bimdesk]
# name = "Script {0:03}"
# category = "export"
# tags = ["walls", 'fire {0}']
# description = "Number {0}"
# [tool.bimdesk.parameters.properties.name]
# type = "string"
# ///
result = {0}
"""
BUILT_IN = sorted((Path(__file__).resolve().parents[3] / "builtin_scripts").glob("[!_]*.py"))


class Counts:
    """How often files were opened and blocks read."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.files = self.blocks = 0
        real_script, real_block = library_files.read_script, library_cache.read_metadata

        def read_script(*args: object, **options: object) -> object:
            self.files += 1
            return real_script(*args, **options)  # type: ignore[arg-type]  # passed on as they came

        def read_block(text: str, *, file_name: str) -> object:
            self.blocks += 1
            return real_block(text, file_name=file_name)

        monkeypatch.setattr(library_files, "read_script", read_script)
        monkeypatch.setattr(library_cache, "read_metadata", read_block)


@pytest.fixture
def large(project: Project) -> Project:
    """Written a while ago; ten are broken."""
    project.scripts_folder.mkdir(parents=True, exist_ok=True)
    for number in range(COUNT):
        text = TEXT.format(number)
        if number % 50 == 0:
            text = text.replace("[tool.bimdesk]", "[tool.bimdesk")
        (project.scripts_folder / f"script_{number:03}.py").write_text(text)
    return project


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour after the files were written."""
    now = time.time
    monkeypatch.setattr(library_cache.time, "time", lambda: now() + 3600)


def test_that_each_file_is_read_and_judged_once(
    large: Project, later: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = Counts(monkeypatch)
    first = list_scripts(large)
    assert len(first) == COUNT
    assert sum(script.problem is not None for script in first) == 10
    assert (counts.files, counts.blocks) == (COUNT, COUNT)
    assert list_scripts(large) == first
    assert (counts.files, counts.blocks) == (COUNT, COUNT)
    one = large.scripts_folder / "script_007.py"
    one.write_text(TEXT.format(700))
    changed = {script.path.stem: script for script in list_scripts(large)}["script_007"]
    assert changed.metadata.name == "Script 700"
    assert (counts.files, counts.blocks) == (COUNT + 1, COUNT + 1)


def test_that_a_file_that_was_written_just_now_is_read_again(project: Project) -> None:
    """Two writes may have one time stamp and one size."""
    path = project.scripts_folder / "young.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("result = 1\n")
    stamp = path.stat()
    assert list_scripts(project)[0].text == "result = 1\n"
    path.write_text("result = 2\n")
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert list_scripts(project)[0].text == "result = 2\n"


def test_that_without_patience_all_scripts_are_listed_at_a_glance_and_read_in_full_when_wanted(
    large: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = Counts(monkeypatch)
    glanced = list_scripts(large, patience_s=-1)
    assert counts.blocks == 0
    assert len(glanced) == COUNT
    assert all(script.sketched and script.problem is None for script in glanced)
    script = next(one for one in glanced if one.path.stem == "script_007")
    meta = script.metadata
    assert (meta.name, meta.category, meta.description) == ("Script 007", "export", "Number 7")
    assert meta.tags == ("walls", "fire 7")
    assert judged(script).metadata.parameters["properties"]["name"]["type"] == "string"
    assert not judged(script).sketched
    assert not any(one.sketched for one in list_scripts(large))


@pytest.mark.parametrize("file", BUILT_IN, ids=lambda file: file.stem)
def test_that_a_glance_sees_what_the_list_shows(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    glance, whole = sketch_metadata(text, file_name=file.name), read_metadata(text, file_name=file.name)[0]
    for field in ("name", "category", "description", "tags"):
        assert getattr(glance, field) == getattr(whole, field)
