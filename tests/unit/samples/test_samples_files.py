"""The committed sample models: what the generator makes, byte for byte, and what is in each."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from itertools import zip_longest
from pathlib import Path

import ifcopenshell
import ifcopenshell.util.element
import ifcopenshell.validate
import pytest
from sample_diff import product_changes

from bimdesk.domain.guid import guid_problem
from bimdesk.meshes import load_mesh
from tests.samples.faults import FAULTS
from tests.samples.revision import CHANGES
from tests.samples.rooms import ROOMS
from tests.samples.write import MODELS

ROOT = Path(__file__).resolve().parents[3]

HOUSE = {
    "IfcBuilding": 1,
    "IfcBuildingStorey": 3,
    "IfcChimney": 1,
    "IfcCivilElement": 1,
    "IfcColumn": 2,
    "IfcCovering": 5,
    "IfcDoor": 7,
    "IfcFurniture": 23,
    "IfcGeographicElement": 5,
    "IfcOpeningElement": 28,
    "IfcPipeSegment": 4,
    "IfcRailing": 3,
    "IfcRoof": 1,
    "IfcSite": 1,
    "IfcSlab": 9,
    "IfcSpace": 9,
    "IfcStair": 1,
    "IfcStairFlight": 1,
    "IfcWall": 18,
    "IfcWindow": 19,
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """In a process of its own: a set of entities changes its order once other files were open."""
    folder = tmp_path_factory.mktemp("samples")
    subprocess.run(
        [sys.executable, "-m", "tests.samples", str(folder)], cwd=ROOT, check=True, capture_output=True
    )
    return folder


@pytest.fixture(scope="module")
def house(samples: Path) -> ifcopenshell.file:
    return ifcopenshell.open(str(samples / "house.ifc"))


@pytest.fixture(scope="module")
def services(samples: Path) -> ifcopenshell.file:
    return ifcopenshell.open(str(samples / "house_mep.ifc"))


@pytest.fixture(scope="module")
def faulty(samples: Path) -> ifcopenshell.file:
    return ifcopenshell.open(str(samples / "house_faulty.ifc"))


@pytest.mark.parametrize("name", MODELS)
def test_that_a_committed_sample_is_what_the_generator_makes(name: str, samples: Path, made: Path) -> None:
    committed, again = ((folder / name).read_bytes().splitlines() for folder in (samples, made))
    different = [pair for pair in zip_longest(committed, again) if pair[0] != pair[1]]
    assert different[:3] == [], "run `python -m tests.samples` and commit resources/samples"


@pytest.mark.parametrize("name", MODELS)
def test_that_a_sample_is_smaller_than_a_megabyte(name: str, samples: Path) -> None:
    assert (samples / name).stat().st_size < 1_000_000


@pytest.mark.parametrize("name", ["house.ifc", "house_mep.ifc", "house_v2.ifc"])
def test_that_a_sample_is_valid_against_its_schema(name: str, samples: Path) -> None:
    log = ifcopenshell.validate.json_logger()
    ifcopenshell.validate.validate(ifcopenshell.open(str(samples / name)), log, express_rules=False)
    assert log.statements == []


@pytest.mark.parametrize("name", ["house.ifc", "house_mep.ifc", "house_v2.ifc"])
def test_that_every_global_id_of_a_sound_sample_is_well_formed_and_there_once(
    name: str, samples: Path
) -> None:
    found = [root.GlobalId for root in ifcopenshell.open(str(samples / name)).by_type("IfcRoot")]
    assert [guid for guid in found if guid_problem(guid)] == []
    assert len(found) == len(set(found))


def test_that_the_house_has_its_elements(house: ifcopenshell.file) -> None:
    counted = Counter(product.is_a() for product in house.by_type("IfcProduct"))
    assert counted == HOUSE
    assert [storey.Name for storey in house.by_type("IfcBuildingStorey")] == [
        "Ground floor",
        "First floor",
        "Roof",
    ]


def test_that_every_element_of_the_house_has_a_place_in_the_building(house: ifcopenshell.file) -> None:
    parts = [one for one in house.by_type("IfcElement") if not one.is_a("IfcFeatureElement")]
    assert [one.Name for one in parts if ifcopenshell.util.element.get_container(one) is None] == []


def test_that_each_window_has_frame_and_glass_in_one_body(house: ifcopenshell.file) -> None:
    for window in house.by_type("IfcWindow"):
        body = window.Representation.Representations[0]
        items = body.Items[0].MappingSource.MappedRepresentation.Items
        styles = {item.StyledByItem[0].Styles[0].Name for item in items}
        assert {"Anthracite", "Glass"} <= styles
        glass = next(style for style in house.by_type("IfcSurfaceStyle") if style.Name == "Glass")
        assert glass.Styles[0].Transparency > 0.5
        assert window.FillsVoids


def test_that_walls_and_slabs_have_layers_and_windows_constituents(house: ifcopenshell.file) -> None:
    for wall in house.by_type("IfcWall"):
        usage = ifcopenshell.util.element.get_material(wall)
        assert usage.is_a("IfcMaterialLayerSetUsage")
        assert sum(layer.LayerThickness for layer in usage.ForLayerSet.MaterialLayers) == pytest.approx(
            ifcopenshell.util.element.get_psets(wall)["Qto_WallBaseQuantities"]["Width"]
        )
    for window in house.by_type("IfcWindow"):
        material = ifcopenshell.util.element.get_material(window)
        assert [part.Name for part in material.MaterialConstituents] == ["Lining", "Glazing"]


def test_that_properties_come_from_types_and_occurrences(house: ifcopenshell.file) -> None:
    wall = next(one for one in house.by_type("IfcWall") if one.Name.startswith("Outer"))
    merged = ifcopenshell.util.element.get_psets(wall)["Pset_WallCommon"]
    own = ifcopenshell.util.element.get_psets(wall, should_inherit=False)["Pset_WallCommon"]
    assert merged["LoadBearing"] is True
    assert "LoadBearing" not in own
    assert own["Status"] == "NEW"


def test_that_spaces_carry_their_area(house: ifcopenshell.file) -> None:
    areas = {
        space.LongName: ifcopenshell.util.element.get_psets(space)["Qto_SpaceBaseQuantities"]["NetFloorArea"]
        for space in house.by_type("IfcSpace")
    }
    assert areas == {room.long_name: pytest.approx(room.area, abs=1e-3) for room in ROOMS}
    assert areas["Bedroom 1"] == pytest.approx(4.85 * 4.15)


def test_that_the_house_is_georeferenced_and_classified(house: ifcopenshell.file) -> None:
    conversion = house.by_type("IfcMapConversion")[0]
    assert conversion.TargetCRS.Name == "EPSG:28992"
    assert conversion.Eastings == 121_687.5
    codes = {one.Identification for one in house.by_type("IfcClassificationReference")}
    assert {"21", "22", "23", "27", "31"} <= codes
    unclassified = [wall.Name for wall in house.by_type("IfcWall") if not wall.HasAssociations]
    assert unclassified == []


def test_that_the_services_are_systems_with_few_open_ports(services: ifcopenshell.file) -> None:
    systems = {
        system.Name: len(system.IsGroupedBy[0].RelatedObjects)
        for system in services.by_type("IfcDistributionSystem")
    }
    assert systems == {
        "Supply air": 19,
        "Extract air": 11,
        "Cold water": 25,
        "Hot water": 13,
        "Solar power": 8,
    }
    connected: set[int] = set()
    for relation in services.by_type("IfcRelConnectsPorts"):
        ends = relation.RelatingPort, relation.RelatedPort
        assert [port.FlowDirection for port in ends] == ["SOURCE", "SINK"]
        connected |= {port.id() for port in ends}
    unconnected = {
        port.Name for port in services.by_type("IfcDistributionPort") if port.id() not in connected
    }
    panels = {f"Solar panel {number}, port 1" for number in range(1, 9)}
    assert unconnected == {"Outdoor air", "Exhaust air"} | panels


def test_that_the_second_revision_differs_by_its_known_changes(
    house: ifcopenshell.file, samples: Path
) -> None:
    second = ifcopenshell.open(str(samples / "house_v2.ifc"))
    expected = {(change.kind, change.ifc_class, change.name) for change in CHANGES}
    assert product_changes(house, second) == expected


def test_that_the_faulty_house_has_its_faults_in_global_ids(faulty: ifcopenshell.file) -> None:
    roots = faulty.by_type("IfcRoot")
    counted = Counter(root.GlobalId for root in roots)
    shared = sorted((root.is_a(), root.Name) for root in roots if counted[root.GlobalId] > 1)
    assert shared == sorted(_faults("duplicate GlobalId"))
    malformed = sorted((root.is_a(), root.Name) for root in roots if guid_problem(root.GlobalId))
    kinds = ("of 21 characters", "of 23 characters", "starts above 3", "with an illegal character")
    assert malformed == sorted(fault for kind in kinds for fault in _faults(f"GlobalId {kind}"))


def test_that_the_faulty_house_has_its_other_faults(faulty: ifcopenshell.file) -> None:
    parts = [one for one in faulty.by_type("IfcElement") if not one.is_a("IfcFeatureElement")]
    adrift = [(one.is_a(), one.Name) for one in parts if not ifcopenshell.util.element.get_container(one)]
    assert sorted(adrift) == sorted(_faults("no container"))
    assert sum(not one.Name for one in parts) == len(_faults("empty name"))
    bare = [(one.is_a(), one.Name) for one in parts if not one.Representation and not one.IsDecomposedBy]
    assert bare == _faults("no geometry")


@pytest.mark.parametrize("name", MODELS)
def test_that_every_shape_becomes_triangles_but_the_broken_ones(
    name: str, samples: Path, imported_folder: Callable[[Path], Path]
) -> None:
    mesh = load_mesh(imported_folder(samples / name) / "mesh")
    model = ifcopenshell.open(str(samples / name))
    with_shape = {
        one.id(): (one.is_a(), one.Name) for one in model.by_type("IfcProduct") if one.Representation
    }
    flat = [with_shape[step_id] for step_id in with_shape.keys() - set(mesh.element_ids.tolist())]
    assert sorted(flat) == (sorted(_faults("broken geometry")) if name == "house_faulty.ifc" else [])


def _faults(kind: str) -> list[tuple[str, str]]:
    return [(fault.ifc_class, fault.name) for fault in FAULTS if fault.kind == kind]
