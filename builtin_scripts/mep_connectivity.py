# /// script
# requires-python = ">=3.11"
# [tool.bimdesk]
# name = "MEP connectivity"
# category = "validation"
# description = "Open ports, connections that do not meet or run against each other, elements without a system, systems without elements."
# tags = ["MEP", "HVAC", "ports", "systems"]
# timeout = 300
# memory_mb = 4096
# run_on = "success"
#
# [tool.bimdesk.parameters.properties.element_class]
# type = "string"
# title = "Element class"
# description = "Which elements need ports and a system, subclasses included."
# default = "IfcDistributionFlowElement"
# minLength = 1
# x-bim = "ifc-class"
#
# [tool.bimdesk.parameters.properties.may_be_open]
# type = "array"
# title = "Classes whose ports may be open"
# description = "Subclasses are included. Ends of the network, such as IfcFlowTerminal, if your project leaves them open."
# items = { type = "string" }
# default = []
# x-bim = "ifc-class"
#
# [tool.bimdesk.parameters.properties.tolerance]
# type = "number"
# title = "Tolerance"
# description = "How far two connected ports may lie apart."
# default = 10
# minimum = 0
# maximum = 1000
# x-unit = "mm"
#
# [tool.bimdesk.parameters.properties.systems_needed]
# type = "boolean"
# title = "Elements need a system"
# description = "Zones and structural systems do not count."
# default = true
# ///
"""Checks whether the network holds together, as calculations, balancing and maintenance need it.

- `open-port`: an element with ports that are connected to nothing. `no-ports`: one that cannot be connected at all.
- `apart`: two connected ports that are not in the same place; one of the elements was moved afterwards.
- `flow`: two connected ports that are both sources or both sinks.
- `kind`: two connected ports of different kinds or systems, such as a duct and a pipe, or supply and extract air.
- `several`: a port with more than one connection. `loose-port`: a port that belongs to no element.
- `no-system`, `empty-system`: elements that are in no system, systems that hold no element.

A *network* is what hangs together by ports. Many small networks of one system mean gaps between them.

**What to do.** In the authoring program, open ends show with "Show disconnects" or its like; connect, and export again
with ports. Where no element has ports, the export leaves them out: ask for them to be switched on.
"""
from collections import Counter, defaultdict

import ifcopenshell.util.placement
import ifcopenshell.util.unit

NO_MEP = ("IfcZone", "IfcBuildingSystem", "IfcBuiltSystem", "IfcStructuralAnalysisModel")
AGAINST = {("SOURCE", "SOURCE"), ("SINK", "SINK")}
problems = []


