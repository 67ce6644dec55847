"""The templates in real workers inside the wall: each runs as it is, and the comparison on two versions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from script_bench import ROOT, Ended, run_in_worker

from bimdesk.domain.execution import Status
from bimdesk.domain.metadata import read_metadata

TEMPLATES = sorted((ROOT / "resources" / "templates").glob("*.py"))
Imported = Callable[[Path], Path]


def run(stem: str, model: Path, output: Path, **keywords: Path) -> Ended:
    text = (ROOT / "resources" / "templates" / f"{stem}.py").read_text(encoding="utf-8")
    return run_in_worker(text, model, output, **keywords)


def test_that_there_is_a_template_for_each_kind_of_script() -> None:
    assert {file.stem for file in TEMPLATES} == {
        "empty",
        "check",
        "export",
        "take_off",
        "report",
        "compare",
        "import_hook",
    }


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.stem)
def test_that_each_says_what_it_is_and_asks_with_defaults(file: Path) -> None:
    metadata, problem = read_metadata(file.read_text(encoding="utf-8"), file_name=file.name)
    assert problem is None
    assert metadata.description and metadata.help
    for name, schema in metadata.parameters.get("properties", {}).items():
        assert schema.get("title") and schema.get("description") and "default" in schema, name


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.stem)
def test_that_each_runs_as_it_is_inside_the_wall(
    file: Path, samples: Path, imported_folder: Imported, tmp_path: Path
) -> None:
    ended = run(file.stem, imported_folder(samples / "house.ifc"), tmp_path / "out")
    assert ended.status in (Status.SUCCESS, Status.WARNING), (ended.sentence, ended.state.error)
    assert ended.result["summary"] == ended.sentence
    assert not ended.state.anomalies


def test_that_the_comparison_sees_what_changed_between_two_versions(
    samples: Path, imported_folder: Imported, tmp_path: Path
) -> None:
    new, old = imported_folder(samples / "house_v2.ifc"), imported_folder(samples / "house.ifc")
    ended = run("compare", new, tmp_path / "out", previous=old)
    assert ended.status is Status.WARNING
    assert ended.result["added"] + ended.result["removed"] + ended.result["changed"] > 0
    same = run("compare", new, tmp_path / "same", previous=new)
    assert same.status is Status.SUCCESS


def test_that_the_check_fails_where_its_findings_are_errors(
    samples: Path, imported_folder: Imported, tmp_path: Path
) -> None:
    model = imported_folder(samples / "house.ifc")
    ended = run_in_worker(
        (ROOT / "resources" / "templates" / "check.py").read_text(encoding="utf-8"),
        model,
        tmp_path / "out",
        parameters={"required": "Pset_Nobody.Has", "severity": "error"},
    )
    assert ended.status is Status.FAILED
    assert len(ended.state.findings) == ended.result["missing"] > 0
