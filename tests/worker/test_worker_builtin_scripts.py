"""The built-in scripts: their metadata, what they find, the files they leave."""

from __future__ import annotations

import csv
import shutil
import sqlite3
from pathlib import Path

import pytest
from builtin_bench import run_builtin
from script_bench import BUILTIN, import_in_worker
from small_index import GUID_TWIN, write_small_index

from bimdesk.domain.execution import Status
from bimdesk.domain.metadata import read_metadata

SCRIPTS = sorted(BUILTIN.glob("*.py"))
REAL = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_index(tmp_path_factory.mktemp("small") / "model")


def repaired(model: Path, folder: Path, *statements: str) -> Path:
    """A copy of the model with changed rows."""
    shutil.copytree(model, folder)
    with sqlite3.connect(folder / "index.sqlite") as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()
    return folder


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_that_each_says_what_it_is_in_full(script: Path) -> None:
    metadata, problem = read_metadata(script.read_text(encoding="utf-8"), file_name=script.name)
    assert problem is None
    assert metadata.description and metadata.tags and len(metadata.help) > 300
    for name, schema in metadata.parameters["properties"].items():
        assert schema.get("title"), name
        assert schema.get("description"), name
        assert "default" in schema or "properties" in schema, name


def test_that_guid_validation_finds_duplicates_and_malformed_ids(model: Path, tmp_path: Path) -> None:
    ended = run_builtin("guid_validation", model, tmp_path)
    assert ended.status is Status.FAILED
    assert ended.result["duplicates"] == 2
    checks = {finding.check: finding for finding in ended.state.findings if finding.check != "malformed"}
    assert checks["duplicate"].elements == [103, 104]
    assert checks["duplicate"].guids == [GUID_TWIN, GUID_TWIN]
    malformed = [row for row in ended.result["problems"] if row["entity_id"] == 500]
    assert malformed[0]["problem"] == "21 characters, 22 expected"
    assert malformed[0]["ifc_type"] == "IfcRelAggregates"
    assert ended.sentence == ended.result["summary"]


def test_that_guid_validation_warns_of_ids_that_differ_by_case_alone(model: Path, tmp_path: Path) -> None:
    unique = "UPDATE roots SET guid = substr('2O2Fr$t4X7Zf8N00000000', 1, 19) || printf('%03d', id)"
    folder = repaired(
        model,
        tmp_path / "model",
        unique,
        "UPDATE roots SET guid = '2O2Fr$t4X7Zf8NOew3FNtn' WHERE id = 100",
        "UPDATE roots SET guid = '2O2Fr$t4X7Zf8NOew3FNtN' WHERE id = 101",
    )
    ended = run_builtin("guid_validation", folder, tmp_path / "files")
    assert (ended.status, ended.result["case_collisions"]) == (Status.WARNING, 2)
    assert [finding.severity for finding in ended.state.findings] == ["warning"]
    calm = run_builtin("guid_validation", folder, tmp_path / "files", case_collisions=False)
    assert calm.status is Status.SUCCESS
    assert calm.sentence.startswith("All ")


def test_that_guid_validation_can_look_at_products_alone(model: Path, tmp_path: Path) -> None:
    ended = run_builtin("guid_validation", model, tmp_path, elements_only=True, severity="warning")
    assert ended.result["checked"] == 11
    assert not any(row["ifc_type"].startswith("IfcRel") for row in ended.result["problems"])


