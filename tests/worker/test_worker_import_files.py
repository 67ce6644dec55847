"""Every broken file and every real model through the import worker, against IfcOpenShell's own answers."""

from __future__ import annotations

import sqlite3
from functools import cache
from pathlib import Path
from typing import Any

import ifcopenshell
import ifcopenshell.geom
import numpy as np
import pytest
from real_models import DATA, bad_files, model_files, needs_real_models

from bimdesk.ifc.geometry_shapes import KERNEL
from bimdesk.ifc.header import rewritten
from bimdesk.ifc.opening import read_source
from bimdesk.meshes import load_mesh
from bimdesk.protocol.jobs import ImportJob
from bimdesk.protocol.monitor import Monitor
from bimdesk.protocol.state import EndReason
from bimdesk.services.children import run_child
from bimdesk.services.launch import worker_launch

pytestmark = [pytest.mark.real, needs_real_models]

REFUSED = {
    "fail_no_header.ifc": "has no HEADER section",
    "empty_file.ifc": "is empty",
    "invalid_file.ifc": "does not begin with ISO-10303-21",
    "invalid_version.ifc": "declares the schema IFC99",
    "invalid_xss_file_missing_apostrophe.ifc": "FILE_SCHEMA in its header that cannot be read",
}
NOTICED = {
    "fail_double_comma.ifc": "structure",
    "fail_duplicate_id.ifc": "structure",
    "fail_utf8_with_bom.ifc": "encoding",
    "fail_reverse_string.ifc": "encoding",
    "fail-duplicated-guids-ifc4.ifc": "guid",
    "fail-pjs003-invalid_characters_ifcsite.ifc": "guid",
    "fail-ifc101-IFC4X3.ifc": "schema",
    "InvalidHeaderFileName.ifc": "structure",
    "Badly formed Ifc file.ifc": "container",
}
SLOW_FOR_IFCOPENSHELL = {"ISSUE_021_Mini Project.ifc"}
"""13 s for the iterator alone; its count is known instead (2,636, and its grids)."""

ALIKE = (
    *("04_86aabb4", "05_070e2eb", "08_5fc0d33", "13_9566acb", "15_ed7d790", "20_eff2759"),
    *("Duplex_A_20110907_georeferenced", "GEELEN-Breedplaat V2", "GEELEN-Breedplaat V3"),
)
"""Revisions of models that are tested anyway; properties are compared on all of them in the unit tests."""


def imported(source: Path, staging: Path) -> Monitor:
    monitor = Monitor()
    ending = run_child(
        worker_launch(ImportJob(source=str(source), staging=str(staging)), timeout_s=120), monitor
    )
    assert (ending.reason, ending.signal) == (EndReason.EXITED, 0), ending
    assert monitor.state.anomalies == 0
    return monitor


def some_bad_files() -> list[Path]:
    """All outside the rule fixtures, and of these one a rule and verdict: they differ in what rules ask."""
    files: dict[str, Path] = {}
    for path in bad_files():
        is_rule = "ifc-gherkin-rules" in path.parts
        key = "-".join(path.name.split("-")[:2]) if is_rule and path.name not in NOTICED else path.name
        files.setdefault(key, path)
    return sorted(files.values())


@pytest.mark.parametrize("path", some_bad_files(), ids=lambda path: path.name)
def test_that_a_broken_file_imports_with_notices_or_gets_one_sentence(path: Path, tmp_path: Path) -> None:
    monitor = imported(path, tmp_path / "staging")
    if path.name in REFUSED:
        assert monitor.failed is not None
        assert monitor.failed.kind == "input"
        assert REFUSED[path.name] in monitor.failed.message
        assert monitor.failed.hint
    else:
        assert monitor.done, monitor.failed
        if path.name in NOTICED:
            assert NOTICED[path.name] in {notice.kind for notice in monitor.state.notices}


def test_that_ifcxml_is_refused_with_a_sentence(tmp_path: Path) -> None:
    monitor = imported(DATA / "models/xbim/4walls1floorSite.ifcxml", tmp_path / "staging")
    assert monitor.failed is not None
    assert "ifcXML" in monitor.failed.message


@cache
def tessellated(path: Path) -> frozenset[int]:
    """STEP ids of the products that IfcOpenShell's iterator gives triangles for."""
    model: Any = ifcopenshell.open(path, format=".ifc")
    make: Any = ifcopenshell.geom.settings
    iterator: Any = ifcopenshell.geom.iterator(make(), model, 2, geometry_library=KERNEL)
    found = set()
    if iterator.initialize():
        while True:
            shape = iterator.get()
            if len(shape.geometry.faces_buffer):
                found.add(int(shape.id))
            if not iterator.next():
                break
    del iterator
    return frozenset(found)


@pytest.mark.parametrize(
    "path", [path for path in model_files() if path.stem not in ALIKE], ids=lambda path: path.name
)
def test_that_a_real_model_has_all_that_ifcopenshell_counts(path: Path, tmp_path: Path) -> None:
    staging = tmp_path / "staging"
    monitor = imported(path, staging)
    summary = monitor.state.imported
    assert monitor.done and summary is not None, monitor.failed
    plain = tmp_path / "plain.ifc"
    source = read_source(path)
    plain.write_bytes(rewritten(source.data, source.header))
    model: Any = ifcopenshell.open(plain)
    assert summary.entities == len(model.by_type("IfcProduct"))
    assert summary.storeys == len(model.by_type("IfcBuildingStorey"))
    with sqlite3.connect(staging / "index.sqlite") as connection:
        have = {row[0] for row in connection.execute("SELECT id FROM entities WHERE has_geometry")}
    mesh = load_mesh(staging / "mesh")
    assert set(mesh.element_ids.tolist()) == have
    assert summary.products_with_geometry == len(have)
    assert mesh.part_faces[-1] == len(mesh.faces) == summary.triangles
    assert np.isfinite(mesh.vertices).all()
    if path.name in SLOW_FOR_IFCOPENSHELL:
        assert len(have) == 2636 + len(model.by_type("IfcGrid"))
    else:
        assert tessellated(plain) <= have
