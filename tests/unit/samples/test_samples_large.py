"""Large models by tiling."""

from __future__ import annotations

from pathlib import Path

import ifcopenshell
import ifcopenshell.util.placement
import ifcopenshell.validate

from tests.samples.large import SPACING, main, tile_model


def test_that_tiling_copies_everything_but_the_project(samples: Path, tmp_path: Path) -> None:
    out = tmp_path / "large.ifc"
    tile_model(samples / "house_mep.ifc", 3, out)
    one, many = ifcopenshell.open(str(samples / "house_mep.ifc")), ifcopenshell.open(str(out))
    assert len(many.by_type("IfcProduct")) == 3 * len(one.by_type("IfcProduct"))
    assert len(many.by_type("IfcProject")) == 1
    assert len(many.by_type("IfcGeometricRepresentationContext")) == len(
        one.by_type("IfcGeometricRepresentationContext")
    )
    guids = [root.GlobalId for root in many.by_type("IfcRoot")]
    assert len(guids) == len(set(guids))
    log = ifcopenshell.validate.json_logger()
    ifcopenshell.validate.validate(many, log, express_rules=False)
    assert log.statements == []


def test_that_copies_stand_beside_each_other(samples: Path, tmp_path: Path) -> None:
    out = tmp_path / "large.ifc"
    tile_model(samples / "house_mep.ifc", 3, out)
    meters = ifcopenshell.open(str(out)).by_type("IfcUnitaryEquipment")
    places = [ifcopenshell.util.placement.get_local_placement(one.ObjectPlacement)[:3, 3] for one in meters]
    shifts = sorted(tuple((place - places[0]).round(6).tolist()) for place in places)
    assert shifts == [(0.0, 0.0, 0.0), (0.0, SPACING, 0.0), (SPACING, 0.0, 0.0)]


def test_that_tiling_by_command_is_the_same_every_time(samples: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.ifc", tmp_path / "second.ifc"
    for out in (first, second):
        assert main([str(samples / "house_mep.ifc"), "2", str(out)]) == 0
    assert first.read_bytes() == second.read_bytes()
    assert main(["model.ifc", "none", "out.ifc"]) == 2
