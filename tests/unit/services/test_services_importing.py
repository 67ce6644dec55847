"""Imports: checks, commit, failure, crash between rename and transaction, adoption, versions."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psutil
import pytest
from service_workers import IMPORTER, SPEAK, RunWorker

from bimdesk.bootstrap import open_project, throwaway_project
from bimdesk.domain.model import ModelVersion
from bimdesk.errors import BadInputError, BimdeskError, MachineError, NotFoundError, ProjectError
from bimdesk.paths import AppPaths
from bimdesk.protocol.monitor import Monitor
from bimdesk.protocol.state import Ending, EndReason
from bimdesk.services import source_file
from bimdesk.services.importing import AlreadyHere, ImportStart, finish_import, is_current, prepare_import
from bimdesk.services.models import list_models, remove_model
from bimdesk.services.project import Project
from bimdesk.services.staging import make_staging, staging_root, sweep_staging

Import = Callable[[Path], ModelVersion]


def _start(project: Project, path: Path) -> ImportStart:
    start = prepare_import(project, path)
    assert isinstance(start, ImportStart)
    return start


def _assert_untouched(project: Project) -> None:
    assert list_models(project) == []
    assert [folder.name for folder in project.models_folder.iterdir()] in ([], [".staging"])
    root = staging_root(project.models_folder)
    assert not root.exists() or list(root.iterdir()) == []


def test_that_an_import_becomes_a_model_with_what_the_worker_counted(
    project: Project, house: Path, import_model: Import
) -> None:
    version = import_model(house)
    assert (version.label, version.file_name, version.size) == ("House v1", "House.ifc", house.stat().st_size)
    assert (version.summary.entities, version.summary.notices[0].elements) == (3, (5, 6))
    assert (version.folder / "source.ifc").read_bytes() == house.read_bytes()
    assert list(staging_root(project.models_folder).iterdir()) == []
    assert [model.latest for model in list_models(project)] == [version]


def test_that_the_same_content_again_is_already_here_whatever_its_name(
    project: Project, house: Path, import_model: Import
) -> None:
    version = import_model(house)
    copy = house.with_name("Copy.ifc")
    shutil.copy(house, copy)
    for path in (house, copy):
        assert prepare_import(project, path) == AlreadyHere(version=version)


def test_that_new_content_under_the_same_name_is_the_next_version(house: Path, import_model: Import) -> None:
    import_model(house)
    house.write_bytes(b"ISO-10303-21; second")
    assert import_model(house).label == "House v2"
    other = house.with_name("Annex.ifc")
    other.write_bytes(b"ISO-10303-21; third")
    assert import_model(other).label == "Annex v1"


def test_that_what_is_no_model_file_is_told_in_one_sentence(project: Project, tmp_path: Path) -> None:
    (tmp_path / "empty.ifc").write_bytes(b"")
    (tmp_path / "model.ifcXML").write_bytes(b"<?xml?>")
    for name, kind, words in (
        ("missing.ifc", NotFoundError, "There is no file"),
        (".", BadInputError, "is a folder"),
        ("empty.ifc", BadInputError, "is empty"),
        ("model.ifcXML", BadInputError, "IfcXML, which cannot be read"),
    ):
        with pytest.raises(kind, match=words):
            prepare_import(project, tmp_path / name)
    _assert_untouched(project)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX files")
def test_that_a_pipe_is_refused_instead_of_read_for_ever(project: Project, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.ifc")
    with pytest.raises(BadInputError, match="not an ordinary file"):
        prepare_import(project, tmp_path / "pipe.ifc")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_that_a_file_without_permission_is_told(project: Project, house: Path) -> None:
    house.chmod(0)
    with pytest.raises(BadInputError, match="may not be read"):
        prepare_import(project, house)


def test_that_an_import_without_room_is_not_started(
    project: Project, house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source_file, "ROOM_BASE", 2**60)
    with pytest.raises(MachineError, match="Too little room on the disk"):
        prepare_import(project, house)
    _assert_untouched(project)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (SPEAK + "import faulthandler; faulthandler._sigsegv()", "crashed (segmentation fault)"),
        (SPEAK + "sys.exit(0)", "before it was done"),
        (SPEAK + "say('hello', job='import', pid=1); say('done')", "before it was done"),
        (
            SPEAK
            + "say('hello', job='import', pid=1); say('failed', kind='input', message='This is a PDF.')",
            "This is a PDF.",
        ),
        (IMPORTER.replace("sha256(source)", "sha256(b'other')"), "changed while it was read"),
    ],
)
def test_that_a_failed_import_leaves_the_project_as_it_was(
    project: Project, house: Path, run_worker: RunWorker, code: str, words: str
) -> None:
    start = _start(project, house)
    monitor, ending = run_worker(start.launch, code)
    with pytest.raises(BimdeskError) as caught:
        finish_import(project, start, monitor, ending)
    assert words in caught.value.message
    _assert_untouched(project)


def test_that_a_cancelled_import_leaves_the_project_as_it_was(project: Project, house: Path) -> None:
    start = _start(project, house)
    (start.staging / "half").write_bytes(b"half")
    with pytest.raises(BimdeskError, match="cancelled"):
        finish_import(project, start, Monitor(), Ending(reason=EndReason.CANCELLED))
    _assert_untouched(project)


def test_that_a_folder_without_its_row_is_adopted_by_the_next_import(
    project: Project, house: Path, run_worker: RunWorker
) -> None:
    """The program died between rename and transaction."""
    start = _start(project, house)
    monitor, ending = run_worker(start.launch, IMPORTER)
    project.close()
    with closing(sqlite3.connect(project.folder / "project.db")) as connection:
        connection.execute("ALTER TABLE models RENAME TO models_away")
    with pytest.raises(Exception, match="no such table"):
        finish_import(project, start, monitor, ending)
    with closing(sqlite3.connect(project.folder / "project.db")) as connection:
        connection.execute("ALTER TABLE models_away RENAME TO models")
    assert is_current(project.models_folder / start.key)
    assert list_models(project) == []
    found: list[tuple[str, Path]] = []
    again = prepare_import(project, house, on_found=lambda key, folder: found.append((key, folder)))
    assert isinstance(again, AlreadyHere)
    assert found == [(start.key, again.version.folder)]
    assert again.version.label == "House v1"
    assert again.version.summary.entities == 3
    assert again.changes.versions_added == {again.version.id}


def test_that_a_version_whose_folder_is_gone_or_outdated_is_imported_anew(
    project: Project, house: Path, import_model: Import
) -> None:
    version = import_model(house)
    with closing(sqlite3.connect(version.folder / "index.sqlite")) as index, index:
        index.execute("UPDATE meta SET value = '0'")
    again = import_model(house)
    assert (again.id, is_current(again.folder)) == (version.id, True)
    shutil.rmtree(version.folder)
    assert import_model(house).id == version.id
    assert list(staging_root(project.models_folder).iterdir()) == []


def test_that_two_imports_of_one_content_at_once_give_one_version(
    project: Project, house: Path, run_worker: RunWorker
) -> None:
    starts = [_start(project, house), _start(project, house)]
    heard = [run_worker(start.launch, IMPORTER) for start in starts]
    versions = {finish_import(project, start, *ears)[0].id for start, ears in zip(starts, heard, strict=True)}
    assert len(versions) == 1
    assert list(staging_root(project.models_folder).iterdir()) == []


def test_that_a_folder_that_cannot_be_moved_in_is_told(
    project: Project, house: Path, run_worker: RunWorker
) -> None:
    start = _start(project, house)
    monitor, ending = run_worker(start.launch, IMPORTER)
    shutil.rmtree(start.staging)
    with pytest.raises(ProjectError, match="could not be kept"):
        finish_import(project, start, monitor, ending)
    _assert_untouched(project)


def test_that_a_removed_model_takes_its_folders_with_it(
    project: Project, house: Path, import_model: Import
) -> None:
    version = import_model(house)
    assert remove_model(project, version.model_id).models_removed
    _assert_untouched(project)


def test_that_only_staging_of_dead_programs_is_swept(project: Project, paths: AppPaths) -> None:
    mine = make_staging(project.models_folder)
    dead = mine.with_name(f"0-{max(psutil.pids()) + 1000}-5")
    strange = mine.with_name("strange")
    for folder in (dead, strange):
        (folder / "mesh").mkdir(parents=True)
    sweep_staging(project.models_folder)
    assert list(staging_root(project.models_folder).iterdir()) == [mine]
    dead.mkdir()
    open_project(project.folder, paths).close()
    assert not dead.exists()


def test_that_throw_away_projects_share_imported_models(
    paths: AppPaths, house: Path, run_worker: RunWorker
) -> None:
    with throwaway_project(paths) as first:
        start = _start(first, house)
        finish_import(first, start, *run_worker(start.launch, IMPORTER))
        folder = first.folder
    assert not folder.exists()
    with throwaway_project(paths) as second:
        again = prepare_import(second, house)
        assert isinstance(again, AlreadyHere)
        assert again.version.folder == paths.shared_models / start.key
        remove_model(second, again.version.model_id)
        assert again.version.folder.is_dir()
    assert not paths.default_project.exists()