def test_that_the_export_holds_one_row_an_element(model: Path, tmp_path: Path) -> None:
    ended = run_builtin("export_elements_csv", model, tmp_path, element_class="IfcWall")
    assert ended.status is Status.SUCCESS
    assert ended.result["row_count"] == 2
    with (tmp_path / "elements.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["name"] for row in rows] == ["Außenwand Ost", "Außenwand West"]
    assert rows[0]["Pset_WallCommon.FireRating"] == "REI 60"
    assert rows[0]["Pset_WallCommon.ThermalTransmittance"] == "0.24"
    assert list(rows[0]) == ended.result["columns"]
    assert ended.result["preview"][0]["ifc_guid"] == rows[0]["ifc_guid"]
    assert [output.kind for output in ended.state.outputs] == ["kpi", "kpi", "table"]
    assert [file.name for file in ended.state.files] == ["elements.csv"]


def test_that_the_export_takes_sets_storeys_separator_and_name(model: Path, tmp_path: Path) -> None:
    ended = run_builtin(
        "export_elements_csv",
        model,
        tmp_path,
        element_class="IfcProduct",
        storeys=["Level 0"],
        property_sets=["Qto_WallBaseQuantities", "Nowhere"],
        file_name="level 0",
        separator="semicolon",
        for_excel=True,
        preview_rows=1,
    )
    lines = (tmp_path / "level 0.csv").read_bytes().decode("utf-8-sig").splitlines()
    assert lines[0].endswith("type;Qto_WallBaseQuantities.Layers;Qto_WallBaseQuantities.Length")
    assert (tmp_path / "level 0.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert len(ended.result["preview"]) == 1
    assert any("Nowhere" in log.text for log in ended.state.log if log.level == "warning")


def test_that_an_export_of_nothing_is_a_warning(model: Path, tmp_path: Path) -> None:
    ended = run_builtin("export_elements_csv", model, tmp_path, element_class="IfcBridge")
    assert ended.status is Status.WARNING
    assert ended.result["row_count"] == 0


def test_that_lod_analysis_scores_each_class(model: Path, tmp_path: Path) -> None:
    ended = run_builtin("lod_analysis", model, tmp_path)
    by_class = {row["class"]: row for row in ended.result["classes"]}
    assert set(by_class) == {"IfcWall", "IfcWallStandardCase", "IfcDoor", "IfcBeam"}
    assert by_class["IfcDoor"] == {
        "class": "IfcDoor", "count": 1, "score": 0.0, "lod": 100, "geometry %": 0.0, "detail %": 0.0,
        "properties %": 0.0, "type %": 0.0, "material %": 0.0, "classification %": 0.0,
        "properties each": 0.0,
    }  # fmt: skip
    assert by_class["IfcWall"]["score"] == pytest.approx(30 + 25 * 6 / 20 + 10 + 10 + 10, abs=0.05)
    assert [output.kind for output in ended.state.outputs] == ["kpi", "kpi", "kpi", "chart", "table"]


def test_that_lod_analysis_obeys_weights_and_the_required_score(model: Path, tmp_path: Path) -> None:
    only_geometry = dict.fromkeys(("detail", "properties", "type", "material", "classification"), 0)
    ended = run_builtin("lod_analysis", model, tmp_path, weights=only_geometry, required_score=50)
    scores = {row["class"]: row["score"] for row in ended.result["classes"]}
    assert scores == {"IfcWall": 100, "IfcWallStandardCase": 100, "IfcDoor": 0, "IfcBeam": 0}
    assert ended.status is Status.WARNING
    assert {finding.check for finding in ended.state.findings} == {"score"}
    assert (
        run_builtin("lod_analysis", model, tmp_path, weights=only_geometry | {"geometry": 0}).status
        is Status.ERROR
    )
    assert run_builtin("lod_analysis", model, tmp_path, element_class="IfcBridge").status is Status.WARNING


def _fixtures() -> list[Path]:
    return sorted((REAL / "bad" / "ifc-gherkin-rules" / "PJS" / "pjs003").glob("*.ifc"))


@pytest.mark.real
@pytest.mark.skipif(not _fixtures(), reason="the rule fixtures of ../shared/data/bad are not here")
@pytest.mark.parametrize("source", _fixtures(), ids=lambda path: path.stem)
def test_that_guid_validation_agrees_with_the_rule_fixtures(source: Path, tmp_path: Path) -> None:
    monitor = import_in_worker(source, tmp_path / "model")
    assert monitor.done, monitor.failed
    ended = run_builtin("guid_validation", tmp_path / "model", tmp_path / "files")
    wanted = Status.SUCCESS if source.name.startswith("pass") else Status.FAILED
    assert (ended.status, ended.result["malformed"] > 0) == (wanted, wanted is Status.FAILED)
