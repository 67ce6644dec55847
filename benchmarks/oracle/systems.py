"""MEP connectivity, against ifcopenshell.util.system and a search through the ports."""

from __future__ import annotations

from collections import Counter
from typing import Any

import ifcopenshell.util.placement as placement
import ifcopenshell.util.system as util
import numpy as np

from benchmarks.oracle.facts import Facts, found
from benchmarks.oracle.runs import Told
from benchmarks.oracle.source import Source

NO_MEP = ("IfcZone", "IfcBuildingSystem", "IfcBuiltSystem", "IfcStructuralAnalysisModel")


def expected(source: Source, params: dict[str, Any]) -> Facts:
    members = source.all_of(params["element_class"])
    facts: dict[str, Any] = {"elements": len(members), "ports": 0, "open_ports": 0, "networks": []}
    if not members:
        return facts | {"status": "warning"}
    checks = {name: Counter[str]() for name in ("open-port", "no-ports", "no-system", "apart", "flow")}
    for element in members:
        ports = util.get_ports(element)
        loose = [port for port in ports if util.get_connected_port(port) is None]
        facts["open_ports"] += len(loose)
        checks["no-ports"][element.GlobalId] += not ports
        checks["open-port"][element.GlobalId] += bool(loose)
        checks["no-system"][element.GlobalId] += not any(map(is_mep, util.get_element_systems(element)))
    for relation in source.all_of("IfcRelConnectsPorts"):
        check_pair(relation, source, params["tolerance"] / 1000, checks)
    facts["ports"] = len(source.all_of("IfcPort"))
    facts["connections"] = len(source.all_of("IfcRelConnectsPorts"))
    facts["networks"] = networks(members) if facts["ports"] else []
    facts |= {f"finding {name}": +counter for name, counter in checks.items()}
    amount = sum(counter.total() for counter in checks.values())
    facts["status"] = "failed" if checks["flow"] else "warning" if amount else "success"
    return facts


def is_mep(system: Any) -> bool:
    return not any(system.is_a(name) for name in NO_MEP)


def check_pair(relation: Any, source: Source, tolerance: float, checks: dict[str, Counter[str]]) -> None:
    one, other = relation.RelatingPort, relation.RelatedPort
    owners = [owner.GlobalId for owner in map(util.get_port_element, (one, other)) if owner is not None]
    flows = getattr(one, "FlowDirection", None), getattr(other, "FlowDirection", None)
    if flows in (("SOURCE", "SOURCE"), ("SINK", "SINK")):
        checks["flow"].update(owners)
    if one.ObjectPlacement and other.ObjectPlacement:
        places = [placement.get_local_placement(port.ObjectPlacement)[:3, 3] for port in (one, other)]
        if np.linalg.norm(places[0] - places[1]) * source.metres > tolerance:
            checks["apart"].update(owners)


def networks(members: list[Any]) -> list[int]:
    """How many elements hang together by ports, the largest network first."""
    seen: set[int] = set()
    sizes = []
    for start in members:
        if start.id() in seen:
            continue
        seen.add(start.id())
        waiting, size = [start], 0
        while waiting:
            element = waiting.pop()
            size += 1
            for other in util.get_connected_to(element) + util.get_connected_from(element):
                if other.id() not in seen:
                    seen.add(other.id())
                    waiting.append(other)
        sizes.append(size)
    return sorted(sizes, reverse=True)


def told(run: Told) -> Facts:
    checks = found(run.findings)
    for name in ("kind", "several", "loose-port", "empty-system"):
        checks.pop(f"finding {name}", None)
    return {
        "status": run.status,
        "elements": run.result["elements"],
        "ports": run.result["ports"],
        "open_ports": run.result["open_ports"],
        "connections": run.result["connections"],
        "networks": [line["elements"] for line in run.result["networks"]],
        **checks,
    }
