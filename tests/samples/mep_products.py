"""Types and equipment of the services model."""

from __future__ import annotations

import math

import ifcopenshell
import ifcopenshell.api.system

from tests.samples import plan
from tests.samples.model import Draft, Item
from tests.samples.shapes import ALONG_X, Point, box, moved, outline, prism, rod


def add_service_types(draft: Draft) -> None:
    """Segment types without shape, terminal types with one; origin at the port, back against y = 0."""
    file = draft.file
    for name, kind in (("Duct 160", "Duct"), ("Pipe 28", "Pipe"), ("Pipe 22", "Pipe")):
        draft.add_type(f"Ifc{kind}SegmentType", name, predefined="RIGIDSEGMENT")
    for name, predefined in (("Supply diffuser 160", "DIFFUSER"), ("Extract valve 160", "GRILLE")):
        items: list[Item] = [
            (rod(file, (0, 0, -0.16), (0, 0, 0.03), 0.075), "Equipment"),
            (rod(file, (0, 0, -0.19), (0, 0, -0.16), 0.16), "Equipment"),
            (rod(file, (0, 0, -0.225), (0, 0, -0.205), 0.11), "Steel"),
        ]
        draft.add_type("IfcAirTerminalType", name, predefined=predefined, items=items)
    draft.add_type("IfcSanitaryTerminalType", "Sink", predefined="SINK", items=_sink(file))
    draft.add_type("IfcSanitaryTerminalType", "Basin 600", predefined="WASHHANDBASIN", items=_basin(file))
    draft.add_type("IfcSanitaryTerminalType", "Toilet", predefined="TOILETPAN", items=_toilet(file))
    draft.add_type("IfcSanitaryTerminalType", "Bath 1700 x 750", predefined="BATH", items=_bath(file))
    tank: list[Item] = [
        (rod(file, (0.1, -0.3, -1.8), (0.1, -0.3, -0.05), 0.28), "Equipment"),
        (rod(file, (0, 0, -0.3), (0, 0, 0), 0.02), "Steel"),
        (rod(file, (0, 0, -0.3), (0, -0.12, -0.3), 0.02), "Steel"),
        (rod(file, (0.2, -0.1, -0.3), (0.2, -0.1, 0), 0.02), "Steel"),
    ]
    draft.add_type("IfcBoilerType", "Water heater 200 l", predefined="WATER", items=tank)


def _sink(file: ifcopenshell.file) -> list[Item]:
    bowl = prism(
        file,
        outline(-0.36, -0.28, 0.0, 0.28),
        0.2,
        moved(((0, 0, 0), (0, 0, 1), (1, 0, 0)), 0, 0, 0.12),
        holes=[outline(-0.34, -0.26, -0.02, 0.26)],
    )
    bottom = box(file, (-0.34, -0.26, 0.12), (-0.02, 0.26, 0.14))
    tap = rod(file, (0.0, 0.0, 0.3), (0.0, 0.0, 0.55), 0.012)
    spout = rod(file, (0.0, 0.0, 0.55), (-0.18, 0.0, 0.52), 0.01)
    return [(bowl, "Steel"), (bottom, "Steel"), (tap, "Steel"), (spout, "Steel")]


def _basin(file: ifcopenshell.file) -> list[Item]:
    rim = prism(
        file,
        outline(-0.3, -0.45, 0.3, 0.08),
        0.15,
        holes=[outline(-0.25, -0.4, 0.25, -0.05)],
        placement=((0, 0, 0.05), (0, 0, 1), (1, 0, 0)),
    )
    bottom = box(file, (-0.25, -0.4, 0.05), (0.25, -0.05, 0.08))
    tap = rod(file, (0.0, -0.02, 0.2), (0.0, -0.02, 0.3), 0.015)
    return [(rim, "Ceramic"), (bottom, "Ceramic"), (tap, "Steel")]


