"""Findings of a real script over real revisions of a model, by real children.

The timeline was counted by hand in the files, with IfcOpenShell: the first revision has four walls, none with
a FireRating; in the next one here ("Fix IDS failures: add FireRating ...") all four have it; revision 22 has
fifteen, of which five, three of them in the garden, have neither FireRating nor ThermalTransmittance.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from bimdesk.bootstrap import open_project
from bimdesk.cli import main
from bimdesk.domain.finding_life import FindingFilter, FindingState
from bimdesk.paths import default_paths
from bimdesk.services.findings.listing import list_findings
from bimdesk.services.findings.timeline import timeline

WALLS = """
for wall in entities.filter(ifc_type__is="IfcWall"):
    common = wall.properties.get("Pset_WallCommon", {})
    for name in ("FireRating", "ThermalTransmittance"):
        if common.get(name) is None:
            finding(wall, f"No {name}", check=name)
result = {"status": "PASS"}
"""
GARDEN = {f"south garden sitting wall {side}" for side in ("south", "west", "east")}


@pytest.mark.real
def test_that_real_revisions_give_the_timeline_that_was_counted_by_hand(
    real_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    revisions = real_data / "models" / "rev-simple-ifc"
    if not revisions.is_dir():
        pytest.skip("the real revisions are not there")
    script, file, folder = tmp_path / "walls.py", tmp_path / "simple.ifc", tmp_path / "Project"
    script.write_text(WALLS, encoding="utf-8")
    for name in ("00_59aae64", "04_86aabb4", "22_d230c9c"):
        shutil.copy(revisions / f"{name}.ifc", file)
        assert main(["run", str(script), str(file), "--project", str(folder), "--json"]) in (0, 1)
        assert json.loads(capsys.readouterr().out)["status"] == "success"
    project = open_project(folder, default_paths())
    model = project.models.list_models()[0]
    points = timeline(project, FindingFilter(), model.id)
    assert [
        {state: sum(n for (one, _), n in point.counts.items() if one is state) for state, _ in point.counts}
        for point in points
    ] == [{FindingState.NEW: 4}, {FindingState.RESOLVED: 4}, {FindingState.NEW: 10}]
    gone, new = (
        [one for one in list_findings(project) if (one.state is FindingState.RESOLVED) == resolved]
        for resolved in (True, False)
    )
    assert {(one.check, one.element_name, one.last_version) for one in gone} == {
        ("FireRating", "exterior", "simple v1")
    }
    assert {one.element_name for one in new} == GARDEN | {"service partition", "wc-kitchen divider"}
    project.close()
