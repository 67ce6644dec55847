"""The building services model: ventilation, water, solar panels."""

from __future__ import annotations

import ifcopenshell

from tests.samples import plan
from tests.samples.entity import Entity
from tests.samples.identity import add_owner, settle_guids
from tests.samples.mep_products import add_equipment, add_service_types, add_solar
from tests.samples.model import Draft, add_building, georeference, new_draft
from tests.samples.network import Network

_UPPER = 5.22
"""Height of the ducts under the ceiling of the first floor."""


def make_mep() -> ifcopenshell.file:
    """The services of the house in the house's own coordinates, with settled GlobalIds."""
    draft = new_draft("Birch house, services", "Ventilation, water and solar panels of the sample house")
    add_building(draft, list(plan.LEVELS.items()))
    georeference(draft)
    add_service_types(draft)
    add_equipment(draft)
    _lay_supply_air(draft)
    _lay_extract_air(draft)
    _lay_cold_water(draft)
    _lay_hot_water(draft)
    add_solar(draft)
    settle_guids(draft.file, "mep")
    add_owner(draft.file)
    return draft.file


def _lay_supply_air(draft: Draft) -> None:
    net = Network(draft, "Supply air", "Duct", "VENTILATION", "Supply air", 0.08)
    unit = draft.elements["Ventilation unit"]
    net.member(unit)
    start, y, z = net.port(unit, (8.6, 6.9, 2.0), "SOURCE"), 6.9, 2.42
    run = net.lay([(8.6, y, 2.0), (8.6, y, z), (6.2, y, z)], start)
    straight, riser = net.fit((6.2, y, z), run, "JUNCTION")
    run = net.lay([(6.2, y, z), (2.0, y, z)], straight)
    straight, branch = net.fit((2.0, y, z), run, "JUNCTION")
    _air_terminal(net, "Supply, study", (1.1, y, z), (2.0, y, z), straight)
    _air_terminal(net, "Supply, living room", (2.0, 2.6, z), (2.0, y, z), branch)
    run = net.lay([(6.2, y, z), (6.2, y, _UPPER), (6.2, 3.6, _UPPER)], riser)
    straight, branch = net.fit((6.2, 3.6, _UPPER), run, "JUNCTION")
    _air_terminal(net, "Supply, bedroom 2", (6.2, 2.2, _UPPER), (6.2, 3.6, _UPPER), straight)
    _air_terminal(net, "Supply, bedroom 1", (3.9, 3.6, _UPPER), (6.2, 3.6, _UPPER), branch)
    net.port(unit, (8.4, 7.1, 2.0), "SINK").Name = "Outdoor air"


def _lay_extract_air(draft: Draft) -> None:
    net = Network(draft, "Extract air", "Duct", "EXHAUST", "Extract air", 0.08, reverse=True)
    unit = draft.elements["Ventilation unit"]
    net.member(unit)
    start, x, z = net.port(unit, (9.1, 6.9, 2.0), "SOURCE"), 9.1, 2.2
    run = net.lay([(x, 6.9, 2.0), (x, 6.9, z), (x, 6.5, z)], start)
    straight, riser = net.fit((x, 6.5, z), run, "JUNCTION")
    _air_terminal(net, "Extract, kitchen", (x, 2.9, z), (x, 6.5, z), straight)
    points = [(x, 6.5, z), (x, 6.5, _UPPER - 0.25), (2.2, 6.5, _UPPER - 0.25)]
    _terminate(net, "Extract, bathroom", points[-1], net.lay(points, riser))
    net.port(unit, (9.3, 7.1, 2.0), "SINK").Name = "Exhaust air"


def _air_terminal(
    net: Network,
    name: str,
    at: tuple[float, float, float],
    origin: tuple[float, float, float],
    source: Entity,
) -> None:
    _terminate(net, name, at, net.lay([origin, at], source))


def _terminate(net: Network, name: str, at: tuple[float, float, float], source: Entity) -> None:
    kind = "Extract valve 160" if name.startswith("Extract") else "Supply diffuser 160"
    element = net.end("IfcAirTerminal", name, kind, at, source)
    flow = {"living": 60.0, "kitchen": 75.0, "bathroom": 50.0}.get(name.split()[1], 35.0)
    net.draft.properties(element, "Project_Airflow", DesignFlow=flow, Unit="m3/h")


def _lay_cold_water(draft: Draft) -> None:
    net = Network(draft, "Cold water", "Pipe", "DOMESTICCOLDWATER", "Cold water", 0.014)
    meter, y, z = draft.elements["Water meter"], 7.52, 2.6
    net.member(meter)
    run = net.lay([(9.5, y, 0.5), (9.5, y, z)], net.port(meter, (9.5, y, 0.5), "SOURCE"))
    straight, kitchen = net.fit((9.5, y, z), run, "JUNCTION")
    sink = net.lay([(9.5, y, z), (9.5, 1.62, z), (9.5, 1.62, 0.6)], kitchen)
    net.end("IfcSanitaryTerminal", "Kitchen sink", "Sink", (9.5, 1.62, 0.6), sink)
    run = net.lay([(9.5, y, z), (7.5, y, z)], straight)
    straight, boiler = net.fit((7.5, y, z), run, "JUNCTION")
    heater = net.lay([(7.5, y, z), (7.5, y, 1.9)], boiler)
    net.end("IfcBoiler", "Water heater", "Water heater 200 l", (7.5, y, 1.9), heater)
    run = net.lay([(7.5, y, z), (3.2, y, z), (3.2, y, 3.4)], straight)
    straight, basin = net.fit((3.2, y, 3.4), run, "JUNCTION")
    run = net.lay([(3.2, y, 3.4), (3.2, y, 3.65)], basin)
    net.end("IfcSanitaryTerminal", "Basin", "Basin 600", (3.2, y, 3.65), run)
    run = net.lay([(3.2, y, 3.4), (2.3, y, 3.4)], straight)
    straight, toilet = net.fit((2.3, y, 3.4), run, "JUNCTION")
    net.end(
        "IfcSanitaryTerminal",
        "Toilet",
        "Toilet",
        (2.3, y, 3.3),
        net.lay([(2.3, y, 3.4), (2.3, y, 3.3)], toilet),
    )
    bath = net.lay([(2.3, y, 3.4), (0.5, y, 3.4), (0.5, 6.6, 3.4)], straight)
    net.end("IfcSanitaryTerminal", "Bath", "Bath 1700 x 750", (0.5, 6.6, 3.4), bath)


def _lay_hot_water(draft: Draft) -> None:
    net = Network(draft, "Hot water", "Pipe", "DOMESTICHOTWATER", "Hot water", 0.011)
    heater, y, z = draft.elements["Water heater"], 7.42, 2.52
    net.member(heater)
    start = net.port(heater, (7.7, y, 1.9), "SOURCE")
    run = net.lay([(7.7, y, 1.9), (7.7, y, z), (3.1, y, z), (3.1, y, 3.3)], start)
    straight, basin = net.fit((3.1, y, 3.3), run, "JUNCTION")
    run = net.lay([(3.1, y, 3.3), (3.1, y, 3.65)], basin)
    net.end("IfcSanitaryTerminal", "Basin", "Basin 600", (3.1, y, 3.65), run)
    bath = net.lay([(3.1, y, 3.3), (0.6, y, 3.3), (0.6, 6.6, 3.3)], straight)
    net.end("IfcSanitaryTerminal", "Bath", "Bath 1700 x 750", (0.6, 6.6, 3.3), bath)