def _toilet(file: ifcopenshell.file) -> list[Item]:
    shape: list[Point] = [(-0.19, 0.1), (-0.19, -0.3)]
    arc = [math.radians(angle) for angle in range(190, 351, 20)]
    shape += [(0.19 * math.cos(a), -0.3 + 0.22 * math.sin(a)) for a in arc]
    shape += [(0.19, -0.3), (0.19, 0.1)]
    pan = prism(file, shape, 0.36, ((0, 0, -0.38), (0, 0, 1), (1, 0, 0)))
    seat = prism(file, shape, 0.03, ((0, 0, -0.02), (0, 0, 1), (1, 0, 0)))
    return [(pan, "Ceramic"), (seat, "Equipment")]


def _bath(file: ifcopenshell.file) -> list[Item]:
    outer, inner = outline(-0.14, -1.7, 0.61, 0.0), outline(-0.08, -1.63, 0.55, -0.07)
    rim = prism(file, outer, 0.45, ((0, 0, -0.35), (0, 0, 1), (1, 0, 0)), holes=[inner])
    bottom = prism(file, inner, 0.08, ((0, 0, -0.35), (0, 0, 1), (1, 0, 0)))
    return [(rim, "Ceramic"), (bottom, "Ceramic")]


def add_equipment(draft: Draft) -> None:
    """Ventilation unit and water meter."""
    file = draft.file
    unit: list[Item] = [
        (box(file, (8.2, 6.6, 1.1), (9.5, 7.2, 2.0)), "Equipment"),
        (box(file, (8.25, 6.58, 1.15), (8.83, 6.6, 1.95)), "Steel"),
        (box(file, (8.87, 6.58, 1.15), (9.45, 6.6, 1.95)), "Steel"),
    ]
    made = draft.add(
        "IfcUnitaryEquipment", "Ventilation unit", storey=plan.GROUND, predefined="AIRHANDLER", items=unit
    )
    draft.properties(made, "Pset_ManufacturerOccurrence", SerialNumber="VU-2026-0114")
    draft.properties(made, "Project_Airflow", DesignFlow=280.0, Unit="m3/h")
    meter: list[Item] = [
        (rod(file, (9.5, 7.52, 0.0), (9.5, 7.52, 0.5), 0.016), "Steel"),
        (box(file, (9.43, 7.44, 0.3), (9.57, 7.6, 0.42)), "Cold water"),
    ]
    draft.add("IfcFlowMeter", "Water meter", storey=plan.GROUND, predefined="WATERMETER", items=meter)


def add_solar(draft: Draft) -> None:
    """Two rows of panels on the south slope; their ports are left open."""
    system = ifcopenshell.api.system.add_system(draft.file, ifc_class="IfcDistributionSystem")
    system.Name, system.PredefinedType = "Solar power", "ELECTRICAL"
    across, along, gap = 1.72, 1.1, 0.03
    drop = along * math.cos(plan.PITCH)
    lift = plan.ROOF / math.cos(plan.PITCH) + 0.12
    for row, column in ((row, column) for row in range(2) for column in range(4)):
        low, high = 1.05 + row * (drop + gap), 1.05 + row * (drop + gap) + drop
        section: list[Point] = [
            (low, plan.roof_height(low) + lift),
            (high, plan.roof_height(high) + lift),
            (high, plan.roof_height(high) + lift + 0.045),
            (low, plan.roof_height(low) + lift + 0.045),
        ]
        x = 1.5 + column * (across + gap)
        panel = draft.add(
            "IfcSolarDevice",
            f"Solar panel {row * 4 + column + 1}",
            storey=plan.ATTIC,
            predefined="SOLARPANEL",
            items=[(prism(draft.file, section, across, moved(ALONG_X, x, 0, 0)), "Solar")],
        )
        draft.properties(panel, "Project_Power", PeakPower=410.0, Unit="W")
        ifcopenshell.api.system.assign_system(draft.file, products=[panel], system=system)
        port = ifcopenshell.api.system.add_port(draft.file, element=panel)
        port.Name, port.FlowDirection, port.PredefinedType = f"{panel.Name}, port 1", "SOURCE", "CABLE"
