"""MEP connectivity: the sample's ten open ports, and faults put into a copy of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import ifcopenshell
import ifcopenshell.guid
import pytest
from builtin_bench import found, run_builtin

from bimdesk.domain.execution import Status

Imported = Callable[[Path], Path]
NAME = "mep_connectivity"


@pytest.fixture
def services(imported_folder: Imported, samples: Path) -> Path:
    return imported_folder(samples / "house_mep.ifc")


@pytest.fixture(scope="module")
def spoilt(imported_folder: Imported, samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The services with one fault of each kind, and a system without elements."""
    file = ifcopenshell.open(samples / "house_mep.ifc")
    assert isinstance(file, ifcopenshell.file)
    joints = file.by_type("IfcRelConnectsPorts")
    joints[0].RelatingPort.FlowDirection = joints[0].RelatedPort.FlowDirection = "SOURCE"
    joints[1].RelatedPort.SystemType = "SEWAGE"
    moved = joints[2].RelatedPort
    place = file.create_entity(
        "IfcAxis2Placement3D", file.create_entity("IfcCartesianPoint", (50.0, 0.0, 0.0))
    )
    moved.ObjectPlacement = file.create_entity("IfcLocalPlacement", None, place)
    file.create_entity(
        "IfcRelConnectsPorts",
        ifcopenshell.guid.new(),
        RelatingPort=joints[3].RelatingPort,
        RelatedPort=joints[4].RelatedPort,
    )
    file.create_entity("IfcDistributionPort", ifcopenshell.guid.new(), Name="Lost port")
    file.create_entity("IfcDistributionSystem", ifcopenshell.guid.new(), Name="Compressed air")
    file.create_entity("IfcPump", ifcopenshell.guid.new(), Name="Spare pump")
    path = tmp_path_factory.mktemp("spoilt") / "spoilt.ifc"
    file.write(str(path))
    return imported_folder(path)


def test_that_the_ten_open_ports_of_the_sample_are_found(services: Path, tmp_path: Path) -> None:
    ended = run_builtin(NAME, services, tmp_path)
    assert (ended.status, found(ended)) == (Status.WARNING, {"open-port": 9})
    assert (ended.result["open_ports"], ended.result["ports"], ended.result["connections"]) == (10, 138, 64)
    networks = [line["elements"] for line in ended.result["networks"]]
    assert networks == [35, 29, *[1] * 8]
    calm = run_builtin(NAME, services, tmp_path, may_be_open=["IfcSolarDevice", "IfcUnitaryEquipment"])
    assert (calm.status, calm.result["open_ports"]) == (Status.SUCCESS, 0)


def test_that_each_kind_of_fault_is_found(spoilt: Path, tmp_path: Path) -> None:
    ended = run_builtin(NAME, spoilt, tmp_path)
    assert ended.status is Status.FAILED
    checks = found(ended)
    assert checks["flow"] == 2
    assert checks["no-ports"] == checks["no-system"] == checks["loose-port"] == checks["empty-system"] == 1
    assert checks.keys() >= {"apart", "kind", "several", "open-port"}
    pump = [row["check"] for row in ended.result["problems"] if row["name"] == "Spare pump"]
    assert sorted(pump) == ["no-ports", "no-system"]
    assert "no-system" not in found(run_builtin(NAME, spoilt, tmp_path, systems_needed=False))


def test_that_a_model_without_services_is_a_warning(
    imported_folder: Imported, samples: Path, tmp_path: Path
) -> None:
    house = imported_folder(samples / "house.ifc")
    gutters = run_builtin(NAME, house, tmp_path)
    assert (gutters.status, found(gutters)) == (Status.WARNING, {"no-ports": 4, "no-system": 4})
    none = run_builtin(NAME, house, tmp_path, element_class="IfcFlowTerminal")
    assert (none.status, none.result["elements"]) == (Status.WARNING, 0)