def counted(number, one, many=""):
    """`1 element`, `2,400 elements`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def report(group, text, check, severity="warning", **facts):
    finding(group, text, severity=severity, check=check, **facts)
    problems.extend(
        {"ifc_guid": one.ifc_guid, "class": one.ifc_type, "name": one.name or "", "check": check, "problem": text}
        for one in group
    )


def unit_scale(kind="LENGTHUNIT"):
    """Metres, m² or m³ per unit of the file; 1 where its units cannot be read, as for its shapes."""
    try:
        return ifcopenshell.util.unit.calculate_unit_scale(model, kind)
    except (AttributeError, TypeError, IndexError):
        log.warning(f"The {kind} of the file cannot be read; 1 is taken")
        return 1.0


def defined(value):
    return value if value not in (None, "", "NOTDEFINED", "USERDEFINED") else None


def read_owners():
    """{port: element}, nested (IFC4 and later) or connected by a relationship of its own."""
    owners = {}
    for rel in model.by_type("IfcRelConnectsPortToElement"):
        owners[rel.RelatingPort.id()] = rel.RelatedElement.id()
    for rel in model.by_type("IfcRelNests"):
        for part in rel.RelatedObjects:
            if part.is_a("IfcPort"):
                owners[part.id()] = rel.RelatingObject.id()
    return owners


def element_of(port):
    return by_id.get(owners.get(port.id()))


def title(entity):
    return f"{entity.ifc_type} {entity.name or ''}".strip() if entity is not None else "a loose port"


def place_of(port):
    """The place of a port in metres; None where it has none."""
    if port.ObjectPlacement is None:
        return None
    return ifcopenshell.util.placement.get_local_placement(port.ObjectPlacement)[:3, 3] * scale


def check_pair(one, other):
    """Two connected ports: flow, kind, place."""
    pair = [entity for entity in (element_of(one), element_of(other)) if entity is not None]
    text = f"{title(element_of(one))} and {title(element_of(other))}"
    if (one.FlowDirection, other.FlowDirection) in AGAINST:
        report(pair, f"Both ports are a {one.FlowDirection.lower()}: {text}", "flow", "error")
    for attribute in ("PredefinedType", "SystemType"):
        kinds = [defined(getattr(port, attribute, None)) for port in (one, other)]
        if all(kinds) and kinds[0] != kinds[1]:
            report(pair, f"{kinds[0].capitalize()} is connected to {kinds[1].lower()}: {text}", "kind")
    places = place_of(one), place_of(other)
    if places[0] is not None and places[1] is not None:
        distance = float(np.linalg.norm(places[0] - places[1])) * 1000
        if distance > params["tolerance"]:
            text = f"Connected ports lie {distance:,.0f} mm apart: {text}"
            report(pair, text, "apart", distance_mm=round(distance, 1))


def check_elements(ports_of, connected):
    """Elements without ports or with open ones."""
    ends = params["may_be_open"]
    allowed = set(entities.filter(ifc_type__is=ends).values_list("id", flat=True)) if ends else set()
    bare = [one for one in members if one.id not in ports_of]
    if bare:
        report(bare, "No ports" if ports_of else "No element of the model has ports", "no-ports")
    count = 0
    for number, own in ports_of.items():
        loose = [port for port in own if not connected[port.id()]]
        if loose and number in by_id and number not in allowed:
            count += len(loose)
            text = f"{len(loose)} of {counted(len(own), 'port')} open"
            report([by_id[number]], text, "open-port", open=len(loose))
    return count


def check_systems():
    """Elements without a system, systems without elements; gives {element: names of its systems}."""
    chosen_systems = {one.id: one for one in systems.exclude(ifc_type__is=NO_MEP)}
    held, of_element = set(), {}
    for number, joined in entities.filter(system__isnull=False).values_list("id", "system__id"):
        own = [int(text) for text in joined.split(", ") if int(text) in chosen_systems]
        held.update(own)
        of_element[number] = sorted({chosen_systems[one].name or "" for one in own})
    empty = [one for number, one in chosen_systems.items() if number not in held and not model.by_id(number).IsDecomposedBy]
    for one in empty:
        report([one], f"System {one.name or ''} holds no element", "empty-system")
    without = [one for one in members if not of_element.get(one.id)] if params["systems_needed"] else []
    if without:
        report(without, "In no system", "no-system")
    return of_element, len(chosen_systems)


def networks(pairs):
    """Groups of elements that hang together by ports, the largest first."""
    leader = {}

    def root(number):
        while leader.setdefault(number, number) != number:
            number = leader[number]
        return number

    for one in members:
        root(one.id)
    for first, second in pairs:
        ends = owners.get(first.id()), owners.get(second.id())
        if None not in ends:
            leader[root(ends[0])] = root(ends[1])
    groups = defaultdict(list)
    for number in leader:
        groups[root(number)].append(number)
    return sorted(groups.values(), key=len, reverse=True)


progress(0.05, "Elements and ports")
members = list(entities.filter(ifc_type__is=params["element_class"]))
by_id = {entity.id: entity for entity in entities}
ports = model.by_type("IfcPort") if members else []
owners = read_owners()
scale = unit_scale() if ports else 1.0
ports_of, connected = defaultdict(list), Counter()
for port in ports:
    if port.id() in owners:
        ports_of[owners[port.id()]].append(port)
    else:
        report([by_id[port.id()]], "A port of no element", "loose-port")

progress(0.3, "Connections")
pairs = [(rel.RelatingPort, rel.RelatedPort) for rel in model.by_type("IfcRelConnectsPorts")] if members else []
for done, (one, other) in enumerate(pairs):
    connected.update((one.id(), other.id()))
    if one.is_a("IfcDistributionPort") and other.is_a("IfcDistributionPort"):
        check_pair(one, other)
    if done % 500 == 0:
        progress(0.3 + 0.5 * done / len(pairs), f"{done:,} of {len(pairs):,} connections")
for port in ports:
    if connected[port.id()] > 1 and element_of(port) is not None:
        report([element_of(port)], f"A port has {connected[port.id()]} connections", "several")

progress(0.85, "Systems and networks")
open_ports = check_elements(ports_of, connected) if members else 0
system_names, system_count = check_systems() if members else ({}, 0)
lines = []
for number, group in enumerate(networks(pairs) if ports_of else (), 1):
    names = sorted({name for one in group for name in system_names.get(one, ())})
    loose = sum(not connected[port.id()] for one in group for port in ports_of.get(one, ()))
    lines.append({"network": number, "elements": len(group), "open ports": loose, "systems": ", ".join(names)})

counts = Counter(row["check"] for row in problems)
if members:
    kpi("Elements", len(members))
    kpi("Ports", len(ports))
    kpi("Open ports", open_ports)
    kpi("Connections", len(pairs))
    kpi("Networks", len(lines))
    kpi("Systems", system_count)
if lines:
    table("Networks", lines)
if problems:
    chart("bar", dict(counts.most_common()), title="Problems by check", unit="elements")
    table("Problems", problems)

if not members:
    summary = f"The model has no {params['element_class']}; there is no network to check."
elif problems:
    parts = [f"{open_ports:,} of {counted(len(ports), 'port')} open" if ports else "none of them has ports"]
    words = {"no-ports": "without ports", "no-system": "in no system", "apart": "at ends apart", "flow": "at flow against flow"}
    parts += [f"{counts[check]:,} {text}" for check, text in words.items() if counts[check] and (ports or check != "no-ports")]
    parts += [counted(counts["empty-system"], "empty system")] if counts["empty-system"] else []
    summary = f"{counted(len(members), 'element')}: {', '.join(parts)}."
else:
    in_system = ", and each element has a system" if params["systems_needed"] else ""
    summary = f"All {counted(len(ports), 'port')} of {counted(len(members), 'element')} are connected{in_system}."
print(summary)

result = {
    "status": "FAIL" if counts["flow"] else "WARN" if problems or not members else "PASS",
    "summary": summary,
    "elements": len(members),
    "ports": len(ports),
    "open_ports": open_ports,
    "connections": len(pairs),
    "networks": lines,
    "problems": problems,
}
