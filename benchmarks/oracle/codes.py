"""Classification coverage, against ifcopenshell.util.classification."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

import ifcopenshell.util.classification as util

from benchmarks.oracle.facts import Facts, found
from benchmarks.oracle.runs import Told
from benchmarks.oracle.source import Source

NO_SYSTEM = "(no system)"


def expected(source: Source, params: dict[str, Any]) -> Facts:
    members = source.elements(params["element_class"])
    used: Counter[str] = Counter()
    total, classified = Counter[str](), Counter[str]()
    without, several = Counter[str](), Counter[str]()
    for element in members:
        references = [ref for ref in util.get_references(element) if wanted(ref, params["system"])]
        total[element.is_a()] += 1
        classified[element.is_a()] += bool(references)
        if not references:
            without[element.GlobalId] += 1
        systems = Counter(system_of(ref) for ref in references)
        if any(count > 1 for count in systems.values()):
            several[element.GlobalId] += 1
        used.update({f"{system_of(ref)} {code_of(ref)} {ref.Name or ''}" for ref in references})
    coverage = 100 * classified.total() / len(members) if members else 0.0
    facts: dict[str, Any] = {
        "elements": len(members),
        "classified": classified.total(),
        "coverage": round(coverage, 1),
        "class": {name: [count, classified[name]] for name, count in total.items()},
        "codes": dict(used),
        "finding unclassified": without,
        "finding several": several,
    }
    failed = members and coverage < params["required"]
    facts["status"] = "failed" if failed else "warning" if without or not members else "success"
    return facts


def wanted(reference: Any, system: str) -> bool:
    return system.casefold() in system_of(reference).casefold()


def system_of(reference: Any) -> str:
    source = util.get_classification(reference)
    return (source.Name if source is not None else None) or NO_SYSTEM


def code_of(reference: Any) -> str:
    """Identification, which IFC2X3 calls ItemReference."""
    return getattr(reference, "Identification", None) or getattr(reference, "ItemReference", None) or ""


def told(run: Told) -> Facts:
    codes: dict[str, int] = defaultdict(int)
    for row in run.result["codes"]:
        codes[f"{row['system']} {row['code']} {row['name']}"] += row["elements"]
    checks = found(run.findings)
    checks.pop("finding no-code", None)
    return {
        "status": run.status,
        "elements": run.result["elements"],
        "classified": run.result["classified"],
        "coverage": run.result["coverage"],
        "class": {row["class"]: [row["elements"], row["classified"]] for row in run.result["classes"]},
        "codes": dict(codes),
        **checks,
    }
